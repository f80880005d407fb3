import { GigamineError, type LocalTimeKind, MAX_TIME, MS_PER_DAY, quoteValue } from "@gigamine/base";
import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { Float64List, Int32List } from "../bytes/lists.js";
import { formatTimestamp } from "../format-timestamp.js";
import { IsoText } from "../parse-timestamp.js";
import { cellNumber } from "../table/cells.js";
import { PlainNumber } from "../table/plain-number.js";
import { skipSpaces, spaceLength, textAt } from "../table/text.js";
import { type DateOrder, DayMonthBytes, dateMs, swapDayAndMonth } from "./day-month.js";
import { IsoBytes } from "./iso-bytes.js";
import type { PatternReader } from "./time-format.js";
import type { TimeRules } from "./time-rules.js";

/** What the cells of a column can be; dates in ISO 8601 and with the day or month first may stand side by side. */
type Form = "date" | "epoch-s" | "epoch-ms" | "excel";

interface Seen {
  readonly row: number;
  readonly text: string;
}

/** Where times may be told to be local that the clock skips or repeats. */
type NoteLocal = (kind: LocalTimeKind, row: number, text: string | null) => void;

/**
 * Reads the cells of one column of times, and finds out how they are written where nobody told: ISO 8601; dates that begin
 * with day or month, once some row shows which; epoch seconds or milliseconds (1990 to 2100) and serial numbers of Excel (20000 to 75000, that
 * is 1954 to 2105), when no cell is a date. {@link TimeReader.settle} decides at the end, or refuses to.
 */
export class TimeReader {
  /** Whether day and month of the cell just read are still to be told apart; then it must be {@link TimeReader.defer}red. */
  pending = false;
  /** How the local time just read stands to the clock of its zone. */
  local: LocalTimeKind = "once";
  readonly #rules: TimeRules;
  readonly #source: string;
  readonly #column: string;
  readonly #isoBytes = new IsoBytes();
  readonly #isoText = new IsoText();
  readonly #dayMonth = new DayMonthBytes();
  readonly #plain = new PlainNumber();
  readonly #seen = new Map<Form, Seen>();
  #hasIso = false;
  #order: DateOrder | null;
  /** The row that decided on the order of day and month. */
  #decided: Seen | null = null;
  #firstPending: Seen | null = null;
  #hasDayMonth = false;
  readonly #deferred = new Int32List();
  readonly #deferredRows = new Int32List();
  #cache: ByteDictionary | null = null;
  readonly #cached = new Float64List();

  /** @param column As it stands in messages. */
  constructor(rules: TimeRules, source: string, column: string) {
    this.#rules = rules;
    this.#source = source;
    this.#column = column;
    this.#order = rules.order;
  }

  /** The instant of a cell that is not blank, NaN when it can't be read. `row` is where it stands, for messages. */
  read(bytes: Uint8Array, start: number, end: number, row: number): number {
    this.pending = false;
    this.local = "once";
    const { format, pattern } = this.#rules;
    if (pattern !== null) return this.#byPattern(pattern, bytes, start, end);
    if (format === null || format === "iso") {
      const ms = this.#isoBytes.read(bytes, start, end);
      if (!Number.isNaN(ms)) {
        if (!this.#hasIso) this.#sawIso(row, bytes, start, end);
        return this.#isoBytes.local ? this.#instant(ms) : ms;
      }
    }
    const from = skipSpaces(bytes, start, end);
    const to = endOfText(bytes, from, end);
    if (format === null && this.#dayMonth.read(bytes, from, to)) return this.#byOrder(bytes, from, to, row);
    if (format === null || format === "iso") {
      const ms = this.#isoText.read(textAt(bytes, from, to));
      if (!Number.isNaN(ms)) {
        if (!this.#hasIso) this.#sawIso(row, bytes, start, end);
        return this.#isoText.local ? this.#instant(ms) : ms;
      }
      if (format === "iso") return Number.NaN;
    }
    return this.#byNumber(bytes, from, to, row);
  }

  /** Keeps in mind that the value at `index` awaits the order of day and month. */
  defer(index: number, row: number): void {
    this.#deferred.push(index);
    this.#deferredRows.push(row);
  }

  /** Decides on what is open. Throws when the column mixes forms, or when no row tells day from month. */
  settle(get: (index: number) => number, set: (index: number, time: number) => void, note: NoteLocal): void {
    this.#refuseMixture();
    if (this.#deferred.length === 0) return;
    if (this.#order === null) throw this.#ambiguous();
    for (let i = 0; i < this.#deferred.length; i++) {
      const index = this.#deferred.get(i);
      const dayFirst = get(index);
      const local = this.#order === "day-first" ? dayFirst : swapDayAndMonth(dayFirst);
      this.local = "once";
      set(index, this.#instant(local));
      if (this.local !== "once") {
        note(this.local, this.#deferredRows.get(i), formatTimestamp(local).slice(0, -1));
      }
    }
    this.#deferred.clear();
    this.#deferredRows.clear();
  }

  /** How the times were read, for the report; `null` when there were none. */
  taken(): string | null {
    if (this.#rules.pattern !== null) return this.#rules.pattern.pattern;
    const forms: string[] = [...this.#seen.keys()].filter((form) => form !== "date");
    if (this.#hasIso) forms.unshift("iso");
    if (this.#hasDayMonth) forms.push(this.#order ?? "day-first");
    return forms.length === 0 ? this.#rules.format : forms.join(", ");
  }

  /** What cells are expected to be, for messages. */
  expected(): string {
    const { format, pattern } = this.#rules;
    if (pattern !== null) return `by the pattern ${JSON.stringify(pattern.pattern)}`;
    return format === null ? "as a timestamp" : `as a timestamp (${format})`;
  }

  #instant(local: number): number {
    const { zone } = this.#rules;
    if (zone === null || !(Math.abs(local) <= MAX_TIME)) return local;
    const instant = zone.toInstant(local);
    this.local = zone.kind;
    return Math.abs(instant) <= MAX_TIME ? instant : Number.NaN;
  }

  #sawIso(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.#hasIso = true;
    this.#saw("date", row, bytes, start, end);
  }

  #saw(form: Form, row: number, bytes: Uint8Array, start: number, end: number): void {
    if (!this.#seen.has(form)) this.#seen.set(form, { row, text: textAt(bytes, start, end) });
  }

  #byOrder(bytes: Uint8Array, start: number, end: number, row: number): number {
    const { first, second, year, timeOfDay } = this.#dayMonth;
    const dayFirst = dateMs(year, second, first) + timeOfDay;
    const monthFirst = dateMs(year, first, second) + timeOfDay;
    const order = Number.isNaN(monthFirst) ? "day-first" : "month-first"; // when only one is a date
    const both = Number.isNaN(dayFirst) === Number.isNaN(monthFirst);
    if (both && Number.isNaN(dayFirst)) return Number.NaN;
    if (!both && order !== this.#order) {
      if (this.#rules.order !== null) return Number.NaN;
      const now = { row, text: textAt(bytes, start, end) };
      if (this.#order !== null) throw this.#contradiction(now, order);
      this.#order = order;
      this.#decided = now;
    }
    if (!this.#hasDayMonth) this.#saw("date", row, bytes, start, end);
    this.#hasDayMonth = true;
    if (this.#order === null && first !== second) {
      this.pending = true;
      this.#firstPending ??= { row, text: textAt(bytes, start, end) };
      return dayFirst;
    }
    return this.#instant(this.#order === "month-first" ? monthFirst : dayFirst);
  }

  #byNumber(bytes: Uint8Array, start: number, end: number, row: number): number {
    let value = this.#plain.read(bytes, start, end);
    const { format } = this.#rules;
    if (format !== null) {
      if (Number.isNaN(value)) value = cellNumber(textAt(bytes, start, end), "number");
      return this.#fromNumber(value, format as Form);
    }
    const form = formOf(value);
    if (form === null) return Number.NaN;
    this.#saw(form, row, bytes, start, end);
    return this.#fromNumber(value, form);
  }

  #fromNumber(value: number, form: Form): number {
    const ms =
      form === "excel"
        ? this.#instant(excelMs(value))
        : form === "epoch-s"
          ? Math.round(value * 1e6) / 1000
          : value;
    return Math.abs(ms) <= MAX_TIME ? ms : Number.NaN;
  }

  /** Patterns are slow to match, and times repeat: each distinct text is read once, as long as there are not too many. */
  #byPattern(pattern: PatternReader, bytes: Uint8Array, start: number, end: number): number {
    if (this.#cache === null || this.#cache.size >= MAX_CACHED) this.#cache = new ByteDictionary();
    let code = this.#cache.find(bytes, start, end);
    let ms: number;
    if (code < 0) {
      code = this.#cache.intern(bytes, start, end);
      ms = pattern.read(textAt(bytes, start, end).trim());
      this.#cached.set(code, ms);
    } else ms = this.#cached.get(code);
    return pattern.hasZone || Number.isNaN(ms) ? ms : this.#instant(ms);
  }

  #refuseMixture(): void {
    if (this.#seen.size < 2) return;
    const [[form, first], [other, second]] = [...this.#seen] as [[Form, Seen], [Form, Seen]];
    throw new GigamineError(
      "csv/mixed-timestamps",
      `${this.#source}: column ${this.#column} has times of different forms: ${quoteValue(first.text)} in row ${first.row} is ` +
        `${FORM_NAMES[form]}, ${quoteValue(second.text)} in row ${second.row} is ${FORM_NAMES[other]}. Pass { timeFormat } to say ` +
        `which is meant: the others are then treated as { onIssue } says.`,
      { source: this.#source, column: this.#column, forms: [form, other], rows: [first.row, second.row] },
    );
  }

  #ambiguous(): GigamineError {
    const { row, text } = this.#firstPending!;
    const bytes = new TextEncoder().encode(text);
    this.#dayMonth.read(bytes, 0, bytes.length);
    const { first, second, year } = this.#dayMonth;
    const readings = [`${first} ${MONTHS[second - 1]} ${year}`, `${second} ${MONTHS[first - 1]} ${year}`];
    return new GigamineError(
      "csv/ambiguous-date",
      `${this.#source}: row ${row}, column ${this.#column}: ${quoteValue(text)} can be ${readings[0]} or ${readings[1]}, and no row ` +
        `of the column tells which. Pass { dateOrder: "day-first" } or { dateOrder: "month-first" }.`,
      { source: this.#source, row, column: this.#column, value: text, readings },
    );
  }

  #contradiction(now: Seen, order: DateOrder): GigamineError {
    const before = this.#decided!;
    return new GigamineError(
      "csv/ambiguous-date",
      `${this.#source}: row ${now.row}, column ${this.#column}: ${quoteValue(now.text)} is a date only ${order}, but ` +
        `${quoteValue(before.text)} in row ${before.row} only ${this.#order}. Pass { dateOrder: "day-first" } or ` +
        `{ dateOrder: "month-first" }: the others are then treated as { onIssue } says.`,
      {
        source: this.#source,
        row: now.row,
        column: this.#column,
        value: now.text,
        rows: [before.row, now.row],
      },
    );
  }
}

const MAX_CACHED = 1 << 16;

const FORM_NAMES: Readonly<Record<Form, string>> = {
  date: "a date",
  "epoch-s": "like seconds since 1970",
  "epoch-ms": "like milliseconds since 1970",
  excel: "like a serial number of Excel",
};

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** 1990-01-01 and 2100-01-01 in seconds since 1970. */
const EARLIEST = 631_152_000;
const LATEST = 4_102_444_800;

/** What a number without a format can be; `null` when it is in no plausible range. */
function formOf(value: number): Form | null {
  if (value >= 20_000 && value <= 75_000) return "excel";
  if (value >= EARLIEST && value < LATEST) return "epoch-s";
  return value >= EARLIEST * 1000 && value < LATEST * 1000 ? "epoch-ms" : null;
}

/**
 * A serial number of Excel (1900 date system) as local time. Excel counts a 29 February 1900 that never was (serial 60, NaN here),
 * so serials before it lie a day later. Rounded to the millisecond, since a serial is a binary fraction of a day.
 */
function excelMs(serial: number): number {
  if (serial >= 60 && serial < 61) return Number.NaN;
  return Math.round((serial - (serial < 60 ? 25_568 : 25_569)) * MS_PER_DAY);
}

/** Where the text ends before white space at its end. */
function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let to = end;
  for (let width = 1; width <= 3 && to - width >= start; ) {
    if (spaceLength(bytes, to - width, to) === width) {
      to -= width;
      width = 1;
    } else width++;
  }
  return to;
}
