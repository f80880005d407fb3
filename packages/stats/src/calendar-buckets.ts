import { GigamineError, MS_PER_DAY, TimeZone } from "@gigamine/base";
import { bisectRight } from "d3-array";
import { oneOf } from "./activity-selection.js";

export type CalendarUnit = "hour" | "day" | "week" | "month";

export interface CalendarBucketOptions {
  /** Length of a bucket; weeks begin on Monday (ISO 8601). @default "day" */
  readonly unit?: CalendarUnit | undefined;
  /** IANA name of the zone whose clock buckets begin by, such as `"Europe/Berlin"`. @default "UTC" */
  readonly timeZone?: string | undefined;
}

/** A division of time into neighbouring stretches of a calendar. */
export class CalendarBuckets {
  readonly unit: CalendarUnit;
  readonly timeZone: string;
  /** Bucket `b` runs from `edges[b]`, inside, to `edges[b + 1]`, outside. */
  readonly edges: Float64Array;

  /**
   * The buckets from the one that holds `earliest` to the one that holds `latest`; none when `earliest` is greater. Days of a
   * clock change last 23 or 25 hours; an hour that the clock skips is no bucket, one that it repeats is two.
   *
   * @throws GigamineError `option/out-of-range` for an unknown unit or zone; `stats/too-many-buckets` beyond 100,000.
   */
  constructor(
    where: string,
    { unit = "day", timeZone = "UTC" }: CalendarBucketOptions,
    earliest: number,
    latest: number,
  ) {
    oneOf(where, "unit", unit, ["hour", "day", "week", "month"]);
    const zone = new TimeZone(timeZone, where);
    this.unit = unit;
    this.timeZone = timeZone;
    if (!(earliest <= latest)) {
      this.edges = new Float64Array(1);
      return;
    }
    // no clock is a day or more away from UTC
    const first = bucketOf(unit, earliest - MS_PER_DAY);
    const last = bucketOf(unit, latest + MS_PER_DAY) + 1;
    if (bucketOf(unit, latest) - bucketOf(unit, earliest) >= MOST_BUCKETS) {
      throw tooManyBuckets(where, unit, earliest, latest);
    }
    const edges: number[] = [];
    for (let bucket = first; bucket <= last; bucket++) {
      const local = bucketBegin(unit, bucket);
      const edge = timeZone === "UTC" ? local : zone.toInstant(local);
      let previous = edges.at(-1) ?? Number.NEGATIVE_INFINITY;
      if (unit === "hour" && edges.length > 0) {
        for (; edge - previous > HOUR; previous += HOUR) edges.push(previous + HOUR);
      }
      if (edge > previous) edges.push(edge);
    }
    const begin = bucketAt(edges, earliest);
    this.edges = Float64Array.from(edges.slice(begin, bucketAt(edges, latest) + 2));
  }

  get count(): number {
    return this.edges.length - 1;
  }

  /** Per bucket how many of the instants, which rise from `earliest` to `latest` at most, it holds. O(instants + buckets). */
  countIn(instants: Float64Array): Uint32Array {
    const counts = new Uint32Array(this.count);
    let bucket = 0;
    for (let i = 0; i < instants.length; i++) {
      while (bucket + 1 < counts.length && instants[i]! >= this.edges[bucket + 1]!) bucket++;
      counts[bucket]!++;
    }
    return counts;
  }
}

const HOUR = 3_600_000;
const WEEK = 7 * MS_PER_DAY;
const MONDAY = 4 * MS_PER_DAY; // 1970-01-05
const MOST_BUCKETS = 100_000;
const LAST_DATE = 8.64e15; // the range of ECMAScript dates, and of the times of a log, either side of 1970

/** The bucket between `edges` that holds `instant`; the last one holds its end too, which only the last of all dates needs. */
function bucketAt(edges: ArrayLike<number>, instant: number): number {
  return Math.min(bisectRight(edges, instant), edges.length - 1) - 1;
}

/** The number of the bucket that holds `local`: one more for each later bucket. */
function bucketOf(unit: CalendarUnit, local: number): number {
  if (unit === "hour") return Math.floor(local / HOUR);
  if (unit === "day") return Math.floor(local / MS_PER_DAY);
  if (unit === "week") return Math.floor((local - MONDAY) / WEEK);
  // a date drops fractions towards zero, which is the wrong side before 1970
  const date = new Date(Math.max(-LAST_DATE, Math.min(LAST_DATE, Math.floor(local))));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function bucketBegin(unit: CalendarUnit, bucket: number): number {
  if (unit === "hour") return bucket * HOUR;
  if (unit === "day") return bucket * MS_PER_DAY;
  if (unit === "week") return bucket * WEEK + MONDAY;
  const year = Math.floor(bucket / 12);
  const begin = new Date(0).setUTCFullYear(year, bucket - year * 12, 1); // Date.UTC takes years 0 to 99 for 1900 to 1999
  return Number.isNaN(begin) ? Math.sign(bucket) * LAST_DATE : begin;
}

function tooManyBuckets(where: string, unit: CalendarUnit, earliest: number, latest: number): GigamineError {
  return new GigamineError(
    "stats/too-many-buckets",
    `${where}: from ${new Date(earliest).toISOString()} to ${new Date(latest).toISOString()} there are more than ${MOST_BUCKETS} buckets of one ${unit}. ` +
      "Give a longer unit, or filter out the events with wrong times.",
    { unit, earliest, latest },
  );
}
