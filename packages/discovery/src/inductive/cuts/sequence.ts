import { type FollowsGraph, type Groups, hasBit, lowestBit, reachesAll, setBit } from "../follows-graph.js";
import { copyGroup, type Pieces, piecesOf, toLogs } from "../pieces.js";
import { strongComponents } from "../strong-components.js";
import { eventsPerGroup, type SubLog } from "../sub-log.js";

/**
 * The strict sequence cut, its groups in order, or `null` if there is only one.
 *
 * First the activities that reach each other both ways or neither way are put together, then groups that can be
 * skipped only together with their neighbours are joined to them.
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: sequence cut and its strict form.
 */
export function sequenceCut(graph: FollowsGraph): Groups | null {
  if (reachesAll(graph, graph.next) && reachesAll(graph, graph.previous)) return null;
  const groups = orderedGroups(graph);
  if (groups.count < 2) return null;
  const strict = joinSkippable(graph, groups);
  return strict.count > 1 ? strict : null;
}

/**
 * Activities grouped so that of two groups exactly one reaches the other, in that order.
 *
 * Strong components come numbered against the arcs, so a group of mutually incomparable ones is a range of numbers: a
 * border lies below number i if and only if every component from i on reaches every one before i.
 */
function orderedGroups(graph: FollowsGraph): Groups {
  const { size, words, next } = graph;
  const { count, groupOf } = strongComponents(graph);
  if (count < 2) return { count, groupOf };
  const rowWords = (count + 31) >>> 5;
  const reach = new Uint32Array(count * rowWords);
  const memberList = byGroup(groupOf, count);
  for (let c = 0; c < count; c++) {
    const row = c * rowWords;
    for (const a of memberList[c]!) {
      for (let w = 0; w < words; w++) {
        for (let word = next[a * words + w]!; word !== 0; word &= word - 1) {
          const d = groupOf[w * 32 + lowestBit(word)]!;
          if (d === c || hasBit(reach, row, d)) continue;
          setBit(reach, row, d);
          for (let k = 0; k < rowWords; k++) reach[row + k]! |= reach[d * rowWords + k]!;
        }
      }
    }
  }
  const label = new Int32Array(count);
  let groups = 1;
  let smallestMissing = count;
  for (let c = count - 1; c >= 0; c--) {
    label[c] = groups - 1;
    let missing = 0;
    while (missing < c && hasBit(reach, c * rowWords, missing)) missing++;
    if (missing < smallestMissing) smallestMissing = missing;
    if (c > 0 && smallestMissing >= c) groups++;
  }
  const ordered = new Int32Array(size);
  for (let a = 0; a < size; a++) ordered[a] = groupOf[a]! < 0 ? -1 : label[groupOf[a]!]!;
  return { count: groups, groupOf: ordered };
}

/**
 * Joins groups until each skippable one stands for itself. Group p is a pivot if a trace can pass it by: an arc leads
 * over it, a later group starts traces, or an earlier one ends them. From the first pivot to the last, each takes in the
 * groups before it from which nothing leads beyond it, then the groups behind it to which nothing leads from before it.
 * All bounds are those before joining; a group that could go with two pivots goes with the first.
 */
function joinSkippable(graph: FollowsGraph, { count, groupOf }: Groups): Groups {
  const { size, words, next, starts, ends } = graph;
  const furthestTarget = new Float64Array(count).fill(-1); // Infinity where traces end
  const earliestSource = new Float64Array(count).fill(count); // -Infinity where traces start
  for (let a = 0; a < size; a++) {
    const from = groupOf[a]!;
    if (from < 0) continue;
    for (let w = 0; w < words; w++) {
      for (let word = next[a * words + w]!; word !== 0; word &= word - 1) {
        const to = groupOf[w * 32 + lowestBit(word)]!;
        if (to > furthestTarget[from]!) furthestTarget[from] = to;
        if (from < earliestSource[to]!) earliestSource[to] = from;
      }
    }
    if (hasBit(ends, 0, a)) furthestTarget[from] = Number.POSITIVE_INFINITY;
    if (hasBit(starts, 0, a)) earliestSource[from] = Number.NEGATIVE_INFINITY;
  }
  const earliestSourceAfter = new Float64Array(count).fill(count); // over all groups behind
  for (let p = count - 2; p >= 0; p--) {
    earliestSourceAfter[p] = Math.min(earliestSourceAfter[p + 1]!, earliestSource[p + 1]!);
  }
  const held = Array.from({ length: count }, (_, p) => [p]); // a group that is taken in leaves an empty place
  const takeIn = (p: number, q: number): void => {
    held[p]!.push(...held[q]!);
    held[q] = [];
  };
  let furthestTargetBefore = -1; // over all groups before p
  for (let p = 0; p < count; p++) {
    if (furthestTargetBefore > p || earliestSourceAfter[p]! < p) {
      for (let q = p - 1; q >= 0 && furthestTarget[q]! <= p; q--) takeIn(p, q);
      for (let q = p + 1; q < count && earliestSource[q]! >= p; q++) takeIn(p, q);
    }
    furthestTargetBefore = Math.max(furthestTargetBefore, furthestTarget[p]!);
  }
  const label = new Int32Array(count);
  const joined = held.filter((groups) => groups.length > 0);
  for (const [index, groups] of joined.entries()) for (const g of groups) label[g] = index;
  return { count: joined.length, groupOf: groupOf.map((g) => (g < 0 ? -1 : label[g]!)) };
}

/**
 * Cuts each trace into one segment per group, in order; a segment may be empty. It ends where, counted from the end of
 * the one before, -1 for an event of the group and +1 for an event of a later group are smallest (the first such
 * place). Events of other groups inside a segment, and behind the last one, are dropped: none on a graph without
 * filtered arcs.
 *
 * Source: Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour", BPM Workshops 2013: filters on log splitting.
 */
export function splitSequence(log: SubLog, groups: Groups): SubLog[] {
  const parts = piecesOf(eventsPerGroup(log, groups));
  cutIntoSegments(log, groups, parts);
  return toLogs(parts, log.activities);
}

function cutIntoSegments(
  { offsets, sequence, counts }: SubLog,
  { count, groupOf }: Groups,
  parts: readonly Pieces[],
): void {
  for (let t = 0; t < counts.length; t++) {
    const end = offsets[t + 1]!;
    let from = offsets[t]!;
    // Then a segment is what holds the group, and looking no further saves O(groups * length).
    const inOrder = isInOrder(sequence, groupOf, from, end);
    for (let g = 0; g < count; g++) {
      let split = from;
      if (inOrder) while (split < end && groupOf[sequence[split]!] === g) split++;
      else split = segmentEnd(sequence, groupOf, g, from, end);
      const part = parts[g]!;
      part.end(copyGroup(sequence, from, split, groupOf, g, part.buffer, part.at), counts[t]!);
      from = split;
    }
  }
}

function isInOrder(sequence: Uint32Array, groupOf: Int32Array, from: number, end: number): boolean {
  let before = 0;
  for (let i = from; i < end; i++) {
    const group = groupOf[sequence[i]!]!;
    if (group < before) return false;
    before = group;
  }
  return true;
}

function segmentEnd(
  sequence: Uint32Array,
  groupOf: Int32Array,
  g: number,
  from: number,
  end: number,
): number {
  let cost = 0;
  let least = 0;
  let split = from;
  for (let i = from; i < end; i++) {
    const group = groupOf[sequence[i]!]!;
    if (group > g) cost++;
    else if (group === g) cost--;
    if (cost < least) {
      least = cost;
      split = i + 1;
    }
  }
  return split;
}

function byGroup(groupOf: Int32Array, count: number): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let a = 0; a < groupOf.length; a++) if (groupOf[a]! >= 0) lists[groupOf[a]!]!.push(a);
  return lists;
}
