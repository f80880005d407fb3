import { MS_PER_DAY } from "@gigamine/base";
import { daysFromCivil, isDate } from "../parse-timestamp.js";

const ZERO = 0x30;
const PLUS = 0x2b;
const MINUS = 0x2d;
const COLON = 0x3a;

/**
 * Reads the common forms of ISO 8601 from the digits where they stand: `2024-02-28T13:45`, a blank for the `T`, seconds,
 * up to nine digits of a fraction, and nothing, `Z`, `+01:00`, `+0100` or `+01` behind. NaN for every other text, also when
 * {@link timestampMs} can read it. Successive times of one day cost no calendar.
 */
export class IsoBytes {
  /** Whether the last text that was read told no offset from UTC. */
  local = true;
  /** The bytes of the last date, and the instant at which it began. */
  #a = 0;
  #b = 0;
  #c = 0;
  #day = Number.NaN;
  #bytes: Uint8Array | null = null;
  #view: DataView = new DataView(new ArrayBuffer(0));

  read(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < 16 || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return Number.NaN;
    const t = bytes[start + 10]!;
    if ((t !== 0x54 && t !== 0x20) || bytes[start + 13] !== COLON) return Number.NaN;
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    // the ten bytes of the date as three numbers
    const a = this.#view.getInt32(start, true);
    const b = this.#view.getInt32(start + 4, true);
    const c = this.#view.getInt16(start + 8, true);
    if (a !== this.#a || b !== this.#b || c !== this.#c) {
      const century = two(bytes, start);
      const years = two(bytes, start + 2);
      const month = two(bytes, start + 5);
      const day = two(bytes, start + 8);
      const year = century * 100 + years;
      if ((century | years | month | day) < 0 || !isDate(year, month, day)) return Number.NaN;
      this.#a = a;
      this.#b = b;
      this.#c = c;
      this.#day = daysFromCivil(year, month, day) * MS_PER_DAY;
    }
    const hour = two(bytes, start + 11);
    const minute = two(bytes, start + 14);
    if ((hour | minute) < 0 || hour > 23 || minute > 59) return Number.NaN;
    let ms = this.#day + hour * 3_600_000 + minute * 60_000;
    let at = start + 16;
    let fraction = 0;
    if (at < end && bytes[at] === COLON) {
      const second = at + 3 <= end ? two(bytes, at + 1) : -1;
      if (second < 0 || second > 59) return Number.NaN;
      ms += second * 1000;
      at += 3;
      if (at < end && (bytes[at] === 0x2e || bytes[at] === 0x2c)) {
        let below = 0;
        let scale = 100;
        let parts = 1;
        const first = ++at;
        for (let digit = 0; at < end; at++) {
          digit = bytes[at]! - ZERO;
          if (digit < 0 || digit > 9) break;
          if (scale >= 1) {
            ms += digit * scale;
            scale = scale === 1 ? 0 : scale / 10;
          } else {
            below = below * 10 + digit;
            parts *= 10;
          }
        }
        if (at === first || parts > 1e6) return Number.NaN;
        fraction = below / parts;
      }
    }
    this.local = at === end;
    if (at < end) {
      const minutes = offsetMinutes(bytes, at, end);
      if (Number.isNaN(minutes)) return Number.NaN;
      ms -= minutes * 60_000;
    }
    return ms + fraction;
  }
}

/** Two digits as a number; -1 when they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function offsetMinutes(bytes: Uint8Array, at: number, end: number): number {
  const sign = bytes[at]!;
  const length = end - at;
  if (sign === 0x5a) return length === 1 ? 0 : Number.NaN;
  if ((sign !== PLUS && sign !== MINUS) || length < 3) return Number.NaN;
  const hours = two(bytes, at + 1);
  let minutes = 0;
  if (length === 6 && bytes[at + 3] === COLON) minutes = two(bytes, at + 4);
  else if (length === 5) minutes = two(bytes, at + 3);
  else if (length !== 3) return Number.NaN;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  return sign === MINUS ? -(hours * 60 + minutes) : hours * 60 + minutes;
}
