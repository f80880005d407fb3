import { LOG_FORMATS } from "../options.js";
import { isPlantLog, type Mode } from "./check-flags.js";

/** The endings under which a table can be written. */
export const TABLE_FORMATS = ["csv", "json", "ndjson"] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];

/** The endings under which the thing asked for can be written. */
export function formatsOf(mode: Mode): readonly string[] {
  if (mode === "ocel") return ["ocel.json"];
  return mode === "simple log" || isPlantLog(mode) ? LOG_FORMATS : TABLE_FORMATS;
}
