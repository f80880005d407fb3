import { GigamineError } from "@gigamine/base";
import { columnValue } from "../columns.js";
import { formatTimestamp } from "../format-timestamp.js";
import { RESERVED_ATTRIBUTES } from "../reserved.js";
import { CASE_PREFIX } from "../table/mapping.js";
import type { AnyAttributes, Column, EventLog } from "../types.js";
import { cellText } from "./write-table.js";

/** Options of {@link writeCsv} and {@link csvChunks}. */
export interface CsvWriteOptions {
  /** What separates fields, one character. @default "," */
  readonly delimiter?: string | undefined;
  /**
   * Whether text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, tab or carriage return)
   * gets a leading apostrophe. The reader does not take it away again, since it can't know who put it there: switch it off
   * when the file is for a program. @default true
   */
  readonly escapeFormulae?: boolean | undefined;
}

/**
 * A log as CSV text: `case_id`, `activity`, `timestamp` (ISO 8601, UTC), then `start`, `resource`, `lifecycle` and `cost` where
 * the log has them, the other event attributes under their names, and case attributes with the prefix `case:`. Rows stand
 * in the order of the log, lines end in LF. A log without events gives the header.
 *
 * With `escapeFormulae: false`, {@link readCsv} gives the same events back. What CSV can't carry: cases without
 * events, empty texts (read as missing), a carriage return at the very end of a line, the numbering of activities, and
 * kinds that the cells don't show, such as the text "42" (pass `kinds`). Text is up to 512 MB; use {@link csvChunks} for more. O(cells).
 *
 * @throws GigamineError `csv/name-taken` when an attribute is called like one of the first three columns.
 *
 * @example
 * writeCsv(log); // "case_id,activity,timestamp,resource\nlot-1,Mixing,2025-01-06T08:00:00Z,Mixer 2\n"
 */
export function writeCsv(log: EventLog, options: CsvWriteOptions = {}): string {
  return [...csvChunks(log, options)].join("");
}

const ROWS_PER_CHUNK = 4096;

/** The same text in pieces of some thousand rows, for files of any size. */
export function* csvChunks(log: EventLog, options: CsvWriteOptions = {}): Generator<string> {
  const { delimiter = "," } = options;
  const safe = cellText("writeCsv", options);
  const eventColumns = orderedColumns(log.eventAttributes);
  const caseColumns = Object.entries(log.caseAttributes as Record<string, Column>);
  const header = ["case_id", "activity", "timestamp"];
  refuseTaken(header, eventColumns);
  header.push(...eventColumns.map(([name]) => name), ...caseColumns.map(([name]) => CASE_PREFIX + name));
  const activities = log.activities.map(safe);
  const cells = eventColumns.map(([, column]) => cellWriter(column, safe));
  const caseCells = caseColumns.map(([, column]) => cellWriter(column, safe));

  let text = `${header.map(safe).join(delimiter)}\n`;
  let rows = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    const id = safe(log.caseIds[c]!) + delimiter;
    let tail = "\n";
    for (let i = caseCells.length - 1; i >= 0; i--) tail = delimiter + caseCells[i]!(c) + tail;
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const time = log.time[e]!;
      text += id + activities[log.activity[e]!]! + delimiter;
      if (!Number.isNaN(time)) text += formatTimestamp(time);
      for (const cell of cells) text += delimiter + cell(e);
      text += tail;
      if (++rows % ROWS_PER_CHUNK === 0) {
        yield text;
        text = "";
      }
    }
  }
  if (text !== "") yield text;
}

/** Reserved attributes first, the others in the order of the log. */
function orderedColumns(columns: EventLog<AnyAttributes>["eventAttributes"]): [string, Column][] {
  const reserved = Object.keys(RESERVED_ATTRIBUTES).filter((name) => Object.hasOwn(columns, name));
  const others = Object.keys(columns).filter((name) => !Object.hasOwn(RESERVED_ATTRIBUTES, name));
  return [...reserved, ...others].map((name) => [name, columns[name]!]);
}

function cellWriter(column: Column, safe: (text: string) => string): (row: number) => string {
  if (column.kind === "string") {
    const texts = column.dictionary.map(safe);
    return (row) => {
      const code = column.codes[row]!;
      return code < 0 ? "" : texts[code]!;
    };
  }
  if (column.kind === "timestamp") {
    return (row) => (Number.isNaN(column.values[row]!) ? "" : formatTimestamp(column.values[row]!));
  }
  return (row) => {
    const value = columnValue(column, row);
    return value === null ? "" : Object.is(value, -0) ? "-0" : String(value);
  };
}

function refuseTaken(fixed: readonly string[], columns: readonly [string, Column][]): void {
  const clash = columns.find(([name]) => fixed.includes(name));
  if (clash === undefined) return;
  throw new GigamineError(
    "csv/name-taken",
    `writeCsv: the event attribute ${JSON.stringify(clash[0])} is called like a column that every CSV log has. ` +
      `Rename the attribute.`,
    { attribute: clash[0] },
  );
}
