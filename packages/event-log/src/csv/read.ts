import { GigamineError, optionError } from "@gigamine/base";
import type { z } from "zod";
import {
  type InputSettings,
  inputSettings,
  type LogInput,
  type ReadOptions,
  readUtf8,
} from "../read/input.js";
import { Issues, problemError } from "../read/issues.js";
import type { CellRecord } from "../table/cell-record.js";
import { badQuotes, LogTable } from "../table/log-table.js";
import type { ColumnMapping } from "../table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf, Typed } from "../table/schema-types.js";
import { textAt } from "../table/text.js";
import { type TimeOptions, type TimeRules, timeRules } from "../time/time-rules.js";
import type { AnyAttributes, ColumnKind, ReadEventLog } from "../types.js";
import { findDialect, USUAL_DELIMITERS } from "./dialect.js";
import { headerNames } from "./header.js";
import { CsvScanner, recordTooLong } from "./scanner.js";

/** Options of {@link readCsv}. */
export interface CsvReadOptions extends ReadOptions, TimeOptions {
  /** Which column plays which role; what is not given is found by the usual names. @default {} */
  readonly columns?: ColumnMapping | undefined;
  /**
   * Columns whose values belong to the case. Columns with the prefix `case:` do so by themselves, and lose it. @default []
   */
  readonly caseColumns?: readonly string[] | undefined;
  /** Kinds of columns, instead of inferring them, by name of the column or of the attribute. @default {} */
  readonly kinds?: Readonly<Record<string, ColumnKind>> | undefined;
  /**
   * A zod object: it checks the columns it names, row by row, and types the log. Columns it does not name are read as
   * without it. @default none
   */
  readonly schema?: z.ZodObject | undefined;
  /**
   * Which columns become attributes, by their names in the table or in the log. Case, activity and time are always read;
   * columns of the `schema` too. Others are skipped, which saves time and memory. @default "all"
   */
  readonly attributes?: readonly string[] | "all" | undefined;
  /** What separates fields, one character. @default "," ";" tab or "|", whichever the header has most of, or what a line `sep=;` says */
  readonly delimiter?: string | undefined;
  /**
   * How the file is encoded: any name that `TextDecoder` knows, such as `"windows-1252"` or `"utf-16le"`. A byte order mark is
   * found without it. @default "utf-8"
   */
  readonly encoding?: string | undefined;
  /**
   * How long one record may be, in bytes of UTF-8 (with papaparse: characters). A quote that is never closed would otherwise
   * take the whole file as one field. @default 16_777_216
   */
  readonly maxFieldLength?: number | undefined;
  /**
   * What splits the text: `"auto"` is our own scanner for comma, semicolon, tab and bar, and papaparse for other
   * delimiters. Both give the same log; papaparse is several times slower. @default "auto"
   */
  readonly parser?: "auto" | "papaparse" | undefined;
}

/**
 * Reads an event log from CSV: one row an event, with a column for the case, the activity and the time.
 *
 * Roles are found by option or by usual names ({@link ColumnMapping}); the other columns become event attributes under
 * their own names, or case attributes. An empty cell is missing. The kind of a column is inferred over the whole of it:
 * number when all cells are plain decimals (whole ones of at most 15 digits, no leading zeros, no exponent), boolean when
 * all are true or false, timestamp when all are ISO 8601 date-times, else text. Times are ISO 8601 as
 * {@link parseTimestamp} says, dates that begin with day or month, epoch numbers or serials of Excel, whichever the column
 * shows (see `timeFormat`); a row without one is kept, without time, and counted in the report. Gzip is recognised by its
 * content, a byte order mark is dropped.
 *
 * Rows are counted as records of the file: the header is row 1, blank lines count. Time O(bytes); memory for the columns, one
 * piece of the file and its longest record.
 *
 * @throws GigamineError `csv/…` or `input/…`: empty or no text, a role without a column, at the first row that can't be
 * read (see `onIssue`), or when values don't fit the schema.
 *
 * @example
 * const log = await readCsv("case_id,activity,timestamp\n1,Mix,2025-01-06T08:00:00Z");
 * log.activities; // => ["Mix"]
 */
export function readCsv<
  S extends z.ZodObject,
  const M extends ColumnMapping = Record<never, never>,
  const K extends readonly string[] = [],
>(
  input: LogInput,
  options: Typed<CsvReadOptions, S, M, K>,
): Promise<
  ReadEventLog<EventAttributesOf<z.output<S>, M, K[number]>, CaseAttributesOf<z.output<S>, M, K[number]>>
>;
export function readCsv<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  input: LogInput,
  options?: CsvReadOptions,
): Promise<ReadEventLog<E, C>>;
export async function readCsv(input: LogInput, options: CsvReadOptions = {}): Promise<ReadEventLog> {
  const settings = inputSettings("readCsv", "CSV", options);
  checkOptions(options);
  const times = await timeRules(options, "readCsv");
  const rows = new TableRows(settings, options, times);
  await split(readUtf8(input, settings, options.encoding ?? null), settings, options, (record) =>
    rows.take(record),
  );
  return rows.finish();
}

function checkOptions({ delimiter, maxFieldLength = 1, parser, attributes }: CsvReadOptions): void {
  const refuse = (option: string, value: unknown, remedy: string): never => {
    throw optionError("readCsv", option, value, remedy);
  };
  if (
    delimiter !== undefined &&
    (delimiter.length !== 1 || delimiter === '"' || /\s/.test(delimiter.replace("\t", "")))
  ) {
    refuse("delimiter", delimiter, 'Give one character, such as ",", ";" or "\\t".');
  }
  if (!(maxFieldLength >= 1)) refuse("maxFieldLength", maxFieldLength, "Give a number of bytes, at least 1.");
  if (parser !== undefined && parser !== "auto" && parser !== "papaparse") {
    refuse("parser", parser, 'Give "auto" or "papaparse".');
  }
  if (attributes !== undefined && attributes !== "all" && !Array.isArray(attributes)) {
    refuse("attributes", attributes, 'Give a list of names of columns, or "all".');
  }
}

/** Splits the bytes into records, by the scanner or by papaparse. */
async function split(
  pieces: AsyncIterable<Uint8Array>,
  { source }: InputSettings,
  { delimiter: given, maxFieldLength = 2 ** 24, parser = "auto" }: CsvReadOptions,
  onRecord: (record: CellRecord) => void,
): Promise<void> {
  let head: Uint8Array = new Uint8Array(0);
  let wait = 0;
  let sink: { push(piece: Uint8Array): void; end(): void } | null = null;
  const open = async (last: boolean): Promise<void> => {
    const dialect = findDialect(head, given, last);
    if (dialect === null) {
      wait = head.length * 2;
      if (head.length > maxFieldLength) {
        throw recordTooLong(source, 1, head.includes(0x22), `${maxFieldLength} bytes`, maxFieldLength);
      }
      return;
    }
    const { delimiter, lineBreak, skip } = dialect;
    const rowsBefore = skip > 0 ? 1 : 0;
    const common = { source, delimiter, lineBreak, rowsBefore, onRecord };
    sink =
      parser === "auto" && USUAL_DELIMITERS.includes(delimiter)
        ? new CsvScanner({ ...common, maxRecordBytes: maxFieldLength })
        : await papaRecords({ ...common, maxFieldLength });
    sink.push(head.subarray(skip));
  };
  for await (const piece of pieces) {
    if (sink !== null) {
      (sink as CsvScanner).push(piece);
      continue;
    }
    head = joined(head, piece);
    if (head.length >= wait || head.length > maxFieldLength) await open(false);
  }
  if (sink === null && head.length > 0) await open(true);
  (sink as CsvScanner | null)?.end();
}

/** Papaparse is loaded only when it is needed. */
async function papaRecords(
  options: ConstructorParameters<typeof import("./records.js").PapaRecords>[0],
): Promise<{ push(piece: Uint8Array): void; end(): void }> {
  const { PapaRecords } = await import("./records.js");
  const records = new PapaRecords(options);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    push: (piece) => records.push(decoder.decode(piece, { stream: true })),
    end: () => {
      records.push(decoder.decode());
      records.end();
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Takes the records of a table: the first names its columns, the others are rows. */
class TableRows {
  readonly #settings: InputSettings;
  readonly #options: CsvReadOptions;
  readonly #times: TimeRules;
  readonly #issues = new Issues();
  #table: LogTable | null = null;

  constructor(settings: InputSettings, options: CsvReadOptions, times: TimeRules) {
    this.#settings = settings;
    this.#options = options;
    this.#times = times;
  }

  take(record: CellRecord): void {
    if (this.#table === null) this.#table = this.#tableOf(record);
    else this.#table.addRecord(record);
  }

  finish(): ReadEventLog {
    if (this.#table !== null) return this.#table.finish();
    const { source } = this.#settings;
    throw new GigamineError(
      "csv/empty",
      `${source}: the file is empty. Give a table with a header row and one row per event.`,
      { source },
    );
  }

  #tableOf({ bytes, starts, ends, count, row, badQuotes: bad }: CellRecord): LogTable {
    const { source } = this.#settings;
    const issues = this.#issues;
    if (bad) throw problemError(badQuotes(source, row));
    const {
      columns = {},
      caseColumns = [],
      kinds = {},
      schema,
      onIssue = "throw",
      attributes,
    } = this.#options;
    const cells = Array.from({ length: count }, (_, i) => textAt(bytes, starts[i]!, ends[i]!));
    const names = headerNames(cells, row, source, columns, issues);
    const table = { source, onIssue, columns, caseColumns, kinds, schema, attributes, times: this.#times };
    return new LogTable(names, table, issues);
  }
}
