import { GigamineError, quoteValue } from "@gigamine/base";
import { formatTimestamp } from "@gigamine/event-log";
import type { Cell } from "../cell.js";

/** A cell as a number: instants are ms since the epoch, true is 1, false 0; `null` stays `null`. */
export function asNumber(value: Cell): number | null {
  if (typeof value === "number" || value === null) return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  throw typeError("a number", value);
}

/** A cell as a condition: `null` does not hold. */
export function asCondition(value: Cell): boolean {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  throw typeError("true or false", value);
}

/** A cell as a person reads it: instants as ISO 8601, parts as JSON, nothing for `null`. */
export function asText(value: Cell): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  if (value instanceof Date) return formatTimestamp(value.getTime());
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Equal as values; instants are compared with numbers as ms since the epoch. */
export function sameValue(a: Cell, b: Cell): boolean {
  return comparable(a) === comparable(b);
}

/** Negative, 0 or positive for numbers, instants and truth values, or for two texts (by code unit); `null` when one is missing. */
export function order(a: Cell, b: Cell): number | null {
  if (a === null || b === null) return null;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return asNumber(a)! - asNumber(b)!;
}

function comparable(value: Cell): unknown {
  return value instanceof Date ? value.getTime() : value;
}

function typeError(wanted: string, value: Cell): GigamineError {
  return new GigamineError(
    "table/expression-type",
    `An expression needs ${wanted} here, but got ${quoteValue(value)}. Join texts with concat(a, b); compare a text with a text in quotes.`,
    { wanted, value },
  );
}
