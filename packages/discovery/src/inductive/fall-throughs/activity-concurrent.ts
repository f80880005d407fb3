import { findCut } from "../cuts/find-cut.js";
import { addArc, clearBit, type FollowsGraph, setBit } from "../follows-graph.js";
import { type Occurrences, occurrences } from "../occurrences.js";
import type { SubLog } from "../sub-log.js";

/**
 * The first activity by name without which a cut exists, or -1. It is then put in parallel to the rest.
 *
 * The graph without an activity x is not counted anew: it is the graph of the log without the arcs of x, with one arc
 * (or start, or end) more for every run of x that is passed over. So all activities together cost one pass over the
 * events, and O(n³ / 32) for copying graphs and looking for cuts.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "activity concurrent".
 */
export function activityConcurrent(log: SubLog, graph: FollowsGraph): number {
  if (graph.size < 3) return -1; // a cut needs two activities besides
  const index = occurrences(log);
  for (let x = 0; x < graph.size; x++) {
    if (findCut(graphWithout(log, graph, index, x)) !== null) return x;
  }
  return -1;
}

/** The directly-follows graph of the log projected on all activities but `x`. */
function graphWithout(log: SubLog, graph: FollowsGraph, index: Occurrences, x: number): FollowsGraph {
  const { offsets, sequence } = log;
  const { size, words } = graph;
  const rest: FollowsGraph = {
    size,
    words,
    members: graph.members.slice(),
    next: graph.next.slice(),
    previous: graph.previous.slice(),
    starts: graph.starts.slice(),
    ends: graph.ends.slice(),
  };
  for (const bits of [rest.members, rest.starts, rest.ends]) clearBit(bits, 0, x);
  for (const rows of [rest.next, rest.previous]) {
    rows.fill(0, x * words, (x + 1) * words);
    for (let a = 0; a < size; a++) clearBit(rows, a * words, x);
  }
  for (let o = index.first[x]!; o < index.first[x + 1]!; o++) {
    const trace = index.trace[o]!;
    const start = offsets[trace]!;
    const end = offsets[trace + 1]!;
    const i = index.position[o]!;
    if (i > start && sequence[i - 1] === x) continue; // inside a run
    let after = i + 1;
    while (after < end && sequence[after] === x) after++;
    if (i > start && after < end) addArc(rest, sequence[i - 1]!, sequence[after]!);
    else if (after < end) setBit(rest.starts, 0, sequence[after]!);
    else if (i > start) setBit(rest.ends, 0, sequence[i - 1]!);
  }
  return rest;
}
