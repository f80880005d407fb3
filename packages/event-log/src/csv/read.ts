import { GigamineError, optionError } from "@gigamine/base";
import type { z } from "zod";
import {
  type InputSettings,
  inputSettings,
  type LogInput,
  type ReadOptions,
  readText,
} from "../read/input.js";
import { Issues } from "../read/issues.js";
import { LogTable } from "../table/log-table.js";
import { type ColumnMapping, USUAL_NAMES } from "../table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf, Typed } from "../table/schema-types.js";
import type { AnyAttributes, ColumnKind, ReadEventLog } from "../types.js";
import { type CsvRecord, csvRecords } from "./records.js";

/** Options of {@link readCsv}. */
export interface CsvReadOptions extends ReadOptions {
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
  /** What separates fields, one character. @default "," ";" tab or "|", whichever the header has most of */
  readonly delimiter?: string | undefined;
  /** How the file is encoded: any name that `TextDecoder` knows, such as `"windows-1252"`. @default "utf-8" */
  readonly encoding?: string | undefined;
  /**
   * How long one record may be, in characters. A quote that is never closed would otherwise take the whole file as one
   * field. @default 16_777_216
   */
  readonly maxFieldLength?: number | undefined;
}

/**
 * Reads an event log from CSV: one row an event, with a column for the case, the activity and the time.
 *
 * Roles are found by option or by usual names ({@link ColumnMapping}); the other columns become event attributes under
 * their own names, or case attributes. An empty cell is missing. The kind of a column is inferred over the whole of it:
 * number when all cells are plain decimals (whole ones of at most 15 digits, no leading zeros, no exponent), boolean when
 * all are true or false, timestamp when all are ISO 8601 date-times, else text. Timestamps are read as
 * {@link parseTimestamp} says; a row without one is kept, without time, and counted in the report. Gzip is recognised by its content, a byte order
 * mark is dropped.
 *
 * Rows are counted with the header as row 1. Time O(bytes); memory for the columns and one piece of text.
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
  const { source } = settings;
  const { delimiter, encoding, maxFieldLength = 2 ** 24 } = options;
  if (
    delimiter !== undefined &&
    (delimiter.length !== 1 || delimiter === '"' || /\s/.test(delimiter.replace("\t", "")))
  ) {
    throw optionError("readCsv", "delimiter", delimiter, 'Give one character, such as ",", ";" or "\\t".');
  }
  if (!(maxFieldLength >= 1)) {
    throw optionError(
      "readCsv",
      "maxFieldLength",
      maxFieldLength,
      "Give a number of characters, at least 1.",
    );
  }
  const pieces = readText(input, settings, () => encoding ?? null);
  const table = await readTable(csvRecords(pieces, { source, delimiter, maxFieldLength }), options, settings);
  return table.finish();
}

async function readTable(
  batches: AsyncIterable<readonly CsvRecord[]>,
  options: CsvReadOptions,
  { source }: InputSettings,
): Promise<LogTable> {
  const { onIssue = "throw", columns = {}, caseColumns = [], kinds = {}, schema } = options;
  const issues = new Issues();
  let table: LogTable | null = null;
  for await (const records of batches) {
    for (const record of records) {
      if (table === null) {
        const names = headerNames(record, source, columns, issues);
        table = new LogTable(names, { source, onIssue, columns, caseColumns, kinds, schema }, issues);
      } else if (record.badQuotes) {
        const { row } = record;
        table.refuseRow({
          code: "csv/bad-quotes",
          row,
          message: () =>
            `${source}: row ${row} has text behind a closing quote ("). Double a quote that stands for itself (""), ` +
            `or pass { onIssue: "skip-row" }.`,
        });
      } else table.addRow(record.cells, record.row);
    }
  }
  if (table === null) {
    throw new GigamineError(
      "csv/empty",
      `${source}: the file is empty. Give a table with a header row and one row per event.`,
      { source },
    );
  }
  return table;
}

/** The names of the columns, all different: a repeated one gets `_2`, one without a name its position. */
function headerNames(record: CsvRecord, source: string, columns: ColumnMapping, issues: Issues): string[] {
  const roles = new Set<string>(Object.values(columns).flat());
  const first = new Set(record.cells);
  const taken = new Set<string>();
  return record.cells.map((cell, index) => {
    const name = cell.trim() === "" ? `column_${index + 1}` : cell;
    if (name !== cell) {
      issues.note({
        code: "csv/unnamed-column",
        row: 1,
        column: name,
        message: () =>
          `${source}: column ${index + 1} has no name and is called ${name}. Name it in the header.`,
      });
    }
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
    if (roles.has(name) || isUsualRole(name)) {
      throw new GigamineError(
        "csv/duplicate-header",
        `${source}: the header has the column ${JSON.stringify(name)} twice, and it says which ` +
          `case, activity, time or resource an event has. Rename one of them.`,
        { source, column: name, row: 1 },
      );
    }
    let renamed = name;
    for (let i = 2; taken.has(renamed) || first.has(renamed); i++) renamed = `${name}_${i}`;
    taken.add(renamed);
    issues.note({
      code: "csv/duplicate-header",
      row: 1,
      column: name,
      message: () =>
        `${source}: the header has the column ${JSON.stringify(name)} again; that one is called ${JSON.stringify(renamed)}. ` +
        `Rename it.`,
    });
    return renamed;
  });
}

function isUsualRole(name: string): boolean {
  return Object.values(USUAL_NAMES).some((names) =>
    (names as readonly string[]).includes(name.toLowerCase()),
  );
}
