import { cellNumber } from "../table/cells.js";
import type { ColumnKind } from "../types.js";

/** The elements of XES that hold a value, and the columns they become. */
export const TYPES: ReadonlyMap<string, ColumnKind> = new Map([
  ["string", "string"],
  ["id", "string"],
  ["date", "timestamp"],
  ["int", "number"],
  ["float", "number"],
  ["boolean", "boolean"],
]);

/** A number as xs:long or xs:double spells it; `null` for one that says it is none. */
export function xesNumber(value: string): number | null {
  if (value === "INF" || value === "+INF") return Number.POSITIVE_INFINITY;
  if (value === "-INF") return Number.NEGATIVE_INFINITY;
  return value === "NaN" ? null : cellNumber(value, "number");
}
