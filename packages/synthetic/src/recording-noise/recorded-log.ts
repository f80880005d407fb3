import {
  type ColumnKind,
  type Columns,
  columnValue,
  type EventLog,
  EventLogBuilder,
} from "@gigamine/event-log";
import type { RecordedEvent } from "./types.js";

/** The event at `row` as plain data. */
export function recordedEvent(log: EventLog, row: number): RecordedEvent {
  const time = log.time[row]!;
  return {
    activity: log.activities[log.activity[row]!]!,
    time: Number.isNaN(time) ? null : time,
    attributes: valuesAt(log.eventAttributes, row),
  };
}

/** A log with the cases, case attributes and kinds of columns of `like`, and for each case the events given, in their order. */
export function logOfEvents<E extends object, C extends object>(
  like: EventLog<E, C>,
  eventsOf: (caseIndex: number) => readonly RecordedEvent[],
): EventLog<E, C> {
  const builder = new EventLogBuilder<E, C>({
    eventAttributes: kinds(like.eventAttributes),
    caseAttributes: kinds(like.caseAttributes),
  });
  like.caseIds.forEach((caseId, c) => {
    builder.addCase(caseId, valuesAt(like.caseAttributes, c));
    for (const { activity, time, attributes } of eventsOf(c)) {
      builder.addEvent(caseId, activity, time, attributes);
    }
  });
  return builder.build();
}

type AnyColumns = Columns<Record<string, unknown>>;

/** A record without a prototype, so that any name is data. */
function valuesAt(columns: object, row: number): RecordedEvent["attributes"] {
  const values: Record<string, string | number | boolean | null> = Object.create(null);
  for (const [name, column] of Object.entries(columns as AnyColumns)) values[name] = columnValue(column, row);
  return values;
}

function kinds(columns: object): Record<string, ColumnKind> {
  const result: Record<string, ColumnKind> = Object.create(null);
  for (const [name, column] of Object.entries(columns as AnyColumns)) result[name] = column.kind;
  return result;
}
