import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { GigamineError, isGigamineError, listNames, optionError } from "@gigamine/base";
import type { z } from "zod";
import { type CsvReadOptions, readCsv } from "../csv/read.js";
import { readJson } from "../json/read.js";
import { type NdjsonReadOptions, readNdjson } from "../json/read-ndjson.js";
import type { FlattenOptions } from "../ocel/flatten.js";
import { inputSettings, readBytes } from "../read/input.js";
import type { ColumnMapping } from "../table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf, Typed } from "../table/schema-types.js";
import type { AnyAttributes, ReadEventLog } from "../types.js";
import { readXes, type XesReadOptions } from "../xes/read.js";
import { fileChunks } from "./file-chunks.js";
import { fileError } from "./file-error.js";
import { FORMAT_NAMES, formatByContent, formatByName, type LogFileFormat } from "./file-format.js";

export type { LogFileFormat } from "./file-format.js";

/** Options of {@link readLogFile}: those of all readers. What a format has no use for changes nothing. */
export interface ReadLogFileOptions
  extends CsvReadOptions,
    XesReadOptions,
    NdjsonReadOptions,
    FlattenOptions {
  /** The format. @default by the ending of the file, else by its content */
  readonly format?: LogFileFormat | undefined;
  /** The object type that becomes the case, for OCEL 2.0. @default the only one, when there is only one */
  readonly objectType?: string | undefined;
}

/**
 * Reads a log from a file: `.csv`, `.tsv`, `.xes`, `.json`, `.ndjson` or `.jsonl`, `.arrow` or `.feather`, `.jsonocel` or `.ocel.json` (which
 * is flattened), each also gzipped; any other by its content. Messages name the file. The file is streamed: memory goes to
 * the columns (JSON documents and Arrow are held whole). Progress counts the bytes of the file; an abort closes it.
 *
 * @throws GigamineError `file/not-found`, `file/is-directory`, `file/no-permission`, `file/cannot-read`, and what {@link readCsv},
 * {@link readXes}, {@link readJson}, {@link readNdjson}, `fromArrow`, `readOcel` and `flatten` throw.
 *
 * @example
 * const log = await readLogFile("orders.csv", { columns: { case: "order" } });
 */
export function readLogFile<
  S extends z.ZodObject,
  const M extends ColumnMapping = Record<never, never>,
  const K extends readonly string[] = [],
>(
  path: string,
  options: Typed<ReadLogFileOptions, S, M, K>,
): Promise<
  ReadEventLog<EventAttributesOf<z.output<S>, M, K[number]>, CaseAttributesOf<z.output<S>, M, K[number]>>
>;
export function readLogFile<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  path: string,
  options?: ReadLogFileOptions,
): Promise<ReadEventLog<E, C>>;
export async function readLogFile(path: string, options: ReadLogFileOptions = {}): Promise<ReadEventLog> {
  if (typeof path !== "string" || path === "") {
    throw optionError("readLogFile", "path", path, "Give the path of a file.");
  }
  try {
    const { size } = await stat(path);
    const settings = { ...options, source: options.source ?? basename(path), totalBytes: size };
    const format = options.format ?? formatByName(path).format ?? (await formatOf(path, settings));
    const chunks = (): AsyncGenerator<Uint8Array> => fileChunks(path, options.signal);
    switch (format) {
      case "csv":
        return await readCsv(chunks(), settings);
      case "tsv":
        return await readCsv(chunks(), { ...settings, delimiter: options.delimiter ?? "\t" });
      case "xes":
        return await readXes(chunks(), settings);
      case "json":
        return await readJson(chunks(), settings).catch((error: unknown) => {
          // only the document itself tells that it is object-centric
          if (isGigamineError(error, "json/is-ocel")) return readFlattened(chunks(), settings);
          throw error;
        });
      case "ndjson":
        return await readNdjson(chunks(), settings);
      case "arrow":
        return await readArrow(chunks(), settings);
      case "ocel":
        return await readFlattened(chunks(), settings);
      default:
        throw optionError("readLogFile", "format", format, `Give ${FORMAT_NAMES}.`);
    }
  } catch (error) {
    throw await fileError(error, path);
  }
}

/** Arrow is loaded only when it is needed. */
async function readArrow(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadLogFileOptions & { readonly source: string },
): Promise<ReadEventLog> {
  const settings = inputSettings("readLogFile", options.source, options);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of readBytes(chunks, settings)) {
    pieces.push(piece);
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const { fromArrow } = await import("../arrow/read.js");
  return fromArrow(bytes, options);
}

/** An object-centric log, seen from one type of object. */
async function readFlattened(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadLogFileOptions & { readonly source: string },
): Promise<ReadEventLog> {
  const { flatten, readOcel } = await import("../ocel.js");
  const ocel = await readOcel(chunks, options);
  const types = ocel.objectTypes.map(({ name }) => name);
  const objectType = options.objectType ?? (types.length === 1 ? types[0] : undefined);
  if (objectType === undefined) {
    throw new GigamineError(
      "ocel/no-object-type",
      `${options.source}: this is an object-centric log (OCEL 2.0), which has no cases yet. Choose the object type that becomes the ` +
        `case with { objectType: "…" }. The types are ${listNames(types)}.`,
      { source: options.source, objectTypes: types },
    );
  }
  const log = flatten(ocel, objectType, options);
  const { issues, issueCounts } = ocel.report;
  const report = Object.freeze({
    ...log.report,
    issues: Object.freeze([...issues, ...log.report.issues]),
    issueCounts: Object.freeze({ ...issueCounts, ...log.report.issueCounts }),
  });
  return Object.freeze({ ...log, report });
}

const HEAD = 1 << 16;

/** The format by the begin of the file, unpacked when it is gzip. */
async function formatOf(path: string, options: ReadLogFileOptions): Promise<LogFileFormat> {
  const settings = inputSettings("readLogFile", basename(path), { ...options, onProgress: undefined });
  let head: Uint8Array = new Uint8Array(0);
  for await (const piece of readBytes(fileChunks(path, options.signal), settings)) {
    const joined = new Uint8Array(head.length + piece.length);
    joined.set(head);
    joined.set(piece, head.length);
    head = joined;
    if (head.length >= HEAD) break;
  }
  if (head[0] === 0xff && head[1] === 0xfe && head[2] !== 0xff) return "csv"; // UTF-16, as spreadsheets write it
  const format = formatByContent(head);
  if (format !== null) return format;
  throw new GigamineError(
    "file/empty",
    `${path}: the file is empty. Give a log in CSV, XES, JSON, NDJSON, Arrow or OCEL 2.0.`,
    { path },
  );
}
