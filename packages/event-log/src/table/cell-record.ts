/** The cells of one record, as places in `bytes`. Valid only until the next record. */
export interface CellRecord {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  /** Counted from 1; the header is 1. Blank lines count. */
  readonly row: number;
  /** Whether a closing quote is followed by something else than a delimiter or a line break. */
  readonly badQuotes: boolean;
}

const encoder = new TextEncoder();

/** A record made from texts. One can be filled again and again. */
export class TextRecord implements CellRecord {
  bytes: Uint8Array = new Uint8Array(1 << 12);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  count = 0;
  row = 0;
  badQuotes = false;

  fill(cells: readonly string[], row: number, badQuotes = false): this {
    this.row = row;
    this.badQuotes = badQuotes;
    this.count = cells.length;
    if (cells.length > this.starts.length) {
      this.starts = new Int32Array(cells.length * 2);
      this.ends = new Int32Array(cells.length * 2);
    }
    const most = textLength(cells) * 3; // a unit of UTF-16 takes at most three bytes
    if (most > this.bytes.length) this.bytes = new Uint8Array(most);
    let at = 0;
    for (let i = 0; i < cells.length; i++) {
      this.starts[i] = at;
      at += encoder.encodeInto(cells[i]!, this.bytes.subarray(at)).written;
      this.ends[i] = at;
    }
    return this;
  }
}

/** How long the texts are together, in units of UTF-16. */
export function textLength(cells: readonly string[]): number {
  let length = 0;
  for (const cell of cells) length += cell.length;
  return length;
}
