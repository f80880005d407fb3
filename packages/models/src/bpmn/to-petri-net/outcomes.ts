import { choices } from "./choices.js";
import type { ControlFlow } from "./control-flow.js";

/** A way inside a region from one of its points to the next: an edge, or several with whole smaller regions between them. */
export interface RegionWay {
  readonly from: number;
  readonly to: number;
  readonly edges: readonly number[];
  /** Whether a run can pass it by; left `false` in a cyclic region, where that is not known. */
  canBeSkipped: boolean;
}

/** Per join, which of the edges into it are taken together in some run. */
export type JoinOutcomes = ReadonlyMap<number, readonly (readonly boolean[])[]>;

/** How many outcomes of a region are followed side by side, times the ways that are open at a time. */
const MOST_OUTCOMES = 2 ** 19;

/**
 * Follows all outcomes of the choices in an acyclic region from its entry on, and marks the ways that can be skipped. With too
 * many outcomes side by side, or when a parallel join can get stuck, each way behind a choice counts as skippable, and nothing is
 * said of the joins.
 *
 * @param order The points of the region, each before those that its ways lead to.
 */
export function regionOutcomes(
  flow: ControlFlow,
  order: readonly number[],
  ways: readonly RegionWay[],
): JoinOutcomes {
  const waysFrom = new Map<number, RegionWay[]>(order.map((p) => [p, []]));
  const waysTo = new Map<number, RegionWay[]>(order.map((p) => [p, []]));
  for (const way of ways) {
    waysFrom.get(way.from)!.push(way);
    waysTo.get(way.to)!.push(way);
  }
  // The ways into a point stand in the order of its edges.
  for (const [p, list] of waysTo) {
    const place = (way: RegionWay): number => flow.entering[p]!.indexOf(way.edges.at(-1)!);
    list.sort((a, b) => place(a) - place(b));
  }

  const found = new Map<number, boolean[][]>();
  /** Per outcome the ways that lead from points looked at to points not looked at yet, and whether each is taken. */
  let outcomes: ReadonlyMap<RegionWay, boolean>[] = [new Map()];
  for (const p of order) {
    const [ins, outs] = [waysTo.get(p)!, waysFrom.get(p)!];
    const vectors = new Map<string, boolean[]>();
    const next = new Map<string, ReadonlyMap<RegionWay, boolean>>();
    for (const outcome of outcomes) {
      const isTaken = ins.map((way) => outcome.get(way)!);
      vectors.set(isTaken.join(), isTaken);
      const rest = new Map(outcome);
      for (const way of ins) rest.delete(way);
      let isStuck = true;
      for (const choice of outcomesOf(flow, p, ins.length === 0 ? [true] : isTaken)) {
        isStuck = false;
        const after = new Map(rest);
        outs.forEach((way, w) => {
          after.set(way, choice[w]!);
        });
        next.set([...after.values()].join(), after);
        if (next.size * after.size > MOST_OUTCOMES) break;
      }
      if (isStuck || next.size * (rest.size + outs.length) > MOST_OUTCOMES) {
        markBehindChoices(flow, order, waysFrom);
        unmarkUnheard(flow, order, waysFrom, waysTo);
        return new Map();
      }
    }
    found.set(p, [...vectors.values()]);
    outcomes = [...next.values()];
    for (const way of outs) way.canBeSkipped = outcomes.some((outcome) => outcome.get(way) === false);
  }
  return found;
}

/** What can leave a point, per edge out whether it is taken, when this comes in; nothing when the point gets stuck. */
function* outcomesOf(
  { points, edges, leaving }: ControlFlow,
  p: number,
  isTaken: readonly boolean[],
): Generator<readonly boolean[]> {
  const point = points[p]!;
  const outs = leaving[p]!;
  const count = isTaken.filter(Boolean).length;
  if (count === 0) yield outs.map(() => false);
  else if (point.kind === "split") {
    for (const chosen of choices(point.logic, outs, edges)) yield outs.map((edge) => chosen.includes(edge));
  } else if (point.kind !== "join" || point.logic !== "parallel" || count === isTaken.length) {
    yield outs.map(() => true);
  }
}

/** A point can be passed by when every way into it can; a choice can also pass by what follows itself. */
function markBehindChoices(
  { points }: ControlFlow,
  order: readonly number[],
  waysFrom: ReadonlyMap<number, readonly RegionWay[]>,
): void {
  const skippable = new Set(order.slice(1));
  for (const p of order) {
    const point = points[p]!;
    const chooses = point.kind === "split" && point.logic !== "parallel";
    for (const way of waysFrom.get(p)!) {
      way.canBeSkipped = chooses || skippable.has(p);
      if (!way.canBeSkipped) skippable.delete(way.to);
    }
  }
}

/** Where a parallel join gets stuck because some of its branches are skipped, nobody has to be told of those. */
function unmarkUnheard(
  { points }: ControlFlow,
  order: readonly number[],
  waysFrom: ReadonlyMap<number, readonly RegionWay[]>,
  waysTo: ReadonlyMap<number, readonly RegionWay[]>,
): void {
  for (const p of [...order].reverse()) {
    const point = points[p]!;
    const isHeard =
      (point.kind === "join" && point.logic !== "parallel") ||
      waysFrom.get(p)!.some((way) => way.canBeSkipped);
    if (!isHeard) for (const way of waysTo.get(p)!) way.canBeSkipped = false;
  }
}
