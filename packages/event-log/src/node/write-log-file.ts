import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { GigamineError, type LongWorkOptions } from "@gigamine/base";
import { writeFileAtomic } from "@gigamine/base/node";
import { type CsvWriteOptions, csvChunks } from "../csv/write.js";
import { jsonChunks } from "../json/write.js";
import { ndjsonChunks } from "../json/write-ndjson.js";
import type { EventLog } from "../types.js";
import { type XesWriteOptions, xesChunks } from "../xes/write.js";
import { formatByName, KNOWN_ENDINGS, type LogFileFormat } from "./file-format.js";

/** Options of {@link writeLogFile}: those of the writers. What a format has no use for changes nothing. */
export interface WriteLogFileOptions extends LongWorkOptions, CsvWriteOptions, XesWriteOptions {
  /** The format. @default by the ending of the file */
  readonly format?: LogFileFormat | undefined;
}

/**
 * Writes a log into a file, in the format of its ending: `.csv`, `.tsv`, `.xes`, `.json`, `.ndjson` or `.jsonl`, `.arrow` or `.feather` (Arrow IPC
 * file; `.arrows`: stream), gzipped when `.gz` follows.
 * The file is there whole or not at all: it is written under another name beside it and then renamed. The text is made piece by
 * piece, so its size has no limit; Arrow is made whole.
 *
 * @throws GigamineError `file/unknown-format`, `file/not-writable`, and what the writers throw.
 */
export async function writeLogFile(
  log: EventLog,
  path: string,
  options: WriteLogFileOptions = {},
): Promise<void> {
  const byName = formatByName(path);
  const format = options.format ?? byName.format;
  if (format === null || format === "ocel") {
    throw new GigamineError(
      "file/unknown-format",
      `${path}: the ending tells no format that a log can be written in. End the name with ${KNOWN_ENDINGS}, or pass { format }.`,
      { path },
    );
  }
  const chunks = watched(await chunksOf(log, format, path, options), options);
  await writeFileAtomic(path, byName.gzip ? gzipped(chunks) : chunks, { signal: options.signal });
}

async function chunksOf(
  log: EventLog,
  format: Exclude<LogFileFormat, "ocel">,
  path: string,
  options: WriteLogFileOptions,
): Promise<Iterable<string | Uint8Array>> {
  switch (format) {
    case "csv":
      return csvChunks(log, options);
    case "tsv":
      return csvChunks(log, { ...options, delimiter: options.delimiter ?? "\t" });
    case "xes":
      return xesChunks(log, options);
    case "json":
      return jsonChunks(log);
    case "ndjson":
      return ndjsonChunks(log);
    case "arrow": {
      const { toArrowBytes } = await import("../arrow/write.js");
      return pieces(toArrowBytes(log, { format: /\.arrows(\.gz(ip)?)?$/i.test(path) ? "stream" : "file" }));
    }
  }
}

const PIECE = 1 << 20;

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Encodes the pieces and reports them. */
function* watched(
  chunks: Iterable<string | Uint8Array>,
  { onProgress }: LongWorkOptions,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let done = 0;
  for (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    yield bytes;
    done += bytes.length;
    onProgress?.({ stage: "writing", done, total: null, unit: "bytes" });
  }
}

function gzipped(chunks: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const gzip = createGzip();
  // the callback is there for errors to be raised where the packed bytes are read
  pipeline(Readable.from(chunks, { objectMode: true }), gzip, () => undefined);
  return gzip;
}
