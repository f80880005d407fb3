import { compensatedSum, optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { caseIntervals } from "./case-intervals.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface LittlesLawOptions extends CalendarOption {
  /** Begin of the observed window, ms since the epoch. @default the first begin of a case, later by `trim` */
  readonly fromMs?: number | undefined;
  /** End of the observed window, ms since the epoch, after `fromMs`. @default the last end of a case, earlier by `trim` */
  readonly toMs?: number | undefined;
  /** The share of the time of the log that is left out at each end where `fromMs`, `toMs` are not given, in [0, 0.5). @default 0 */
  readonly trim?: number | undefined;
}

export interface LittlesLaw {
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** Whether times count wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** The window, ms since the epoch; `null` without a timed case. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** How long the window is by the clock; 0 without a timed case. */
  readonly windowMs: number;
  /** Cases that begin in the window, its ends included. */
  readonly arrivals: number;
  /** L: mean number of cases in process over the window; `null` when it has no length. */
  readonly meanInProcess: number | null;
  /** λ: arrivals per hour of the clock; `null` when the window has no length. */
  readonly arrivalsPerHour: number | null;
  /** W: mean duration of the cases that begin in the window, the time after it included; `null` without an arrival. */
  readonly meanDurationMs: number | null;
  /** λW; `null` where one of the two is. */
  readonly expectedInProcess: number | null;
  /** L − λW, all of it edge effect: (`carriedInMs` − `carriedOutMs`) / `windowMs`; `null` where one of the two is. */
  readonly difference: number | null;
  /** Warm-up: time in the window of cases that began before it, which is in L and not in W. */
  readonly carriedInMs: number;
  /** Cut-off: time after the window of cases that began in it, which is in W and not in L. */
  readonly carriedOutMs: number;
  /** Cases in process when the window begins, those that begin then not included. */
  readonly inProcessAtFrom: number;
  /** Cases in process when the window ends, those that end then not included. */
  readonly inProcessAtTo: number;
  /** Cases left out because their begin or end is not known. */
  readonly casesWithoutTimes: number;
}

const HOUR = 3_600_000;

/**
 * Holds the cases in process against Little's law, L = λW, over a window of time.
 *
 * In the long run the law holds for every process that is stable, whatever its queues. Over a window it is off by what crosses its
 * borders, and that is said exactly: L − λW = (`carriedInMs` − `carriedOutMs`) / `windowMs`. Over the whole log, the default, nothing crosses
 * and the law holds by construction; but the line fills at its begin and empties at its end, so L is lower than in steady work. To judge
 * whether work is steady, look at a window inside, by `trim` or `fromMs` and `toMs`: a `difference` that is small against L, and
 * as many cases at its end as at its begin, say that as much goes in as comes out. A log that was cut misses cases begun before it and takes
 * open ones to end with their last event.
 *
 * A log without a timed case gives `null` figures. O(events).
 *
 * Source: Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961; over finite windows: Little, "Little's
 * Law as Viewed on Its 50th Anniversary", Operations Research 59(3), 2011.
 *
 * @throws GigamineError `option/out-of-range` for a window that ends before it begins, or a `trim` out of range.
 * @example
 * littlesLaw(log, { trim: 0.2 }).difference
 */
export function littlesLaw(
  wallLog: EventLog,
  { calendar, trim = 0, ...window }: LittlesLawOptions = {},
): LittlesLaw {
  if (!(trim >= 0 && trim < 0.5)) {
    throw optionError("littlesLaw", "trim", trim, "Give a share from 0 up to, not including, 0.5.");
  }
  const { log, clock, at } = onClock("littlesLaw", wallLog, calendar);
  const wall = caseIntervals(wallLog);
  const { basis, casesWithoutTimes, earliest, latest } = wall;
  const cut = trim * (latest - earliest);
  const { fromMs = earliest + cut, toMs = latest - cut } = window;
  if (!(fromMs <= toMs) && wall.from.length > 0) {
    throw optionError(
      "littlesLaw",
      "toMs",
      toMs,
      `Give an instant after the begin of the window, ${fromMs}.`,
    );
  }
  const { from, to } = clock === "wall" ? wall : caseIntervals(log);
  const begin = wall.from.length === 0 ? 0 : at(fromMs);
  const end = wall.from.length === 0 ? 0 : at(toMs);
  const windowMs = end - begin;

  const inside = new Float64Array(from.length); // of each case: its time in the window, and in all if it begins in there
  const durations = new Float64Array(from.length);
  const carriedIn = new Float64Array(from.length);
  const carriedOut = new Float64Array(from.length);
  let arrivals = 0;
  let inProcessAtFrom = 0;
  let inProcessAtTo = 0;
  for (let c = 0; c < from.length; c++) {
    const wallBegin = wall.from[c]!;
    const wallEnd = wall.to[c]!;
    inside[c] = Math.max(0, Math.min(to[c]!, end) - Math.max(from[c]!, begin));
    if (wallBegin < fromMs && wallEnd > fromMs) inProcessAtFrom++;
    if (wallBegin < toMs && wallEnd > toMs) inProcessAtTo++;
    if (wallBegin < fromMs) carriedIn[c] = inside[c]!;
    else if (wallBegin <= toMs) {
      arrivals++;
      durations[c] = to[c]! - from[c]!;
      carriedOut[c] = Math.max(0, to[c]! - end);
    }
  }
  const meanInProcess = windowMs > 0 ? compensatedSum(inside) / windowMs : null;
  const arrivalsPerHour = windowMs > 0 ? (arrivals / windowMs) * HOUR : null;
  const totalMs = compensatedSum(durations);
  const expectedInProcess = windowMs > 0 && arrivals > 0 ? totalMs / windowMs : null;
  const carriedInMs = compensatedSum(carriedIn);
  const carriedOutMs = compensatedSum(carriedOut);
  return {
    basis,
    clock,
    fromMs: wall.from.length === 0 ? null : fromMs,
    toMs: wall.from.length === 0 ? null : toMs,
    windowMs,
    arrivals,
    meanInProcess,
    arrivalsPerHour,
    meanDurationMs: arrivals > 0 ? totalMs / arrivals : null,
    expectedInProcess,
    difference: expectedInProcess === null ? null : (carriedInMs - carriedOutMs) / windowMs,
    carriedInMs,
    carriedOutMs,
    inProcessAtFrom,
    inProcessAtTo,
    casesWithoutTimes,
  };
}
