import { rowsToCsv } from "@gigamine/synthetic";
import type { TableFormat } from "./formats.js";

/**
 * Rows as text: CSV, a JSON list with a row a line, or a JSON document a line. Instants are ISO 8601; an object is JSON text in
 * CSV and itself in JSON.
 *
 * @param columns Their names, for a table without rows.
 */
export function tableText(rows: readonly object[], format: TableFormat, columns: readonly string[]): string {
  if (format === "csv") return rowsToCsv<Record<string, unknown>>(rows as Record<string, unknown>[], columns);
  const lines = rows.map((row) => JSON.stringify(row));
  if (format === "ndjson") return lines.map((line) => `${line}\n`).join("");
  return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
}
