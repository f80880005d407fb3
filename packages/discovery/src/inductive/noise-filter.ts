import { addArc, emptyFollowsGraph, type FollowsGraph } from "./follows-graph.js";
import type { SubLog } from "./sub-log.js";

/** Counters of a table at most, 8 MB: what does not fit is counted in another pass over the log. */
const TABLE_SIZE = 1 << 20;

/**
 * Whether an arc that is taken `count` times stays, beside the most frequent way on, which is taken `largest` times: it is
 * that way, or more frequent than a share of `threshold` of it.
 */
export function isFrequent(count: number, largest: number, threshold: number): boolean {
  return count > threshold * largest || (count === largest && count > 0);
}

/**
 * The directly-follows graph without infrequent arcs: a > b stays if and only if
 *
 *     |a > b| > threshold * m  or  |a > b| = m,   m = max(|a > x| over all x, traces that end with a)
 *
 * Start and end activities are never filtered, so no activity loses both its arcs and its role. With threshold 0 all
 * arcs stay, with 1 only the most frequent ones. O(events of the traces + n²) for up to 1,024 activities.
 *
 * Source: Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour", BPM Workshops 2013: filters on the directly-follows graph.
 */
export function withoutInfrequentArcs(log: SubLog, graph: FollowsGraph, threshold: number): FollowsGraph {
  const { size } = graph;
  const filtered = emptyFollowsGraph(size);
  filtered.starts.set(graph.starts);
  filtered.ends.set(graph.ends);
  const rows = Math.max(1, Math.min(size, Math.floor(TABLE_SIZE / size)));
  for (let first = 0; first < size; first += rows) {
    const last = Math.min(first + rows, size);
    const { following, ending } = countRows(log, size, first, last);
    for (let a = first; a < last; a++) {
      const row = (a - first) * size;
      let largest = ending[a - first]!;
      for (let b = 0; b < size; b++) if (following[row + b]! > largest) largest = following[row + b]!;
      for (let b = 0; b < size; b++) {
        if (isFrequent(following[row + b]!, largest, threshold)) addArc(filtered, a, b);
      }
    }
  }
  return filtered;
}

/** How often the activities first … last - 1 are followed by each other one, and end a trace. */
function countRows(
  { offsets, sequence, counts }: SubLog,
  size: number,
  first: number,
  last: number,
): { following: Float64Array; ending: Float64Array } {
  const following = new Float64Array((last - first) * size);
  const ending = new Float64Array(last - first);
  for (let t = 0; t < counts.length; t++) {
    const count = counts[t]!;
    const end = offsets[t + 1]! - 1;
    let a = sequence[offsets[t]!]!;
    for (let i = offsets[t]!; i < end; i++) {
      const b = sequence[i + 1]!;
      if (a >= first && a < last) following[(a - first) * size + b]! += count;
      a = b;
    }
    if (a >= first && a < last) ending[a - first]! += count;
  }
  return { following, ending };
}
