import { describe } from "@gigamine/base";
import type { Cell } from "./cell.js";
import { asText } from "./expression/values.js";

/** A value and how often it comes. */
export interface CountedValue {
  /** As text: instants in ISO 8601, objects as JSON. */
  readonly value: string;
  readonly count: number;
}

/** What a column of rows holds. Numbers are `null` when the column has none. */
export interface ColumnSummary {
  readonly name: string;
  /** The kinds of its values; `"mixed"` when there are several, `"empty"` when all are missing. */
  readonly kind: "number" | "text" | "boolean" | "datetime" | "object" | "mixed" | "empty";
  readonly nulls: number;
  /** How many different values there are, missing ones not counted. */
  readonly unique: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Sample standard deviation (divisor n − 1). */
  readonly sd: number | null;
  /** The most frequent values, at most five; ties in the order of first sight. */
  readonly top: readonly CountedValue[];
}

const shownValues = 5;

/**
 * What the columns of a table hold: missing and different values, spread of numbers (of instants: in ms since the epoch), most frequent values.
 * O(cells).
 *
 * @param columns Their names. @default the properties of the first row
 */
export function describeRows(rows: readonly object[], columns?: readonly string[]): ColumnSummary[] {
  const names = columns ?? Object.keys(rows[0] ?? {});
  return names.map((name) =>
    summary(
      name,
      rows.map((row) => cellOf(row, name)),
    ),
  );
}

function cellOf(row: object, name: string): Cell {
  return (Object.hasOwn(row, name) ? (row as Record<string, Cell | undefined>)[name] : null) ?? null;
}

function summary(name: string, cells: readonly Cell[]): ColumnSummary {
  const present = cells.filter((cell) => cell !== null);
  const kinds = new Set(present.map(kindOf));
  const counts = new Map<string, number>();
  for (const cell of present) {
    const text = asText(cell);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const { mean, sd, min, max } = describe(Float64Array.from(present.flatMap(numbersOf)));
  return {
    name,
    kind: kinds.size === 1 ? [...kinds][0]! : kinds.size === 0 ? "empty" : "mixed",
    nulls: cells.length - present.length,
    unique: counts.size,
    min,
    max,
    mean,
    sd,
    top: mostFrequent(counts),
  };
}

function kindOf(cell: Exclude<Cell, null>): ColumnSummary["kind"] {
  if (typeof cell === "string") return "text";
  if (typeof cell === "number") return "number";
  if (typeof cell === "boolean") return "boolean";
  return cell instanceof Date ? "datetime" : "object";
}

function numbersOf(cell: Cell): number[] {
  if (typeof cell === "number") return [cell];
  return cell instanceof Date ? [cell.getTime()] : [];
}

function mostFrequent(counts: ReadonlyMap<string, number>): CountedValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, shownValues);
}
