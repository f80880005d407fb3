import { addArc, emptyFollowsGraph, type FollowsGraph } from "./follows-graph.js";
import { occurrences } from "./occurrences.js";
import type { SubLog } from "./sub-log.js";

/**
 * The directly-follows graph without infrequent arcs: a > b stays if and only if
 *
 *     |a > b| > threshold * max(|a > x| over all x, traces that end with a)
 *
 * Start and end activities are never filtered, so no activity loses both its arcs and its role. With threshold 0 all
 * arcs stay. O(events of the traces + n).
 *
 * Source: Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour", BPM Workshops 2013: filters on the directly-follows graph.
 */
export function withoutInfrequentArcs(log: SubLog, graph: FollowsGraph, threshold: number): FollowsGraph {
  const { offsets, sequence, counts } = log;
  const { size } = graph;
  const filtered: FollowsGraph = { ...emptyFollowsGraph(size), starts: graph.starts, ends: graph.ends };
  const { first, position, trace } = occurrences(log);
  const following = new Float64Array(size); // arc counts of one activity
  for (let a = 0; a < size; a++) {
    following.fill(0);
    let ending = 0;
    for (let o = first[a]!; o < first[a + 1]!; o++) {
      const t = trace[o]!;
      const after = position[o]! + 1;
      if (after === offsets[t + 1]) ending += counts[t]!;
      else following[sequence[after]!]! += counts[t]!;
    }
    let largest = ending;
    for (let b = 0; b < size; b++) if (following[b]! > largest) largest = following[b]!;
    for (let b = 0; b < size; b++) if (following[b]! > threshold * largest) addArc(filtered, a, b);
  }
  return filtered;
}
