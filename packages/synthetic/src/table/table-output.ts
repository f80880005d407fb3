import { type CsvCell, type CsvWriteOptions, writeCsvTable } from "@gigamine/event-log";
import type { Cell, TableRow } from "./cell.js";
import { asText } from "./expression/values.js";

/** The columns of rows as arrays, by name. */
export type RowColumns<Out> = { readonly [K in keyof Out]: Out[K][] };

/**
 * The same table as an array per column. A record without a prototype, so that any name is data. O(cells).
 *
 * @param columns Their names. @default the properties of the first row
 */
export function rowsToColumns<Out extends object>(
  rows: readonly Out[],
  columns: readonly (keyof Out & string)[] = namesOf(rows),
): RowColumns<Out> {
  const result = Object.create(null);
  for (const name of columns) result[name] = rows.map((row) => row[name] ?? null);
  return result;
}

/**
 * The table as CSV text: instants as ISO 8601 in UTC, objects as JSON, nothing for a missing value; a spreadsheet runs no text as a formula. O(cells).
 *
 * @param columns Their names. @default the properties of the first row
 */
export function rowsToCsv<Out extends object>(
  rows: readonly Out[],
  columns: readonly (keyof Out & string)[] = namesOf(rows),
  options: CsvWriteOptions = {},
): string {
  const lines = rows.map((row) => columns.map((name) => csvCell((row as TableRow)[name] ?? null)));
  return writeCsvTable(columns, lines, options);
}

function namesOf<Out extends object>(rows: readonly Out[]): (keyof Out & string)[] {
  return Object.keys(rows[0] ?? {}) as (keyof Out & string)[];
}

function csvCell(cell: Cell): CsvCell {
  return typeof cell === "object" && cell !== null ? asText(cell) : cell;
}
