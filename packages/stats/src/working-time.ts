import { optionError, type WorkCalendar } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";

export interface CalendarOption {
  /** Durations in the working time of this calendar. @default wall-clock time */
  readonly calendar?: WorkCalendar | undefined;
}

/** What durations count: all the time that passes (`"wall"`), or the working time of a calendar (`"working"`). */
export type DurationClock = "wall" | "working";

/** A log whose differences of times are durations of the clock. */
export interface ClockedLog {
  readonly log: EventLog;
  readonly clock: DurationClock;
  /** An instant on the axis of the log's times. */
  readonly at: (instant: number) => number;
}

/**
 * The log with its times, and recorded starts, replaced by the working time passed since the earliest of them; without a
 * calendar the log as it is. So every kernel that subtracts times counts in working time. The order of times is kept, and a start
 * after its completion stays after it, by the wall-clock difference where no working time lies between. O(events log shifts).
 */
export function onClock(where: string, log: EventLog, calendar: WorkCalendar | undefined): ClockedLog {
  if (calendar === undefined) return { log, clock: "wall", at: (instant) => instant };
  if (typeof (calendar as Partial<WorkCalendar> | null)?.workingMs !== "function") {
    throw optionError(
      where,
      "calendar",
      calendar,
      "Give a WorkCalendar, made by new WorkCalendar({ shifts }).",
    );
  }
  const start = columnByName(log.eventAttributes, "start");
  const wallStarts = start?.kind === "timestamp" ? start.values : new Float64Array(0);
  const origin = Math.min(earliest(log.time), earliest(wallStarts));
  const at = (instant: number): number => calendar.workingMs(origin, instant);
  const time = log.time.map(at);
  if (start?.kind !== "timestamp") return { log: { ...log, time }, clock: "working", at };
  const values = wallStarts.map((from, e) => {
    const disorder = from - log.time[e]!;
    return disorder > 0 ? time[e]! + Math.max(disorder, at(from) - time[e]!) : at(from);
  });
  const eventAttributes = Object.assign(Object.create(null), log.eventAttributes, {
    start: { kind: "timestamp", values },
  });
  return { log: { ...log, time, eventAttributes }, clock: "working", at };
}

function earliest(times: Float64Array): number {
  let first = Number.POSITIVE_INFINITY;
  for (const t of times) if (t < first) first = t;
  return first;
}
