import { throwIfAborted } from "@gigamine/base";
import type { VariantLog } from "@gigamine/event-log";
import type { HeuristicsArc } from "@gigamine/models";
import type { DependencyGraph } from "./dependency-graph.js";
import type { FollowsCounts } from "./follows-counts.js";

/** Pairs that are counted in one pass over the variants, about. */
const PAIRS_AT_ONCE = 2 ** 22;

/**
 * Finds dependencies that the direct followers don't show: a choice made at `a` decides whether `b` is done much later.
 *
 *     a =>l b = 2 (|a >>> b| - abs(|a| - |b|)) / (|a| + |b| + 1),
 *     |a >>> b| = how often b comes directly or later behind a with neither a nor b between them
 *
 * At most 1: near 1 if a and b occur equally often and each a is followed by its b. Most such pairs are no news, because every way from
 * `a` to the end leads over `b`; an arc is added only if the graph has a way from `a` to the end without `b`, and no arc yet.
 *
 * Only pairs that are frequent in so similar a way that they can reach the threshold are counted. O(events of the variants · such
 * causes of an activity + n · arcs of the graph).
 * Source: Weijters, van der Aalst, Alves de Medeiros 2006, mining of long-distance dependencies; Weijters, Ribeiro 2011.
 */
export function longDistanceArcs(
  log: VariantLog,
  { size, events }: FollowsCounts,
  graph: DependencyGraph,
  threshold: number,
  signal: AbortSignal | undefined,
): HeuristicsArc[] {
  const measure = (later: number, a: number, b: number): number =>
    (2 * (later - Math.abs(events[a]! - events[b]!))) / (events[a]! + events[b]! + 1);
  const canReach = (a: number, b: number): boolean =>
    measure(Math.min(events[a]!, events[b]!), a, b) >= threshold;
  const known = new Set(graph.arcs.map(({ from, to }) => from * size + to));
  const causesOf: number[][] = Array.from({ length: size }, () => []); // in the graph
  for (const { from, to } of graph.arcs) causesOf[to]!.push(from);

  // By frequency the possible causes of an activity stand around it.
  const byCount = [...events.keys()].filter((a) => events[a]! > 0).sort((a, b) => events[a]! - events[b]!);
  const found: HeuristicsArc[] = [];
  for (let next = 0; next < byCount.length; ) {
    const pairs: Pairs = { first: new Int32Array(size), behind: new Int32Array(size), causes: [] };
    const effects: number[] = [];
    for (; next < byCount.length && pairs.causes.length < PAIRS_AT_ONCE; next++) {
      const b = byCount[next]!;
      effects.push(b);
      pairs.first[b] = pairs.causes.length;
      for (let i = next - 1; i >= 0 && canReach(byCount[i]!, b); i--) pairs.causes.push(byCount[i]!);
      for (let i = next + 1; i < byCount.length && canReach(byCount[i]!, b); i++)
        pairs.causes.push(byCount[i]!);
      pairs.behind[b] = pairs.causes.length;
    }
    const later = countLater(log, pairs, size, signal);
    for (const b of effects) {
      const arcs: HeuristicsArc[] = [];
      for (let k = pairs.first[b]!; k < pairs.behind[b]!; k++) {
        const a = pairs.causes[k]!;
        const dependency = measure(later[k]!, a, b);
        if (later[k] === 0 || dependency < threshold || known.has(a * size + b)) continue;
        arcs.push({ from: a, to: b, kind: "long-distance", dependency, count: later[k]! });
      }
      if (arcs.length === 0) continue;
      throwIfAborted(signal);
      const escapes = reachesEndWithout(b, causesOf, graph);
      for (const arc of arcs) if (escapes[arc.from] === 1) found.push(arc);
    }
  }
  return found;
}

/** Activity `b` is paired with `causes[first[b]]` … `causes[behind[b] - 1]`. */
interface Pairs {
  readonly first: Int32Array;
  readonly behind: Int32Array;
  readonly causes: number[];
}

/** Per pair how often the effect comes behind the cause with neither between them. */
function countLater(
  { variantOffsets, sequence, counts }: VariantLog,
  { first, behind, causes }: Pairs,
  size: number,
  signal: AbortSignal | undefined,
): Float64Array {
  const later = new Float64Array(causes.length);
  const cause = Int32Array.from(causes);
  const last = new Int32Array(size).fill(-1); // position of the latest event; one of an earlier variant lies before the variant
  for (let v = 0; v < counts.length; v++) {
    if (v % 1024 === 0) throwIfAborted(signal);
    const begin = variantOffsets[v]!;
    for (let i = begin; i < variantOffsets[v + 1]!; i++) {
      const b = sequence[i]!;
      const least = Math.max(begin, last[b]! + 1);
      for (let k = first[b]!; k < behind[b]!; k++) if (last[cause[k]!]! >= least) later[k]! += counts[v]!;
      last[b] = i;
    }
  }
  return later;
}

/** Which activities have a way to the end that does not touch `b`. */
function reachesEndWithout(
  b: number,
  causesOf: readonly (readonly number[])[],
  { ends }: DependencyGraph,
): Uint8Array {
  const reached = new Uint8Array(causesOf.length);
  const pending: number[] = [];
  const visit = (a: number): void => {
    if (a === b || reached[a] === 1) return;
    reached[a] = 1;
    pending.push(a);
  };
  for (const { activity } of ends) visit(activity);
  while (pending.length > 0) for (const a of causesOf[pending.pop()!]!) visit(a);
  return reached;
}
