import { GigamineError } from "@gigamine/base";
import { formatTimestamp } from "../format-timestamp.js";
import { CASE_PREFIX } from "../table/mapping.js";
import type { Column, EventLog } from "../types.js";

const FIXED = ["case_id", "activity", "timestamp"];
const ROWS_PER_CHUNK = 4096;

/**
 * A log as NDJSON: one object a line, each an event, with `case_id`, `activity`, `timestamp` (ISO 8601, UTC), the event
 * attributes under their names and the case attributes with the prefix `case:`. What is missing is left out, but `null` in
 * the first line, which so names everything, and where it is the time. Lines stand in the order of the log and end in LF; a log
 * without events gives the empty text. An infinite number is written as
 * `1e999`, which every parser of JSON reads as infinity.
 *
 * {@link readNdjson} gives the same events back. What NDJSON can't carry: cases without events, empty texts (read as missing),
 * the numbering of activities, instants finer than a microsecond, and a column of text whose values all look like ISO
 * 8601 (pass `kinds`). Text is up to 512 MB; use {@link ndjsonChunks} for more. O(values).
 *
 * @throws GigamineError `json/name-taken` when an attribute is called like a name that every line has, or like a case attribute.
 *
 * @example
 * writeNdjson(log); // '{"case_id":"lot-1","activity":"Mixing","timestamp":"2025-01-06T08:00:00Z"}\n'
 */
export function writeNdjson(log: EventLog): string {
  return [...ndjsonChunks(log)].join("");
}

/** The same text in pieces of some thousand lines, for files of any size. */
export function* ndjsonChunks(log: EventLog): Generator<string> {
  const eventColumns = Object.entries(log.eventAttributes as Record<string, Column>);
  const caseColumns = Object.entries(log.caseAttributes as Record<string, Column>);
  refuseTaken(eventColumns, caseColumns);
  const activities = log.activities.map((name) => `,"activity":${JSON.stringify(name)}`);
  const fields = eventColumns.map(([name, column]) => fieldOf(name, column));
  const caseFields = caseColumns.map(([name, column]) => fieldOf(CASE_PREFIX + name, column));
  let text = "";
  let rows = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    const begin = `{"case_id":${JSON.stringify(log.caseIds[c]!)}`;
    let end = "";
    for (const { write, none } of caseFields) end += write(c) || (rows === 0 ? none : "");
    end += "}\n";
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const time = log.time[e]!;
      text += begin + activities[log.activity[e]!]!;
      text += Number.isNaN(time) ? `,"timestamp":null` : `,"timestamp":"${formatTimestamp(time)}"`;
      for (const { write, none } of fields) text += write(e) || (rows === 0 ? none : "");
      text += end;
      if (++rows % ROWS_PER_CHUNK === 0) {
        yield text;
        text = "";
      }
    }
  }
  if (text !== "") yield text;
}

interface Field {
  /** `,"name":value` of a row; nothing where it is missing. */
  readonly write: (row: number) => string;
  /** `,"name":null` */
  readonly none: string;
}

function fieldOf(name: string, column: Column): Field {
  const begin = `,${JSON.stringify(name)}:`;
  return { write: valueWriter(begin, column), none: `${begin}null` };
}

function valueWriter(begin: string, column: Column): (row: number) => string {
  switch (column.kind) {
    case "string": {
      const fields = column.dictionary.map((text) => begin + JSON.stringify(text));
      return (row) => (column.codes[row]! < 0 ? "" : fields[column.codes[row]!]!);
    }
    case "boolean":
      return (row) => (column.values[row]! > 1 ? "" : `${begin}${column.values[row] === 1}`);
    case "timestamp":
      return (row) =>
        Number.isNaN(column.values[row]!) ? "" : `${begin}"${formatTimestamp(column.values[row]!)}"`;
    default:
      return (row) => (Number.isNaN(column.values[row]!) ? "" : begin + numberText(column.values[row]!));
  }
}

function numberText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "1e999" : "-1e999";
}

function refuseTaken(
  eventColumns: readonly (readonly [string, Column])[],
  caseColumns: readonly (readonly [string, Column])[],
): void {
  const prefixed = new Set(caseColumns.map(([name]) => CASE_PREFIX + name));
  const clash = eventColumns.find(([name]) => FIXED.includes(name) || prefixed.has(name));
  if (clash === undefined) return;
  throw new GigamineError(
    "json/name-taken",
    `writeNdjson: the event attribute ${JSON.stringify(clash[0])} is called like ` +
      `${FIXED.includes(clash[0]) ? "a name that every line has" : "a case attribute with its prefix"}. Rename the attribute.`,
    { attribute: clash[0] },
  );
}
