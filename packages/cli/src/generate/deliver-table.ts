import { formatOf } from "../options.js";
import type { Context } from "../terminal.js";
import { deliverText, type OutFlags } from "./deliver.js";
import { TABLE_FORMATS, type TableFormat } from "./formats.js";
import type { WrittenFile } from "./made.js";
import { tableText } from "./table-text.js";

/** Writes a table to `--out`, or as CSV to stdout. Gives the file, `null` when there is none. */
export async function deliverTable(
  rows: readonly object[],
  columns: readonly string[],
  flags: OutFlags,
  context: Context,
): Promise<WrittenFile | null> {
  const { out } = flags;
  const format: TableFormat = out === undefined ? "csv" : formatOf(out, TABLE_FORMATS, "generate");
  return deliverText(() => tableText(rows, format, columns), flags, context);
}
