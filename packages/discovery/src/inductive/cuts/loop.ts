import { components, type FollowsGraph, type Groups, hasBit } from "../follows-graph.js";
import { piecesOf, toLogs } from "../pieces.js";
import type { SubLog } from "../sub-log.js";

/**
 * The loop cut, or `null` if there is none: group 0 is the body, the others are redo parts, by their smallest activity.
 *
 * The body holds the start and end activities; what is connected without them is a redo part unless
 * - it follows a start activity that is no end activity, or leads to an end activity that is no start activity, or
 * - one of its activities leads to some but not all start activities, or follows some but not all end activities;
 * then it belongs to the body.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: loop cut. A loop may have several redo
 * parts; none is joined to another.
 */
export function loopCut(graph: FollowsGraph): Groups | null {
  const { size, words, members, next, previous, starts, ends } = graph;
  const others = members.map((word, w) => word & ~(starts[w]! | ends[w]!));
  const { count, groupOf } = components(graph, others, "any");
  if (count === 0) return null;
  const inBody = new Uint8Array(count);
  for (let a = 0; a < size; a++) {
    const g = groupOf[a]!;
    if (g < 0 || inBody[g] === 1) continue;
    const row = a * words;
    let toStart = false;
    let fromEnd = false;
    let notToStart = false;
    let notFromEnd = false;
    for (let w = 0; w < words; w++) {
      const out = next[row + w]!;
      const into = previous[row + w]!;
      const start = starts[w]!;
      const end = ends[w]!;
      if ((out & end & ~start) !== 0 || (into & start & ~end) !== 0) inBody[g] = 1;
      if ((out & start) !== 0) toStart = true;
      if ((~out & start) !== 0) notToStart = true;
      if ((into & end) !== 0) fromEnd = true;
      if ((~into & end) !== 0) notFromEnd = true;
    }
    if ((toStart && notToStart) || (fromEnd && notFromEnd)) inBody[g] = 1;
  }
  const label = new Int32Array(count);
  let groups = 1;
  for (let g = 0; g < count; g++) label[g] = inBody[g] === 1 ? 0 : groups++;
  // A graph that no trace starts or ends in would have no body.
  if (groups === 1 || !groupOf.some((g, a) => (g < 0 ? hasBit(members, 0, a) : label[g] === 0))) return null;
  const result = groupOf.map((g, a) => (g >= 0 ? label[g]! : hasBit(members, 0, a) ? 0 : -1));
  return { count: groups, groupOf: result };
}

/**
 * Cuts each trace into maximal runs inside and outside the body. A run outside goes whole to the redo part that holds
 * most of its events (of equal ones to the last); on a graph without filtered arcs it lies in one.
 * Traces start and end in the body, as start and end activities are never filtered.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: log splitting.
 */
export function splitLoop(log: SubLog, { count, groupOf }: Groups): SubLog[] {
  const { sequence, counts } = log;
  const events = new Uint32Array(count);
  eachRun(log, count, groupOf, (_, from, to, group) => {
    events[group]! += to - from;
  });
  const parts = piecesOf(events);
  eachRun(log, count, groupOf, (t, from, to, group) => {
    const part = parts[group]!;
    let { at } = part;
    for (let i = from; i < to; i++) part.buffer[at++] = sequence[i]!;
    part.end(at, counts[t]!);
  });
  return toLogs(parts, log.activities);
}

/** Calls with trace, first position, position behind the last and group of each maximal run inside or outside the body. */
function eachRun(
  { offsets, sequence, counts }: SubLog,
  count: number,
  groupOf: Int32Array,
  visit: (trace: number, from: number, to: number, group: number) => void,
): void {
  const share = new Uint32Array(count);
  for (let t = 0; t < counts.length; t++) {
    const end = offsets[t + 1]!;
    for (let from = offsets[t]!; from < end; ) {
      let group = groupOf[sequence[from]!]!;
      const body = group === 0;
      let mixed = false;
      let to = from + 1;
      for (; to < end && (groupOf[sequence[to]!] === 0) === body; to++) {
        if (groupOf[sequence[to]!] !== group) mixed = true;
      }
      if (mixed) {
        share.fill(0);
        for (let i = from; i < to; i++) share[groupOf[sequence[i]!]!]!++;
        group = 1;
        for (let g = 2; g < count; g++) if (share[g]! >= share[group]!) group = g;
      }
      visit(t, from, to, group);
      from = to;
    }
  }
}
