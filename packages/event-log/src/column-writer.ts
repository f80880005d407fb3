import { ByteDictionary } from "./bytes/byte-dictionary.js";
import { Float64List, Int32List } from "./bytes/lists.js";
import { formatTimestamp } from "./format-timestamp.js";
import type { Column, ColumnKind } from "./types.js";

/** What a column finishes into: row `i` of the result is the written row `rows[i]`. */
export interface ColumnSource {
  finish(rows: Uint32Array): Column;
  /** Frees the memory of the source once it is finished for good. */
  release?(): void;
}

/**
 * A growing column of one kind. Callers check kinds; {@link ColumnWriter.widenToString} turns the column into text.
 * Readers of bytes use {@link ColumnWriter.intern} with {@link ColumnWriter.setCode}, and {@link ColumnWriter.setNumber}, so
 * that no cell needs a string or an object.
 */
export class ColumnWriter implements ColumnSource {
  #kind: ColumnKind | null;
  readonly #numbers = new Float64List();
  readonly #codes = new Int32List();
  #dictionary = new Map<string, number>();
  /** Takes the place of the map from the first interned bytes on; the codes stay. */
  #bytes: ByteDictionary | null = null;

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
    return this.#kind === "string" ? this.#codes.get(row) >= 0 : !Number.isNaN(this.#numbers.get(row));
  }

  /** Whether the value at `row` would not change by writing `value`. */
  holds(row: number, value: string | number | boolean | Date): boolean {
    if (this.#kind !== "string") return this.#numbers.get(row) === numberOf(value);
    const code = this.#codes.get(row);
    const text = typeof value === "string" ? value : textOf(value);
    return (
      code >= 0 &&
      (this.#bytes === null ? this.#dictionary.get(text) === code : this.#bytes.text(code) === text)
    );
  }

  /** Sets the value at `row`; rows in between are missing. The value must be of the column's kind. */
  set(row: number, value: string | number | boolean | Date): void {
    if (this.#kind === null) this.#kind = kindOf(value);
    if (this.#kind === "string") {
      this.#codes.set(row, this.#codeOf(typeof value === "string" ? value : textOf(value)));
    } else {
      this.#numbers.set(row, numberOf(value));
    }
  }

  /** The code of a text value that stands in `bytes`; -1 when that is no valid UTF-8. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    this.#bytes ??= toBytes(this.#dictionary);
    return this.#bytes.intern(bytes, start, end);
  }

  /** Sets the text at `row` by a code that {@link ColumnWriter.intern} gave. The column must be text. */
  setCode(row: number, code: number): void {
    this.#codes.set(row, code);
  }

  /** Sets a number, an instant (ms since the epoch) or a truth value (0 or 1) at `row`. The column must not be text. */
  setNumber(row: number, value: number): void {
    this.#numbers.set(row, value);
  }

  /** The number at `row`, NaN where missing. */
  numberAt(row: number): number {
    return this.#numbers.get(row);
  }

  /** Turns what was written so far into text, so that values of any kind can follow. */
  widenToString(): void {
    const kind = this.#kind;
    this.#kind = "string";
    if (kind === "string" || kind === null) return;
    const numbers = this.#numbers;
    for (let row = 0; row < numbers.length; row++) {
      const value = numbers.get(row);
      if (Number.isNaN(value)) continue;
      this.set(row, kind === "boolean" ? value === 1 : kind === "timestamp" ? formatTimestamp(value) : value);
    }
    numbers.clear();
  }

  /** The finished column: row `i` is the written row `rows[i]`. A column that never saw a value is text. */
  finish(rows: Uint32Array): Column {
    if (this.#kind === "string" || this.#kind === null) {
      return Object.freeze({
        kind: "string",
        dictionary: Object.freeze(this.#bytes?.texts() ?? [...this.#dictionary.keys()]),
        codes: this.#codes.gather(rows),
      });
    }
    if (this.#kind === "boolean") {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const value = this.#numbers.get(rows[i]!);
        values[i] = Number.isNaN(value) ? 255 : value;
      }
      return Object.freeze({ kind: "boolean", values });
    }
    return Object.freeze({ kind: this.#kind, values: this.#numbers.gather(rows) });
  }

  release(): void {
    this.#numbers.clear();
    this.#codes.clear();
    this.#dictionary = new Map();
    this.#bytes = null;
  }

  #codeOf(text: string): number {
    if (this.#bytes !== null) return this.#bytes.internText(text);
    let code = this.#dictionary.get(text);
    if (code === undefined) {
      code = this.#dictionary.size;
      this.#dictionary.set(text, code);
    }
    return code;
  }
}

function toBytes(dictionary: Map<string, number>): ByteDictionary {
  const bytes = new ByteDictionary();
  for (const text of dictionary.keys()) bytes.internText(text);
  return bytes;
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
