import { GigamineError } from "@gigamine/base";
import Papa from "papaparse";

interface RecordOptions {
  readonly source: string;
  /** Found in the first record when `undefined`. */
  readonly delimiter: string | undefined;
  readonly maxFieldLength: number;
}

/** One record of a CSV text. */
export interface CsvRecord {
  /** Counted from 1; the header is 1. Blank lines count. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Whether a closing quote is followed by something else than a delimiter or a line break. */
  readonly badQuotes: boolean;
}

/**
 * Splits CSV text that comes in pieces (RFC 4180, with any of the usual delimiters and line breaks) into batches of
 * records. The parsing is papaparse's; this keeps what a piece leaves over and guards against a quote that is never
 * closed. Blank lines are left out. A carriage return at the end of a record belongs to the line break.
 */
export async function* csvRecords(
  pieces: AsyncIterable<string>,
  { source, delimiter, maxFieldLength }: RecordOptions,
): AsyncGenerator<readonly CsvRecord[]> {
  let parser: Parser | null = null;
  let rest = "";
  let wait = 0; // with less text than this another try would find nothing new
  let row = 0;
  const split = (last: boolean): readonly CsvRecord[] => {
    parser ??= newParser(rest, delimiter);
    const { data, errors, meta } = parser.parse(rest, 0, !last);
    const bad = new Set<number>();
    for (const error of errors) {
      if (error.code === "MissingQuotes") throw unclosedQuote(source, row + (error.row ?? 0) + 1);
      bad.add(error.row ?? 0);
    }
    const records: CsvRecord[] = [];
    for (let i = 0; i < data.length; i++) {
      const cells = data[i]!;
      row++;
      trimReturn(cells);
      if (cells.length === 1 && cells[0] === "") continue;
      records.push({ row, cells, badQuotes: bad.has(i) });
    }
    // an unfinished record is parsed again from its start once as much again has come: linear in all
    rest = rest.slice(meta.cursor);
    wait = meta.cursor === 0 ? rest.length * 2 : 0;
    if (!last && rest.length > maxFieldLength) throw tooLong(source, row + 1, rest, maxFieldLength);
    return records;
  };
  for await (const piece of pieces) {
    rest += piece;
    if (rest.length < wait && rest.length <= maxFieldLength) continue;
    yield split(false);
  }
  if (rest !== "") yield split(true);
}

interface Parser {
  parse(
    input: string,
    baseIndex: number,
    ignoreLastRow: boolean,
  ): {
    readonly data: string[][];
    readonly errors: readonly { readonly code: string; readonly row?: number }[];
    readonly meta: { readonly cursor: number };
  };
}

/** The first record settles delimiter and line break. */
function newParser(text: string, delimiter: string | undefined): Parser {
  const head = firstRecord(text);
  const config = { delimiter: delimiter ?? guessDelimiter(head.outside), newline: head.lineBreak };
  return new Papa.Parser(config);
}

/** The text of the first record outside quotes, and the line break behind it. */
function firstRecord(text: string): { readonly outside: string; readonly lineBreak: "\n" | "\r" } {
  let quoted = false;
  let outside = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') quoted = !quoted;
    else if (!quoted && c === "\n") return { outside, lineBreak: "\n" };
    else if (!quoted && c === "\r") return { outside, lineBreak: text[i + 1] === "\n" ? "\n" : "\r" };
    else if (!quoted && outside.length < 100_000) outside += c;
  }
  return { outside, lineBreak: "\n" };
}

const DELIMITERS = [",", ";", "\t", "|"];

/** The usual delimiter that occurs most often in the header; a comma when none does. */
function guessDelimiter(header: string): string {
  let best = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const count = header.split(delimiter).length - 1;
    if (count > most) {
      most = count;
      best = delimiter;
    }
  }
  return best;
}

function trimReturn(cells: string[]): void {
  const last = cells.length - 1;
  const cell = cells[last]!;
  if (cell.endsWith("\r")) cells[last] = cell.slice(0, -1);
}

function unclosedQuote(source: string, row: number): GigamineError {
  return new GigamineError(
    "csv/unclosed-quote",
    `${source}: row ${row} opens a quote (") that is never closed. Close it, or double it where it stands for itself.`,
    { source, row },
  );
}

function tooLong(source: string, row: number, text: string, limit: number): GigamineError {
  const quote = text.includes('"') ? ' A quote (") that opens in it may never be closed.' : "";
  return new GigamineError(
    "csv/record-too-long",
    `${source}: row ${row} is longer than ${limit} characters.${quote} Mend the row, or pass a higher { maxFieldLength }.`,
    { source, row, limit },
  );
}
