import { type DurationSummary, describeDurations, sortNumbers } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type CalendarBucketOptions, CalendarBuckets, type CalendarUnit } from "./calendar-buckets.js";
import { caseTimes } from "./case-times.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface ArrivalOptions extends CalendarBucketOptions, CalendarOption {}

/** How closely cases follow each other, at their begins or at their ends. */
export interface CaseFlow {
  /** Cases whose begin, or end, is known. */
  readonly cases: number;
  readonly casesWithoutTime: number;
  /** Time from each begin (end) to the next in time, over all cases; `meanMs` is `null` for fewer than two. */
  readonly gap: DurationSummary;
  /** Cases per hour of the clock, the inverse of the mean gap; `null` for fewer than two cases, or when all come at once. */
  readonly perHour: number | null;
}

/** One stretch of the calendar. */
export interface ArrivalBucket {
  /** Begin, ms since the epoch, inside the bucket. */
  readonly fromMs: number;
  /** End, ms since the epoch, outside the bucket. */
  readonly toMs: number;
  /** Cases that began. */
  readonly arrivals: number;
  /** Cases that ended. */
  readonly completions: number;
}

export interface Arrivals {
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** Whether gaps and rates count wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  readonly arrivals: CaseFlow;
  readonly completions: CaseFlow;
  readonly unit: CalendarUnit;
  /** The zone whose clock the buckets begin by. */
  readonly timeZone: string;
  /** From the first to the last begin or end without a gap. */
  readonly buckets: readonly ArrivalBucket[];
}

const HOUR = 3_600_000;

/**
 * How often cases begin and end: the gaps between neighbouring begins and between neighbouring ends, the rates, and
 * counts bucket by bucket of the calendar of a time zone.
 *
 * The mean gap is (last − first) / (cases − 1), known as the average case arrival; PM4Py takes the completion of the first event
 * of a case, as this does in a log without starts. A case is taken to be ended with its last event in the log. A case counts on
 * each side where its time is known, whereas `casesOverTime` needs both. An empty log gives no bucket and `null` figures; more than
 * 100,000 buckets are an error. O(events + buckets).
 *
 * @example
 * arrivals(log, { unit: "hour", timeZone: "Europe/Berlin" }).arrivals.perHour
 */
export function arrivals(wallLog: EventLog, { calendar, ...options }: ArrivalOptions = {}): Arrivals {
  const { log, clock } = onClock("arrivals", wallLog, calendar);
  const wall = caseTimes(wallLog);
  const begins = known(wall.from);
  const ends = known(wall.to);
  const earliest = Math.min(begins[0] ?? Number.POSITIVE_INFINITY, ends[0] ?? Number.POSITIVE_INFINITY);
  const latest = Math.max(begins.at(-1) ?? -Infinity, ends.at(-1) ?? -Infinity);
  const division = new CalendarBuckets("arrivals", options, earliest, latest);
  const { edges } = division;
  const arrived = division.countIn(begins);
  const completed = division.countIn(ends);
  const { basis, from, to } = clock === "wall" ? wall : caseTimes(log);
  return {
    basis,
    clock,
    arrivals: caseFlow(clock === "wall" ? begins : known(from), from.length),
    completions: caseFlow(clock === "wall" ? ends : known(to), to.length),
    unit: division.unit,
    timeZone: division.timeZone,
    buckets: Array.from(arrived, (count, b) => ({
      fromMs: edges[b]!,
      toMs: edges[b + 1]!,
      arrivals: count,
      completions: completed[b]!,
    })),
  };
}

/** The times that are known, rising. */
function known(times: Float64Array): Float64Array {
  return sortNumbers(times.filter((t) => !Number.isNaN(t)));
}

function caseFlow(rising: Float64Array, cases: number): CaseFlow {
  const gaps = new Float64Array(Math.max(0, rising.length - 1));
  for (let i = 0; i < gaps.length; i++) gaps[i] = rising[i + 1]! - rising[i]!;
  const gap = describeDurations(gaps);
  return {
    cases: rising.length,
    casesWithoutTime: cases - rising.length,
    gap,
    perHour: gap.meanMs === null || gap.meanMs === 0 ? null : HOUR / gap.meanMs,
  };
}
