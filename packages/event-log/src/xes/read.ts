import { GigamineError, optionError } from "@gigamine/base";
import { SaxesParser } from "saxes";
import { inputSettings, type LogInput, type ReadOptions, readText } from "../read/input.js";
import { Issues } from "../read/issues.js";
import type { AnyAttributes, ReadEventLog } from "../types.js";
import { XesAssembler } from "./assembler.js";

/** Options of {@link readXes}. */
export interface XesReadOptions extends ReadOptions {
  /**
   * Name of a classifier of the file that tells the activity; the values of several keys are joined with `+`, as the
   * standard says. @default the activity is `concept:name`
   */
  readonly classifier?: string | undefined;
  /** How deep elements may stand inside each other. @default 64 */
  readonly maxDepth?: number | undefined;
  /** How many attributes events and cases may have in all. @default 10_000 */
  readonly maxAttributes?: number | undefined;
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
 * - Globals only declare; nothing is filled in from them. Every lifecycle transition stays an event of its own.
 * - A trace without `concept:name` gets the id `trace 3` (by its position), one whose id was there before gets
 *   ` (2)` behind it: the traces stay apart, and an issue says so. An event without activity can't be read (`onIssue`),
 *   one without time is kept. Events outside traces are left out, with an issue.
 * - A DOCTYPE is refused, and with it all entities of one's own; depth and unpacked size have limits.
 *
 * Time O(bytes); memory for the columns.
 *
 * @throws GigamineError `xes/…` or `input/…`.
 *
 * @example
 * const log = await readXes(await file.text());
 */
export async function readXes<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  input: LogInput,
  options: XesReadOptions = {},
): Promise<ReadEventLog<E, C>> {
  const settings = inputSettings("readXes", "XES", options);
  const { source } = settings;
  const { classifier, maxDepth = 64, maxAttributes = 10_000, onIssue = "throw" } = options;
  if (!(maxDepth >= 4)) throw optionError("readXes", "maxDepth", maxDepth, "Give at least 4; 64 is usual.");
  if (!(maxAttributes >= 1)) throw optionError("readXes", "maxAttributes", maxAttributes, "Give at least 1.");

  const assembler = new XesAssembler({ source, classifier, onIssue, maxAttributes }, new Issues());
  const parser = new SaxesParser({ xmlns: false, position: true });
  let depth = 0;
  let seen = false;
  const malformed = (reason: string): GigamineError =>
    new GigamineError(
      "xes/malformed",
      `${source}: line ${parser.line}, column ${parser.column}: ${reason}. The file is no well-formed XML; ` +
        `export it again, or mend it there.`,
      { source, line: parser.line, column: parser.column },
    );
  parser.on("error", (error) => {
    throw malformed(error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, ""));
  });
  parser.on("doctype", () => {
    throw new GigamineError(
      "xes/doctype",
      `${source}: line ${parser.line}: the file has a DOCTYPE, which XES does not need and which can hold entity bombs. ` +
        `Remove it.`,
      { source, line: parser.line },
    );
  });
  parser.on("opentag", (tag) => {
    if (++depth > maxDepth) {
      throw new GigamineError(
        "xes/too-deep",
        `${source}: line ${parser.line}: more than ${maxDepth} elements stand inside each other. If the file is what it ` +
          `should be, pass a higher { maxDepth }.`,
        { source, line: parser.line, maxDepth },
      );
    }
    const { key, value, scope, name, keys } = tag.attributes as Record<string, string>;
    assembler.open(localName(tag.name), { key, value, scope, name, keys }, parser.line);
  });
  parser.on("closetag", () => {
    depth--;
    assembler.close(parser.line);
  });
  for await (const piece of readText(input, settings, xmlEncoding)) {
    seen ||= piece.trim() !== "";
    parser.write(piece);
  }
  if (!seen) {
    throw new GigamineError("xes/empty", `${source}: the file is empty. Give an XES document.`, { source });
  }
  parser.close();
  return assembler.finish<E, C>();
}

/** The name without its namespace prefix: `xes:event` is `event`. */
function localName(name: string): string {
  const colon = name.lastIndexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The encoding that an XML declaration names. */
function xmlEncoding(head: Uint8Array): string | null {
  let start = "";
  for (const byte of head.subarray(0, 200)) start += String.fromCharCode(byte);
  return (
    /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1] ??
    null
  );
}
