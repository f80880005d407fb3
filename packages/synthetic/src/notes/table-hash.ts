import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { noteColumns } from "./columns.js";

/** SHA-256 in hex of the rows without their note columns; the order of columns inside a row does not count. */
export function numbersHash(rows: readonly object[]): string {
  return hashLines(rows, (row) => {
    const plain: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(row)) if (!noteColumns.has(name)) plain[name] = value;
    return plain;
  });
}

/** SHA-256 in hex of the texts of notes with the ids of their rows. */
export function textHash(notes: readonly { readonly id: string; readonly text: string }[]): string {
  return hashLines(notes, ({ id, text }) => [id, text]);
}

function hashLines<T>(items: readonly T[], content: (item: T) => unknown): string {
  const hash = sha256.create();
  for (const item of items) hash.update(utf8ToBytes(`${JSON.stringify(content(item), sorted)}\n`));
  return bytesToHex(hash.digest());
}

/** Objects with sorted keys; a big integer, which JSON has no place for, as text. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
