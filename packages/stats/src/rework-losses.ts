import { type DurationSummary, describeDurations, optionError } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { type Rework, type ReworkOptions, reworkRule } from "./rework.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface ReworkLossesOptions extends ReworkOptions, CalendarOption {
  /** What an hour of lost time costs, at least 0, in a currency of your own. @default not counted */
  readonly costPerHour?: number | undefined;
  /** What a rework event costs beside its time, at least 0. @default not counted */
  readonly costPerEvent?: number | undefined;
}

/** What the rework events of one activity take. */
export interface ActivityLosses {
  readonly activity: string;
  /** Its rework events. */
  readonly events: number;
  /** Time lost by them, summed; times of several activities overlap where one loop repeats them all. */
  readonly lostMs: number;
  /** The sum of the attribute `cost` of its rework events; `null` when none of them records it. */
  readonly recordedCost: number | null;
}

export interface ReworkLosses {
  /** Which events are rework, as in {@link rework}. */
  readonly basis: Rework["basis"];
  /** What times count. */
  readonly clock: DurationClock;
  readonly casesWithRework: number;
  readonly reworkEvents: number;
  /** Rework events whose time lost is not known, because a time is missing. */
  readonly untimedEvents: number;
  /** Time lost in all; in a case overlapping losses count once. */
  readonly lostMs: number;
  /** `lostMs` by the time of all cases together, in [0, 1]; `null` when they took none. */
  readonly shareOfTime: number | null;
  /** Over the cases with rework. */
  readonly perCase: DurationSummary;
  /** Per case of the log, in its order. */
  readonly lostMsPerCase: readonly number[];
  /** Hours · `costPerHour` + events · `costPerEvent`; `null` when neither is given. */
  readonly cost: number | null;
  /** The sum of the attribute `cost` of all rework events; `null` when none records it. */
  readonly recordedCost: number | null;
  /** Activities with rework events, the greatest loss first, ties by activity id. */
  readonly activities: readonly ActivityLosses[];
}

/**
 * What rework costs in time and money.
 *
 * An event that repeats an activity loses the time since that activity was done last in the case: the whole way back and again. An
 * event that is rework by its name loses the time since the event before it. Overlapping losses of a case count once.
 *
 * O(events log events of a case).
 */
export function reworkLosses(whole: EventLog, options: ReworkLossesOptions = {}): ReworkLosses {
  const { calendar, costPerHour, costPerEvent, ...selection } = options;
  checkCost("costPerHour", costPerHour);
  checkCost("costPerEvent", costPerEvent);
  const { log, clock } = onClock("reworkLosses", whole, calendar);
  const { basis, countsPrefix, countsRepeats } = reworkRule("reworkLosses", log, selection);
  const { activities, activity, caseOffsets, time } = log;
  const cost = columnByName(log.eventAttributes, "cost");
  const costs = cost?.kind === "number" ? cost.values : null;

  const events = new Uint32Array(activities.length);
  const lost = new Float64Array(activities.length);
  const recorded = new Float64Array(activities.length);
  const isRecorded = new Uint8Array(activities.length);
  const lastAt = new Int32Array(activities.length).fill(-1);
  const cases = log.caseIds.length;
  const lostMsPerCase: number[] = new Array(cases).fill(0);
  const losses: number[] = [];
  let untimedEvents = 0;
  let wholeMs = 0;
  for (let c = 0; c < cases; c++) {
    const [begin, end] = [caseOffsets[c]!, caseOffsets[c + 1]!];
    const intervals: [from: number, to: number][] = [];
    let found = 0;
    for (let e = begin; e < end; e++) {
      const a = activity[e]!;
      const isRepeat = countsRepeats && lastAt[a]! >= begin;
      const isNamed = countsPrefix[a] === 1;
      if (isRepeat || isNamed) {
        found++;
        events[a]!++;
        if (costs !== null && !Number.isNaN(costs[e]!)) {
          recorded[a]! += costs[e]!;
          isRecorded[a] = 1;
        }
        const since = isRepeat ? lastAt[a]! : e - 1;
        const from = since < begin ? Number.NaN : time[since]!;
        if (Number.isNaN(time[e]! - from)) untimedEvents++;
        else {
          intervals.push([from, time[e]!]);
          lost[a]! += time[e]! - from;
        }
      }
      lastAt[a] = e;
    }
    if (begin < end) {
      const ms = time[end - 1]! - time[begin]!;
      if (!Number.isNaN(ms)) wholeMs += ms;
    }
    if (found === 0) continue;
    lostMsPerCase[c] = unionOf(intervals);
    losses.push(lostMsPerCase[c]!);
  }
  const lostMs = losses.reduce((sum, ms) => sum + ms, 0);
  const reworkEvents = events.reduce((sum, count) => sum + count, 0);
  const rows = activities.flatMap((name, a): ActivityLosses[] =>
    events[a] === 0
      ? []
      : [
          {
            activity: name,
            events: events[a]!,
            lostMs: lost[a]!,
            recordedCost: isRecorded[a] === 1 ? recorded[a]! : null,
          },
        ],
  );
  const perCase = describeDurations(Float64Array.from(losses));
  const isPriced = costPerHour !== undefined || costPerEvent !== undefined;
  return {
    basis,
    clock,
    casesWithRework: losses.length,
    reworkEvents,
    untimedEvents,
    lostMs,
    shareOfTime: wholeMs > 0 ? lostMs / wholeMs : null,
    perCase,
    lostMsPerCase,
    cost: isPriced ? (lostMs / 3_600_000) * (costPerHour ?? 0) + reworkEvents * (costPerEvent ?? 0) : null,
    recordedCost: isRecorded.includes(1) ? recorded.reduce((sum, value) => sum + value, 0) : null,
    activities: rows.sort((a, b) => b.lostMs - a.lostMs),
  };
}

function checkCost(option: string, value: number | undefined): void {
  if (value === undefined || (Number.isFinite(value) && value >= 0)) return;
  throw optionError("reworkLosses", option, value, "Give a number of at least 0, or leave it out.");
}

/** The length of the union of intervals. */
function unionOf(intervals: readonly (readonly [from: number, to: number])[]): number {
  let length = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    if (to <= until) continue;
    length += to - Math.max(from, until);
    until = to;
  }
  return length;
}
