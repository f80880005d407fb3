import { GigamineError, quoteValue } from "@gigamine/base";
import type { z } from "zod";
import { STRUCTURE_RULES } from "../contract/structure.js";
import { activityIds } from "../event-rows.js";
import { inputSettings, type LogInput } from "../read/input.js";
import { Issues, withReport } from "../read/issues.js";
import type { ColumnMapping } from "../table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf, Typed } from "../table/schema-types.js";
import type { AnyAttributes, Column, ReadEventLog } from "../types.js";
import type { JsonRowOptions } from "./json-rows.js";
import { isOcelDocument, parseDocument } from "./parse-document.js";
import { JSON_FORMAT, JSON_VERSION } from "./write.js";

/**
 * Options of {@link readJson}. For a log that {@link writeJson} wrote only `source`, `signal` and the limits matter, since it
 * is read whole or not at all; the others are for a list of rows.
 */
export type JsonReadOptions = JsonRowOptions;

/**
 * Reads a log from a JSON document, plain or gzip: what {@link writeJson} wrote, which is checked whole (lengths, offsets, ids,
 * kinds and the order of times), or a list of objects, one an event, with the rules of {@link readNdjson}; rows of a list
 * are counted from 1. Time and memory O(bytes); V8 holds texts of up to 512 MB.
 *
 * @throws GigamineError `json/…` or `input/…`.
 */
export function readJson<
  S extends z.ZodObject,
  const M extends ColumnMapping = Record<never, never>,
  const K extends readonly string[] = [],
>(
  input: LogInput,
  options: Typed<JsonReadOptions, S, M, K>,
): Promise<
  ReadEventLog<EventAttributesOf<z.output<S>, M, K[number]>, CaseAttributesOf<z.output<S>, M, K[number]>>
>;
export function readJson<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  input: LogInput,
  options?: JsonReadOptions,
): Promise<ReadEventLog<E, C>>;
export async function readJson(input: LogInput, options: JsonReadOptions = {}): Promise<ReadEventLog> {
  const settings = inputSettings("readJson", "JSON", options);
  const document = await parseDocument(input, settings);
  if (!Array.isArray(document)) return new JsonLog(settings.source).read(document);
  const { JsonRows } = await import("./json-rows.js"); // loaded only when rows are read
  const rows = await JsonRows.create("readJson", options, settings);
  for (let i = 0; i < document.length; i++) rows.add(document[i], i + 1);
  return rows.finish();
}

class JsonLog {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  read<E extends object, C extends object>(document: unknown): ReadEventLog<E, C> {
    const { format, version } = this.#record(document, "the document");
    if (isOcelDocument(document)) {
      throw new GigamineError(
        "json/is-ocel",
        `${this.#source}: this is an object-centric log (OCEL 2.0), which has no cases yet. Read it with readOcel and choose ` +
          `the object type that becomes the case: flatten(await readOcel(input), "…"), both of @gigamine/event-log/ocel.`,
        { source: this.#source },
      );
    }
    if (format !== JSON_FORMAT) {
      throw this.#error("json/not-a-log", `its format is ${quoteValue(format)}, not "${JSON_FORMAT}"`);
    }
    if (version !== JSON_VERSION) {
      throw this.#error(
        "json/unknown-version",
        `its version is ${quoteValue(version)}; this release reads ${JSON_VERSION}`,
      );
    }
    const root = this.#record(document, "the document");
    const activities = this.#texts(root["activities"], "activities");
    const ids = this.#numbers(root["activity"], "activity");
    const activity = activityIds(activities.length, ids.length);
    for (let e = 0; e < ids.length; e++) {
      if (!(Number.isInteger(ids[e]) && ids[e]! >= 0 && ids[e]! < activities.length)) {
        throw this.#invalid(`event ${e} has the activity id ${ids[e]} of ${activities.length}`);
      }
      activity[e] = ids[e]!;
    }
    const log = Object.freeze({
      caseIds: this.#texts(root["caseIds"], "caseIds"),
      caseOffsets: Uint32Array.from(this.#wholes(root["caseOffsets"], "caseOffsets", 0, 2 ** 32 - 1)),
      activities,
      activity,
      time: this.#numbers(root["time"], "time"),
      eventAttributes: this.#columns(root["eventAttributes"], "eventAttributes"),
      caseAttributes: this.#columns(root["caseAttributes"], "caseAttributes"),
    });
    for (const rule of STRUCTURE_RULES) {
      const fault = rule.fault(log);
      if (fault !== null) throw this.#invalid(fault);
    }
    return withReport<E, C>(log, new Issues().report(ids.length, ids.length, {}));
  }

  #columns(value: unknown, name: string): Readonly<Record<string, Column>> {
    const columns: Record<string, Column> = Object.create(null);
    for (const item of this.#list(value, name)) {
      const field = this.#record(item, `an item of ${name}`);
      const attribute = field["name"];
      if (typeof attribute !== "string") throw this.#invalid(`an item of ${name} has no name`);
      if (Object.hasOwn(columns, attribute)) {
        throw this.#invalid(`${name} has ${quoteValue(attribute)} twice`);
      }
      columns[attribute] = Object.freeze(this.#column(field, `${name} ${quoteValue(attribute)}`));
    }
    return Object.freeze(columns);
  }

  #column(field: Readonly<Record<string, unknown>>, what: string): Column {
    switch (field["kind"]) {
      case "string": {
        const dictionary = this.#texts(field["dictionary"], `${what}, dictionary`);
        const codes = this.#wholes(field["codes"], `${what}, codes`, -1, dictionary.length - 1);
        return { kind: "string", dictionary, codes: Int32Array.from(codes) };
      }
      case "boolean":
        return { kind: "boolean", values: Uint8Array.from(this.#wholes(field["values"], what, 0, 255)) };
      case "number":
      case "timestamp":
        return { kind: field["kind"], values: this.#numbers(field["values"], what) };
      default:
        throw this.#invalid(`${what} has the kind ${quoteValue(field["kind"])}`);
    }
  }

  #numbers(value: unknown, what: string): Float64Array {
    const list = this.#list(value, what);
    const numbers = new Float64Array(list.length);
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (item === null) numbers[i] = Number.NaN;
      else if (typeof item === "number") numbers[i] = item;
      else if (item === "Infinity" || item === "-Infinity") numbers[i] = Number(item);
      else throw this.#invalid(`${what} holds ${quoteValue(item)} at ${i}, not a number`);
    }
    return numbers;
  }

  #wholes(value: unknown, what: string, low: number, high: number): readonly number[] {
    const list = this.#list(value, what);
    const at = list.findIndex(
      (item) => !(Number.isInteger(item) && (item as number) >= low && (item as number) <= high),
    );
    if (at >= 0)
      throw this.#invalid(
        `${what} holds ${quoteValue(list[at])} at ${at}, not a whole number of ${low} … ${high}`,
      );
    return list as readonly number[];
  }

  #texts(value: unknown, what: string): readonly string[] {
    const list = this.#list(value, what);
    const at = list.findIndex((item) => typeof item !== "string");
    if (at >= 0) throw this.#invalid(`${what} holds ${quoteValue(list[at])} at ${at}, not text`);
    return Object.freeze(list as string[]);
  }

  #list(value: unknown, what: string): readonly unknown[] {
    if (!Array.isArray(value)) throw this.#invalid(`${what} is ${quoteValue(value)}, not a list`);
    return value;
  }

  #record(value: unknown, what: string): Readonly<Record<string, unknown>> {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw this.#error("json/not-a-log", `${what} is ${quoteValue(value)}, not an object`);
    }
    return value as Readonly<Record<string, unknown>>;
  }

  #invalid(fault: string): GigamineError {
    return this.#error("json/invalid", fault);
  }

  #error(code: string, fault: string): GigamineError {
    return new GigamineError(
      code,
      `${this.#source}: this is no event log as writeJson writes it: ${fault}. Write the log again with writeJson, or give a ` +
        `list of objects, one an event.`,
      { source: this.#source },
    );
  }
}
