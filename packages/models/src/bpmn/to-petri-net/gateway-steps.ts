import type { GatewayLogic } from "./control-flow.js";
import type { NetSketch } from "./net-sketch.js";

/** The places of a branch: a token in `taken` when it is taken; `skipped`, where others wait for that, when it is not. */
export interface Branch {
  readonly taken: number;
  readonly skipped: number | null;
}

/** Up to this many branches, a gateway has a transition for each combination; beyond, it looks at one branch after the other. */
const COMBINED = 3;

/** All truth assignments of `count` branches. */
function combinations(count: number): boolean[][] {
  return Array.from({ length: 2 ** count }, (_, mask) =>
    Array.from({ length: count }, (_, branch) => (mask & (1 << branch)) !== 0),
  );
}

const put = (branches: readonly Branch[], isTaken: readonly boolean[]): number[] =>
  branches.flatMap(({ taken, skipped }, b) => (isTaken[b] ? [taken] : skipped === null ? [] : [skipped]));

const all = (branches: readonly Branch[], isTaken: boolean): number[] =>
  put(
    branches,
    branches.map(() => isTaken),
  );

/** A split that tells skipped branches so; the default branch of an inclusive one is taken alone, when no other is. */
export function splitSteps(
  sketch: NetSketch,
  logic: GatewayLogic,
  from: Branch,
  branches: readonly Branch[],
  defaultBranch: number,
): void {
  if (from.skipped !== null) sketch.step(null, [from.skipped], all(branches, false));
  if (logic === "parallel") {
    sketch.step(null, [from.taken], all(branches, true));
    return;
  }
  const alone = (branch: number): void => {
    sketch.step(
      null,
      [from.taken],
      put(
        branches,
        branches.map((_, b) => b === branch),
      ),
    );
  };
  if (logic === "exclusive") {
    branches.forEach((_, b) => {
      alone(b);
    });
    return;
  }
  if (defaultBranch >= 0) alone(defaultBranch);
  const free = branches.filter((_, b) => b !== defaultBranch);
  const fixed = all(
    branches.filter((_, b) => b === defaultBranch),
    false,
  );
  if (free.length <= COMBINED) {
    for (const isTaken of combinations(free.length)) {
      if (isTaken.includes(true)) sketch.step(null, [from.taken], [...put(free, isTaken), ...fixed]);
    }
    return;
  }
  // One branch after the other is skipped, or taken with more to come, or taken as the last one.
  let at = from.taken;
  free.forEach((branch, b) => {
    const rest = free.slice(b + 1);
    sketch.step(null, [at], [branch.taken, ...all(rest, false), ...fixed]);
    if (rest.length === 0) return;
    const next = sketch.place();
    sketch.step(null, [at], [branch.taken, next]);
    sketch.step(null, [at], [...all([branch], false), next]);
    at = next;
  });
}

/** A join that waits until each branch is taken or skipped, and is skipped itself when all are. */
export function joinSteps(
  sketch: NetSketch,
  logic: GatewayLogic,
  branches: readonly Branch[],
  to: Branch,
): void {
  const skip = (inputs: readonly number[]): void => {
    if (to.skipped !== null) sketch.step(null, inputs, [to.skipped]);
  };
  if (logic === "parallel") {
    sketch.step(null, all(branches, true), [to.taken]);
    skip(all(branches, false));
    return;
  }
  if (branches.length <= COMBINED) {
    for (const isTaken of combinations(branches.length)) {
      const count = isTaken.filter(Boolean).length;
      if (count === 0) skip(put(branches, isTaken));
      else if (count === 1 || logic === "inclusive") sketch.step(null, put(branches, isTaken), [to.taken]);
    }
    return;
  }
  // One branch after the other, in `none` while all were skipped, in `some` once one was taken; a second token at an exclusive join gets stuck.
  let at: { readonly none: number | null; readonly some: number } | null = null;
  branches.forEach((branch, b) => {
    const isLast = b === branches.length - 1;
    const next: { readonly none: number | null; readonly some: number } = isLast
      ? { none: to.skipped, some: to.taken }
      : { none: sketch.place(), some: sketch.place() };
    const before = (place: number | null | undefined): number[] => (typeof place === "number" ? [place] : []);
    const [taken, skipped] = [put([branch], [true]), put([branch], [false])];
    sketch.step(null, [...before(at?.none), ...taken], [next.some]);
    if (next.none !== null) sketch.step(null, [...before(at?.none), ...skipped], [next.none]);
    if (at !== null) {
      sketch.step(null, [at.some, ...skipped], [next.some]);
      if (logic === "inclusive") sketch.step(null, [at.some, ...taken], [next.some]);
    }
    at = next;
  });
}
