import { basename, extname } from "node:path";
import { firstLine, isJsonObject } from "../json/parse-document.js";

/** The formats of logs in files. */
export type LogFileFormat = "csv" | "tsv" | "xes" | "json" | "ndjson" | "arrow" | "ocel";

const FORMATS: Readonly<Record<string, LogFileFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".tab": "tsv",
  ".xes": "xes",
  ".json": "json",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".arrow": "arrow",
  ".arrows": "arrow",
  ".feather": "arrow",
  ".ipc": "arrow",
  ".jsonocel": "ocel",
};

/** What the name of a file tells: `orders.xes.gz` is XES in gzip. `null` when the ending tells no format. */
export function formatByName(path: string): {
  readonly format: LogFileFormat | null;
  readonly gzip: boolean;
} {
  const name = basename(path).toLowerCase();
  const gzip = name.endsWith(".gz") || name.endsWith(".gzip");
  const plain = gzip ? name.slice(0, name.lastIndexOf(".")) : name;
  if (plain.endsWith(".ocel.json")) return { format: "ocel", gzip };
  return { format: FORMATS[extname(plain)] ?? null, gzip };
}

/**
 * What the begin of a file tells, unpacked: Arrow by its first bytes, XML by "<", JSON by "{" or "[", NDJSON by a first line that is
 * a whole object before others; everything else is tried as CSV. `null` when there is nothing but blanks.
 */
export function formatByContent(head: Uint8Array): LogFileFormat | null {
  const first = String.fromCharCode(...head.subarray(0, 6));
  if (first === "ARROW1" || first.startsWith("\xff\xff\xff\xff") || /^(PAR1|FEA1)/.test(first))
    return "arrow";
  const text = new TextDecoder().decode(head).trimStart(); // a cut character at the end does no harm here
  if (text === "") return null;
  if (text.startsWith("<")) return "xes";
  if (text.startsWith("[")) return "json";
  if (!text.startsWith("{")) return "csv";
  const line = firstLine(text);
  return line.length < text.trimEnd().length && isJsonObject(line) ? "ndjson" : "json";
}

/** The formats that can be told, for messages. */
export const FORMAT_NAMES = '"csv", "tsv", "xes", "json", "ndjson", "arrow" or "ocel"';

/** The endings that are known for writing, for messages. */
export const KNOWN_ENDINGS = ".csv, .tsv, .xes, .json, .ndjson or .arrow, each also with .gz";
