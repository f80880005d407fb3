/** Looked up once: as a property of a global it costs more than the multiplication, most of all in sandboxes. */
const { imul } = Math;

/** A source of random numbers. All draws come from `next`, so any function `() => [0, 1)` can be wrapped. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 bits of resolution. */
  next(): number;
  /** A whole number, uniform in [low, high], both included. */
  integer(low: number, high: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** One of `items`, each equally likely. `items` must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** Standard normal (mean 0, standard deviation 1), by the polar method of Marsaglia and Bray (1964). */
  normal(): number;
}

/**
 * A stream of random numbers that depends on `seed` and on `keys`, and on nothing else.
 *
 * Give every purpose a stream of its own, `randomStream(seed, "lot", 17, "arrival")`: a new purpose then leaves the
 * draws of all others untouched, and two runs that differ in one setting share all other randomness (common random
 * numbers). The generator is sfc32 of the PractRand suite (Chris Doty-Humphrey), period about 2^128, its state filled
 * from a 128-bit FNV-1a-style hash of the seed and the keys. The same on every platform: integer arithmetic only.
 */
export function randomStream(seed: number | string, ...keys: readonly (number | string)[]): RandomStream {
  let [a, b, c, counter] = hashKeys([seed, ...keys]);
  const next32 = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next32(); // mixes the state, as the author of sfc32 advises
  return fromNext(() => next32() / 4294967296);
}

function fromNext(next: () => number): RandomStream {
  let spare: number | null = null;
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (p) => next() < p,
    pick: (items) => {
      if (items.length === 0) throw new RangeError("pick: nothing to pick from. Give at least one item.");
      return items[Math.floor(next() * items.length)]!;
    },
    normal: () => {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      for (;;) {
        const x = 2 * next() - 1;
        const y = 2 * next() - 1;
        const s = x * x + y * y;
        if (s > 0 && s < 1) {
          const scale = Math.sqrt((-2 * Math.log(s)) / s);
          spare = y * scale;
          return x * scale;
        }
      }
    },
  };
}

/** Four 32-bit words from a list of keys; a separator keeps ["ab"] and ["a", "b"] apart, a tag 1 and "1". */
function hashKeys(keys: readonly (number | string)[]): [number, number, number, number] {
  let h1 = 0x811c9dc5;
  let h2 = 0x1b873593;
  let h3 = 0x9e3779b9;
  let h4 = 0x85ebca6b;
  const mix = (word: number): void => {
    h1 = imul(h1 ^ word, 0x01000193);
    h2 = imul(h2 ^ h1 ^ word, 0xcc9e2d51);
    h3 = imul(h3 ^ (h2 >>> 7) ^ word, 0xc2b2ae35);
    h4 = imul(h4 ^ (h3 >>> 11) ^ word, 0x27d4eb2f);
  };
  for (const key of keys) {
    const text = String(key);
    mix(typeof key === "number" ? 0x10001 : 0x10002);
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
    mix(0x20000 + text.length);
  }
  return [h1 ^ (h1 >>> 15), h2 ^ (h2 >>> 15), h3 ^ (h3 >>> 15), h4 ^ (h4 >>> 15)];
}
