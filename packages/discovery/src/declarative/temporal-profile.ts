import { GigamineError, type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { checkIsLog, columnByName, type EventLog } from "@gigamine/event-log";
import type { TemporalProfile } from "@gigamine/models";

export interface TemporalProfileOptions extends LongWorkOptions {
  /**
   * What of the later event counts. `"completion"`: the time from completion to completion. `"start"`: from the completion
   * of the earlier to the start of the later event (its completion where no start is recorded), negative where the two
   * overlap. @default "completion"
   */
  readonly laterTime?: TemporalProfile["laterTime"] | undefined;
}

/** Pairs of this many activities can be measured in memory. */
const MOST_ACTIVITIES = 2048;
/** Cases between two looks at the signal. */
const BATCH = 4096;

/**
 * Measures the time between the activities of a case: for every ordered pair of activities the mean and the sample standard
 * deviation over all events i < j of the same case. Every pair of events counts, not only the nearest; an activity that
 * repeats has times to itself.
 *
 * Events without a time are passed over; a log without times gives no pairs. Means are updated, not summed, so times of
 * decades and of microseconds keep their precision. O(events · k) for k distinct activities a case (all earlier events of
 * an activity are one step), plus n² for n activities, at most 2048.
 *
 * Source: Stertz, Mangler, Rinderle-Ma, "Temporal conformance checking at runtime based on time-infused process models",
 * arXiv 2008.07262, 2020; merging of means and squares: Chan, Golub, LeVeque, "Algorithms for computing the sample
 * variance", The American Statistician 37(3), 1983. PM4Py gives 0 as deviation of a single time, we `null`.
 *
 * @throws GigamineError `declarative/too-many-activities` beyond 2048 activities; `log/not-a-log`; `log/no-events` for a `VariantLog`.
 * @example
 * temporalProfile(log).meanMs;
 */
export function temporalProfile(
  log: EventLog,
  { laterTime = "completion", signal, onProgress }: TemporalProfileOptions = {},
): TemporalProfile {
  if (laterTime !== "completion" && laterTime !== "start") {
    throw optionError("temporalProfile", "laterTime", laterTime, 'Give "completion" or "start".');
  }
  checkIsLog(log, "temporalProfile");
  if (!("caseOffsets" in log)) {
    throw new GigamineError(
      "log/no-events",
      "temporalProfile: found a VariantLog, which has no times. Give the EventLog that it was made from.",
    );
  }
  const { activities, activity, caseOffsets, time } = log;
  const n = activities.length;
  if (n > MOST_ACTIVITIES) {
    throw new GigamineError(
      "declarative/too-many-activities",
      `temporalProfile: ${n} activities make too many pairs; at most ${MOST_ACTIVITIES} are possible. ` +
        "Group activities, or filter rare ones first.",
      { where: "temporalProfile", activities: n, most: MOST_ACTIVITIES },
    );
  }
  const later = laterTime === "start" ? startOrCompletion(log) : time;
  const cases = caseOffsets.length - 1;
  const pairs = new Moments(n * n);
  const seen = new Moments(n); // the times of the case so far, by activity
  const distinct = new Int32Array(n);
  for (let c = 0; c < cases; c++) {
    if (c % BATCH === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "measuring", done: c, total: cases, unit: "cases" });
    }
    let size = 0;
    let origin = Number.NaN; // small numbers keep more digits
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const b = activity[e]!;
      const reached = later[e]! - origin;
      if (!Number.isNaN(reached)) {
        for (let s = 0; s < size; s++) {
          const a = distinct[s]!;
          pairs.merge(a * n + b, seen.count[a]!, reached - seen.mean[a]!, seen.squares[a]!);
        }
      }
      if (Number.isNaN(time[e]!)) continue;
      if (size === 0) origin = time[e]!;
      if (seen.count[b] === 0) distinct[size++] = b;
      seen.merge(b, 1, time[e]! - origin, 0);
    }
    for (let s = 0; s < size; s++) seen.clear(distinct[s]!);
  }
  onProgress?.({ stage: "measuring", done: cases, total: cases, unit: "cases" });

  const from: number[] = [];
  const to: number[] = [];
  const count: number[] = [];
  const meanMs: number[] = [];
  const stdMs: (number | null)[] = [];
  for (let a = 0, pair = 0; a < n; a++) {
    for (let b = 0; b < n; b++, pair++) {
      const measured = pairs.count[pair]!;
      if (measured === 0) continue;
      from.push(a);
      to.push(b);
      count.push(measured);
      meanMs.push(pairs.mean[pair]!);
      stdMs.push(measured === 1 ? null : Math.sqrt(pairs.squares[pair]! / (measured - 1)));
    }
  }
  return { activities, laterTime, from, to, count, meanMs, stdMs };
}

/** The recorded starts; of an event without one its completion. */
function startOrCompletion(log: EventLog): Float64Array {
  const column = columnByName(log.eventAttributes, "start");
  if (column?.kind !== "timestamp") return log.time;
  return column.values.map((start, e) => (Number.isNaN(start) ? log.time[e]! : start));
}

/** Number, mean and sum of squared distances from the mean of many samples at once. */
class Moments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;

  constructor(samples: number) {
    this.count = new Float64Array(samples);
    this.mean = new Float64Array(samples);
    this.squares = new Float64Array(samples);
  }

  /** Adds to sample `k` the numbers of another one. */
  merge(k: number, count: number, mean: number, squares: number): void {
    const before = this.count[k]!;
    const after = before + count;
    const delta = mean - this.mean[k]!;
    this.count[k] = after;
    this.mean[k]! += (delta * count) / after;
    this.squares[k]! += squares + (delta * delta * before * count) / after;
  }

  clear(k: number): void {
    this.count[k] = 0;
    this.mean[k] = 0;
    this.squares[k] = 0;
  }
}
