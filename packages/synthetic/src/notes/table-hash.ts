import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** Columns that `narrate` writes; all others are left as they are. */
const noteColumns: ReadonlySet<string> = new Set(["operator_log", "noteSource"]);
const noColumns: ReadonlySet<string> = new Set();
const charactersAtOnce = 65_536;

/** SHA-256 in hex of the rows without their note columns; the order of columns inside a row does not count. */
export function numbersHash(rows: readonly object[]): string {
  return hashLines(rows, (row) => objectText(row, noteColumns));
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

/** JSON with sorted keys. Written out, because JSON.stringify with a function that sorts takes five times as long. */
function valueText(value: unknown): string {
  if (typeof value === "bigint") return `"${value}n"`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if ("toJSON" in value) return JSON.stringify(value);
  return Array.isArray(value) ? `[${value.map(valueText).join(",")}]` : objectText(value, noColumns);
}

function objectText(object: object, without: ReadonlySet<string>): string {
  let text = "";
  for (const key of Object.keys(object).sort()) {
    const value = (object as Readonly<Record<string, unknown>>)[key];
    if (value !== undefined && !without.has(key))
      text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${valueText(value)}`;
  }
  return `{${text}}`;
}
