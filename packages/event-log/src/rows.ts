import { columnValue } from "./columns.js";
import type { AnyAttributes, Column, EventLog, RowValue } from "./types.js";

/** One event as a row: made on demand, its attributes when they are first asked for. */
export interface EventRow<E extends object = AnyAttributes> {
  readonly activity: string;
  /** Completion, ms since the epoch; `null` when not recorded. */
  readonly time: number | null;
  readonly attributes: { readonly [K in keyof E]-?: RowValue<E[K]> };
}

/** One case as a view: its events are made when they are asked for. */
export interface Trace<E extends object = AnyAttributes, C extends object = AnyAttributes> {
  /** Index of the case in the log. */
  readonly index: number;
  readonly caseId: string;
  /** Number of events. */
  readonly length: number;
  readonly attributes: { readonly [K in keyof C]-?: RowValue<C[K]> };
  readonly events: Iterable<EventRow<E>>;
}

/** Walks over the cases of a log, in its order. Views are lazy; for bulk work read the arrays of the log. */
export function* traces<E extends object, C extends object>(log: EventLog<E, C>): Generator<Trace<E, C>> {
  for (let c = 0; c < log.caseIds.length; c++) {
    yield traceAt(log, c);
  }
}

/** The view of one case; the index must be one of the log. */
export function traceAt<E extends object, C extends object>(log: EventLog<E, C>, c: number): Trace<E, C> {
  let attributes: Trace<E, C>["attributes"] | undefined;
  return {
    index: c,
    caseId: log.caseIds[c]!,
    length: log.caseOffsets[c + 1]! - log.caseOffsets[c]!,
    get attributes() {
      attributes ??= attributesAt<C>(log.caseAttributes, c);
      return attributes;
    },
    events: { [Symbol.iterator]: () => events(log, c) },
  };
}

/** The view of one event; the index must be one of the log. */
export function eventAt<E extends object, C extends object>(log: EventLog<E, C>, e: number): EventRow<E> {
  const time = log.time[e]!;
  let attributes: EventRow<E>["attributes"] | undefined;
  return {
    activity: log.activities[log.activity[e]!]!,
    time: Number.isNaN(time) ? null : time,
    get attributes() {
      attributes ??= attributesAt<E>(log.eventAttributes, e);
      return attributes;
    },
  };
}

/** Walks over the events of case number `caseIndex`, in time order. An index outside the log throws a RangeError. */
export function* events<E extends object, C extends object>(
  log: EventLog<E, C>,
  caseIndex: number,
): Generator<EventRow<E>> {
  if (!(Number.isInteger(caseIndex) && caseIndex >= 0 && caseIndex < log.caseIds.length)) {
    throw new RangeError(
      `events: there is no case number ${caseIndex}. The log has ${log.caseIds.length} cases, counted from 0; ` +
        `log.caseIds.indexOf(id) finds the number of an id.`,
    );
  }
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    yield eventAt(log, e);
  }
}

function attributesAt<A extends object>(
  columns: object,
  row: number,
): { readonly [K in keyof A]-?: RowValue<A[K]> } {
  const attributes: Record<string, unknown> = Object.create(null);
  for (const [name, column] of Object.entries(columns as Record<string, Column>)) {
    attributes[name] = columnValue(column, row);
  }
  return attributes as { readonly [K in keyof A]-?: RowValue<A[K]> };
}
