import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { GigamineError, optionError } from "@gigamine/base";
import type { z } from "zod";
import { type CsvReadOptions, readCsv } from "../csv/read.js";
import { readJson } from "../json/read.js";
import { inputSettings, readText } from "../read/input.js";
import type { ColumnMapping } from "../table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf, Typed } from "../table/schema-types.js";
import type { AnyAttributes, ReadEventLog } from "../types.js";
import { readXes, type XesReadOptions } from "../xes/read.js";
import { fileError } from "./file-error.js";
import { formatByName, type LogFileFormat } from "./file-format.js";

export type { LogFileFormat } from "./file-format.js";

/** Options of {@link readLogFile}: those of all readers. What a format has no use for changes nothing. */
export interface ReadLogFileOptions extends CsvReadOptions, XesReadOptions {
  /** The format. @default by the ending of the file, else by its content */
  readonly format?: LogFileFormat | undefined;
}

/**
 * Reads a log from a file: `.csv`, `.tsv`, `.xes` or `.json`, each also gzipped; any other by its content. Messages name
 * the file. The file is streamed: memory goes to the columns (JSON is held whole).
 *
 * @throws GigamineError `file/not-found`, `file/is-directory`, `file/no-permission`, `file/cannot-read`, and what {@link readCsv},
 * {@link readXes} and {@link readJson} throw.
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
    const format = options.format ?? formatByName(path).format ?? (await formatByContent(path, settings));
    switch (format) {
      case "csv":
        return await readCsv(fileChunks(path), settings);
      case "tsv":
        return await readCsv(fileChunks(path), { ...settings, delimiter: options.delimiter ?? "\t" });
      case "xes":
        return await readXes(fileChunks(path), settings);
      case "json":
        return await readJson(fileChunks(path), settings);
      default:
        throw optionError("readLogFile", "format", format, 'Give "csv", "tsv", "xes" or "json".');
    }
  } catch (error) {
    throw await fileError(error, path);
  }
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>;
}

/** XML begins with "<" and JSON with "{"; everything else is tried as CSV. */
async function formatByContent(path: string, options: ReadLogFileOptions): Promise<LogFileFormat> {
  const settings = inputSettings("readLogFile", basename(path), { ...options, onProgress: undefined });
  for await (const piece of readText(fileChunks(path), settings, () => options.encoding ?? null)) {
    const first = piece.trimStart()[0];
    if (first === "<") return "xes";
    if (first === "{") return "json";
    if (first !== undefined) return "csv";
  }
  throw new GigamineError("file/empty", `${path}: the file is empty. Give a log in CSV, XES or JSON.`, {
    path,
  });
}
