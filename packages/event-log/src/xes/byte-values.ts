import { timestampMs } from "../parse-timestamp.js";

/**
 * Reads timestamps where they stand, in the form that XES tools write: `2024-02-28T13:45:00`, with a fraction or not, then
 * `Z`, `+01:00` or nothing. Days repeat from event to event, so the last one is kept.
 */
export class ByteTime {
  #first = 0;
  #middle = 0;
  #last = 0;
  #day = Number.NaN;

  /** The same number as that of `timestampMs` for this text, or NaN, which says only that the form is another. */
  read(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    if (end - start < 19 || bytes[start + 10] !== 0x54) return Number.NaN;
    const first = view.getInt32(start, true);
    const middle = view.getInt32(start + 4, true);
    const last = view.getInt32(start + 6, true);
    if (first !== this.#first || middle !== this.#middle || last !== this.#last) {
      this.#first = first;
      this.#middle = middle;
      this.#last = last;
      let date = "";
      for (let i = start; i < start + 10; i++) date += String.fromCharCode(bytes[i]!);
      this.#day = timestampMs(date);
    }
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
    if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return Number.NaN;
    let ms = this.#day + hour * 3_600_000 + minute * 60_000 + second * 1000;
    let at = start + 19;
    let fraction = 0; // of a millisecond: added last, as `timestampMs` does
    if (at < end && bytes[at] === POINT) {
      let scale = 100;
      let below = 0;
      let unit = 1;
      const from = ++at;
      for (; at < end && at - from < 9; at++) {
        const digit = bytes[at]! - ZERO;
        if (!(digit >= 0 && digit <= 9)) break;
        if (scale >= 1) {
          ms += digit * scale;
          scale = scale === 100 ? 10 : scale === 10 ? 1 : 0;
        } else {
          below = below * 10 + digit;
          unit *= 10;
        }
      }
      if (at === from) return Number.NaN;
      fraction = below / unit;
    }
    if (at < end) {
      const offset = offsetMinutes(bytes, at, end);
      if (Number.isNaN(offset)) return Number.NaN;
      ms -= offset * 60_000;
    }
    return ms + fraction;
  }
}

const ZERO = 0x30;
const COLON = 0x3a;
const POINT = 0x2e;
const MINUS = 0x2d;

/** Two digits as a number, one of 100 or more when they are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

function offsetMinutes(bytes: Uint8Array, at: number, end: number): number {
  const sign = bytes[at];
  if (sign === 0x5a) return at + 1 === end ? 0 : Number.NaN;
  if ((sign !== MINUS && sign !== 0x2b) || end - at !== 6 || bytes[at + 3] !== COLON) return Number.NaN;
  const hours = twoDigits(bytes, at + 1);
  const minutes = twoDigits(bytes, at + 4);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return sign === MINUS ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/**
 * A number of at most 15 digits, with a point or not: both its digits and the power of ten are exact, so their quotient is
 * the number that the text names. NaN for any other form.
 */
export function byteNumber(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  let at = negative ? start + 1 : start;
  if (at >= end || end - at > 16) return Number.NaN;
  let value = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const c = bytes[at]!;
    if (c >= ZERO && c <= 0x39) {
      value = value * 10 + (c - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (c === POINT && decimals < 0 && digits > 0) decimals = 0;
    else return Number.NaN;
  }
  if (digits === 0 || digits > 15 || decimals === 0) return Number.NaN;
  if (decimals > 0) value /= POWERS[decimals]!;
  return negative ? -value : value;
}

/** 1 for `true`, 0 for `false`, NaN for any other form. */
export function byteBoolean(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  if (end - start === 4) return view.getInt32(start, true) === 0x65757274 ? 1 : Number.NaN;
  if (end - start !== 5 || bytes[start + 4] !== 0x65) return Number.NaN;
  return view.getInt32(start, true) === 0x736c6166 ? 0 : Number.NaN;
}
