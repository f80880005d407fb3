import { type DurationSummary, describeDurationsByGroup } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type ActivitySelection, keptActivities, oneOf } from "./activity-selection.js";
import { rankActivities, sojournTimes } from "./bottlenecks.js";
import { startTimes } from "./case-times.js";
import { elapsedTimes } from "./elapsed-times.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface ActivityDurationOptions extends ActivitySelection, CalendarOption {
  /**
   * What is measured: `"service"`, the time from the start of an event to its completion; `"gap"`, the time since the previous
   * event of the case completed; `"auto"`, per activity the service time when any of its events has a start, else the gap.
   * @default "auto"
   */
  readonly basis?: "auto" | "service" | "gap" | undefined;
  /**
   * The gap of the first event of a case, which has no predecessor: `"exclude"` leaves it unmeasured, `"zero"` counts it
   * as 0 (as scripts that fill missing differences with 0 do). @default "exclude"
   */
  readonly firstEvent?: "exclude" | "zero" | undefined;
}

/** How long one activity takes. `measured` says over how many events. */
export interface ActivityDuration extends Omit<DurationSummary, "count"> {
  readonly activity: string;
  /** Events of the activity. */
  readonly count: number;
  /** Events with a duration: those where both times are known, and that are in order. */
  readonly measured: number;
  /** Events whose recorded start lies after their completion: a fault in the data, left unmeasured. */
  readonly startAfterCompletion: number;
  /** What the durations are; never a mix. */
  readonly basis: "service" | "gap";
  /** Whether durations are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** Whether this activity comes first in `bottlenecks(log)` under the same exclusions and calendar, and took any time. */
  readonly bottleneck: boolean;
}

/**
 * How long each activity takes, in the order of activity ids.
 *
 * Where an event records its `start`, its duration is the service time, completion − start. Without starts only completions are
 * known, and the duration is the gap since the previous event of the case completed, which holds waiting too; that is said in
 * `basis`. One activity never mixes the two: once one of its events has a start, those without stay unmeasured. A gap
 * next to an event without a time is unmeasured as well.
 *
 * Excluded activities, and those without events, are not listed, but gaps still begin and end at their events. An activity without any measured
 * event has `null` figures and `totalMs` 0. An empty log gives an empty list. O(events log events).
 *
 * @example
 * activityDurations(log, { excludePrefix: "REWORK_" }).find((a) => a.bottleneck)?.meanMs
 */
export function activityDurations(
  wallLog: EventLog,
  { basis = "auto", firstEvent = "exclude", calendar, ...selection }: ActivityDurationOptions = {},
): ActivityDuration[] {
  oneOf("activityDurations", "basis", basis, ["auto", "service", "gap"]);
  oneOf("activityDurations", "firstEvent", firstEvent, ["exclude", "zero"]);
  const { log, clock } = onClock("activityDurations", wallLog, calendar);
  const kept = keptActivities("activityDurations", log, selection);
  const { activity, activities, time } = log;
  const n = activities.length;
  const starts = startTimes(log);

  const byService = new Uint8Array(n).fill(basis === "service" ? 1 : 0);
  if (basis === "auto" && starts !== null) {
    for (let e = 0; e < time.length; e++) {
      if (!Number.isNaN(starts[e]! - time[e]!)) byService[activity[e]!] = 1;
    }
  }
  const durations = elapsedTimes(log, (e) =>
    firstEvent === "zero" && !Number.isNaN(time[e]!) ? 0 : Number.NaN,
  );
  const counts = new Uint32Array(n);
  const disordered = new Uint32Array(n);
  for (let e = 0; e < time.length; e++) {
    const a = activity[e]!;
    counts[a]!++;
    if (byService[a] === 0) continue;
    const service = starts === null ? Number.NaN : time[e]! - starts[e]!;
    durations[e] = service < 0 ? Number.NaN : service;
    if (service < 0) disordered[a]!++;
  }
  const summaries = describeDurationsByGroup(durations, activity, n);
  const sojourns =
    starts === null && basis !== "service" // then the gaps are the sojourns, up to zeros
      ? summaries
      : describeDurationsByGroup(sojournTimes(log, starts), activity, n);
  const [first] = rankActivities(sojourns, kept, "total");
  const bottleneck = first !== undefined && sojourns[first]!.totalMs > 0 ? first : -1;

  const result: ActivityDuration[] = [];
  for (let a = 0; a < n; a++) {
    if (kept[a] === 0 || counts[a] === 0) continue;
    const { count: measured, ...figures } = summaries[a]!;
    result.push({
      activity: activities[a]!,
      count: counts[a]!,
      measured,
      startAfterCompletion: disordered[a]!,
      basis: byService[a] === 1 ? "service" : "gap",
      clock,
      ...figures,
      bottleneck: a === bottleneck,
    });
  }
  return result;
}
