import { compensatedSum } from "@gigamine/base";
import { type Dfg, directlyFollows, type EventLog } from "@gigamine/event-log";
import { medianAndP90 } from "./median-and-p90.js";
import { pairLookup } from "./pair-lookup.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

/** A directly-follows graph with the time that passes along each arc, in ms. Arcs are sorted by `from`, then by `to`. */
export interface PerformanceDfg extends Dfg {
  /** Whether times are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** Per arc how often its time is known, at most `count`. */
  readonly measured: readonly number[];
  /** Per arc the sum of its times; 0 when none is known. */
  readonly totalMs: readonly number[];
  /** Per arc; `null` when no time is known. */
  readonly meanMs: readonly (number | null)[];
  readonly medianMs: readonly (number | null)[];
  /** Interpolated as in `describe`. */
  readonly p90Ms: readonly (number | null)[];
  readonly minMs: readonly (number | null)[];
  readonly maxMs: readonly (number | null)[];
}

/**
 * The directly-follows graph of a log with the time from the completion of one event to the completion of the next.
 *
 * A step next to an event without a time counts in `count` and not in `measured`. Over a fully timed log the totals of all
 * arcs sum to the time between the first and the last completion of every case. O(events), and the square of the
 * activities where these are few. An empty log gives a graph without arcs.
 */
export function performanceDfg(wallLog: EventLog, { calendar }: CalendarOption = {}): PerformanceDfg {
  const { log, clock } = onClock("performanceDfg", wallLog, calendar);
  const dfg = directlyFollows(log);
  const arcOf = pairLookup(dfg);
  const { activity, caseOffsets, time } = log;
  const begins = new Uint32Array(dfg.count.length); // arc i has room for its times from begins[i] on
  for (let i = 1; i < begins.length; i++) begins[i] = begins[i - 1]! + dfg.count[i - 1]!;
  const ends = begins.slice();
  const times = new Float64Array(time.length);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    const end = caseOffsets[c + 1]!;
    let e = caseOffsets[c]!;
    let from = activity[e]!; // of the next case, or nothing, when this one is empty; not used then
    let before = time[e]!;
    for (e++; e < end; e++) {
      const to = activity[e]!;
      const step = time[e]! - before;
      before = time[e]!;
      if (!Number.isNaN(step)) times[ends[arcOf(from, to)]!++] = step;
      from = to;
    }
  }
  return { ...dfg, clock, ...describeArcs(times, begins, ends) };
}

/** Figures of many lists of times that stand side by side, a column each. */
type ArcTimes = Pick<
  PerformanceDfg,
  "measured" | "totalMs" | "meanMs" | "medianMs" | "p90Ms" | "minMs" | "maxMs"
>;

/** The figures of each list of times: those of list `i` stand at `begins[i]` … `ends[i] - 1`. O(times). Reorders. */
function describeArcs(all: Float64Array, begins: Uint32Array, ends: Uint32Array): ArcTimes {
  const lists = begins.length;
  const measured: number[] = new Array(lists);
  const totalMs: number[] = new Array(lists);
  const meanMs: (number | null)[] = new Array(lists).fill(null);
  const medianMs = meanMs.slice();
  const p90Ms = meanMs.slice();
  const minMs = meanMs.slice();
  const maxMs = meanMs.slice();
  for (let i = 0; i < lists; i++) {
    const times = all.subarray(begins[i], ends[i]);
    const total = compensatedSum(times);
    measured[i] = times.length;
    totalMs[i] = total;
    if (times.length === 0) continue;
    let min = times[0]!;
    let max = min;
    for (let t = 1; t < times.length; t++) {
      if (times[t]! < min) min = times[t]!;
      if (times[t]! > max) max = times[t]!;
    }
    meanMs[i] = Math.min(max, Math.max(min, total / times.length)); // rounding must not carry it beyond the values
    [medianMs[i], p90Ms[i]] = medianAndP90(times, min, max);
    minMs[i] = min;
    maxMs[i] = max;
  }
  return { measured, totalMs, meanMs, medianMs, p90Ms, minMs, maxMs };
}
