import { ArcCounter, type Arcs, DENSE_LIMIT, denseArcs } from "./arc-counts.js";
import { checkIsLog } from "./check-log.js";
import type { Dfg, EventLog, VariantLog } from "./types.js";

/**
 * Counts how often each activity directly follows each other, over all cases, and how often each starts and ends one.
 *
 * One pass: O(events) from a log, O(events of the variants) from variants, plus the square of the activities where
 * these are few. Cases without events count nowhere. The arc counts sum to events minus non-empty cases.
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 6.2 (relation >).
 *
 * @throws GigamineError `log/not-a-log` for anything but a log, such as rows.
 */
export function directlyFollows(log: EventLog | VariantLog): Dfg {
  checkIsLog(log);
  const ends: Ends = {
    startCounts: new Array<number>(log.activities.length).fill(0),
    endCounts: new Array<number>(log.activities.length).fill(0),
    activityCounts: new Array<number>(log.activities.length).fill(0),
  };
  const arcs =
    "variantOffsets" in log
      ? fromVariants(log, ends)
      : log.activities.length <= DENSE_LIMIT
        ? fromLog(log, ends)
        : fromWideLog(log, ends);
  return { activities: log.activities, ...arcs, ...ends };
}

interface Ends {
  readonly startCounts: number[];
  readonly endCounts: number[];
  readonly activityCounts: number[];
}

const BLOCK = 16_384;

/**
 * Counts all neighbours in one flat loop, as if the log were one case, then takes the pairs across the border of two cases back.
 * The loop runs on blocks that are copied to one class of array, so that it is compiled once, whatever the width of the ids.
 */
function fromLog({ activities, activity, caseOffsets }: EventLog, ends: Ends): Arcs {
  const { startCounts, endCounts, activityCounts } = ends;
  const n = activities.length;
  const events = activity.length;
  const even = new Uint32Array(n * n);
  const odd = new Uint32Array(n * n);
  const block = new Uint32Array(Math.min(BLOCK, events));
  let previous = activity[0] ?? 0;
  for (let start = 1; start < events; start += BLOCK) {
    const end = Math.min(start + BLOCK, events);
    block.set(activity.subarray(start, end));
    previous = countNeighbours(previous, block, end - start, n, even, odd);
  }
  let before = -1; // the last event of the case before
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    const start = caseOffsets[c]!;
    const last = caseOffsets[c + 1]! - 1;
    if (last < start) continue;
    const first = activity[start]!;
    if (before >= 0) even[before * n + first]!--; // may pass below 0: the sum of both tables is right modulo 2^32
    before = activity[last]!;
    startCounts[first]!++;
    endCounts[before]!++;
  }
  for (let a = 0, key = 0; a < n; a++) {
    let count = endCounts[a]!; // an event ends its case or is followed by another
    for (let b = 0; b < n; b++, key++) {
      even[key]! += odd[key]!;
      count += even[key]!;
    }
    activityCounts[a] = count;
  }
  return denseArcs(even, n);
}

/** Equal pairs come close together, and a processor waits for a counter that it has just written: two tables take turns. */
function countNeighbours(
  previous: number,
  ids: Uint32Array,
  length: number,
  n: number,
  even: Uint32Array,
  odd: Uint32Array,
): number {
  let row = previous * n;
  let i = 0;
  for (; i + 1 < length; i += 2) {
    const middle = ids[i]!;
    even[row + middle]!++;
    const next = ids[i + 1]!;
    odd[middle * n + next]!++;
    row = next * n;
  }
  if (i === length) return row / n;
  even[row + ids[i]!]!++;
  return ids[i]!;
}

/** Many activities: the successors of each are brought together (a counting sort), then counted. O(events + arcs log arcs). */
function fromWideLog(log: EventLog, { startCounts, endCounts, activityCounts }: Ends): Arcs {
  const n = log.activities.length;
  const { caseOffsets, activity } = log;
  for (let e = 0; e < activity.length; e++) activityCounts[activity[e]!]!++;
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    if (caseOffsets[c] === caseOffsets[c + 1]) continue;
    startCounts[activity[caseOffsets[c]!]!]!++;
    endCounts[activity[caseOffsets[c + 1]! - 1]!]!++;
  }
  const rowEnds = new Uint32Array(n + 1);
  for (let a = 0; a < n; a++) rowEnds[a + 1] = rowEnds[a]! + activityCounts[a]! - endCounts[a]!;
  const next = rowEnds.slice();
  const successors = new Uint32Array(rowEnds[n]!);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    for (let e = caseOffsets[c]!; e + 1 < caseOffsets[c + 1]!; e++) {
      successors[next[activity[e]!]!++] = activity[e + 1]!;
    }
  }
  const from: number[] = [];
  const to: number[] = [];
  const count: number[] = [];
  for (let a = 0; a < n; a++) {
    const row = successors.subarray(rowEnds[a]!, rowEnds[a + 1]!).sort();
    for (let i = 0; i < row.length; ) {
      const begin = i;
      while (i < row.length && row[i] === row[begin]) i++;
      from.push(a);
      to.push(row[begin]!);
      count.push(i - begin);
    }
  }
  return { from, to, count };
}

function fromVariants(log: VariantLog, { startCounts, endCounts, activityCounts }: Ends): Arcs {
  const { variantOffsets, sequence, counts } = log;
  const arcs = new ArcCounter(log.activities.length);
  for (let v = 0; v < counts.length; v++) {
    const start = variantOffsets[v]!;
    const end = variantOffsets[v + 1]!;
    if (start === end) continue;
    const count = counts[v]!;
    let previous = sequence[start]!;
    startCounts[previous]! += count;
    activityCounts[previous]! += count;
    for (let i = start + 1; i < end; i++) {
      const next = sequence[i]!;
      arcs.add(previous, next, count);
      activityCounts[next]! += count;
      previous = next;
    }
    endCounts[previous]! += count;
  }
  return arcs.sorted();
}
