import { type Cut, findCut } from "../cuts/find-cut.js";
import { addArc, clearBit, type FollowsGraph, lowestBit, setBit } from "../follows-graph.js";
import type { SubLog } from "../sub-log.js";

/** Words of a table at most, 16 MB: what does not fit is found in another pass over the log. */
const TABLE_WORDS = 1 << 22;

/** An activity that is concurrent to all others, and the cut that these have without it. */
export interface ConcurrentActivity {
  readonly activity: number;
  readonly cut: Cut;
}

/**
 * The first activity by name without which a cut exists, or `null`. It is then put in parallel to the rest.
 *
 * The graph without an activity x is not counted anew: it is the graph of the log without the arcs of x, with one arc
 * (or start, or end) more for every run of x that is passed over. One pass over the events finds these for all x.
 * O(events of the traces + n³ / 32) for up to 500 activities or so.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "activity concurrent".
 */
export function activityConcurrent(log: SubLog, graph: FollowsGraph): ConcurrentActivity | null {
  const { size, words } = graph;
  if (size < 3) return null; // a cut needs two activities besides
  const batch = Math.max(1, Math.min(size, Math.floor(TABLE_WORDS / (size * words))));
  const detours: Detours = {
    next: new Uint32Array(batch * size * words),
    starts: new Uint32Array(batch * words),
    ends: new Uint32Array(batch * words),
  };
  for (let first = 0; first < size; first += batch) {
    const last = Math.min(first + batch, size);
    findDetours(log, graph, first, last, detours);
    for (let x = first; x < last; x++) {
      const cut = findCut(graphWithout(graph, x, detours, x - first));
      if (cut !== null) return { activity: x, cut };
    }
  }
  return null;
}

/** What follows what, starts or ends a trace only once an activity is left out: the bits of the activity first + i are in the i-th part. */
interface Detours {
  readonly next: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Finds the detours around each of the activities first … last - 1. */
function findDetours(
  { offsets, sequence, counts }: SubLog,
  { size, words }: FollowsGraph,
  first: number,
  last: number,
  { next, starts, ends }: Detours,
): void {
  for (const bits of [next, starts, ends]) bits.fill(0);
  for (let t = 0; t < counts.length; t++) {
    // The first and the last run are detours only at one side.
    let i = offsets[t]!;
    let end = offsets[t + 1]!;
    const x = sequence[i]!;
    while (i < end && sequence[i] === x) i++;
    if (i === end) continue;
    if (x >= first && x < last) setBit(starts, (x - first) * words, sequence[i]!);
    const y = sequence[end - 1]!;
    while (sequence[end - 1] === y) end--;
    if (y >= first && y < last) setBit(ends, (y - first) * words, sequence[end - 1]!);
    addDetours(next, size, words, sequence, i - 1, end, first, last);
  }
}

/** Finds the detours around all runs that lie wholly between `start` and `end`. */
function addDetours(
  next: Uint32Array,
  size: number,
  words: number,
  sequence: Uint32Array,
  start: number,
  end: number,
  first: number,
  last: number,
): void {
  let before = sequence[start]!;
  let x = sequence[start + 1]!;
  for (let i = start + 2; i <= end; i++) {
    const after = sequence[i]!;
    if (after === x) continue;
    if (x >= first && x < last) setBit(next, ((x - first) * size + before) * words, after);
    before = x;
    x = after;
  }
}

/** The directly-follows graph of the log projected on all activities but `x`, whose detours are in the part `i`. */
function graphWithout(graph: FollowsGraph, x: number, detours: Detours, i: number): FollowsGraph {
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
  for (let w = 0; w < words; w++) {
    rest.starts[w]! |= detours.starts[i * words + w]!;
    rest.ends[w]! |= detours.ends[i * words + w]!;
  }
  for (const bits of [rest.members, rest.starts, rest.ends]) clearBit(bits, 0, x);
  for (const rows of [rest.next, rest.previous]) {
    rows.fill(0, x * words, (x + 1) * words);
    for (let a = 0; a < size; a++) clearBit(rows, a * words, x);
  }
  for (let a = 0; a < size; a++) {
    for (let w = 0; w < words; w++) {
      let word = detours.next[(i * size + a) * words + w]! & ~graph.next[a * words + w]!;
      for (; word !== 0; word &= word - 1) addArc(rest, a, w * 32 + lowestBit(word));
    }
  }
  return rest;
}
