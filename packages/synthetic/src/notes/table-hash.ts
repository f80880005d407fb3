import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Columns that `narrate` writes; all others are left as they are. */
const noteColumns: ReadonlySet<string> = new Set(["operator_log", "noteSource"]);
const noColumns: ReadonlySet<string> = new Set();
const charactersAtOnce = 65_536;

/** SHA-256 in hex of the rows without their note columns; the order of columns inside a row does not count. */
export function numbersHash(rows: readonly object[]): string {
  const writer = new CanonicalWriter();
  return hashLines(rows, (row) => writer.object(row, noteColumns));
}

/** SHA-256 in hex of the texts of notes with the ids of their rows. */
export function textHash(notes: readonly { readonly id: string; readonly text: string }[]): string {
  return hashLines(notes, ({ id, text }) => JSON.stringify([id, text]));
}

function hashLines<T>(items: readonly T[], lineOf: (item: T) => string): string {
  const hash = sha256.create();
  let lines = "";
  for (const item of items) {
    lines += `${lineOf(item)}\n`;
    if (lines.length < charactersAtOnce) continue;
    hash.update(utf8ToBytes(lines));
    lines = "";
  }
  return bytesToHex(hash.update(utf8ToBytes(lines)).digest());
}

/** The keys of an object as they come, and in the order in which they are written. */
interface Shape {
  readonly keys: readonly string[];
  readonly written: readonly { readonly key: string; readonly start: string }[];
}

const shapesKept = 8;

/** Writes JSON with sorted keys. Rows of a table have the same few shapes, whose keys are sorted once. */
class CanonicalWriter {
  readonly #shapes: Shape[] = [];

  object(object: object, without: ReadonlySet<string> = noColumns): string {
    let text = "";
    for (const { key, start } of this.#shapeOf(object).written) {
      const value = (object as Readonly<Record<string, unknown>>)[key];
      if (value === undefined || without.has(key)) continue;
      text += `${text === "" ? "" : ","}${start}${this.#value(value)}`;
    }
    return `{${text}}`;
  }

  #value(value: unknown): string {
    if (typeof value === "bigint") return `"${value}n"`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
    if ("toJSON" in value) return JSON.stringify(value);
    return Array.isArray(value)
      ? `[${value.map((item) => this.#value(item)).join(",")}]`
      : this.object(value);
  }

  #shapeOf(object: object): Shape {
    const keys = Object.keys(object);
    const known = this.#shapes.find((shape) => areSame(shape.keys, keys));
    if (known !== undefined) return known;
    const written = [...keys].sort().map((key) => ({ key, start: `${JSON.stringify(key)}:` }));
    const shape = { keys, written };
    if (this.#shapes.unshift(shape) > shapesKept) this.#shapes.pop();
    return shape;
  }
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}
