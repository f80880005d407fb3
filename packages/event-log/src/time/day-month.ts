import { MS_PER_DAY } from "@gigamine/base";
import { daysFromCivil, isDate } from "../parse-timestamp.js";

/** Whether the day or the month comes first in dates such as 03/04/2025. */
export type DateOrder = "day-first" | "month-first";

const ZERO = 0x30;
const COLON = 0x3a;
const BLANK = 0x20;

/**
 * Reads dates that begin with day and month in either order: one or two digits each, `/`, `.` or `-` between, a year of four
 * digits; then nothing, or a blank, `T` or `, ` and a time of day such as `7:05`, `07:05:30.5` or `7:05 PM`.
 */
export class DayMonthBytes {
  /** The first and second number of the last date read, and its year. */
  first = 0;
  second = 0;
  year = 0;
  /** The time of day in ms. */
  timeOfDay = 0;
  #at = 0;

  /** Whether the text is such a date, as far as the form goes; the calendar is not looked at. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#at = start;
    this.first = this.#number(bytes, end, 1, 2);
    const separator = bytes[this.#at];
    if (this.first < 0 || (separator !== 0x2f && separator !== 0x2e && separator !== 0x2d)) return false;
    this.#at++;
    this.second = this.#number(bytes, end, 1, 2);
    if (this.second < 0 || this.#at >= end || bytes[this.#at] !== separator) return false;
    this.#at++;
    this.year = this.#number(bytes, end, 4, 4);
    if (this.year < 0) return false;
    this.timeOfDay = 0;
    return this.#at === end || (this.#time(bytes, end) && this.#at === end);
  }

  #time(bytes: Uint8Array, end: number): boolean {
    if (bytes[this.#at] === 0x2c && bytes[this.#at + 1] === BLANK) this.#at += 2;
    else if (bytes[this.#at] === BLANK || bytes[this.#at] === 0x54) this.#at++;
    else return false;
    let hour = this.#number(bytes, end, 1, 2);
    if (hour < 0 || this.#at >= end || bytes[this.#at] !== COLON) return false;
    this.#at++;
    const minute = this.#number(bytes, end, 2, 2);
    let second = 0;
    let fraction = 0;
    if (this.#at < end && bytes[this.#at] === COLON) {
      this.#at++;
      second = this.#number(bytes, end, 2, 2);
      if (this.#at < end && (bytes[this.#at] === 0x2e || bytes[this.#at] === 0x2c)) {
        const from = ++this.#at;
        const digits = this.#number(bytes, end, 1, 9);
        if (digits < 0) return false;
        fraction = (digits / 10 ** (this.#at - from)) * 1000;
      }
    }
    if (minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    if (this.#at < end) {
      const half = this.#half(bytes, end);
      if (half < 0 || hour < 1 || hour > 12) return false;
      hour = (hour % 12) + half;
    }
    if (hour > 23) return false;
    this.timeOfDay = hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction;
    return true;
  }

  /** 0 for AM, 12 for PM, with or without a blank before and points inside; -1 for anything else. */
  #half(bytes: Uint8Array, end: number): number {
    if (bytes[this.#at] === BLANK) this.#at++;
    let letters = "";
    for (; this.#at < end && letters.length < 4; this.#at++)
      letters += String.fromCharCode(bytes[this.#at]! | 0x20);
    if (letters === "am" || letters === "a.m.") return 0;
    return letters === "pm" || letters === "p.m." ? 12 : -1;
  }

  #number(bytes: Uint8Array, end: number, min: number, max: number): number {
    let value = 0;
    const from = this.#at;
    while (this.#at < end && this.#at - from < max) {
      const digit = bytes[this.#at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.#at++;
    }
    return this.#at - from < min ? -1 : value;
  }
}

/** The local time of a date in ms, as if its offset were zero; NaN when the calendar has no such day. */
export function dateMs(year: number, month: number, day: number): number {
  return isDate(year, month, day) ? daysFromCivil(year, month, day) * MS_PER_DAY : Number.NaN;
}

/** The same local time with day and month exchanged. */
export function swapDayAndMonth(ms: number): number {
  const day = Math.floor(ms / MS_PER_DAY) * MS_PER_DAY;
  const date = new Date(day);
  return dateMs(date.getUTCFullYear(), date.getUTCDate(), date.getUTCMonth() + 1) + (ms - day);
}
