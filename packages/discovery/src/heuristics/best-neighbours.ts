import { terminalDependency } from "./dependency.js";
import type { FollowsCounts } from "./follows-counts.js";
import type { LoopOfTwo } from "./length-two-loops.js";

/** Per activity the dependency of its strongest cause and its strongest effect, `-Infinity` where none need be kept. */
export interface BestNeighbours {
  readonly cause: Float64Array;
  readonly effect: Float64Array;
  /** The strongest of all arcs from the start, and of all into the end. */
  readonly start: number;
  readonly end: number;
}

/**
 * The all-activities-connected heuristic: every activity but the start has a cause and every one but the end has an effect, so the
 * strongest one is taken to be true however weak it is. The start and the end of a case count as activities; loops of length one don't count.
 *
 * Of two activities in a length-two loop one may have its only way in, or out, through the other. Its strongest neighbour outside is
 * let go if it is below `threshold` and the other's is better by more than `relativeToBest`.
 *
 * Only what was seen is a candidate. O(arcs + loops).
 * Source: Weijters, Ribeiro, "Flexible Heuristics Miner", 2011, the construction of the dependency graph.
 */
export function bestNeighbours(
  counts: FollowsCounts,
  dependency: Float64Array,
  loops: readonly LoopOfTwo[],
  { dependencyThreshold, relativeToBest }: { dependencyThreshold: number; relativeToBest: number },
): BestNeighbours {
  const { from, to, starts, ends } = counts;
  const terminal = (seen: readonly number[]): Float64Array =>
    Float64Array.from(seen, (count) => (count > 0 ? terminalDependency(count) : Number.NEGATIVE_INFINITY));
  const cause = terminal(starts);
  const effect = terminal(ends);
  const start = cause.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  const end = effect.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY);
  for (let arc = 0; arc < to.length; arc++) {
    const [a, b, value] = [from[arc]!, to[arc]!, dependency[arc]!];
    if (a === b) continue;
    if (value > effect[a]!) effect[a] = value;
    if (value > cause[b]!) cause[b] = value;
  }
  for (const best of [cause, effect]) {
    const weak: number[] = [];
    const letGo = (a: number, b: number): void => {
      if (best[a]! < dependencyThreshold && best[b]! - best[a]! > relativeToBest) weak.push(a);
    };
    for (const { first, second } of loops) {
      letGo(first, second);
      letGo(second, first);
    }
    for (const a of weak) best[a] = Number.NEGATIVE_INFINITY;
  }
  return { cause, effect, start, end };
}
