import { type DurationSummary, describeDurationsByGroup } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type ActivitySelection, keptActivities } from "./activity-selection.js";
import { startTimes } from "./case-times.js";
import { elapsedTimes } from "./elapsed-times.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface WaitingTimeOptions extends ActivitySelection, CalendarOption {}

/** The times of one activity. `count` of each summary says over how many events it is known. */
export interface WaitingTime {
  readonly activity: string;
  /** Events of the activity. */
  readonly events: number;
  /** Whether durations are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** From the start of an event to its completion; `null` when no event of the activity records a start. */
  readonly service: DurationSummary | null;
  /**
   * From the completion of the previous event of the case to the start, 0 where the start lies before it; not known for the first
   * event of a case; `null` when no event of the activity records a start.
   */
  readonly waiting: DurationSummary | null;
  /** From the completion of the previous event of the case to the completion; not known for the first event of a case. */
  readonly sojourn: DurationSummary;
  /** Events that started before the previous event of their case completed: they waited for something else, or not at all. */
  readonly startBeforePrevious: number;
  /** Events whose recorded start lies after their completion: a fault in the data, whose service and waiting are left unmeasured. */
  readonly startAfterCompletion: number;
}

/**
 * Splits the time of each activity into service, waiting and sojourn, in the order of activity ids.
 *
 *     service = completion − start,   waiting = max(0, start − previous completion),   sojourn = completion − previous completion
 *
 * The previous event is that of the same case. Where all three are known and nothing overlaps, sojourn = waiting + service.
 * Without recorded starts only the sojourn is known, and service and waiting are `null`, not 0. Waiting is not always a queue: where
 * steps of a case run in parallel the previous event need not be what this one waited for, and transport and pauses count as well.
 *
 * Excluded activities, and those without events, are not listed, but times still begin at their events. An empty log gives an empty
 * list. O(events log events).
 *
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 9.4 (with the previous
 * completion in place of the enabling that a model would tell).
 *
 * @example
 * waitingTimes(log).map(({ activity, waiting }) => [activity, waiting?.meanMs]);
 */
export function waitingTimes(
  wallLog: EventLog,
  { calendar, ...selection }: WaitingTimeOptions = {},
): WaitingTime[] {
  const kept = keptActivities("waitingTimes", wallLog, selection);
  const { log, clock } = onClock("waitingTimes", wallLog, calendar);
  const { activities, activity, caseOffsets, time } = log;
  const n = activities.length;
  const summarizeBy = (values: Float64Array): DurationSummary[] =>
    describeDurationsByGroup(values, activity, n);
  const events = new Uint32Array(n);
  for (let e = 0; e < activity.length; e++) events[activity[e]!]!++;

  const sojourn = summarizeBy(elapsedTimes(log, () => Number.NaN));
  const starts = startTimes(log);
  const hasStart = new Uint8Array(n);
  const early = new Uint32Array(n);
  const disordered = new Uint32Array(n);
  let service: readonly DurationSummary[] = [];
  let waiting: readonly DurationSummary[] = [];
  if (starts !== null) {
    const wallStarts = startTimes(wallLog)!;
    const services = new Float64Array(time.length).fill(Number.NaN);
    const waits = new Float64Array(time.length).fill(Number.NaN);
    for (let c = 0; c + 1 < caseOffsets.length; c++) {
      const first = caseOffsets[c]!;
      for (let e = first; e < caseOffsets[c + 1]!; e++) {
        const a = activity[e]!;
        const start = starts[e]!;
        if (Number.isNaN(start)) continue;
        hasStart[a] = 1;
        if (start > time[e]!) {
          disordered[a]!++;
          continue;
        }
        services[e] = time[e]! - start;
        if (e === first) continue;
        waits[e] = Math.max(0, start - time[e - 1]!);
        if (wallStarts[e]! < wallLog.time[e - 1]!) early[a]!++;
      }
    }
    service = summarizeBy(services);
    waiting = summarizeBy(waits);
  }
  const result: WaitingTime[] = [];
  for (let a = 0; a < n; a++) {
    if (kept[a] === 0 || events[a] === 0) continue;
    const known = hasStart[a] === 1;
    result.push({
      activity: activities[a]!,
      events: events[a]!,
      clock,
      service: known ? service[a]! : null,
      waiting: known ? waiting[a]! : null,
      sojourn: sojourn[a]!,
      startBeforePrevious: early[a]!,
      startAfterCompletion: disordered[a]!,
    });
  }
  return result;
}
