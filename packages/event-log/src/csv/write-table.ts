import { optionError } from "@gigamine/base";
import Papa from "papaparse";
import type { CsvWriteOptions } from "./write.js";

/** A cell of a table; `null` is left empty. */
export type CsvCell = string | number | boolean | null;

/**
 * A table as CSV text, for results that are no log: the header, then a line a row, each ended by LF. Texts are quoted where they must be, and
 * by default a spreadsheet does not run one as a formula. O(cells).
 *
 * @example
 * writeCsvTable(["case", "fits"], [["lot-1", true], ["lot-2", false]]); // "case,fits\nlot-1,true\nlot-2,false\n"
 */
export function writeCsvTable(
  header: readonly string[],
  rows: Iterable<readonly CsvCell[]>,
  options: CsvWriteOptions = {},
): string {
  const { delimiter = "," } = options;
  const safe = cellText("writeCsvTable", options);
  const line = (cells: readonly CsvCell[]): string =>
    `${cells.map((cell) => (typeof cell === "string" ? safe(cell) : String(cell ?? ""))).join(delimiter)}\n`;
  let text = line(header);
  for (const row of rows) text += line(row);
  return text;
}

/** How a text stands in a cell of a CSV file, quoted and escaped where it must be. Checks the options. */
export function cellText(
  where: string,
  { delimiter = ",", escapeFormulae = true }: CsvWriteOptions,
): (text: string) => string {
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw optionError(where, "delimiter", delimiter, 'Give one character, such as ",", ";" or "\\t".');
  }
  // Most texts stand as they are; papaparse quotes and escapes the others.
  const special = new RegExp(`["\\r\\n\\ufeff${delimiter.replace(/[\\\]^-]/g, "\\$&")}]|^[\\s=+\\-@]|\\s$`);
  // Its own idea of a formula ends at the first line; a spreadsheet's does not.
  const config = { delimiter, escapeFormulae: escapeFormulae && /^[=+\-@\t\r]/ };
  return (text) => (special.test(text) ? Papa.unparse([[text]], config) : text);
}
