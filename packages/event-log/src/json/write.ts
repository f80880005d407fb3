import type { Column, EventLog } from "../types.js";

/** What the JSON form of a log calls itself. */
export const JSON_FORMAT = "gigamine-event-log";
export const JSON_VERSION = 1;

/**
 * A log as JSON text in a form of its own, which {@link readJson} reads back exactly: the arrays of the log by
 * name, attributes as a list of named columns (so that any name is data), missing numbers as `null`, and
 * `"Infinity"`, `"-Infinity"` as text. Text is up to 512 MB; use {@link jsonChunks} for more. O(values).
 *
 * @example
 * writeJson(log); // '{"format":"gigamine-event-log","version":1,"caseIds":["lot-1"],…'
 */
export function writeJson(log: EventLog): string {
  return [...jsonChunks(log)].join("");
}

/** The same text in pieces, for files of any size. */
export function* jsonChunks(log: EventLog): Generator<string> {
  yield `{"format":${JSON.stringify(JSON_FORMAT)},"version":${JSON_VERSION}`;
  yield* field("caseIds", log.caseIds);
  yield* field("caseOffsets", log.caseOffsets);
  yield* field("activities", log.activities);
  yield* field("activity", log.activity);
  yield* field("time", log.time);
  yield* columnsField("eventAttributes", log.eventAttributes);
  yield* columnsField("caseAttributes", log.caseAttributes);
  yield "}\n";
}

function* columnsField(name: string, columns: Readonly<Record<string, Column>>): Generator<string> {
  yield `,\n"${name}":[`;
  let first = true;
  for (const [attribute, column] of Object.entries(columns)) {
    yield `${first ? "" : ","}\n{"name":${JSON.stringify(attribute)},"kind":"${column.kind}"`;
    first = false;
    if (column.kind === "string") {
      yield* field("dictionary", column.dictionary);
      yield* field("codes", column.codes);
    } else yield* field("values", column.values);
    yield "}";
  }
  yield "]";
}

const VALUES_PER_CHUNK = 16384;

function* field(name: string, values: ArrayLike<string | number>): Generator<string> {
  let text = `,\n"${name}":[`;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    text += `${i === 0 ? "" : ","}${typeof value === "string" ? JSON.stringify(value) : numberText(value)}`;
    if (i % VALUES_PER_CHUNK === VALUES_PER_CHUNK - 1) {
      yield text;
      text = "";
    }
  }
  yield `${text}]`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "null";
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}
