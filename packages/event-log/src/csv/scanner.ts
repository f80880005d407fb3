import { GigamineError } from "@gigamine/base";
import type { CellRecord } from "../table/cell-record.js";
import { spaceLength } from "../table/text.js";

interface ScannerOptions {
  readonly source: string;
  /** A character of ASCII. */
  readonly delimiter: string;
  readonly lineBreak: "\n" | "\r";
  /** Most bytes of one record. */
  readonly maxRecordBytes: number;
  /** Records that stand before the first. */
  readonly rowsBefore: number;
  readonly onRecord: (record: CellRecord) => void;
}

/** Looked up once: as a property of a global it costs more than the operation, most of all in sandboxes. */
const { clz32 } = Math;
const QUOTE = 0x22;
const CR = 13;
/** Room behind the bytes: for a sentinel, and for reading four bytes at once. */
const SLACK = 8;

/**
 * Splits UTF-8 bytes of CSV, which come in pieces, into records: RFC 4180 with any delimiter of ASCII, a line break LF (a
 * carriage return before it belongs to it) or CR. Blank lines are left out. A quote inside an unquoted field is a character
 * like any other; blanks behind a closing quote are dropped.
 *
 * Each byte is looked at once or twice: a record that a piece cuts is taken up again where the scan stood. Memory: the piece and
 * the longest record.
 */
export class CsvScanner implements CellRecord {
  bytes: Uint8Array = new Uint8Array(1 << 16);
  #view = new DataView(this.bytes.buffer);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  count = 0;
  row: number;
  badQuotes = false;
  readonly #options: ScannerOptions;
  readonly #delimiter: number;
  readonly #lineBreak: number;
  #length = 0;
  #recordStart = 0;
  #cellStart = 0;
  /** Where the scan goes on. */
  #at = 0;
  #quoted = false;

  constructor(options: ScannerOptions) {
    this.#options = options;
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#lineBreak = options.lineBreak.charCodeAt(0);
    this.row = options.rowsBefore;
  }

  /** Takes the next piece and hands on the records that it completes. */
  push(piece: Uint8Array): void {
    this.#append(piece);
    this.#scan();
    const open = this.#length - this.#recordStart;
    if (open > this.#options.maxRecordBytes) throw this.#tooLong();
  }

  /** Says that nothing follows. */
  end(): void {
    if (this.#length === this.#recordStart) return;
    if (this.bytes[this.#length - 1] !== this.#lineBreak || this.#quoted) {
      this.#append(Uint8Array.of(this.#lineBreak));
      this.#scan();
    }
    if (this.#length > this.#recordStart) throw unclosedQuote(this.#options.source, this.row + 1);
  }

  /** Moves the open record to the front and puts the piece behind it. */
  #append(piece: Uint8Array): void {
    const start = this.#recordStart;
    const kept = this.#length - start;
    const needed = kept + piece.length + SLACK;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.bytes.length * 2, needed + (1 << 24))));
      grown.set(this.bytes.subarray(start, this.#length));
      this.bytes = grown;
      this.#view = new DataView(grown.buffer);
    } else if (start > 0 && kept > 0) this.bytes.copyWithin(0, start, this.#length);
    if (start > 0) {
      for (let i = 0; i < this.count; i++) {
        this.starts[i]! -= start;
        this.ends[i]! -= start;
      }
      this.#cellStart -= start;
      this.#at -= start;
      this.#recordStart = 0;
    }
    this.bytes.set(piece, kept);
    this.#length = kept + piece.length;
  }

  #scan(): void {
    const { bytes } = this;
    const length = this.#length;
    const delimiter = this.#delimiter;
    const lineBreak = this.#lineBreak;
    const view = this.#view;
    const delimiters = delimiter * 0x01010101;
    const lineBreaks = lineBreak * 0x01010101;
    bytes[length] = lineBreak; // ends every unquoted scan
    let at = this.#at;
    let cellStart = this.#cellStart;
    let quoted = this.#quoted;
    for (;;) {
      if (!quoted && at === cellStart && at < length && bytes[at] === QUOTE) {
        quoted = true;
        at++;
      }
      let end: number;
      if (quoted) {
        at = this.#closingQuote(at);
        if (at < 0) {
          at = ~at;
          break;
        }
        end = this.#unescape(cellStart + 1, this.#quoteAt);
        cellStart++;
        quoted = false;
      } else {
        // four bytes at a time: a byte of `x` is zero where a delimiter stands, one of `y` where a line break does
        for (;;) {
          const word = view.getInt32(at, true);
          const x = word ^ delimiters;
          const y = word ^ lineBreaks;
          const found = (((x - 0x01010101) & ~x) | ((y - 0x01010101) & ~y)) & 0x80808080;
          if (found !== 0) {
            at += (31 - clz32(found & -found)) >>> 3;
            break;
          }
          at += 4;
        }
        if (at >= length) {
          at = length;
          break;
        }
        end = at;
      }
      if (this.count === this.starts.length) this.#growCells();
      this.starts[this.count] = cellStart;
      this.ends[this.count] = end;
      this.count++;
      const closing = bytes[at]!;
      at++;
      cellStart = at;
      if (closing === lineBreak) this.#endRecord(at);
    }
    this.#at = at;
    this.#cellStart = cellStart;
    this.#quoted = quoted;
  }

  /** Where the closing quote of the last quoted field stands. */
  #quoteAt = 0;

  /** The place of the delimiter or line break behind the closing quote; `~place` where to go on when more bytes are needed. */
  #closingQuote(from: number): number {
    const { bytes } = this;
    const length = this.#length;
    let at = from;
    for (;;) {
      while (at < length && bytes[at] !== QUOTE) at++;
      if (at + 1 >= length) return ~at;
      if (bytes[at + 1] === QUOTE) {
        at += 2;
        continue;
      }
      let next = at + 1;
      for (;;) {
        const c = bytes[next]!;
        if (next >= length) return ~at;
        if (c === this.#delimiter || c === this.#lineBreak) {
          this.#quoteAt = at;
          return next;
        }
        const space = spaceLength(bytes, next, length);
        if (space < 0) return ~at; // cut inside a character
        if (space === 0) break;
        next += space;
      }
      this.badQuotes = true;
      at++;
    }
  }

  /** Makes one quote of two, in place; gives the new end. */
  #unescape(start: number, end: number): number {
    const { bytes } = this;
    let at = start;
    while (at < end && bytes[at] !== QUOTE) at++;
    let to = at;
    for (; at < end; at++) {
      const c = bytes[at]!;
      bytes[to++] = c;
      if (c === QUOTE && at + 1 < end && bytes[at + 1] === QUOTE) at++;
    }
    return to;
  }

  #endRecord(next: number): void {
    const last = this.count - 1;
    if (this.ends[last]! > this.starts[last]! && this.bytes[this.ends[last]! - 1] === CR) this.ends[last]!--;
    this.row++;
    if (next - this.#recordStart - 1 > this.#options.maxRecordBytes) {
      this.row--;
      throw this.#tooLong();
    }
    if (last > 0 || this.ends[0]! > this.starts[0]!) this.#options.onRecord(this);
    this.count = 0;
    this.badQuotes = false;
    this.#recordStart = next;
  }

  #growCells(): void {
    const starts = new Int32Array(this.starts.length * 2);
    starts.set(this.starts);
    this.starts = starts;
    const ends = new Int32Array(starts.length);
    ends.set(this.ends);
    this.ends = ends;
  }

  #tooLong(): GigamineError {
    const { source, maxRecordBytes } = this.#options;
    const hasQuote = this.bytes.subarray(this.#recordStart, this.#length).includes(QUOTE);
    return recordTooLong(source, this.row + 1, hasQuote, `${maxRecordBytes} bytes`, maxRecordBytes);
  }
}

export function unclosedQuote(source: string, row: number): GigamineError {
  return new GigamineError(
    "csv/unclosed-quote",
    `${source}: row ${row} opens a quote (") that is never closed. Close it, or double it where it stands for itself.`,
    { source, row },
  );
}

export function recordTooLong(
  source: string,
  row: number,
  hasQuote: boolean,
  size: string,
  limit: number,
): GigamineError {
  const quote = hasQuote ? ' A quote (") that opens in it may never be closed.' : "";
  return new GigamineError(
    "csv/record-too-long",
    `${source}: row ${row} is longer than ${size}.${quote} Mend the row, or pass a higher { maxFieldLength }.`,
    { source, row, limit },
  );
}
