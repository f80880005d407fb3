import { basename, extname } from "node:path";

/** The formats of logs in files. */
export type LogFileFormat = "csv" | "tsv" | "xes" | "json";

const FORMATS: Readonly<Record<string, LogFileFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".xes": "xes",
  ".json": "json",
};

/** What the name of a file tells: `orders.xes.gz` is XES in gzip. `null` when the ending tells no format. */
export function formatByName(path: string): {
  readonly format: LogFileFormat | null;
  readonly gzip: boolean;
} {
  const name = basename(path).toLowerCase();
  const gzip = name.endsWith(".gz") || name.endsWith(".gzip");
  const ending = extname(gzip ? name.slice(0, name.lastIndexOf(".")) : name);
  return { format: FORMATS[ending] ?? null, gzip };
}

/** The endings that are known, for messages. */
export const KNOWN_ENDINGS = ".csv, .tsv, .xes or .json, each also with .gz";
