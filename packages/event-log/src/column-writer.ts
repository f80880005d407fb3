import { formatTimestamp } from "./format-timestamp.js";
import type { Column, ColumnKind } from "./types.js";

/** What a column finishes into: row `i` of the result is the written row `rows[i]`. */
export interface ColumnSource {
  finish(rows: Uint32Array): Column;
}

/** A growing column of one kind. Callers check kinds; {@link ColumnWriter.widenToString} turns the column into text. */
export class ColumnWriter implements ColumnSource {
  #kind: ColumnKind | null;
  #length = 0;
  #numbers = new Float64Array(0);
  #codes = new Int32Array(0);
  readonly #dictionary = new Map<string, number>();

  constructor(kind: ColumnKind | null = null) {
    this.#kind = kind;
  }

  /** `null` until the first value is seen. */
  get kind(): ColumnKind | null {
    return this.#kind;
  }

  /** Settles the kind before the first value. */
  start(kind: ColumnKind): void {
    this.#kind ??= kind;
  }

  /** Whether something was written at `row`. */
  has(row: number): boolean {
    if (row >= this.#length) return false;
    return this.#kind === "string" ? this.#codes[row]! >= 0 : !Number.isNaN(this.#numbers[row]!);
  }

  /** Whether the value at `row` would not change by writing `value`. */
  holds(row: number, value: string | number | boolean | Date): boolean {
    if (row >= this.#length) return false;
    if (this.#kind !== "string") return this.#numbers[row] === numberOf(value);
    const code = this.#dictionary.get(typeof value === "string" ? value : textOf(value));
    return code !== undefined && this.#codes[row] === code;
  }

  /** Sets the value at `row`; rows in between are missing. The value must be of the column's kind. */
  set(row: number, value: string | number | boolean | Date): void {
    if (this.#kind === null) this.#kind = kindOf(value);
    this.#reach(row + 1);
    if (this.#kind === "string") {
      const text = typeof value === "string" ? value : textOf(value);
      let code = this.#dictionary.get(text);
      if (code === undefined) {
        code = this.#dictionary.size;
        this.#dictionary.set(text, code);
      }
      this.#codes[row] = code;
    } else {
      this.#numbers[row] = numberOf(value);
    }
  }

  /** Turns what was written so far into text, so that values of any kind can follow. */
  widenToString(): void {
    const kind = this.#kind;
    if (kind === "string" || kind === null) {
      this.#kind = "string";
      return;
    }
    const numbers = this.#numbers;
    const length = this.#length;
    this.#kind = "string";
    this.#length = 0;
    this.#codes = new Int32Array(0);
    for (let row = 0; row < length; row++) {
      const value = numbers[row]!;
      if (Number.isNaN(value)) continue;
      this.set(row, kind === "boolean" ? value === 1 : kind === "timestamp" ? formatTimestamp(value) : value);
    }
    this.#numbers = new Float64Array(0);
    this.#reach(length);
  }

  /** The finished column: row `i` is the written row `rows[i]`. A column that never saw a value is text. */
  finish(rows: Uint32Array): Column {
    const needed = rows.length;
    const written = this.#length;
    if (this.#kind === "string" || this.#kind === null) {
      const codes = new Int32Array(needed);
      for (let i = 0; i < needed; i++) codes[i] = rows[i]! < written ? this.#codes[rows[i]!]! : -1;
      return Object.freeze({
        kind: "string",
        dictionary: Object.freeze([...this.#dictionary.keys()]),
        codes,
      });
    }
    if (this.#kind === "boolean") {
      const values = new Uint8Array(needed);
      for (let i = 0; i < needed; i++) {
        const value = rows[i]! < written ? this.#numbers[rows[i]!]! : Number.NaN;
        values[i] = Number.isNaN(value) ? 255 : value;
      }
      return Object.freeze({ kind: "boolean", values });
    }
    const values = new Float64Array(needed);
    for (let i = 0; i < needed; i++) values[i] = rows[i]! < written ? this.#numbers[rows[i]!]! : Number.NaN;
    return Object.freeze({ kind: this.#kind, values });
  }

  #reach(length: number): void {
    if (length <= this.#length) return;
    if (this.#kind === "string") {
      if (length > this.#codes.length) {
        const grown = new Int32Array(Math.max(64, length, this.#codes.length * 2)).fill(-1);
        grown.set(this.#codes);
        this.#codes = grown;
      }
    } else if (length > this.#numbers.length) {
      const grown = new Float64Array(Math.max(64, length, this.#numbers.length * 2)).fill(Number.NaN);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#length = length;
  }
}

/** The kind under which `value` is stored when no other was told. */
function kindOf(value: string | number | boolean | Date): ColumnKind {
  return typeof value === "object" ? "timestamp" : (typeof value as "string" | "number" | "boolean");
}

/** Other kinds as text. */
function textOf(value: number | boolean | Date): string {
  return typeof value === "object" ? formatTimestamp(value.getTime()) : String(value);
}

function numberOf(value: string | number | boolean | Date): number {
  return typeof value === "object" ? value.getTime() : Number(value);
}
