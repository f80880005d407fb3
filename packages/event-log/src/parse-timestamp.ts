/**
 * The instant that `text` names, in ms since 1970-01-01T00:00Z; `null` when it is no timestamp.
 *
 * Read are ISO 8601 dates and date-times in their extended form: `2024-02-28`, `2024-02-28T13:45`,
 * `2024-02-28 13:45:00.123456`, followed by nothing (UTC is assumed), `Z`, `+01:00`, `+0100` or `+01`. A slash may stand
 * for the dash of the date (`2024/02/28`); the year always comes first, since day and month can't be told apart.
 * The calendar is checked: 31 February, 24:01 and 29 February 2023 are refused. Fractions may have any length, those of a
 * millisecond are kept as far as a 64-bit float reaches (about a quarter of a microsecond today).
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
  const length = text.length;
  let at = 0;
  let sign = 1;
  let yearDigits = 4;
  const first = text.charCodeAt(0);
  if (first === PLUS || first === MINUS) {
    if (first === MINUS) sign = -1;
    yearDigits = 6; // the expanded form of ISO 8601, as JavaScript writes years beyond 9999
    at = 1;
  }
  const year = sign * digits(text, at, yearDigits);
  at += yearDigits;
  const separator = text.charCodeAt(at);
  if (separator !== MINUS && separator !== SLASH) return Number.NaN;
  if (text.charCodeAt(at + 3) !== separator) return Number.NaN;
  const month = digits(text, at + 1, 2);
  const day = digits(text, at + 4, 2);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return Number.NaN;
  let ms = daysFromCivil(year, month, day) * MS_PER_DAY;
  at += 6;
  if (at === length) return ms;

  const t = text.charCodeAt(at);
  if ((t !== 0x54 && t !== 0x74 && t !== BLANK) || text.charCodeAt(at + 3) !== COLON) return Number.NaN;
  const hour = digits(text, at + 1, 2);
  const minute = digits(text, at + 4, 2);
  if (!(hour <= 24 && minute <= 59)) return Number.NaN;
  at += 6;
  let second = 0;
  let millis = 0;
  let fraction = 0; // of a millisecond: added last, so that the sum is rounded once
  if (text.charCodeAt(at) === COLON) {
    second = digits(text, at + 1, 2);
    if (!(second <= 59)) return Number.NaN;
    at += 3;
    const point = text.charCodeAt(at);
    if (point === POINT || point === COMMA) {
      let end = at + 1;
      let scale = 100; // what the next digit counts, in ms
      let below = 0; // the digits below a millisecond, as a whole number of `unit`
      let unit = 1;
      for (let c = text.charCodeAt(end); c >= ZERO && c <= NINE; c = text.charCodeAt(++end)) {
        if (scale >= 1) {
          millis += (c - ZERO) * scale;
          scale /= 10;
        } else if (unit < 1e9) {
          // below a picosecond nothing is left in a 64-bit float
          below = below * 10 + (c - ZERO);
          unit *= 10;
        }
      }
      if (end === at + 1) return Number.NaN;
      fraction = below / unit;
      at = end;
    }
  }
  if (hour === 24 && (minute !== 0 || second !== 0 || millis !== 0 || fraction !== 0)) return Number.NaN;
  ms += hour * 3_600_000 + minute * 60_000 + second * 1000 + millis;
  if (at < length) {
    const offset = zoneMinutes(text, at, length);
    if (Number.isNaN(offset)) return Number.NaN;
    ms -= offset * 60_000;
  }
  ms += fraction;
  return Math.abs(ms) <= MAX_TIME ? ms : Number.NaN;
}

/** The farthest instant from 1970 that a calendar date of JavaScript can show, in ms. */
export const MAX_TIME = 8.64e15;

const MS_PER_DAY = 86_400_000;
const ZERO = 0x30;
const NINE = 0x39;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const BLANK = 0x20;

/** `count` digits from `at` on as a number; NaN when one of them is none. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= ZERO && c <= NINE)) return Number.NaN; // also NaN beyond the end
    value = value * 10 + (c - ZERO);
  }
  return value;
}

function zoneMinutes(text: string, at: number, length: number): number {
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

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; the year is counted from March, so that leap days come last. */
function daysFromCivil(year: number, month: number, day: number): number {
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
