import { timestampMs } from "../parse-timestamp.js";
import type { ColumnKind } from "../types.js";

const NUMBER = 1;
const TRUTH = 2;
const TEXT = 4;
const YEAR_1990 = 631_152_000;
const YEAR_2100 = 4_102_444_800;

/** So many different texts are shared between rows; a column with more has mostly different ones. */
const SHARED_TEXTS = 4096;

/**
 * The values that one name has in the rows of a JSON file, of whatever kinds: numbers as numbers as long as nothing
 * else comes, else as text. Only rows that have a value cost memory. Written by rising row, then read by rising row.
 */
export class JsonColumn {
  /** For the collector: the row it last saw the name in. */
  turn = 0;
  #rows = new Uint32Array(16);
  #numbers: Float64Array | null = new Float64Array(16);
  #texts: string[] = [];
  readonly #shared = new Map<string, string>();
  #count = 0;
  #seen = 0;
  #allTimes = true;
  #next = 0;
  #emptyTexts = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  /** Whether all values are numbers that are seconds since 1970 in the years 1990 to 2099. */
  get looksLikeSeconds(): boolean {
    return this.#seen === NUMBER && this.#least >= YEAR_1990 && this.#most < YEAR_2100;
  }

  /** How many texts are empty. */
  get emptyTexts(): number {
    return this.#emptyTexts;
  }

  /** Whether values of several kinds came. */
  get isMixed(): boolean {
    return (this.#seen & (this.#seen - 1)) !== 0;
  }

  /** The kind that all values have; text that is ISO 8601 with a time of day throughout is an instant. */
  get kind(): ColumnKind {
    if (this.#seen === NUMBER) return "number";
    if (this.#seen === TRUTH) return "boolean";
    return this.#seen === TEXT && this.#allTimes && this.#emptyTexts < this.#count ? "timestamp" : "string";
  }

  set(row: number, value: string | number | boolean): void {
    const at = this.#count;
    if (at === this.#rows.length) this.#grow();
    if (typeof value === "number") {
      this.#seen |= NUMBER;
      if (value < this.#least) this.#least = value;
      if (value > this.#most) this.#most = value;
      if (this.#numbers !== null) this.#numbers[at] = value;
      else this.#texts.push(numberText(value));
    } else {
      if (this.#numbers !== null) this.#toTexts();
      if (typeof value === "string") this.#addText(value);
      else {
        this.#seen |= TRUTH;
        this.#texts.push(value ? "true" : "false");
      }
    }
    this.#rows[at] = row;
    this.#count = at + 1;
  }

  /** The value at `row`, which must not be before the row asked for last; an empty text where there is none. */
  next(row: number): string | number {
    const at = this.#next;
    if (at === this.#count || this.#rows[at] !== row) return "";
    this.#next = at + 1;
    return this.#numbers === null ? this.#texts[at]! : this.#numbers[at]!;
  }

  #addText(text: string): void {
    this.#seen |= TEXT;
    if (text === "") this.#emptyTexts++;
    const known = this.#shared.get(text);
    if (known === undefined) {
      this.#allTimes &&= text === "" || isDateTime(text);
      if (this.#shared.size < SHARED_TEXTS) this.#shared.set(text, text);
    }
    this.#texts.push(known ?? text);
  }

  #toTexts(): void {
    for (let i = 0; i < this.#count; i++) this.#texts.push(numberText(this.#numbers![i]!));
    this.#numbers = null;
  }

  #grow(): void {
    const capacity = this.#rows.length * 2;
    const rows = new Uint32Array(capacity);
    rows.set(this.#rows);
    this.#rows = rows;
    if (this.#numbers === null) return;
    const numbers = new Float64Array(capacity);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** As in CSV: a bare date stays text, since it names a day and no instant. */
function isDateTime(text: string): boolean {
  return text.length > 10 && !text.includes("/") && !Number.isNaN(timestampMs(text));
}
