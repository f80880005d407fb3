import Papa from "papaparse";
import { type CellRecord, TextRecord, textLength } from "../table/cell-record.js";
import { recordTooLong, unclosedQuote } from "./scanner.js";

interface RecordOptions {
  readonly source: string;
  readonly delimiter: string;
  readonly lineBreak: "\n" | "\r";
  readonly maxFieldLength: number;
  /** Records that stand before the first. */
  readonly rowsBefore: number;
  readonly onRecord: (record: CellRecord) => void;
}

/**
 * Splits CSV text that comes in pieces into records, with the rules of {@link CsvScanner}, but by papaparse: the parser for
 * unusual delimiters, and the one that the scanner is compared with.
 */
export class PapaRecords {
  readonly #options: RecordOptions;
  readonly #parser: Parser;
  readonly #record = new TextRecord();
  #rest = "";
  /** With less text than this another try would find nothing new. */
  #wait = 0;
  #row: number;

  constructor(options: RecordOptions) {
    this.#options = options;
    const { delimiter, lineBreak, rowsBefore } = options;
    const config = { delimiter, newline: lineBreak };
    this.#parser = new Papa.Parser(config) as unknown as Parser;
    this.#row = rowsBefore;
  }

  /** Takes the next piece and hands on the records that it completes. */
  push(text: string): void {
    this.#rest += text;
    if (this.#rest.length >= this.#wait || this.#rest.length > this.#options.maxFieldLength)
      this.#split(false);
  }

  /** Says that nothing follows. */
  end(): void {
    if (this.#rest === "") return;
    // papaparse takes blanks behind the last closing quote for an error, unless a line break follows them
    if (!this.#rest.endsWith(this.#options.lineBreak)) this.#rest += this.#options.lineBreak;
    this.#split(true);
  }

  #split(last: boolean): void {
    const { source, maxFieldLength, onRecord } = this.#options;
    const { data, errors, meta } = this.#parser.parse(this.#rest, 0, !last);
    const bad = new Set<number>();
    let unclosed = -1;
    for (const error of errors) {
      if (error.code === "MissingQuotes") unclosed = error.row ?? 0;
      bad.add(error.row ?? 0);
    }
    for (let i = 0; i < data.length; i++) {
      const cells = data[i]!;
      if (i === unclosed) throw unclosedQuote(source, this.#row + 1);
      this.#row++;
      trimReturn(cells);
      if (textLength(cells) + cells.length - 1 > maxFieldLength) {
        throw recordTooLong(
          source,
          this.#row,
          hasQuote(cells),
          `${maxFieldLength} characters`,
          maxFieldLength,
        );
      }
      if (cells.length === 1 && cells[0] === "") continue;
      onRecord(this.#record.fill(cells, this.#row, bad.has(i)));
    }
    // an unfinished record is parsed again from its start once as much again has come: linear in all
    this.#rest = last ? "" : this.#rest.slice(meta.cursor);
    this.#wait = meta.cursor === 0 ? this.#rest.length * 2 : 0;
    if (this.#rest.length > maxFieldLength) {
      const quoted = this.#rest.includes('"');
      throw recordTooLong(source, this.#row + 1, quoted, `${maxFieldLength} characters`, maxFieldLength);
    }
  }
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

function hasQuote(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.includes('"'));
}

function trimReturn(cells: string[]): void {
  const last = cells.length - 1;
  const cell = cells[last]!;
  if (cell.endsWith("\r")) cells[last] = cell.slice(0, -1);
}
