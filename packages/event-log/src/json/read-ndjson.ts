import { GigamineError, optionError } from "@gigamine/base";
import type { z } from "zod";
import { type InputSettings, inputSettings, type LogInput, readText } from "../read/input.js";
import type { ColumnMapping } from "../table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf, Typed } from "../table/schema-types.js";
import type { AnyAttributes, ReadEventLog } from "../types.js";
import type { JsonRowOptions, JsonRows } from "./json-rows.js";

/** Options of {@link readNdjson}. */
export interface NdjsonReadOptions extends JsonRowOptions {
  /** How long one line may be, in characters. Longer ones are refused unread. @default 16_777_216 */
  readonly maxLineLength?: number | undefined;
}

/**
 * Reads an event log from NDJSON, also called JSON Lines: one JSON object a line, each an event. Names play the roles
 * that the columns of CSV do ({@link readCsv}); rows need not have the same names, and an absent one, `null` and an
 * empty text are missing.
 *
 * Kinds are those of JSON: numbers and truth values stay what they are, the text "42" stays text, and a column whose texts
 * are all ISO 8601 date-times becomes instants. A number as time is ms since 1970, or
 * seconds when all of the column are such in 1990 to 2099, or what `timeFormat` says. Nested objects become columns named
 * `outer.inner`; a list is kept as its JSON text, with an issue; a column with values of several kinds becomes text, with an
 * issue. Rows are counted by line, from 1; blank lines are passed over. Gzip is recognised by its content.
 *
 * Time O(bytes); memory for the values and one piece of text, since the names are known only at the end.
 *
 * @throws GigamineError `json/…` or `input/…`: no event, a role without a name, too many names, at the first line that can't
 * be read (see `onIssue`), or when values don't fit the schema.
 *
 * @example
 * const log = await readNdjson('{"case_id":"1","activity":"Mix","timestamp":"2025-01-06T08:00:00Z"}');
 * log.activities; // => ["Mix"]
 */
export function readNdjson<
  S extends z.ZodObject,
  const M extends ColumnMapping = Record<never, never>,
  const K extends readonly string[] = [],
>(
  input: LogInput,
  options: Typed<NdjsonReadOptions, S, M, K>,
): Promise<
  ReadEventLog<EventAttributesOf<z.output<S>, M, K[number]>, CaseAttributesOf<z.output<S>, M, K[number]>>
>;
export function readNdjson<E extends object = AnyAttributes, C extends object = AnyAttributes>(
  input: LogInput,
  options?: NdjsonReadOptions,
): Promise<ReadEventLog<E, C>>;
export async function readNdjson(input: LogInput, options: NdjsonReadOptions = {}): Promise<ReadEventLog> {
  const settings = inputSettings("readNdjson", "NDJSON", options);
  const { maxLineLength = 2 ** 24 } = options;
  if (!(maxLineLength >= 1)) {
    throw optionError(
      "readNdjson",
      "maxLineLength",
      maxLineLength,
      "Give a number of characters, at least 1.",
    );
  }
  const { JsonRows } = await import("./json-rows.js"); // loaded only when rows are read
  const rows = await JsonRows.create("readNdjson", options, settings);
  const lines = new Lines(rows, settings, maxLineLength);
  for await (const piece of readText(input, settings)) lines.take(piece);
  lines.end();
  return rows.finish();
}

class Lines {
  readonly #rows: JsonRows;
  readonly #source: string;
  readonly #maxLength: number;
  #line = 1;
  /** The begin of a line that goes on in the next piece; `null` when the line is too long to be kept. */
  #begun: string | null = "";

  constructor(rows: JsonRows, { source }: InputSettings, maxLength: number) {
    this.#rows = rows;
    this.#source = source;
    this.#maxLength = maxLength;
  }

  take(piece: string): void {
    let at = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", at)) {
      this.#append(piece.slice(at, end));
      this.#finishLine();
      at = end + 1;
    }
    if (at < piece.length) this.#append(piece.slice(at));
  }

  end(): void {
    this.#finishLine();
  }

  #append(text: string): void {
    if (this.#begun === null) return;
    if (this.#begun.length + text.length <= this.#maxLength) {
      this.#begun += text;
      return;
    }
    this.#begun = null;
    const line = this.#line;
    this.#rows.refuse({
      code: "json/line-too-long",
      row: line,
      message: () =>
        `${this.#source}: line ${line} is longer than ${this.#maxLength} characters. If it is one event all the same, pass a ` +
        `higher { maxLineLength }.`,
    });
  }

  #finishLine(): void {
    const text = this.#begun;
    const line = this.#line++;
    this.#begun = "";
    if (text === null || text.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.#refuseDamaged(text, line, error);
      return;
    }
    this.#rows.add(value, line);
  }

  #refuseDamaged(text: string, line: number, error: unknown): void {
    if (this.#rows.rowsRead === 0 && /^\s*[[{]\s*$/.test(text)) {
      throw new GigamineError(
        "json/not-lines",
        `${this.#source}: line ${line} holds only the begin of a JSON document that spans lines. NDJSON has one whole object ` +
          `on each line; read a document with readJson.`,
        { source: this.#source, row: line },
      );
    }
    this.#rows.refuse({
      code: "json/bad-line",
      row: line,
      value: text,
      message: () =>
        `${this.#source}: line ${line} is no whole JSON object: ${(error as Error).message}. Write it again, or pass ` +
        `{ onIssue: "skip-row" }.`,
    });
  }
}
