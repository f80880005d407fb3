import { MAX_TIME } from "@gigamine/base";

const WORD = 2 ** 32;

/** ms since the epoch as whole microseconds, rounded; 0 for NaN. Written as halves, since a BigInt a value is slow. */
export function microseconds(values: Float64Array): BigInt64Array {
  const all = new BigInt64Array(values.length);
  const halves = new Int32Array(all.buffer);
  for (let i = 0; i < values.length; i++) {
    const time = values[i]!;
    if (Number.isNaN(time)) continue;
    const whole = Math.floor(time);
    const below = Math.round((time - whole) * 1000);
    if (Math.abs(whole) < 9e12) {
      const micros = whole * 1000 + below;
      const high = Math.floor(micros / WORD);
      halves[2 * i] = micros - high * WORD;
      halves[2 * i + 1] = high;
    } else all[i] = BigInt(whole) * 1000n + BigInt(below); // beyond the whole numbers of a float
  }
  return all;
}

/** Units of Arrow times, in its own order. */
export type TimeUnitIndex = 0 | 1 | 2 | 3;

/**
 * The 64-bit integer `high * 2^32 + low` (low unsigned), counted in the unit, as ms since the epoch; NaN beyond ±8.64e15.
 * Rounded once, so that microseconds come back as the number that ISO 8601 text gives.
 */
export function instant(high: number, low: number, unit: TimeUnitIndex): number {
  let time: number;
  switch (unit) {
    case 0:
      time = (high * WORD + low) * 1000;
      break;
    case 1:
      time = high * WORD + low;
      break;
    case 2: {
      const below = high * 296 + low; // 2^32 us = 4294967 ms 296 us
      const ms = Math.floor(below / 1000);
      time = high * 4_294_967 + ms + (below - ms * 1000) / 1000;
      break;
    }
    default: {
      const below = high * 967_296 + low; // 2^32 ns = 4294 ms 967296 ns
      const ms = Math.floor(below / 1e6);
      time = high * 4294 + ms + (below - ms * 1e6) / 1e6;
    }
  }
  return Math.abs(time) <= MAX_TIME ? time : Number.NaN;
}
