import { sortNumbers } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type CalendarBucketOptions, CalendarBuckets, type CalendarUnit } from "./calendar-buckets.js";
import { caseIntervals } from "./case-intervals.js";

/** One stretch of the calendar. */
export interface CalendarBucket {
  /** Begin, ms since the epoch, inside the bucket. */
  readonly fromMs: number;
  /** End, ms since the epoch, outside the bucket. */
  readonly toMs: number;
  /** Cases that began. */
  readonly arrivals: number;
  /** Cases that ended. */
  readonly completions: number;
  /** Cases that began before `toMs` and did not end before it. */
  readonly inProgress: number;
}

export interface CasesOverTime {
  readonly unit: CalendarUnit;
  /** The zone whose clock the buckets begin by. */
  readonly timeZone: string;
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** From the first arrival to the last completion without a gap. */
  readonly buckets: readonly CalendarBucket[];
  /** Cases counted. */
  readonly cases: number;
  /** Cases left out because their begin or end is not known. */
  readonly casesWithoutTimes: number;
}

/**
 * Counts the cases that begin, end and are in progress, bucket by bucket of the calendar of a time zone. A case is taken to be ended
 * with its last event in the log, so cases still open when the log was cut count as ended: the figures near the end of a log are too low.
 *
 * O(events + buckets). A log without a timed case gives no bucket; more than 100,000 buckets are an error,
 * as a sign of a wrong time stamp or unit. `workInProcess` says what happens inside the buckets.
 */
export function casesOverTime(log: EventLog, options: CalendarBucketOptions = {}): CasesOverTime {
  const { basis, from, to, casesWithoutTimes, earliest, latest } = caseIntervals(log);
  const calendar = new CalendarBuckets("casesOverTime", options, earliest, latest);
  const { unit, timeZone, edges, count } = calendar;
  const arrivals = calendar.countIn(sortNumbers(from));
  const completions = calendar.countIn(sortNumbers(to));
  const buckets: CalendarBucket[] = new Array(count);
  let inProgress = 0;
  for (let b = 0; b < count; b++) {
    inProgress += arrivals[b]! - completions[b]!;
    buckets[b] = {
      fromMs: edges[b]!,
      toMs: edges[b + 1]!,
      arrivals: arrivals[b]!,
      completions: completions[b]!,
      inProgress,
    };
  }
  return { unit, timeZone, basis, buckets, cases: from.length, casesWithoutTimes };
}
