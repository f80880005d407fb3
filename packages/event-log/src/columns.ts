import type { Column, ColumnKind } from "./types.js";

/** The value of `column` at `row`: text, number, truth value or instant (ms since the epoch); `null` where missing. */
export function columnValue(column: Column, row: number): string | number | boolean | null {
  switch (column.kind) {
    case "string": {
      const code = column.codes[row];
      return code === undefined || code < 0 ? null : column.dictionary[code]!;
    }
    case "boolean": {
      const value = column.values[row];
      return value === undefined || value > 1 ? null : value === 1;
    }
    default: {
      const value = column.values[row];
      return value === undefined || Number.isNaN(value) ? null : value;
    }
  }
}

/** How many rows `column` has. */
export function columnLength(column: Column): number {
  return column.kind === "string" ? column.codes.length : column.values.length;
}

/** The column called `name`; `undefined` when there is none, whatever the name (`constructor` is no column). */
export function columnByName(columns: Readonly<Record<string, Column>>, name: string): Column | undefined {
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

/** A new column that takes the given rows of `column`, in that order. Dictionaries are shared. O(rows). */
export function gatherColumn(column: Column, rows: Uint32Array): Column {
  switch (column.kind) {
    case "string": {
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) codes[i] = column.codes[rows[i]!]!;
      return Object.freeze({ kind: "string", dictionary: column.dictionary, codes });
    }
    case "boolean": {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return Object.freeze({ kind: "boolean", values });
    }
    default: {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]!]!;
      return Object.freeze({ kind: column.kind, values });
    }
  }
}

/** A growing column. A value of another kind than the first either throws or turns the column into text. */
export class ColumnWriter {
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

  /** The kind under which `value` would be stored. */
  static kindOf(value: string | number | boolean | Date): ColumnKind {
    if (typeof value === "string") return "string";
    if (typeof value === "number") return "number";
    return typeof value === "boolean" ? "boolean" : "timestamp";
  }

  /** Sets the value at `row`; rows in between are missing. The value must be of the column's kind. */
  set(row: number, value: string | number | boolean | Date): void {
    if (this.#kind === null) this.#kind = ColumnWriter.kindOf(value);
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
      this.#numbers[row] = typeof value === "object" ? value.getTime() : Number(value);
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
      this.set(row, kind === "boolean" ? value === 1 : kind === "timestamp" ? new Date(value) : value);
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

function textOf(value: number | boolean | Date): string {
  return typeof value === "object" ? value.toISOString() : String(value);
}
