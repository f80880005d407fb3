import { GigamineError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { oneOf } from "./activity-selection.js";
import { caseTimes } from "./case-times.js";

export type CalendarUnit = "hour" | "day" | "week" | "month";

export interface CasesOverTimeOptions {
  /** Length of a bucket, in UTC; weeks begin on Monday (ISO 8601). @default "day" */
  readonly unit?: CalendarUnit | undefined;
}

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
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** From the first arrival to the last completion without a gap. */
  readonly buckets: readonly CalendarBucket[];
  /** Cases counted. */
  readonly cases: number;
  /** Cases left out because their begin or end is not known. */
  readonly casesWithoutTimes: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONDAY = 4 * DAY; // 1970-01-05
const MOST_BUCKETS = 100_000;
const LAST_DATE = 8.64e15; // the range of ECMAScript dates, and of the times of a log, either side of 1970

/**
 * Counts the cases that begin, end and are in progress, bucket by bucket of the calendar (UTC). A case is taken to be ended
 * with its last event in the log, so cases still open when the log was cut count as ended: the figures near the end of a log are too low.
 *
 * O(events + buckets). A log without a timed case gives no bucket; more than 100,000 buckets are an error, as a sign of a wrong
 * time stamp or unit.
 */
export function casesOverTime(log: EventLog, { unit = "day" }: CasesOverTimeOptions = {}): CasesOverTime {
  oneOf("casesOverTime", "unit", unit, ["hour", "day", "week", "month"]);
  const { basis, from, to } = caseTimes(log);
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  let cases = 0;
  for (let c = 0; c < from.length; c++) {
    if (Number.isNaN(to[c]! - from[c]!)) continue;
    cases++;
    if (from[c]! < earliest) earliest = from[c]!;
    if (to[c]! > latest) latest = to[c]!;
  }
  const casesWithoutTimes = from.length - cases;
  if (cases === 0) return { unit, basis, buckets: [], cases, casesWithoutTimes };
  const first = bucketOf(unit, earliest);
  const count = bucketOf(unit, latest) - first + 1;
  if (count > MOST_BUCKETS) throw tooManyBuckets(unit, earliest, latest);

  const arrivals = new Uint32Array(count);
  const completions = new Uint32Array(count);
  for (let c = 0; c < from.length; c++) {
    if (Number.isNaN(to[c]! - from[c]!)) continue;
    arrivals[bucketOf(unit, from[c]!) - first]!++;
    completions[bucketOf(unit, to[c]!) - first]!++;
  }
  const buckets: CalendarBucket[] = new Array(count);
  let inProgress = 0;
  for (let b = 0; b < count; b++) {
    inProgress += arrivals[b]! - completions[b]!;
    buckets[b] = {
      fromMs: bucketBegin(unit, first + b),
      toMs: bucketBegin(unit, first + b + 1),
      arrivals: arrivals[b]!,
      completions: completions[b]!,
      inProgress,
    };
  }
  return { unit, basis, buckets, cases, casesWithoutTimes };
}

/** The number of the bucket that holds `time`: one more for each later bucket. */
function bucketOf(unit: CalendarUnit, time: number): number {
  if (unit === "hour") return Math.floor(time / HOUR);
  if (unit === "day") return Math.floor(time / DAY);
  if (unit === "week") return Math.floor((time - MONDAY) / WEEK);
  const date = new Date(Math.floor(time)); // a date drops fractions towards zero, which is the wrong side before 1970
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function bucketBegin(unit: CalendarUnit, bucket: number): number {
  if (unit === "hour") return bucket * HOUR;
  if (unit === "day") return bucket * DAY;
  if (unit === "week") return bucket * WEEK + MONDAY;
  const year = Math.floor(bucket / 12);
  const begin = new Date(0).setUTCFullYear(year, bucket - year * 12, 1); // Date.UTC takes years 0 to 99 for 1900 to 1999
  return Number.isNaN(begin) ? Math.sign(bucket) * LAST_DATE : begin;
}

function tooManyBuckets(unit: CalendarUnit, earliest: number, latest: number): GigamineError {
  return new GigamineError(
    "stats/too-many-buckets",
    `casesOverTime: from ${new Date(earliest).toISOString()} to ${new Date(latest).toISOString()} there are more than ${MOST_BUCKETS} buckets of one ${unit}. ` +
      "Give a longer unit, or filter out the events with wrong times.",
    { unit, earliest, latest },
  );
}
