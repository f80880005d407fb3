import { type ColumnSource, ColumnWriter } from "../column-writer.js";
import { timestampMs } from "../parse-timestamp.js";
import type { Column, ColumnKind } from "../types.js";

/** A growing column of text cells; an empty cell is missing. */
export interface Cells extends ColumnSource {
  /** Why the column can't take `text`; `null` when it can. */
  reasonAgainst(text: string): string | null;
  /** Whether there is a value at `row`. */
  has(row: number): boolean;
  /** Whether the value at `row` is the one that `text` stands for. */
  holds(row: number, text: string): boolean;
  /** Sets the value at `row`; a text that the column can't take leaves it missing. */
  set(row: number, text: string): void;
}

/**
 * A growing column of cells as a table has them: text, where an empty cell is missing. Each distinct text is kept and
 * converted once. `finish` gives it the kind that was told, else the narrowest that fits all its cells.
 */
export class TextCells implements Cells {
  #codes = new Int32Array(64).fill(-1);
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #kind: ColumnKind | null;

  constructor(kind: ColumnKind | null = null) {
    this.#kind = kind;
  }

  reasonAgainst(): null {
    return null;
  }

  has(row: number): boolean {
    return row < this.#codes.length && this.#codes[row]! >= 0;
  }

  holds(row: number, text: string): boolean {
    return this.has(row) && this.#texts[this.#codes[row]!] === text;
  }

  set(row: number, text: string): void {
    if (text === "") return;
    if (row >= this.#codes.length) {
      const grown = new Int32Array(Math.max(row + 1, this.#codes.length * 2)).fill(-1);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    let id = this.#ids.get(text);
    if (id === undefined) {
      const own = ownText(text);
      id = this.#texts.length;
      this.#ids.set(own, id);
      this.#texts.push(own);
    }
    this.#codes[row] = id;
  }

  finish(rows: Uint32Array): Column {
    const kind = this.#kind ?? inferKind(this.#texts);
    const length = this.#codes.length;
    if (kind === "string") {
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) codes[i] = rows[i]! < length ? this.#codes[rows[i]!]! : -1;
      return Object.freeze({ kind, dictionary: Object.freeze([...this.#texts]), codes });
    }
    const missing = kind === "boolean" ? 255 : Number.NaN;
    const distinct = Float64Array.from(this.#texts, (text) => cellNumber(text, kind));
    const values = kind === "boolean" ? new Uint8Array(rows.length) : new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const code = rows[i]! < length ? this.#codes[rows[i]!]! : -1;
      const value = code < 0 ? missing : distinct[code]!;
      values[i] = Number.isNaN(value) ? missing : value;
    }
    return Object.freeze({ kind, values }) as Column;
  }
}

/** A growing column of numbers, truth values or instants, converted cell by cell. */
export class NumberCells implements Cells {
  readonly #kind: Exclude<ColumnKind, "string">;
  readonly #writer: ColumnWriter;

  constructor(kind: Exclude<ColumnKind, "string">) {
    this.#kind = kind;
    this.#writer = new ColumnWriter(kind);
  }

  reasonAgainst(text: string): string | null {
    return text === "" || !Number.isNaN(cellNumber(text, this.#kind)) ? null : CANNOT_READ[this.#kind];
  }

  has(row: number): boolean {
    return this.#writer.has(row);
  }

  holds(row: number, text: string): boolean {
    return this.#writer.holds(row, cellNumber(text, this.#kind));
  }

  set(row: number, text: string): void {
    if (text === "") return;
    const value = cellNumber(text, this.#kind);
    if (!Number.isNaN(value)) this.#writer.set(row, value);
  }

  finish(rows: Uint32Array): Column {
    return this.#writer.finish(rows);
  }
}

export const CANNOT_READ = {
  number: "it is no number",
  boolean: "it is neither true nor false",
  timestamp: "it is no ISO 8601 timestamp such as 2024-02-28T13:45:00Z",
} as const;

/**
 * Whole numbers of at most 15 digits, which a 64-bit float holds exactly, and decimals; no leading zeros, sign `+`,
 * exponent or blanks, because `007`, `+49…`, `12E5` and ` 1` are as likely names.
 */
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?$/;
const ANY_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const TRUTH = /^(?:true|false|True|False|TRUE|FALSE)$/;

/** The narrowest kind that fits all of these distinct texts: the same for any order of the rows. Text when there are none. */
function inferKind(texts: readonly string[]): ColumnKind {
  if (texts.length === 0) return "string";
  if (texts.every((text) => PLAIN_NUMBER.test(text))) return "number";
  if (texts.every((text) => TRUTH.test(text))) return "boolean";
  return texts.every(isDateTime) ? "timestamp" : "string";
}

/** ISO 8601 with a time of day: a bare date stays text, since it names a day and no instant. */
function isDateTime(text: string): boolean {
  return text.length > 10 && !text.includes("/") && !Number.isNaN(timestampMs(text));
}

/** A cell as the number that a column of this kind stores; NaN when it can't be read so. */
export function cellNumber(text: string, kind: Exclude<ColumnKind, "string">): number {
  switch (kind) {
    case "number":
      return ANY_NUMBER.test(text) || /^\s*-?Infinity\s*$/.test(text) ? Number(text) : Number.NaN;
    case "boolean":
      return /^true$/i.test(text) || text === "1"
        ? 1
        : /^false$/i.test(text) || text === "0"
          ? 0
          : Number.NaN;
    default:
      return cellTime(text);
  }
}

/** A cell as an instant; blanks around it are forgiven. Most have none, so look before making a copy. */
export function cellTime(text: string): number {
  const time = timestampMs(text);
  return Number.isNaN(time) ? timestampMs(text.trim()) : time;
}

/** A cell is a slice that would keep its whole chunk alive; short slices are copies already. */
export function ownText(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
