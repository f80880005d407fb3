import { type ColumnSummary, describeRows, type QcRow } from "@gigamine/synthetic";
import { oneLine, textTable } from "../table.js";
import type { Context } from "../terminal.js";
import { isQcView, misuse, modeOf } from "./check-flags.js";
import { asking } from "./claude.js";
import { readDesign } from "./design.js";
import type { GenerateFlags } from "./flags.js";
import { writeNotes } from "./notes.js";
import { rowsPerBatch } from "./plant.js";
import { qcRows } from "./qc-rows.js";

/** A few rows, and what the columns of the sample hold. */
export interface TablePreview {
  readonly rows: readonly object[];
  /** Of `sampled` rows. */
  readonly columns: readonly ColumnSummary[];
  readonly sampled: number;
}

const command = "preview";
const usualRows = 3;
/** Rows that the columns are described by. */
const sampleRows = 200;

/** The first rows of a table, and its columns; no model is asked. */
export async function previewTable(flags: GenerateFlags, context: Context): Promise<TablePreview> {
  const mode = modeOf(flags.design === undefined ? { view: "qc-table", ...flags } : flags, command);
  const { rows: shown = usualRows, ...others } = flags;
  if (mode === "design") {
    const design = await readDesign(flags.design!, flags.seed);
    const { rows } = await asking(context, command, flags, () =>
      design.generate(Math.max(shown, sampleRows), { signal: context.signal }),
    );
    return { rows: rows.slice(0, shown), columns: describeRows(rows, design.columns), sampled: rows.length };
  }
  if (!isQcView(mode)) throw misuse(command, "it shows tables. Leave --view out, or give --design <file>.");
  const own = flags.orders !== undefined || flags.days !== undefined;
  const perBatch = rowsPerBatch(mode);
  const count = perBatch * Math.ceil(Math.max(shown, sampleRows) / perBatch);
  const { rows } = qcRows(own ? others : { ...others, rows: count }, mode, command, context);
  const { table } = await writeNotes(rows, { notes: "offline" }, command, context);
  const flat = table.rows.map(flatRow);
  return { rows: flat.slice(0, shown), columns: describeRows(flat), sampled: flat.length };
}

/** The measurement in columns of its own, so that they can be described. */
function flatRow({ qc_data, ...row }: QcRow): object {
  const measurement = Object.fromEntries(
    Object.entries(qc_data).map(([name, value]) => [`qc_data.${name}`, value]),
  );
  return { ...row, ...measurement };
}

/** The rows as records, a line a field, then the columns as a table. */
export function previewText({ rows, columns, sampled }: TablePreview): string {
  const widest = Math.max(0, ...columns.map(({ name }) => name.length));
  const records = rows.map((row, i) => {
    const lines = Object.entries(row).map(
      ([name, value]) => `  ${name.padEnd(widest)}  ${oneLine(shownValue(value), 160)}`,
    );
    return `Row ${i + 1}\n${lines.join("\n")}`;
  });
  const table = textTable(
    [
      { label: "column" },
      { label: "kind" },
      { label: "missing", align: "right" },
      { label: "different", align: "right" },
      { label: "lowest", align: "right" },
      { label: "mean", align: "right" },
      { label: "highest", align: "right" },
      { label: "most frequent", widest: 50 },
    ],
    columns.map(({ name, kind, nulls, unique, min, mean, max, top }) => [
      name,
      kind,
      String(nulls),
      String(unique),
      ...[min, mean, max].map((value) => shownNumber(value, kind)),
      top[0] === undefined || top[0].count === 1 ? "" : `${top[0].value} (${top[0].count})`,
    ]),
  );
  return [...records, `Columns, of ${sampled} rows`, table].join("\n\n");
}

function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function shownNumber(value: number | null, kind: ColumnSummary["kind"]): string {
  if (value === null) return "";
  return kind === "datetime" ? new Date(value).toISOString() : String(Number(value.toPrecision(4)));
}
