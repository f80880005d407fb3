import type { Cell, TableRow } from "./cell.js";
import { type ColumnSummary, describeRows } from "./describe-rows.js";
import { asText } from "./expression/values.js";

/** A first look at a design. */
export interface Preview<Out> {
  readonly rows: Out[];
  readonly columns: readonly ColumnSummary[];
  /** The rows and the summary as aligned text. */
  readonly text: string;
}

const widest = 30;

/** Rows with what their columns hold. */
export function previewOf<Out extends object>(rows: Out[], names: readonly string[]): Preview<Out> {
  const columns = describeRows(rows, names);
  const body = rows.map((row) => names.map((name) => shown((row as TableRow)[name] ?? null)));
  const facts = columns.map((summary) => [
    summary.name,
    summary.kind,
    shown(summary.nulls),
    shown(summary.unique),
    ...[summary.min, summary.mean, summary.max].map((value) => shown(asInstant(value, summary))),
  ]);
  const text = `${aligned([[...names], ...body])}\n${aligned([summaryHeader, ...facts])}`;
  return { rows, columns, text };
}

const summaryHeader = ["column", "kind", "nulls", "unique", "min", "mean", "max"];

function asInstant(value: number | null, { kind }: ColumnSummary): Cell {
  return kind === "datetime" && value !== null ? new Date(value) : value;
}

function shown(cell: Cell): string {
  const text = typeof cell === "number" ? String(Number(cell.toPrecision(6))) : asText(cell);
  const line = text.replace(/\s+/g, " ");
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
