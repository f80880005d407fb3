import { GigamineError, optionError } from "@gigamine/base";
import {
  CompressionType,
  getCompressionCodec,
  setCompressionCodec,
  type Table,
  tableFromIPC,
} from "@uwdata/flechette";
import type { OnIssue } from "../read/input.js";
import { Issues } from "../read/issues.js";
import { freeName } from "../reserved.js";
import type { ColumnMapping } from "../table/mapping.js";
import type { AnyAttributes, ReadEventLog } from "../types.js";
import { ArrowLog } from "./arrow-log.js";
import type { ArrowTable } from "./arrow-table.js";
import { checkArrowBytes } from "./check-bytes.js";
import { unpackLz4 } from "./lz4.js";

/** Options of {@link fromArrow}. */
export interface ArrowReadOptions {
  /** Which column plays which role; what is not given is found by the usual names, as in {@link readCsv}. @default {} */
  readonly columns?: ColumnMapping | undefined;
  /** Columns whose values belong to the case; those with the prefix `case:` do so by themselves. @default [] */
  readonly caseColumns?: readonly string[] | undefined;
  /** What happens when a row can't be read, as in {@link readCsv}. @default "throw" */
  readonly onIssue?: OnIssue | undefined;
  /** The name that messages use for the table. @default "Arrow" */
  readonly source?: string | undefined;
}

/**
 * Makes a log from an Arrow table, one row an event: bytes in the Arrow IPC file format (Feather version 2) or stream format,
 * or a table of `@uwdata/flechette`. Roles are found as in {@link readCsv}.
 *
 * Kinds come from the types of Arrow: text (`utf8`, `large_utf8`, `utf8_view`, plain or as dictionary), numbers (integers, floats;
 * 64-bit integers and decimals where all of a column fit exactly, else text with all digits), `bool`, instants (`timestamp`
 * of any unit; with a zone it is what the zone says, without one UTC is assumed; `date32`, `date64`), `duration` as ms. A column of
 * any other type (lists, structs, binary, …) is left out, with an issue. As time also serve ISO 8601 text and numbers (ms since
 * 1970). Null is missing, and so are an empty text as case or activity, and NaN. A table without rows gives the empty log.
 *
 * Bytes may be compressed with LZ4; for Zstandard register a codec with `setCompressionCodec` of `@uwdata/flechette`. They are
 * checked before they are read, so that damaged or hostile ones end in an error. Rows are counted from 1. O(values), without a string
 * per row.
 *
 * @throws GigamineError `arrow/…`: damaged bytes, a role without a column, or the first row that can't be read.
 *
 * @example
 * // Python: polars.read_parquet("lots.parquet").write_ipc("lots.arrow")
 * const log = fromArrow(await readFile("lots.arrow"));
 */
export function fromArrow<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  table: ArrowTable | Uint8Array | ArrayBuffer,
  options: ArrowReadOptions = {},
): ReadEventLog<E, C> {
  const { source = "Arrow", columns = {}, caseColumns = [], onIssue = "throw" } = options;
  if (onIssue !== "throw" && onIssue !== "skip-row" && onIssue !== "null") {
    throw optionError("fromArrow", "onIssue", onIssue, 'Give "throw", "skip-row" or "null".');
  }
  const issues = new Issues();
  try {
    const arrow = isTable(table) ? table : tableOfBytes(table, source, issues);
    const names = distinctNames(arrow, source, issues);
    return new ArrowLog(arrow, names, { source, columns, caseColumns, onIssue }, issues).read<E, C>();
  } catch (error) {
    throw isRangeError(error) ? damaged(source, error.message, error) : error;
  }
}

/** By its fields, since a program may hold two copies of the library. */
function isTable(value: unknown): value is Table {
  if (typeof value !== "object" || value === null) return false;
  const { schema, children } = value as Partial<Table>;
  return (
    Array.isArray(schema?.fields) &&
    Array.isArray(children) &&
    children.every((child) => Array.isArray(child.data))
  );
}

function tableOfBytes(input: unknown, source: string, issues: Issues): Table {
  const bytes = alignedBytes(input);
  if (bytes === null) {
    throw new GigamineError(
      "arrow/bad-input",
      `${source}: this is neither bytes in Arrow IPC (Uint8Array, ArrayBuffer) nor a table of @uwdata/flechette. Give the ` +
        `bytes; a table of apache-arrow gives them with tableToIPC(table).`,
      { source },
    );
  }
  refuseOthers(bytes, source);
  if (getCompressionCodec(CompressionType.LZ4_FRAME) === null) {
    setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unpackLz4, encode: (raw) => raw });
  }
  const unpack = (codec: number, packed: Uint8Array, length: number): Uint8Array => {
    const known = getCompressionCodec(codec as 0 | 1);
    if (known === null) throw missingCodec(source);
    return known.decode(packed, length);
  };
  const { bytes: checked, unfinished } = checkArrowBytes(bytes, unpack);
  if (unfinished) {
    issues.note({
      code: "arrow/no-end",
      message: () =>
        `${source}: the stream ends without its end mark, as it does when the end is cut off. If rows are missing, write it again.`,
    });
  }
  try {
    return tableFromIPC(checked);
  } catch (error) {
    if (isRangeError(error) || error instanceof GigamineError) throw error;
    const { message } = error as Error;
    throw message.includes("compression codec") ? missingCodec(source) : damaged(source, message, error);
  }
}

/** The bytes from an address on that 64-bit values can be read at; `null` when these are no bytes. */
function alignedBytes(input: unknown): Uint8Array | null {
  if (Object.prototype.toString.call(input) === "[object ArrayBuffer]")
    return new Uint8Array(input as ArrayBuffer);
  if (!ArrayBuffer.isView(input)) return null;
  const bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}

/** Says what the bytes are when they are no Arrow but something that a user may well have at hand. */
function refuseOthers(bytes: Uint8Array, source: string): void {
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  const fail = (code: string, what: string): GigamineError =>
    new GigamineError(code, `${source}: ${what}`, { source });
  if (bytes.length === 0) throw fail("arrow/empty", "there are no bytes. Give a table in Arrow IPC.");
  if (head === "PAR1") {
    throw fail(
      "arrow/is-parquet",
      "this is Parquet. Turn it into Arrow where you have it: in Python polars.read_parquet(a).write_ipc(b), in DuckDB the " +
        "Arrow result of FROM 'a.parquet'.",
    );
  }
  if (head === "FEA1")
    throw fail("arrow/old-feather", "this is Feather version 1. Write it again as version 2.");
  if (head.startsWith("\x1f\x8b")) {
    throw fail("arrow/gzip", "this is gzip. Unpack it first, or read the file with readLogFile, which does.");
  }
}

/** The names of the columns, all different: a repeated one gets `_2`. */
function distinctNames(table: Table, source: string, issues: Issues): readonly string[] {
  const taken = new Set<string>();
  return table.schema.fields.map(({ name }) => {
    const free = freeName(name ?? "", taken);
    if (free !== name) {
      issues.note({
        code: "arrow/duplicate-name",
        column: name,
        message: () =>
          `${source}: there are two columns ${JSON.stringify(name)}; the second is called ${JSON.stringify(free)}. Rename one.`,
      });
    }
    return free;
  });
}

function missingCodec(source: string): GigamineError {
  return new GigamineError(
    "arrow/compressed",
    `${source}: the data is compressed with Zstandard, which is not built in. Write it uncompressed or with LZ4, or register a ` +
      `codec with setCompressionCodec of @uwdata/flechette.`,
    { source },
  );
}

/** By its name, since an error may come from another realm. */
function isRangeError(error: unknown): error is Error {
  return error instanceof RangeError || (error as Error | null)?.name === "RangeError";
}

function damaged(source: string, why: string, cause: unknown): GigamineError {
  return new GigamineError(
    "arrow/damaged",
    `${source}: this is no whole table in Arrow IPC: ${why}. Write the table again, as Arrow IPC file (Feather version 2) or stream.`,
    { source },
    { cause },
  );
}
