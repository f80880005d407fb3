import { textAt } from "./text.js";

/**
 * Whole numbers of at most 15 digits, which a 64-bit float holds exactly, and decimals; no leading zeros, sign `+`,
 * exponent or blanks, because `007`, `+49…`, `12E5` and ` 1` are as likely names.
 */
export const PLAIN_NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,20})?$/;

/** `decimals` of a number that is written as JavaScript writes it. */
const AS_WRITTEN = 254;

/** 10^0 … 10^22 are exact, so one division rounds once, as reading the text does. */
const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * Reads plain numbers ({@link PLAIN_NUMBER}) from the digits where they stand, and keeps what is needed to write the same
 * text again.
 */
export class PlainNumber {
  /** How many decimals the last number has, or that it is written as JavaScript writes it; -1 when the text can't be told from them. */
  decimals = 0;

  /** The number, exactly as `Number(text)`; NaN when the text is no plain number. */
  read(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    const negative = bytes[at] === 0x2d;
    if (negative) at++;
    const first = at;
    let mantissa = 0;
    for (; at < end; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    const whole = at - first;
    if (whole === 0 || whole > 15 || at > end || (whole > 1 && bytes[first] === 0x30)) return Number.NaN;
    let decimals = 0;
    if (at < end) {
      if (bytes[at] !== 0x2e) return Number.NaN;
      for (at++; at < end; at++) {
        const digit = bytes[at]! - 0x30;
        if (digit < 0 || digit > 9) return Number.NaN;
        mantissa = mantissa * 10 + digit;
        decimals++;
      }
      if (decimals === 0 || decimals > 20) return Number.NaN;
    }
    if (mantissa < 1e15) {
      this.decimals = negative && mantissa === 0 ? -1 : decimals;
      const value = decimals === 0 ? mantissa : mantissa / POWERS[decimals]!;
      return negative ? -value : value;
    }
    const text = textAt(bytes, start, end);
    const value = Number(text);
    this.decimals = String(value) === text ? AS_WRITTEN : -1;
    return value;
  }
}

/** The text of a plain number from its value and what {@link PlainNumber} said of its decimals. */
export function plainText(value: number, decimals: number): string {
  return decimals === AS_WRITTEN ? String(value) : value.toFixed(decimals);
}
