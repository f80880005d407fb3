import { sortNumbers } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { startTimes } from "./case-times.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface CycleTime {
  /** Whether times are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** `"start"` when the log records starts; `"completion"`: it knows completions only, so when work was going on is not known. */
  readonly basis: "start" | "completion";
  /** All cases of the log. */
  readonly cases: number;
  /** The stretches in which at least one event was being worked on, without a gap in each. */
  readonly stretches: number;
  /** Their total; 0 without starts. */
  readonly activeMs: number;
  /** `activeMs` / `cases`; `null` without starts, or without a case. */
  readonly cycleTimeMs: number | null;
  /** The same without the last stretch, as PM4Py computes it: 0 without starts; `null` without a case. */
  readonly withoutLastStretchMs: number | null;
}

/**
 * The cycle time of the process: how long it is active per case, which is the time between two cases that leave a process
 * that never stands still.
 *
 *     cycle time = | ⋃ [start, completion] of all events | / cases
 *
 * What it leaves out: time in which no event is being worked on, such as nights and waiting that nothing overlaps, and how many
 * events run at the same time. It is therefore no duration of a case: with cases side by side it is far shorter, see `caseDurations`.
 * Events without a start, or that start after their completion, add nothing. PM4Py (2.7) leaves the last stretch out of the sum,
 * which of a process without a pause is all of it; `withoutLastStretchMs` is that figure. O(events).
 *
 * @example
 * cycleTime(log).cycleTimeMs
 */
export function cycleTime(wallLog: EventLog, { calendar }: CalendarOption = {}): CycleTime {
  const { log, clock } = onClock("cycleTime", wallLog, calendar);
  const { time } = log;
  const cases = log.caseIds.length;
  const recorded = startTimes(log);
  const starts = recorded ?? new Float64Array(time.length).fill(Number.NaN);
  const begins = sortNumbers(starts.filter((start, e) => start <= time[e]!));
  const ends = sortNumbers(time.filter((end, e) => starts[e]! <= end));
  let stretches = 0;
  let activeMs = 0;
  let last = 0;
  // Sorted apart, begins and ends have the same union: a stretch ends where as many have ended as have begun.
  for (let e = 0, begin = begins[0]!; e < ends.length; e++) {
    if (e + 1 < begins.length && begins[e + 1]! <= ends[e]!) continue;
    last = ends[e]! - begin;
    activeMs += last;
    stretches++;
    begin = begins[e + 1]!;
  }
  return {
    clock,
    basis: recorded === null ? "completion" : "start",
    cases,
    stretches,
    activeMs,
    cycleTimeMs: recorded === null || cases === 0 ? null : activeMs / cases,
    withoutLastStretchMs: cases === 0 ? null : (activeMs - last) / cases,
  };
}
