import { GigamineError } from "@gigamine/base";
import { columnValue, gatherColumn } from "./columns.js";
import { CASE_PREFIX } from "./table/mapping.js";
import type { AnyAttributes, Column, Columns, EventLog, RowValue } from "./types.js";

type Text<K> = Extract<K, string>;

/** One event as a plain object: case id, activity, time, its attributes, and those of its case with the prefix `case:`. */
export type LogRow<E extends object = AnyAttributes, C extends object = AnyAttributes> = {
  readonly case_id: string;
  readonly activity: string;
  /** ms since the epoch; `null` when not recorded. */
  readonly timestamp: number | null;
} & { readonly [K in Text<keyof E>]: K extends "start" ? number | null : CellOf<E[K]> } & {
  readonly [K in Text<keyof C> as `${typeof CASE_PREFIX}${K}`]: CellOf<C[K]>;
};

/** An attribute in a row: instants are Dates, so that `fromRows` knows them from numbers. */
type CellOf<T> = 0 extends 1 & T ? unknown : NonNullable<T> extends Date ? Date | null : RowValue<T>;

/** The columns of {@link toColumns}. */
export type LogColumns<E extends object = AnyAttributes, C extends object = AnyAttributes> = Columns<
  { case_id: string; activity: string; timestamp: Date } & {
    [K in Text<keyof E>]: E[K];
  } & { [K in Text<keyof C> as `${typeof CASE_PREFIX}${K}`]: C[K] }
>;

/**
 * The events of a log as an array of plain objects, in the order of the log: for tables, `JSON.stringify` and other libraries.
 *
 * The columns are named as `writeCsv` names them: `case_id`, `activity`, `timestamp`, event attributes, and case attributes with the
 * prefix `case:`. `timestamp` and `start` are ms since the epoch, exactly; other instants are Dates (whole milliseconds), a
 * missing value is `null`. `fromRows` makes an equal log of the rows, but for cases without events, and for an attribute that bears a
 * usual name of a role which the log does not fill (`user` where there is no `resource`: pass `{ columns: { resource: null } }`).
 * A log without events gives no rows. O(cells) time and memory; for bulk work read the arrays of the log.
 *
 * @throws GigamineError `rows/name-taken` when an event attribute is called like another column.
 *
 * @example
 * toRows(log)[0]; // { case_id: "lot-1", activity: "Mixing", timestamp: 1736150400000, resource: "Mixer 2" }
 */
export function toRows<E extends object, C extends object>(log: EventLog<E, C>): LogRow<E, C>[] {
  const { caseOffsets, activity, activities, time } = log;
  const eventCells = cellsOf(log.eventAttributes, "");
  const caseCells = cellsOf(log.caseAttributes, CASE_PREFIX);
  refuseTaken("toRows", eventCells, caseCells);
  const rows = new Array<LogRow<E, C>>(activity.length);
  for (let c = 0; c < log.caseIds.length; c++) {
    const tail = caseCells.map(([name, column]) => [name, cellAt(column, c)] as const);
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const row: Record<string, unknown> = {
        case_id: log.caseIds[c]!,
        activity: activities[activity[e]!]!,
        timestamp: Number.isNaN(time[e]!) ? null : time[e]!,
      };
      for (const [name, column] of eventCells) {
        put(row, name, name === "start" ? columnValue(column, e) : cellAt(column, e));
      }
      for (const [name, value] of tail) put(row, name, value);
      rows[e] = row as unknown as LogRow<E, C>;
    }
  }
  return rows;
}

/**
 * The events of a log as columns, one value per event, under the names of {@link toRows}: case ids and activities as
 * text by dictionary, times as instants, and case attributes repeated for each event. Columns of event attributes and the times are
 * those of the log itself, not copies. O(events) for each of the others. The result is a frozen record without a prototype.
 *
 * @throws GigamineError `rows/name-taken` when an event attribute is called like another column.
 *
 * @example
 * toColumns(log).activity.codes;
 */
export function toColumns<E extends object, C extends object>(log: EventLog<E, C>): LogColumns<E, C> {
  const events = log.activity.length;
  const eventCells = cellsOf(log.eventAttributes, "");
  const caseCells = cellsOf(log.caseAttributes, CASE_PREFIX);
  refuseTaken("toColumns", eventCells, caseCells);
  const caseOf = new Uint32Array(events);
  for (let c = 0; c < log.caseIds.length; c++) caseOf.fill(c, log.caseOffsets[c]!, log.caseOffsets[c + 1]!);
  const columns: Record<string, Column> = Object.create(null);
  columns["case_id"] = textColumn(log.caseIds, Int32Array.from(caseOf));
  columns["activity"] = textColumn(log.activities, Int32Array.from(log.activity));
  columns["timestamp"] = Object.freeze({ kind: "timestamp", values: log.time });
  for (const [name, column] of eventCells) columns[name] = column;
  for (const [name, column] of caseCells) columns[name] = gatherColumn(column, caseOf);
  return Object.freeze(columns) as LogColumns<E, C>;
}

function textColumn(dictionary: readonly string[], codes: Int32Array): Column {
  return Object.freeze({ kind: "string", dictionary, codes });
}

type Cells = readonly (readonly [string, Column])[];

function cellsOf(columns: object, prefix: string): Cells {
  return Object.entries(columns as Record<string, Column>).map(([name, column]) => [prefix + name, column]);
}

function refuseTaken(where: string, eventCells: Cells, caseCells: Cells): void {
  const taken = new Set(["case_id", "activity", "timestamp", ...caseCells.map(([name]) => name)]);
  const clash = eventCells.find(([name]) => taken.has(name));
  if (clash === undefined) return;
  throw new GigamineError(
    "rows/name-taken",
    `${where}: the event attribute ${JSON.stringify(clash[0])} is called like another column of the rows. Rename the attribute.`,
    { attribute: clash[0] },
  );
}

function cellAt(column: Column, row: number): string | number | boolean | Date | null {
  const value = columnValue(column, row);
  return column.kind === "timestamp" && value !== null ? new Date(value as number) : value;
}

/** An assignment to `__proto__` would not make a property. */
function put(row: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") {
    Object.defineProperty(row, name, { value, enumerable: true, configurable: true, writable: true });
  } else row[name] = value;
}
