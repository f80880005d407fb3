import { GigamineError, quoteValue } from "@gigamine/base";
import { columnByName, type EventLog, toRows } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { isQcTable, type QcRow, qcValueSchema } from "@gigamine/synthetic";
import { formatOf } from "../options.js";
import { readBytes } from "../read-file.js";
import type { Context } from "../terminal.js";
import { TABLE_FORMATS } from "./formats.js";

/** Cells of a row as they stand in a file. */
type RawRow = Readonly<Record<string, unknown>>;

/**
 * Reads a quality table as `generate` writes it; rows of CSV come batch by batch.
 *
 * @throws GigamineError `cli/no-qc-table`, or what the reader of the format throws.
 */
export async function readQcRows(path: string, command: string, context: Context): Promise<readonly QcRow[]> {
  const format = formatOf(path, TABLE_FORMATS, command);
  const rows = format === "csv" ? await csvRows(path, command, context) : await jsonRows(path, format);
  return rows.map((row, i) => qcRow(row, i, path, command));
}

async function csvRows(path: string, command: string, { signal, terminal }: Context): Promise<RawRow[]> {
  const log: EventLog = await readLogFile(path, { signal, onProgress: terminal.onProgress });
  if (!isQcTable(log) || columnByName(log.eventAttributes, "row_id") === undefined) {
    throw noTable(command, path, "it lacks one of the columns row_id, process_step, subcategory, qc_data");
  }
  return toRows(log).map((row) => ({
    ...row,
    timestamp: row.timestamp === null ? "" : new Date(row.timestamp).toISOString(),
    qc_data: parsed(String((row as RawRow)["qc_data"])),
  }));
}

async function jsonRows(path: string, format: "json" | "ndjson"): Promise<RawRow[]> {
  const text = new TextDecoder().decode(await readBytes(path));
  const value =
    format === "json"
      ? parsed(text)
      : text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map(parsed);
  if (Array.isArray(value)) return value as RawRow[];
  throw new GigamineError(
    "file/bad-json",
    `${path} is no JSON list of rows. Write one with gigamine generate --view qc-table.`,
    { path },
  );
}

function qcRow(row: RawRow, index: number, path: string, command: string): QcRow {
  const checked = qcValueSchema.safeParse(row?.["qc_data"]);
  if (!checked.success) {
    const issue = checked.error.issues[0]!;
    const field = ["qc_data", ...issue.path].join(".");
    throw noTable(command, path, `row ${index + 1}: ${field} is not as it should be (${issue.message})`);
  }
  const text = (name: string): string => String(row[name] ?? "");
  if (text("row_id") === "") throw noTable(command, path, `row ${index + 1} has no row_id`);
  const number = (name: string, usual: number): number => Number(row[name] ?? usual);
  return {
    row_id: text("row_id"),
    timestamp: text("timestamp"),
    shift: text("shift"),
    process_step: number("process_step", 0),
    subcategory: text("subcategory"),
    case_id: text("case_id"),
    activity: text("activity"),
    location: text("location"),
    resource: text("resource"),
    operator: text("operator"),
    attempt: number("attempt", 1),
    qc_data: checked.data,
    ambient_temp_c: number("ambient_temp_c", Number.NaN),
    operator_log: text("operator_log"),
  };
}

/** The value of a JSON text; `null` for one that is none, which the check of the row then reports. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function noTable(command: string, path: string, why: string): GigamineError {
  return new GigamineError(
    "cli/no-qc-table",
    `${command}: ${quoteValue(path)} is no quality table: ${why}. Give a table such as gigamine generate --view qc-table writes.`,
    { path },
  );
}
