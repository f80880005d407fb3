import { GigamineError } from "@gigamine/base";
import { formatXesTimestamp } from "../format-timestamp.js";
import { RESERVED_ATTRIBUTES, type ReservedAttribute } from "../reserved.js";
import type { Column, EventLog } from "../types.js";
import { CONCEPT_NAME, TIME_TIMESTAMP, XES_KEYS } from "./names.js";

/** Options of {@link writeXes} and {@link xesChunks}. */
export interface XesWriteOptions {
  /** Name of the log, written as its `concept:name`. @default none */
  readonly name?: string | undefined;
}

/** The standard's extensions, and the keys of theirs that we write. */
const EXTENSIONS = [
  ["Concept", "concept", CONCEPT_NAME],
  ["Time", "time", TIME_TIMESTAMP],
  ["Organizational", "org", XES_KEYS.resource],
  ["Lifecycle", "lifecycle", XES_KEYS.lifecycle],
  ["Cost", "cost", XES_KEYS.cost],
] as const;

/**
 * A log as XES text (IEEE 1849-2016): a trace per case, also for cases without events. Activity and time become
 * `concept:name` and `time:timestamp` (UTC, fractions to the microsecond); the reserved attributes get their XES names
 * (`org:resource`, `lifecycle:transition`, `cost:total`, and `start_timestamp`, which is customary and not standard).
 * Number columns of whole numbers are written as `int`, others as `float`. Missing values are left out. Globals declare what every
 * case and event has; the extensions are those that the keys come from.
 *
 * {@link readXes} gives the same log back, but for two things: characters that XML 1.0 forbids (control characters,
 * lone surrogates) are written as U+FFFD, and activities are numbered as they come in the file. An attribute with no
 * value at all is not written. The text is valid by the schema of the standard, but for two things that it has no other form for: a key
 * that is no XML name, such as one with a blank, is written as it is (every tool reads it), and so is an instant outside the
 * years 1 to 9999. Text is up to 512 MB; use {@link xesChunks} for more. O(values).
 *
 * @throws GigamineError `xes/name-taken` when an attribute is called like one of the XES keys above.
 *
 * @example
 * writeXes(log); // '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016" …'
 */
export function writeXes(log: EventLog, options: XesWriteOptions = {}): string {
  return [...xesChunks(log, options)].join("");
}

const CHUNK_LENGTH = 1 << 18;

/** The same text in pieces, for files of any size. */
export function* xesChunks(log: EventLog, { name }: XesWriteOptions = {}): Generator<string> {
  const eventWriters = Object.entries(log.eventAttributes as Record<string, Column>).map(
    ([attribute, column]) => attributeWriter(eventKey(attribute), column, "      "),
  );
  const caseWriters = Object.entries(log.caseAttributes as Record<string, Column>).map(
    ([attribute, column]) => {
      if (attribute === CONCEPT_NAME) throw nameTaken("case", attribute);
      return attributeWriter(attribute, column, "    ");
    },
  );
  const activities = log.activities.map(
    (activity) => `    <event>\n      <string key="${CONCEPT_NAME}" value="${escapeXml(activity)}"/>\n`,
  );

  let text = header(log, name);
  for (let c = 0; c < log.caseIds.length; c++) {
    text += `  <trace>\n    <string key="${CONCEPT_NAME}" value="${escapeXml(log.caseIds[c]!)}"/>\n`;
    for (const write of caseWriters) text += write(c);
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      text += activities[log.activity[e]!]!;
      const time = log.time[e]!;
      if (!Number.isNaN(time)) {
        text += `      <date key="${TIME_TIMESTAMP}" value="${formatXesTimestamp(time)}"/>\n`;
      }
      for (const write of eventWriters) text += write(e);
      text += "    </event>\n";
      if (text.length > CHUNK_LENGTH) {
        yield text;
        text = "";
      }
    }
    text += "  </trace>\n";
  }
  yield `${text}</log>\n`;
}

function header(log: EventLog, name: string | undefined): string {
  const eventColumns = Object.entries(log.eventAttributes as Record<string, Column>);
  const keys = new Set([
    CONCEPT_NAME,
    TIME_TIMESTAMP,
    ...eventColumns.map(([attribute]) => eventKey(attribute)),
  ]);
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  // the schema of the standard makes the version a decimal number, and has no namespace
  lines.push('<log xes.version="1849.2016" xes.features="">');
  for (const [title, prefix, key] of EXTENSIONS) {
    if (!keys.has(key)) continue;
    lines.push(
      `  <extension name="${title}" prefix="${prefix}" uri="http://www.xes-standard.org/${prefix}.xesext"/>`,
    );
  }
  const nameGlobal = globalLine(CONCEPT_NAME, "string", "");
  const caseGlobals = Object.entries(log.caseAttributes as Record<string, Column>)
    .filter(([, column]) => isComplete(column))
    .map(([attribute, column]) => columnGlobal(attribute, column));
  lines.push(`  <global scope="trace">`, nameGlobal, ...caseGlobals, "  </global>");
  const complete = eventColumns.filter(([, column]) => log.time.length > 0 && isComplete(column));
  lines.push(`  <global scope="event">`, nameGlobal);
  if (log.time.length > 0 && !log.time.some(Number.isNaN))
    lines.push(globalLine(TIME_TIMESTAMP, "date", EPOCH));
  for (const [attribute, column] of complete) lines.push(columnGlobal(eventKey(attribute), column));
  lines.push("  </global>", `  <classifier name="Activity" scope="event" keys="${CONCEPT_NAME}"/>`);
  if (complete.some(([attribute]) => attribute === "lifecycle")) {
    const both = `${CONCEPT_NAME} ${XES_KEYS.lifecycle}`;
    lines.push(`  <classifier name="ActivityAndTransition" scope="event" keys="${both}"/>`);
  }
  if (name !== undefined) lines.push(`  <string key="${CONCEPT_NAME}" value="${escapeXml(name)}"/>`);
  return `${lines.join("\n")}\n`;
}

const EPOCH = "1970-01-01T00:00:00.000+00:00";

function columnGlobal(key: string, column: Column): string {
  switch (column.kind) {
    case "string":
      return globalLine(key, "string", "");
    case "boolean":
      return globalLine(key, "boolean", "false");
    case "timestamp":
      return globalLine(key, "date", EPOCH);
    default:
      return globalLine(key, numberElement(column.values), "0");
  }
}

function globalLine(key: string, element: string, value: string): string {
  return `    <${element} key="${escapeXml(key)}" value="${value}"/>`;
}

/** Whether every row has a value, so that a global may promise it. */
function isComplete(column: Column): boolean {
  switch (column.kind) {
    case "string":
      return column.codes.every((code) => code >= 0);
    case "boolean":
      return column.values.every((value) => value <= 1);
    default:
      return column.values.every((value) => !Number.isNaN(value));
  }
}

function numberElement(values: Float64Array): "int" | "float" {
  return values.every(isWholeOrMissing) ? "int" : "float";
}

function eventKey(attribute: string): string {
  if (Object.hasOwn(RESERVED_ATTRIBUTES, attribute)) return XES_KEYS[attribute as ReservedAttribute];
  const taken: readonly string[] = [CONCEPT_NAME, TIME_TIMESTAMP, ...Object.values(XES_KEYS)];
  if (taken.includes(attribute)) throw nameTaken("event", attribute);
  return attribute;
}

function nameTaken(level: string, attribute: string): GigamineError {
  return new GigamineError(
    "xes/name-taken",
    `writeXes: the ${level} attribute ${JSON.stringify(attribute)} is called like a key that XES reserves, and would be ` +
      `read back as something else. Rename the attribute.`,
    { level, attribute },
  );
}

function attributeWriter(key: string, column: Column, indent: string): (row: number) => string {
  const open = (type: string): string => `${indent}<${type} key="${escapeXml(key)}" value="`;
  const close = '"/>\n';
  switch (column.kind) {
    case "string": {
      const texts = column.dictionary.map((text) => open("string") + escapeXml(text) + close);
      return (row) => texts[column.codes[row]!] ?? "";
    }
    case "boolean": {
      const texts = [`${open("boolean")}false${close}`, `${open("boolean")}true${close}`];
      return (row) => texts[column.values[row]!] ?? "";
    }
    case "timestamp": {
      const start = open("date");
      return (row) => {
        const time = column.values[row]!;
        return Number.isNaN(time) ? "" : start + formatXesTimestamp(time) + close;
      };
    }
    default: {
      const start = open(numberElement(column.values));
      return (row) => {
        const value = column.values[row]!;
        return Number.isNaN(value) ? "" : start + xsDouble(value) + close;
      };
    }
  }
}

function isWholeOrMissing(value: number): boolean {
  return Number.isNaN(value) || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

/** A number as xs:double spells it. */
function xsDouble(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "INF";
  if (value === Number.NEGATIVE_INFINITY) return "-INF";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Text for an attribute value. White space is written as references, or a parser would turn it into blanks. */
function escapeXml(text: string): string {
  let escaped = "";
  let from = 0; // what is before was copied
  for (let i = 0; i < text.length; i++) {
    const replacement = replacementFor(text, i);
    if (replacement === null) continue;
    escaped += text.slice(from, i) + replacement;
    from = i + 1;
  }
  return from === 0 ? text : escaped + text.slice(from);
}

const REPLACEMENT = "\ufffd";

function replacementFor(text: string, i: number): string | null {
  const c = text.charCodeAt(i);
  if (c < 0x20) return c === 0x09 ? "&#9;" : c === 0x0a ? "&#10;" : c === 0x0d ? "&#13;" : REPLACEMENT;
  if (c < 0x80) {
    if (c === 0x26) return "&amp;";
    if (c === 0x3c) return "&lt;";
    if (c === 0x3e) return "&gt;";
    return c === 0x22 ? "&quot;" : null;
  }
  if (c < 0xd800) return null;
  if (c <= 0xdbff) return isBetween(text.charCodeAt(i + 1), 0xdc00, 0xdfff) ? null : REPLACEMENT;
  if (c <= 0xdfff) return isBetween(text.charCodeAt(i - 1), 0xd800, 0xdbff) ? null : REPLACEMENT;
  return c >= 0xfffe ? REPLACEMENT : null;
}

function isBetween(c: number, low: number, high: number): boolean {
  return c >= low && c <= high;
}
