import { sortNumbers } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type CalendarBucketOptions, CalendarBuckets, type CalendarUnit } from "./calendar-buckets.js";
import { caseIntervals } from "./case-intervals.js";

/** How many cases were in process during one stretch of the calendar. */
export interface WorkInProcessBucket {
  /** Begin, ms since the epoch, inside the bucket. */
  readonly fromMs: number;
  /** End, ms since the epoch, outside the bucket. */
  readonly toMs: number;
  /** The part of the bucket between the first begin and the last end of a case, over which the figures are taken. */
  readonly observedMs: number;
  /** Mean over the observed time; `null` when that is 0. */
  readonly mean: number | null;
  /** Greatest number at once. */
  readonly max: number;
  /** Just before `toMs`, as `inProgress` of `casesOverTime`. */
  readonly atEnd: number;
}

export interface WorkInProcess {
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** Cases counted. */
  readonly cases: number;
  /** Cases left out because their begin or end is not known. */
  readonly casesWithoutTimes: number;
  /** First begin and last end of a case, between which the figures are taken; `null` without a timed case. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Mean number of cases in process over that time; `null` when no time passes. */
  readonly mean: number | null;
  /** Greatest number at once, and the first instant at which it is reached; 0 and `null` when no case lasts. */
  readonly max: number;
  readonly maxAtMs: number | null;
  readonly unit: CalendarUnit;
  /** The zone whose clock the buckets begin by. */
  readonly timeZone: string;
  /** From the first begin to the last end without a gap. */
  readonly buckets: readonly WorkInProcessBucket[];
}

/**
 * How many cases are in process over time: the exact step function that goes up where a case begins and down where one ends, and
 * its mean and maximum, as a whole and bucket by bucket of the calendar.
 *
 *     mean = Σ case durations / (last end − first begin)
 *
 * A case is in process from its begin until before its end, so a case that ends when another begins is not counted beside it, and a
 * case of no duration never counts. It is taken to be ended with its last event in the log: near the end of a log that was cut the
 * figures are too low, near its begin as well, because cases begun before are not in it. A log without a timed case gives no
 * bucket; more than 100,000 buckets are an error. O(events + buckets).
 *
 * @example
 * workInProcess(log, { unit: "week", timeZone: "Europe/Berlin" }).max
 */
export function workInProcess(log: EventLog, options: CalendarBucketOptions = {}): WorkInProcess {
  const { basis, from, to, casesWithoutTimes, earliest, latest } = caseIntervals(log);
  const { edges, count, unit, timeZone } = new CalendarBuckets("workInProcess", options, earliest, latest);
  const lasting = from.map((begin, c) => (begin < to[c]! ? begin : Number.NaN));
  const begins = sortNumbers(lasting.filter((begin) => !Number.isNaN(begin)));
  const ends = sortNumbers(to.filter((_, c) => !Number.isNaN(lasting[c]!)));

  const buckets: WorkInProcessBucket[] = new Array(count);
  let begun = 0;
  let ended = 0;
  let total = 0;
  let max = 0;
  let maxAtMs: number | null = null;
  for (let b = 0; b < count; b++) {
    const toMs = edges[b + 1]!;
    const observedFrom = Math.max(edges[b]!, earliest);
    const observedTo = Math.min(toMs, latest);
    let level = begun - ended;
    let most = 0;
    let area = 0;
    let now = observedFrom;
    for (;;) {
      const next = Math.min(
        begins[begun] ?? Number.POSITIVE_INFINITY,
        ends[ended] ?? Number.POSITIVE_INFINITY,
      );
      // an end on the border stays for the next bucket, so that the case counts just before it
      const stop = Math.min(next, observedTo);
      if (stop > now) {
        area += level * (stop - now);
        if (level > most) most = level;
        if (level > max) [max, maxAtMs] = [level, now];
        now = stop;
      }
      if (next >= toMs || next === Number.POSITIVE_INFINITY) break;
      while (ended < ends.length && ends[ended] === next) ended++;
      while (begun < begins.length && begins[begun] === next) begun++;
      level = begun - ended;
    }
    const observedMs = Math.max(0, observedTo - observedFrom);
    total += area;
    buckets[b] = {
      fromMs: edges[b]!,
      toMs,
      observedMs,
      mean: observedMs === 0 ? null : area / observedMs,
      max: most,
      atEnd: level,
    };
  }
  return {
    basis,
    cases: from.length,
    casesWithoutTimes,
    fromMs: from.length === 0 ? null : earliest,
    toMs: from.length === 0 ? null : latest,
    mean: latest > earliest ? total / (latest - earliest) : null,
    max,
    maxAtMs,
    unit,
    timeZone,
    buckets,
  };
}
