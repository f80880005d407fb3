import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import {
  Column as ArrowColumn,
  type Batch,
  batchType,
  bool,
  columnFromArray,
  type DataType,
  dictionary,
  float64,
  int32,
  type Table,
  TimeUnit,
  type TypedArray,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import { CASE_PREFIX } from "../table/mapping.js";
import type { Column, EventLog } from "../types.js";
import type { ArrowTable } from "./arrow-table.js";
import { microseconds } from "./instants.js";

/** Options of {@link toArrow}. */
export interface ArrowWriteOptions {
  /** What the first three columns are called. @default { case: "case_id", activity: "activity", timestamp: "timestamp" } */
  readonly columns?:
    | {
        readonly case?: string | undefined;
        readonly activity?: string | undefined;
        readonly timestamp?: string | undefined;
      }
    | undefined;
}

/** Options of {@link toArrowBytes}. */
export interface ArrowBytesOptions extends ArrowWriteOptions {
  /** `"stream"`: Arrow IPC stream, for pipes and requests; `"file"`: Arrow IPC file, also called Feather version 2. @default "file" */
  readonly format?: "stream" | "file" | undefined;
}

/**
 * A log as an Arrow table, one row an event, in the order of the log: case id, activity and text as dictionaries over the
 * dictionaries of the log, times as `timestamp[us, UTC]`, numbers as `float64`, truth values as `bool`; what is missing
 * is null. Case attributes have the prefix `case:` and are repeated for each event. The table is one of `@uwdata/flechette`.
 *
 * {@link fromArrow} gives the same events back. What a table can't carry: cases without events, the numbering of
 * activities, instants finer than a microsecond. O(values), without a string per row.
 *
 * @throws GigamineError `arrow/name-taken` when two columns would have one name, `arrow/not-unicode` when text has a lone
 * surrogate, which UTF-8 can't hold.
 *
 * @example
 * toArrow(log).getChild("activity").at(0); // "Mixing"
 */
export function toArrow(log: EventLog, { columns: names = {} }: ArrowWriteOptions = {}): ArrowTable {
  return makeTable(log, names);
}

/** The same with the library's own type, which is kept out of public signatures. */
function makeTable(log: EventLog, names: NonNullable<ArrowWriteOptions["columns"]>): Table {
  const { case: caseName = "case_id", activity = "activity", timestamp: time = "timestamp" } = names;
  const rows = log.activity.length;
  const caseOf = new Int32Array(rows);
  for (let c = 0; c < log.caseIds.length; c++) {
    caseOf.fill(c, log.caseOffsets[c]!, log.caseOffsets[c + 1]!);
  }
  const columns: [string, ArrowColumn<unknown>][] = [
    [caseName, textColumn(log.caseIds, caseOf, "the case ids")],
    [activity, textColumn(log.activities, Int32Array.from(log.activity), "the activities")],
    [time, timeColumn(log.time)],
  ];
  for (const [name, column] of Object.entries(log.eventAttributes as Record<string, Column>)) {
    columns.push([name, arrowColumn(column, null, name)]);
  }
  for (const [name, column] of Object.entries(log.caseAttributes as Record<string, Column>)) {
    columns.push([CASE_PREFIX + name, arrowColumn(column, caseOf, CASE_PREFIX + name)]);
  }
  const taken = new Set<string>();
  for (const [name] of columns) {
    refuseSurrogates(name, "the name of a column");
    if (taken.has(name)) {
      throw new GigamineError(
        "arrow/name-taken",
        `toArrow: two columns would be called ${quoteValue(name)}. Rename the attribute, or pass other { columns }.`,
        { column: name },
      );
    }
    taken.add(name);
  }
  return tableFromColumns(columns);
}

/**
 * The table of {@link toArrow} as bytes that every Arrow implementation reads: pandas and pyarrow, Polars, DuckDB, R. Not
 * compressed.
 *
 * @example
 * await writeFile("log.arrow", toArrowBytes(log)); // Python: polars.read_ipc("log.arrow")
 */
export function toArrowBytes(log: EventLog, options: ArrowBytesOptions = {}): Uint8Array {
  const { format = "file" } = options;
  if (format !== "file" && format !== "stream") {
    throw optionError("toArrowBytes", "format", format, 'Give "file" or "stream".');
  }
  return tableToIPC(makeTable(log, options.columns ?? {}), { format })!;
}

/** The column; with `rows`, row `i` is its row `rows[i]`. */
function arrowColumn(column: Column, rows: Int32Array | null, what: string): ArrowColumn<unknown> {
  switch (column.kind) {
    case "string":
      return textColumn(column.dictionary, spread(column.codes, rows), quoteValue(what));
    case "boolean":
      return truthColumn(spread(column.values, rows));
    case "timestamp":
      return timeColumn(spread(column.values, rows));
    default:
      return numberColumn(spread(column.values, rows));
  }
}

function spread<T extends Int32Array | Uint8Array | Float64Array>(values: T, rows: Int32Array | null): T {
  if (rows === null) return values;
  const all = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) all[i] = values[rows[i]!]!;
  return all;
}

/** `codes` index `texts`; negative ones are null. */
function textColumn(texts: readonly string[], codes: Int32Array, what: string): ArrowColumn<unknown> {
  for (const text of texts) refuseSurrogates(text, what);
  const type = dictionary(utf8(), int32());
  const nulls = validityOf(codes.length, (i) => codes[i]! >= 0);
  const keys = nulls.nullCount === 0 ? codes : codes.map((code) => Math.max(code, 0));
  const batch = batchOf(type, codes.length, keys, nulls) as Batch<unknown> & {
    setDictionary(dictionary: ArrowColumn<unknown>): Batch<unknown>;
  };
  const values =
    texts.length > 0
      ? columnFromArray<string>([...texts], type.dictionary)
      : new ArrowColumn([emptyTexts(type.dictionary)]); // without a batch, no dictionary at all would be written
  return new ArrowColumn([batch.setDictionary(values)], type);
}

function numberColumn(values: Float64Array): ArrowColumn<unknown> {
  const nulls = validityOf(values.length, (i) => !Number.isNaN(values[i]!));
  return new ArrowColumn([batchOf(float64(), values.length, values, nulls)]);
}

function truthColumn(values: Uint8Array): ArrowColumn<unknown> {
  const nulls = validityOf(values.length, (i) => values[i]! <= 1);
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let i = 0; i < values.length; i++) if (values[i] === 1) bits[i >> 3]! |= 1 << (i & 7);
  return new ArrowColumn([batchOf(bool(), values.length, bits, nulls)]);
}

function timeColumn(values: Float64Array): ArrowColumn<unknown> {
  const nulls = validityOf(values.length, (i) => !Number.isNaN(values[i]!));
  const type = timestamp(TimeUnit.MICROSECOND, "UTC");
  return new ArrowColumn([batchOf(type, values.length, microseconds(values), nulls)]);
}

interface Nulls {
  readonly nullCount: number;
  readonly validity: Uint8Array;
}

/** The bitmap of what is there; empty when nothing is missing. */
function validityOf(length: number, isThere: (row: number) => boolean): Nulls {
  const validity = new Uint8Array((length + 7) >> 3);
  let nullCount = 0;
  for (let i = 0; i < length; i++) {
    if (isThere(i)) validity[i >> 3]! |= 1 << (i & 7);
    else nullCount++;
  }
  return { nullCount, validity: nullCount === 0 ? new Uint8Array(0) : validity };
}

function batchOf(type: DataType, length: number, values: TypedArray, nulls: Nulls): Batch<unknown> {
  const BatchType = batchType(type) as new (fields: object) => Batch<unknown>;
  return new BatchType({ type, length, values, ...nulls });
}

function emptyTexts(type: DataType): Batch<unknown> {
  const BatchType = batchType(type) as new (fields: object) => Batch<unknown>;
  const none = new Uint8Array(0);
  return new BatchType({
    type,
    length: 0,
    nullCount: 0,
    validity: none,
    offsets: new Int32Array(1),
    values: none,
  });
}

function refuseSurrogates(text: string, what: string): void {
  if (!/\p{Surrogate}/u.test(text)) return;
  throw new GigamineError(
    "arrow/not-unicode",
    `toArrow: ${what}: the text ${quoteValue(text)} has half of a surrogate pair, which UTF-8 can't hold, so it would become ` +
      `another text. Repair it, for example with toWellFormed().`,
    { value: text },
  );
}
