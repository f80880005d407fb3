import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { Float64List, Int32List } from "../bytes/lists.js";
import { type ColumnSource, ColumnWriter } from "../column-writer.js";
import { timestampMs } from "../parse-timestamp.js";
import type { Column, ColumnKind } from "../types.js";
import { PLAIN_NUMBER, PlainNumber, plainText } from "./plain-number.js";
import { textAt } from "./text.js";

/**
 * A growing column of cells; an empty cell is missing. A cell is read first, and put into a row when all of the row was
 * found good.
 */
export interface Cells extends ColumnSource {
  /** Reads the cell that stands in `bytes`; why the column can't take it, `null` when it can. */
  read(bytes: Uint8Array, start: number, end: number): string | null;
  /** Whether there is a value at `row`. */
  has(row: number): boolean;
  /** Whether the value at `row` is the cell just read. */
  holds(row: number): boolean;
  /** Puts the cell just read at `row`; one that is empty or can't be taken leaves the row as it is. */
  put(row: number): void;
}

/** Cells of text, each distinct one kept once. */
export class TextCells implements Cells {
  readonly #codes = new Int32List();
  #dictionary = new ByteDictionary();
  #bytes = new Uint8Array(0);
  #start = 0;
  #end = 0;

  read(bytes: Uint8Array, start: number, end: number): null {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#start = start;
    this.#end = end;
    return null;
  }

  has(row: number): boolean {
    return this.#codes.get(row) >= 0;
  }

  holds(row: number): boolean {
    const code = this.#codes.get(row);
    return code >= 0 && this.#dictionary.find(this.#bytes, this.#start, this.#end) === code;
  }

  put(row: number): void {
    if (this.#start < this.#end) {
      this.#codes.set(row, this.#dictionary.intern(this.#bytes, this.#start, this.#end));
    }
  }

  /** The same by text. */
  putText(row: number, text: string): void {
    this.#codes.set(row, this.#dictionary.internText(text));
  }

  finish(rows: Uint32Array): Column {
    return textColumn(this.#dictionary.texts(), this.#codes.gather(rows));
  }

  /** The column as its distinct texts and their codes, for who decides on the kind. */
  parts(rows: Uint32Array): { readonly texts: string[]; readonly codes: Int32Array } {
    return { texts: this.#dictionary.texts(), codes: this.#codes.gather(rows) };
  }

  release(): void {
    this.#codes.clear();
    this.#dictionary = new ByteDictionary();
  }
}

/**
 * Cells whose kind shows only when all of them are known: `finish` gives the narrowest that fits. As long as all cells are
 * plain numbers, only the numbers are kept, and how many decimals each has; the first other cell turns them into text again.
 */
export class OpenCells implements Cells {
  readonly #plain = new PlainNumber();
  readonly #numbers = new Float64List();
  /** Decimals that all numbers so far have; -1 before the first. */
  #common = -1;
  /** Decimals per number, once they differ. */
  #decimals: Int32List | null = null;
  #texts: TextCells | null = null;
  readonly #inferred: (texts: readonly string[], codes: Int32Array) => Column;
  #bytes = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /** @param inferred Makes a column of the narrowest kind from distinct texts and codes. */
  constructor(inferred: (texts: readonly string[], codes: Int32Array) => Column) {
    this.#inferred = inferred;
  }

  read(bytes: Uint8Array, start: number, end: number): null {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#start = start;
    this.#end = end;
    return this.#texts === null ? null : this.#texts.read(bytes, start, end);
  }

  has(row: number): boolean {
    return this.#texts === null ? !Number.isNaN(this.#numbers.get(row)) : this.#texts.has(row);
  }

  holds(row: number): boolean {
    if (this.#texts !== null) return this.#texts.holds(row);
    const value = this.#plain.read(this.#bytes, this.#start, this.#end);
    return value === this.#numbers.get(row) && this.#plain.decimals === this.#decimalsAt(row);
  }

  put(row: number): void {
    if (this.#texts === null) {
      if (this.#start === this.#end) return;
      const value = this.#plain.read(this.#bytes, this.#start, this.#end);
      const { decimals } = this.#plain;
      if (!Number.isNaN(value) && decimals >= 0) {
        this.#numbers.set(row, value);
        if (decimals !== this.#common) this.#differ(row, decimals);
        else if (this.#decimals !== null) this.#decimals.set(row, decimals);
        return;
      }
      this.#toTexts().read(this.#bytes, this.#start, this.#end);
    }
    this.#texts!.put(row);
  }

  finish(rows: Uint32Array): Column {
    if (this.#texts === null && this.#numbers.length > 0) {
      return Object.freeze({ kind: "number", values: this.#numbers.gather(rows) });
    }
    const { texts, codes } = (this.#texts ?? new TextCells()).parts(rows);
    return this.#inferred(texts, codes);
  }

  release(): void {
    this.#numbers.clear();
    this.#decimals?.clear();
    this.#texts?.release();
  }

  #decimalsAt(row: number): number {
    return this.#decimals === null ? this.#common : this.#decimals.get(row);
  }

  #differ(row: number, decimals: number): void {
    if (this.#common < 0) {
      this.#common = decimals;
      return;
    }
    if (this.#decimals === null) {
      this.#decimals = new Int32List();
      for (let i = 0; i < this.#numbers.length; i++) this.#decimals.set(i, this.#common);
    }
    this.#decimals.set(row, decimals);
  }

  #toTexts(): TextCells {
    const texts = new TextCells();
    for (let row = 0; row < this.#numbers.length; row++) {
      const value = this.#numbers.get(row);
      if (!Number.isNaN(value)) texts.putText(row, plainText(value, this.#decimalsAt(row)));
    }
    this.#numbers.clear();
    this.#decimals?.clear();
    this.#texts = texts;
    return texts;
  }
}

/** Cells that are numbers or truth values, as told. */
export class NumberCells implements Cells {
  readonly #kind: "number" | "boolean";
  readonly #plain = new PlainNumber();
  readonly #writer: ColumnWriter;
  #value = Number.NaN;

  constructor(kind: "number" | "boolean") {
    this.#kind = kind;
    this.#writer = new ColumnWriter(kind);
  }

  read(bytes: Uint8Array, start: number, end: number): string | null {
    this.#value = Number.NaN;
    if (start === end) return null;
    if (this.#kind === "number") this.#value = this.#plain.read(bytes, start, end);
    if (Number.isNaN(this.#value)) this.#value = cellNumber(textAt(bytes, start, end), this.#kind);
    return Number.isNaN(this.#value) ? CANNOT_READ[this.#kind] : null;
  }

  has(row: number): boolean {
    return this.#writer.has(row);
  }

  holds(row: number): boolean {
    return this.#writer.numberAt(row) === this.#value;
  }

  put(row: number): void {
    if (!Number.isNaN(this.#value)) this.#writer.setNumber(row, this.#value);
  }

  finish(rows: Uint32Array): Column {
    return this.#writer.finish(rows);
  }

  release(): void {
    this.#writer.release();
  }
}

export const CANNOT_READ = {
  number: "it is no number",
  boolean: "it is neither true nor false",
  timestamp: "it is no ISO 8601 timestamp such as 2024-02-28T13:45:00Z",
} as const;

const ANY_NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const TRUTH = /^(?:true|false|True|False|TRUE|FALSE)$/;

/** The narrowest kind that fits all of these distinct texts: the same for any order of the rows. Text when there are none. */
export function inferKind(texts: readonly string[]): ColumnKind {
  if (texts.length === 0) return "string";
  if (texts.every((text) => PLAIN_NUMBER.test(text))) return "number";
  if (texts.every((text) => TRUTH.test(text))) return "boolean";
  return texts.every(isDateTime) ? "timestamp" : "string";
}

/** ISO 8601 with hours and minutes: a bare date stays text, since it names a day and no instant. */
function isDateTime(text: string): boolean {
  return (
    text.length > 10 &&
    text[4] !== "." &&
    text[4] !== "/" &&
    text.includes(":") &&
    !Number.isNaN(timestampMs(text))
  );
}

/** A frozen column of text. */
export function textColumn(texts: readonly string[], codes: Int32Array): Column {
  return Object.freeze({ kind: "string", dictionary: Object.freeze(texts), codes });
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
