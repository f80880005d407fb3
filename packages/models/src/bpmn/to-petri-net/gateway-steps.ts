import type { GatewayLogic } from "./control-flow.js";
import type { NetSketch } from "./net-sketch.js";

/**
 * The places of a branch: a token in `taken` when it is taken; in `skipped`, where that is possible and waited for, when it is
 * not.
 */
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

/**
 * A join that waits until each branch is taken or skipped, and is skipped itself when all are. An exclusive one passes on each
 * token.
 *
 * @param outcomes Which branches are taken together in some run; `null` when that is not known.
 */
export function joinSteps(
  sketch: NetSketch,
  logic: GatewayLogic,
  branches: readonly Branch[],
  to: Branch,
  outcomes: readonly (readonly boolean[])[] | null,
): void {
  const step = (inputs: readonly number[], tokens: number): void => {
    if (tokens > 0) sketch.step(null, inputs, new Array<number>(tokens).fill(to.taken));
    else if (to.skipped !== null) sketch.step(null, inputs, [to.skipped]);
  };
  if (logic === "parallel") {
    step(all(branches, true), 1);
    step(all(branches, false), 0);
    return;
  }
  const happens = (matches: (isTaken: readonly boolean[]) => boolean): boolean =>
    outcomes === null || outcomes.some(matches);
  if (branches.length <= COMBINED) {
    for (const isTaken of combinations(branches.length)) {
      if (branches.some(({ skipped }, b) => !isTaken[b] && skipped === null)) continue;
      if (!happens((outcome) => outcome.every((value, b) => value === isTaken[b]))) continue;
      const count = isTaken.filter(Boolean).length;
      step(put(branches, isTaken), logic === "exclusive" ? count : Math.min(count, 1));
    }
    return;
  }
  // One branch after the other, remembering whether one was taken.
  let states: readonly { readonly inputs: readonly number[]; readonly someTaken: boolean }[] = [
    { inputs: [], someTaken: false },
  ];
  branches.forEach(({ taken, skipped }, b) => {
    const next = new Map<boolean, number>();
    const look = (
      before: readonly number[],
      someTaken: boolean,
      place: number | null,
      isTaken: boolean,
    ): void => {
      if (place === null) return;
      if (!happens((outcome) => outcome[b] === isTaken && outcome.slice(0, b).includes(true) === someTaken))
        return;
      const inputs = [...before, place];
      const isSecond = isTaken && someTaken && logic === "exclusive";
      if (b === branches.length - 1) {
        step(inputs, isSecond ? 2 : isTaken || someTaken ? 1 : 0);
        return;
      }
      const after = isTaken || someTaken;
      if (!next.has(after)) next.set(after, sketch.place());
      sketch.step(null, inputs, isSecond ? [next.get(after)!, to.taken] : [next.get(after)!]);
    };
    for (const { inputs, someTaken } of states) {
      look(inputs, someTaken, taken, true);
      look(inputs, someTaken, skipped, false);
    }
    states = [...next].map(([someTaken, place]) => ({ inputs: [place], someTaken }));
  });
}
