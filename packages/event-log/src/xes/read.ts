import { optionError } from "@gigamine/base";
import { inputSettings, type LogInput, type ReadOptions, readUtf8 } from "../read/input.js";
import { Issues } from "../read/issues.js";
import type { AnyAttributes, ReadEventLog } from "../types.js";
import { XesAssembler } from "./assembler.js";
import { parserFeed } from "./parser-feed.js";
import { type ScanStop, XesScanner } from "./scanner.js";

/** Options of {@link readXes}. */
export interface XesReadOptions extends ReadOptions {
  /**
   * Name of a classifier of the file that tells the activity; the values of several keys are joined with `+`, as the
   * standard says. @default the activity is `concept:name`
   */
  readonly classifier?: string | undefined;
  /** How deep elements may stand inside each other. @default 64 */
  readonly maxDepth?: number | undefined;
  /** How many attributes events and cases may have in all, and how many the log itself. @default 10_000 */
  readonly maxAttributes?: number | undefined;
  /** How long a tag may be, or a comment or text between two tags, in characters. @default 16_777_216 */
  readonly maxTagLength?: number | undefined;
  /**
   * Whether traces and events without an attribute that a global declares get the value that it gives. The standard has that value for
   * whoever must make an event that lacks it; tools write `UNKNOWN` or `__INVALID__` there, so it is no data.
   * @default false
   */
  readonly fillGlobals?: boolean | undefined;
}

/**
 * Reads an event log from XES (IEEE 1849-2016 and the versions before), plain or gzip.
 *
 * - `concept:name` is the activity, or what `classifier` says; `time:timestamp` the time, converted to UTC by its offset
 *   (text that reads as a timestamp is taken too). `org:resource`, `lifecycle:transition`, `cost:total` and `start_timestamp`
 *   become the reserved attributes `resource`, `lifecycle`, `cost` and `start`. All other attributes keep their keys, by type: string and id
 *   are text, int and float numbers, date an instant, boolean a truth value. When a key comes with several types, its
 *   column becomes text and an issue says so; whole numbers beyond 2^53 are kept as text too.
 * - Attributes inside attributes, also in lists and containers, become attributes called `parent:child`. The
 *   first value counts when a key comes twice; the others are counted as an issue.
 * - What the file says of the log as a whole (its attributes, extensions, globals and classifiers) stands in `report.xes`.
 * - Globals only declare, unless `fillGlobals` says otherwise. Every lifecycle transition stays an event of its own.
 * - A trace without `concept:name` gets the id `trace 3` (by its position), one whose id was there before gets
 *   ` (2)` behind it: the traces stay apart, and an issue says so. An event without activity can't be read (`onIssue`),
 *   one without time is kept. Events outside traces are left out, with an issue.
 * - A DOCTYPE is refused, and with it all entities of one's own; depth, length of tags, number of keys and unpacked size have
 *   limits. UTF-8, UTF-16 (by its byte order mark) and every encoding that the XML declaration names and the platform knows are read.
 *
 * The regular form of XES is scanned as bytes; from the first thing that is otherwise (a name beyond ASCII, anything malformed)
 * the XML parser saxes goes on, which is loaded only then and takes about six times as long. Time O(bytes); memory for the
 * columns, and a buffer of at most some megabytes.
 *
 * @throws GigamineError `xes/…` or `input/…`.
 *
 * @example
 * const log = await readXes(await file.text());
 */
export function readXes<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  input: LogInput,
  options: XesReadOptions = {},
): Promise<ReadEventLog<E, C>> {
  return read(input, options, true);
}

/** The same by the XML parser alone, without the scanner: what the scanner is tested against. */
export function readXesByParser<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  input: LogInput,
  options: XesReadOptions = {},
): Promise<ReadEventLog<E, C>> {
  return read(input, options, false);
}

const BEGINNING: Omit<ScanStop, "rest"> = { open: null, root: "", line: 1, column: 0 };

async function read<E extends object, C extends object>(
  input: LogInput,
  options: XesReadOptions,
  scan: boolean,
): Promise<ReadEventLog<E, C>> {
  const settings = inputSettings("readXes", "XES", options);
  const { source } = settings;
  const { classifier, maxDepth = 64, maxAttributes = 10_000, maxTagLength = 2 ** 24 } = options;
  const { onIssue = "throw", fillGlobals = false } = options;
  if (!(maxDepth >= 4)) throw optionError("readXes", "maxDepth", maxDepth, "Give at least 4; 64 is usual.");
  if (!(maxAttributes >= 1)) throw optionError("readXes", "maxAttributes", maxAttributes, "Give at least 1.");
  if (!(maxTagLength >= 4096)) {
    throw optionError("readXes", "maxTagLength", maxTagLength, "Give at least 4096 characters.");
  }

  const assembler = new XesAssembler(
    { source, classifier, onIssue, maxAttributes, fillGlobals },
    new Issues(),
  );
  const limits = { source, maxDepth, maxTagLength };
  const scanner = scan ? new XesScanner(assembler, limits) : null;
  let parser = scanner === null ? await parserFeed(BEGINNING, assembler, limits) : null;
  for await (const bytes of readUtf8(input, settings, xmlEncoding)) {
    if (parser !== null) parser.write(bytes);
    else if (!scanner!.push(bytes)) {
      const stop = scanner!.stop();
      parser = await parserFeed(stop, assembler, limits);
      parser.write(stop.rest);
    }
  }
  if (parser === null && !scanner!.finish()) {
    const stop = scanner!.stop();
    parser = await parserFeed(stop, assembler, limits);
    parser.write(stop.rest);
  }
  parser?.close();
  return assembler.finish<E, C>();
}

/** The encoding that an XML declaration names. */
function xmlEncoding(head: Uint8Array): string | null {
  let start = "";
  for (const byte of head.subarray(0, 200)) start += String.fromCharCode(byte);
  return /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1] ?? null;
}
