import { optionError, randomStream } from "@gigamine/base";
import { type EventLog, toRows } from "@gigamine/event-log";
import type { Cell, TableRow } from "./cell.js";

/** Rows that a design starts from: objects, or the events of a log. */
export type SourceRows<R extends object = object> = readonly R[] | EventLog;

/** In which order rows are taken: as they stand, or shuffled by the seed of the design. */
export type SourceOrder = "ordered" | "shuffled";

/** Source rows ready to be taken. */
export interface RowSource {
  readonly columns: readonly string[];
  readonly count: number;
  readonly order: SourceOrder;
  /** The row for row `index` of the table; begins anew after the last. */
  readonly at: (index: number) => TableRow;
}

/** Reads the rows once; a property that a row has not is missing in it. O(cells). */
export function rowSource(source: SourceRows, order: SourceOrder, seed: number | string): RowSource {
  const rows = plainRows(source);
  if (rows.length === 0) {
    throw optionError("designTable", "source", "[]", "Give at least one row, or no source at all.");
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.includes("__proto__")) {
    throw optionError(
      "designTable",
      "source",
      "__proto__",
      "A row has a property of this name. Leave it away.",
    );
  }
  const filled = rows.map((row) => Object.fromEntries(columns.map((name) => [name, cellOf(row, name)])));
  const taken = order === "shuffled" ? shuffled(filled, seed) : filled;
  return { columns, count: taken.length, order, at: (index) => taken[index % taken.length]! };
}

/** Instants of a log are Dates here, also its times. */
function plainRows(source: SourceRows): readonly object[] {
  if (isLog(source)) {
    return toRows(source).map((row) => ({
      ...row,
      timestamp: asDate(row.timestamp),
      ...("start" in row && { start: asDate(row["start"]) }),
    }));
  }
  if (Array.isArray(source) && source.every((row) => typeof row === "object" && row !== null)) return source;
  throw optionError("designTable", "source", source, "Give an array of objects, or an EventLog.");
}

function isLog(source: SourceRows): source is EventLog {
  return typeof source === "object" && source !== null && "caseOffsets" in source;
}

function asDate(time: unknown): Date | null {
  return typeof time === "number" ? new Date(time) : null;
}

function cellOf(row: object, name: string): Cell {
  const value = Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : null;
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return null;
  return typeof value === "bigint" ? Number(value) : (value as Cell);
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], seed: number | string): T[] {
  const random = randomStream(seed, "table", "source order");
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
