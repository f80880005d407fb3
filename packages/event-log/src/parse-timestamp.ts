import { MAX_TIME, MS_PER_DAY } from "@gigamine/base";
/**
 * The instant that `text` names, in ms since 1970-01-01T00:00Z; `null` when it is no timestamp.
 *
 * Read is ISO 8601: calendar dates (`2024-02-28`, `20240228`), ordinal dates (`2024-059`, `2024059`) and week dates
 * (`2024-W09-3`, `2024W093`), years of six digits with a sign; then nothing, or `T` (or a blank) and hours, minutes and seconds as far as
 * they are known (`T13`, `T13:45`, `T134500`), the last with a fraction behind a point or comma; then nothing (UTC is
 * assumed), `Z`, `+01:00`, `+0100` or `+01`, also behind a blank, or ` UTC`. A slash or point may stand for the dashes of a calendar date
 * (`2024/02/28`); the year always comes first, since day and month can't be told apart.
 * The calendar is checked: 31 February, 24:01 and 29 February 2023 are refused; so are dates that name no day (`2024-02`).
 * Fractions may have any length, those of a millisecond are kept as far as a 64-bit float reaches (about a quarter of a
 * microsecond today).
 *
 * @example
 * parseTimestamp("1970-01-01T01:00:00.5+01:00"); // => 500
 */
export function parseTimestamp(text: string): number | null {
  const time = timestampMs(text);
  return Number.isNaN(time) ? null : time;
}

/** The same as {@link parseTimestamp} with NaN for `null`: the form that readers use in their loops. */
export function timestampMs(text: string): number {
  return scratch.read(text);
}

/** Reads ISO 8601, and says whether the text told its offset from UTC. */
export class IsoText {
  /** Whether the last text that was read names a local time: it has no offset. */
  local = true;
  /** Where the date or time just read ends; -1 when there is none. */
  #at = 0;
  #fraction = 0;

  /** The instant in ms since the epoch, as if the offset were zero where none is told; NaN when the text is no timestamp. */
  read(text: string): number {
    this.local = true;
    this.#fraction = 0;
    let ms = this.#date(text);
    if (this.#at < 0) return Number.NaN;
    if (this.#at < text.length) {
      ms += this.#time(text);
      if (this.#at < 0) return Number.NaN;
    }
    if (this.#at < text.length) {
      const offset = zoneMinutes(text, this.#at, text.length);
      if (Number.isNaN(offset)) return Number.NaN;
      this.local = false;
      ms -= offset * 60_000;
    }
    ms += this.#fraction; // added last, so that the sum is rounded once
    return Math.abs(ms) <= MAX_TIME ? ms : Number.NaN;
  }

  #date(text: string): number {
    const first = text.charCodeAt(0);
    this.#at = -1;
    let at = 0;
    let sign = 1;
    let yearDigits = 4;
    if (first === PLUS || first === MINUS) {
      if (first === MINUS) sign = -1;
      yearDigits = 6; // the expanded form of ISO 8601, as JavaScript writes years beyond 9999
      at = 1;
    }
    const year = sign * digits(text, at, yearDigits);
    if (Number.isNaN(year)) return Number.NaN;
    at += yearDigits;
    const separator = text.charCodeAt(at);
    const extended = separator === MINUS || separator === SLASH || separator === POINT;
    if (extended) at++;
    if (text.charCodeAt(at) === WEEK && (!extended || separator === MINUS)) {
      return this.#weekDate(text, year, at + 1, extended);
    }
    const run = digitRun(text, at);
    if (run === 3 && (!extended || separator === MINUS)) return this.#ordinalDate(text, year, at);
    if (run !== (extended ? 2 : 4)) return Number.NaN;
    if (extended && text.charCodeAt(at + 2) !== separator) return Number.NaN;
    const dayAt = at + (extended ? 3 : 2);
    const month = digits(text, at, 2);
    const day = digits(text, dayAt, 2);
    if (!isDate(year, month, day)) return Number.NaN;
    this.#at = dayAt + 2;
    return daysFromCivil(year, month, day) * MS_PER_DAY;
  }

  #ordinalDate(text: string, year: number, at: number): number {
    const day = digits(text, at, 3);
    if (!(day >= 1 && day <= (daysInMonth(year, 2) === 29 ? 366 : 365))) return Number.NaN;
    this.#at = at + 3;
    return (daysFromCivil(year, 1, 1) + day - 1) * MS_PER_DAY;
  }

  #weekDate(text: string, year: number, at: number, extended: boolean): number {
    const week = digits(text, at, 2);
    if (extended && text.charCodeAt(at + 2) !== MINUS) return Number.NaN;
    const dayAt = at + (extended ? 3 : 2);
    const day = digits(text, dayAt, 1);
    if (!(week >= 1 && week <= weeksInYear(year) && day >= 1 && day <= 7)) return Number.NaN;
    this.#at = dayAt + 1;
    return (firstMonday(year) + (week - 1) * 7 + day - 1) * MS_PER_DAY;
  }

  /** The time of day in whole ms; what is below goes to `#fraction`. */
  #time(text: string): number {
    let at = this.#at;
    this.#at = -1;
    const t = text.charCodeAt(at);
    if (t !== 0x54 && t !== 0x74 && t !== BLANK) return Number.NaN;
    at++;
    const hour = digits(text, at, 2);
    let minute = 0;
    let second = 0;
    let unit = 3_600_000;
    at += 2;
    const extended = text.charCodeAt(at) === COLON;
    if (extended || isDigit(text.charCodeAt(at))) {
      if (extended) at++;
      minute = digits(text, at, 2);
      unit = 60_000;
      at += 2;
      if (extended ? text.charCodeAt(at) === COLON : isDigit(text.charCodeAt(at))) {
        if (extended) at++;
        second = digits(text, at, 2);
        unit = 1000;
        at += 2;
      }
    }
    if (!(hour <= 24 && minute <= 59 && second <= 59)) return Number.NaN;
    let ms = hour * 3_600_000 + minute * 60_000 + second * 1000;
    const point = text.charCodeAt(at);
    if (point === POINT || point === COMMA) {
      const run = digitRun(text, at + 1);
      if (run === 0) return Number.NaN;
      ms += this.#fractionOf(text, at + 1, run, unit);
      at += 1 + run;
    }
    if (ms > MS_PER_DAY || (ms === MS_PER_DAY && this.#fraction > 0)) return Number.NaN;
    this.#at = at;
    return ms;
  }

  /** The whole ms of a fraction of `unit`; the rest goes to `#fraction`. */
  #fractionOf(text: string, at: number, run: number, unit: number): number {
    if (unit !== 1000) {
      const part = Number(`0.${text.slice(at, at + run)}`) * unit;
      const whole = Math.floor(part);
      this.#fraction = part - whole;
      return whole;
    }
    let millis = 0;
    let scale = 100;
    let below = 0; // the digits below a millisecond, as a whole number of `parts`
    let parts = 1;
    for (let i = at; i < at + run; i++) {
      const digit = text.charCodeAt(i) - ZERO;
      if (scale >= 1) {
        millis += digit * scale;
        scale /= 10;
      } else if (parts < 1e9) {
        // below a picosecond nothing is left in a 64-bit float
        below = below * 10 + digit;
        parts *= 10;
      }
    }
    this.#fraction = below / parts;
    return millis;
  }
}

const scratch = new IsoText();

const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const BLANK = 0x20;
const WEEK = 0x57;

function isDigit(c: number): boolean {
  return c >= ZERO && c <= NINE;
}

/** How many digits stand at `at`, one after the other. */
function digitRun(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  return end - at;
}

/** `count` digits from `at` on as a number; NaN when one of them is none. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const c = text.charCodeAt(i);
    if (!isDigit(c)) return Number.NaN; // also beyond the end
    value = value * 10 + (c - ZERO);
  }
  return value;
}

function zoneMinutes(text: string, from: number, length: number): number {
  const at = text.charCodeAt(from) === BLANK ? from + 1 : from;
  if (at > from && text.slice(at) === "UTC") return 0;
  const c = text.charCodeAt(at);
  if (c === 0x5a || c === 0x7a) return at + 1 === length ? 0 : Number.NaN;
  if (c !== PLUS && c !== MINUS) return Number.NaN;
  const hours = digits(text, at + 1, 2);
  let minutes = 0;
  const rest = length - at - 3;
  if (rest === 3 && text.charCodeAt(at + 3) === COLON) minutes = digits(text, at + 4, 2);
  else if (rest === 2) minutes = digits(text, at + 3, 2);
  else if (rest !== 0) return Number.NaN;
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return c === MINUS ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** Whether the calendar has this day. False for NaN. */
export function isDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The Monday of week 1, the week that has 4 January, in days from 1970-01-01. */
function firstMonday(year: number): number {
  const fourth = daysFromCivil(year, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7); // 1970-01-01 was a Thursday
}

function weeksInYear(year: number): number {
  return (firstMonday(year + 1) - firstMonday(year)) / 7;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; the year is counted from March, so that leap days come last. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719468
  );
}
