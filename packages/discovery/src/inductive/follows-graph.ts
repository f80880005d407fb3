import type { SubLog } from "./sub-log.js";

/**
 * Which activity directly follows which, and which start and end traces: sets of bits, 32 to a word.
 *
 * Row `a` of `next` is `next[a * words]` … `next[a * words + words - 1]`; bit `b` of it says that `b` directly follows
 * `a`. `previous` holds the same arcs by their target. Activities outside `members` have no arcs.
 */
export interface FollowsGraph {
  /** Ids run from 0 to size - 1. */
  readonly size: number;
  /** Words per row. */
  readonly words: number;
  readonly members: Uint32Array;
  readonly next: Uint32Array;
  readonly previous: Uint32Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A partition of the members of a graph. */
export interface Groups {
  readonly count: number;
  /** Per activity the group it is in, 0 … count - 1; -1 outside the members. */
  readonly groupOf: Int32Array;
}

export function hasBit(bits: Uint32Array, row: number, index: number): boolean {
  return (bits[row + (index >>> 5)]! & (1 << (index & 31))) !== 0;
}

export function setBit(bits: Uint32Array, row: number, index: number): void {
  bits[row + (index >>> 5)]! |= 1 << (index & 31);
}

export function clearBit(bits: Uint32Array, row: number, index: number): void {
  bits[row + (index >>> 5)]! &= ~(1 << (index & 31));
}

/** Position of the lowest bit of a word that is not 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** A graph of `size` members without arcs. */
export function emptyFollowsGraph(size: number): FollowsGraph {
  const words = (size + 31) >>> 5;
  const members = new Uint32Array(words);
  for (let a = 0; a < size; a++) setBit(members, 0, a);
  return {
    size,
    words,
    members,
    next: new Uint32Array(size * words),
    previous: new Uint32Array(size * words),
    starts: new Uint32Array(words),
    ends: new Uint32Array(words),
  };
}

export function addArc(graph: FollowsGraph, from: number, to: number): void {
  setBit(graph.next, from * graph.words, to);
  setBit(graph.previous, to * graph.words, from);
}

/** The directly-follows graph of a log: O(events of the traces + n² / 32). */
export function followsGraph(log: SubLog): FollowsGraph {
  const { offsets, sequence, counts } = log;
  const graph = emptyFollowsGraph(log.activities.length);
  const { words, next, starts, ends } = graph;
  for (let t = 0; t < counts.length; t++) {
    const first = offsets[t]!;
    const last = offsets[t + 1]! - 1;
    setBit(starts, 0, sequence[first]!);
    setBit(ends, 0, sequence[last]!);
    addArcsOfTrace(next, words, sequence, first, last);
  }
  addReversedArcs(graph);
  return graph;
}

function addArcsOfTrace(
  next: Uint32Array,
  words: number,
  sequence: Uint32Array,
  first: number,
  last: number,
): void {
  let row = sequence[first]! * words;
  for (let i = first + 1; i <= last; i++) {
    const a = sequence[i]!;
    next[row + (a >>> 5)]! |= 1 << (a & 31);
    row = a * words;
  }
}

/** Fills `previous` from `next`: O(n² / 32 + arcs). */
function addReversedArcs({ size, words, next, previous }: FollowsGraph): void {
  for (let a = 0; a < size; a++) {
    for (let w = 0; w < words; w++) {
      for (let word = next[a * words + w]!; word !== 0; word &= word - 1) {
        setBit(previous, (w * 32 + lowestBit(word)) * words, a);
      }
    }
  }
}

/**
 * The connected components of `within`, numbered by their smallest member: O(n² / 32).
 *
 * @param link `"any"` joins activities with an arc in at least one direction, `"not-both"` those that lack one in at
 * least one direction.
 */
export function components(graph: FollowsGraph, within: Uint32Array, link: "any" | "not-both"): Groups {
  const { size, words, next, previous } = graph;
  const unseen = within.slice();
  const groupOf = new Int32Array(size).fill(-1);
  const queue = new Uint32Array(size);
  let count = 0;
  for (let first = 0; first < size; first++) {
    if (!hasBit(unseen, 0, first)) continue;
    clearBit(unseen, 0, first);
    groupOf[first] = count;
    queue[0] = first;
    for (let head = 0, tail = 1; head < tail; head++) {
      const row = queue[head]! * words;
      for (let w = 0; w < words; w++) {
        const forward = next[row + w]!;
        const backward = previous[row + w]!;
        let fresh = (link === "any" ? forward | backward : ~(forward & backward)) & unseen[w]!;
        unseen[w]! &= ~fresh;
        for (; fresh !== 0; fresh &= fresh - 1) {
          const a = w * 32 + lowestBit(fresh);
          groupOf[a] = count;
          queue[tail++] = a;
        }
      }
    }
    count++;
  }
  return { count, groupOf };
}

/** Whether arcs lead from the first member to every other: `next` forward, `previous` backward. O(n² / 32). */
export function reachesAll({ size, words, members }: FollowsGraph, arcs: Uint32Array): boolean {
  const unseen = members.slice();
  const queue = new Uint32Array(size);
  let tail = 0;
  for (let w = 0; w < words && tail === 0; w++) {
    if (members[w] !== 0) queue[tail++] = w * 32 + lowestBit(members[w]!);
  }
  if (tail > 0) clearBit(unseen, 0, queue[0]!);
  for (let head = 0; head < tail; head++) {
    const row = queue[head]! * words;
    for (let w = 0; w < words; w++) {
      let fresh = arcs[row + w]! & unseen[w]!;
      unseen[w]! &= ~fresh;
      for (; fresh !== 0; fresh &= fresh - 1) queue[tail++] = w * 32 + lowestBit(fresh);
    }
  }
  return unseen.every((word) => word === 0);
}

/** The same partition with `label[g]` joined where equal, and the new groups numbered by their smallest member. */
export function relabel(groupOf: Int32Array, label: ArrayLike<number>): Groups {
  const renumbered = new Map<number, number>();
  const result = groupOf.map((g) => {
    if (g < 0) return -1;
    const key = label[g]!;
    const known = renumbered.get(key);
    if (known !== undefined) return known;
    renumbered.set(key, renumbered.size);
    return renumbered.size - 1;
  });
  return { count: renumbered.size, groupOf: result };
}
