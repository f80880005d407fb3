import { compensatedSum, groupValues } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { startTimes } from "./case-times.js";

export interface QueueLengthsOptions {
  /** Whether to list every change of each queue; there are at most two an event. @default false */
  readonly changes?: boolean | undefined;
}

/** A queue as a step function. */
export interface QueueChanges {
  /** When the length changes, ms since the epoch, rising. */
  readonly atMs: readonly number[];
  /** The length from then on; 0 before the first. */
  readonly length: readonly number[];
}

/** The cases that wait for one activity. */
export interface QueueLength {
  readonly activity: string;
  /**
   * What ends the wait of a case: `"start"`, the recorded start, so that the queue holds who waits; or `"completion"`, because no
   * event of the activity has a start, so that it holds who is worked on too.
   */
  readonly basis: "start" | "completion";
  /** Events whose wait is known; those that did not wait are among them. */
  readonly entries: number;
  /**
   * Events left out: the first of a case, of which nobody knows since when it could have been done, those without the times, and,
   * where others of the activity have a start, those without one or that start after they complete.
   */
  readonly unmeasured: number;
  /** Mean time in the queue; `null` without entries. */
  readonly meanWaitMs: number | null;
  /** Mean length over the time from `fromMs` to `toMs`; `null` when no time passes. */
  readonly meanLength: number | null;
  /** Greatest length, and when it is first reached; 0 and `null` when nobody ever waits. */
  readonly maxLength: number;
  readonly maxAtMs: number | null;
  /** The share of the time from `fromMs` to `toMs` in which somebody waits, in [0, 1]; `null` when no time passes. */
  readonly shareOfTimeNonEmpty: number | null;
  /** `null` unless asked for. */
  readonly changes: QueueChanges | null;
}

export interface QueueLengths {
  /** First and last time in the log, recorded starts included, between which figures are taken; `null` when there is none. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** In the order of activity ids; without activities that have no event. */
  readonly queues: readonly QueueLength[];
}

/**
 * How many cases wait for each activity over time.
 *
 * A case enters the queue of its next activity when the event before completes, and leaves it when that activity starts or, where
 * starts are not recorded, completes; it is in the queue up to, not including, that instant. Where a start lies before the completion
 * of the event before, the case did not wait. Of events that one time stamp is missing for, nothing is known.
 *
 *     meanLength = Σ waits / (toMs − fromMs) = arrival rate × meanWaitMs   (Little's law, exact over the whole log)
 *
 * Near the begin and the end of a log that was cut queues look shorter than they are: of cases begun earlier or ended later a part is
 * missing. The figure is about cases in their order; where steps run in parallel, the event before need not be what was waited for.
 * An empty log gives no queue. O(events log events).
 *
 * @example
 * queueLengths(log).queues.find((queue) => queue.activity === "Coating")?.meanLength
 */
export function queueLengths(log: EventLog, { changes = false }: QueueLengthsOptions = {}): QueueLengths {
  const { activities, activity, caseOffsets, time } = log;
  const starts = startTimes(log);
  const n = activities.length;
  const counts = new Uint32Array(n);
  const byStart = new Uint8Array(n);
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let e = 0; e < time.length; e++) {
    counts[activity[e]!]!++;
    const start = starts?.[e] ?? Number.NaN;
    if (!Number.isNaN(start)) byStart[activity[e]!] = 1;
    for (const t of [start, time[e]!]) {
      if (t < earliest) earliest = t;
      if (t > latest) latest = t;
    }
  }
  const enters = new Float64Array(time.length).fill(Number.NaN);
  const leaves = enters.slice();
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    for (let e = caseOffsets[c]! + 1; e < caseOffsets[c + 1]!; e++) {
      const enabled = time[e - 1]!;
      const left = byStart[activity[e]!] === 1 ? starts![e]! : time[e]!;
      if (left > time[e]! || Number.isNaN(left - enabled)) continue;
      enters[e] = enabled;
      leaves[e] = Math.max(enabled, left);
    }
  }
  const { offsets, grouped: allEnters } = groupValues(enters, activity, n);
  const { grouped: allLeaves } = groupValues(leaves, activity, n);
  const spanMs = latest - earliest;
  const queues: QueueLength[] = [];
  for (let a = 0; a < n; a++) {
    if (counts[a] === 0) continue;
    const queue = queueOver(
      allEnters.subarray(offsets[a], offsets[a + 1]).sort(),
      allLeaves.subarray(offsets[a], offsets[a + 1]).sort(),
    );
    const entries = offsets[a + 1]! - offsets[a]!;
    queues.push({
      activity: activities[a]!,
      basis: byStart[a] === 1 ? "start" : "completion",
      entries,
      unmeasured: counts[a]! - entries,
      meanWaitMs: entries === 0 ? null : queue.waitedMs / entries,
      meanLength: spanMs > 0 ? queue.waitedMs / spanMs : null,
      maxLength: queue.maxLength,
      maxAtMs: queue.maxAtMs,
      shareOfTimeNonEmpty: spanMs > 0 ? queue.nonEmptyMs / spanMs : null,
      changes: changes ? queue.changes : null,
    });
  }
  const isTimed = earliest <= latest;
  return { fromMs: isTimed ? earliest : null, toMs: isTimed ? latest : null, queues };
}

/** A queue from the sorted times at which somebody enters and at which somebody leaves. */
function queueOver(
  enters: Float64Array,
  leaves: Float64Array,
): Pick<QueueLength, "maxLength" | "maxAtMs"> & {
  waitedMs: number;
  nonEmptyMs: number;
  changes: QueueChanges;
} {
  const atMs: number[] = [];
  const length: number[] = [];
  let maxLength = 0;
  let maxAtMs: number | null = null;
  let nonEmptyMs = 0;
  for (let entered = 0, left = 0, level = 0, since = 0; left < leaves.length; ) {
    const now = Math.min(enters[entered] ?? Number.POSITIVE_INFINITY, leaves[left]!);
    if (level > 0) nonEmptyMs += now - since;
    while (entered < enters.length && enters[entered] === now) entered++;
    while (left < leaves.length && leaves[left] === now) left++;
    since = now;
    if (entered - left === level) continue;
    level = entered - left;
    atMs.push(now);
    length.push(level);
    if (level > maxLength) [maxLength, maxAtMs] = [level, now];
  }
  const waits = leaves.map((leave, i) => leave - enters[i]!); // of nobody, but the sum is that of all
  return { maxLength, maxAtMs, waitedMs: compensatedSum(waits), nonEmptyMs, changes: { atMs, length } };
}
