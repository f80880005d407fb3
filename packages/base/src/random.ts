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
  const [a, b, c, counter] = hashKeys([seed, ...keys]);
  const stream = new Sfc32();
  stream.start(a, b, c, counter, 12); // mixes the state, as the author of sfc32 advises
  return stream;
}

/** Streams of one purpose, told apart by numbers. */
export interface RandomStreams {
  /**
   * The stream of `index` and `attempt`, whole numbers in [0, 2^32), at its beginning. It is the same object at each call: done with
   * once the next is asked for.
   */
  at(index: number, attempt?: number): RandomStream;
}

/**
 * As many streams as there are numbers, for a purpose that is given by `seed` and `keys`: what is drawn for a row depends on
 * these, on the row and on the attempt, and on nothing that was drawn for other rows. So rows can be made in any order and part. Costs
 * some ten draws a stream, where {@link randomStream} costs a hash of its keys and an object.
 */
export function randomStreams(seed: number | string, ...keys: readonly (number | string)[]): RandomStreams {
  const [a, b, c] = hashKeys([seed, ...keys, "streams"]);
  const stream = new Sfc32();
  return {
    at(index, attempt = 0) {
      stream.start(a, b ^ imul(attempt, 0x9e3779b1), c ^ index, 1, 15); // as the author of sfc32 seeds it with three words
      return stream;
    },
  };
}

/** The generator sfc32, 128 bits of state. */
class Sfc32 implements RandomStream {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;
  /** The second of the two normals that one throw gives. */
  #spare: number | null = null;

  /** Begins with a state of four words; the first `thrownAway` numbers are not used. */
  start(a: number, b: number, c: number, counter: number, thrownAway: number): void {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#counter = counter | 0;
    this.#spare = null;
    for (let i = 0; i < thrownAway; i++) this.#word();
  }

  next(): number {
    return this.#word() / 4294967296;
  }

  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("pick: nothing to pick from. Give at least one item.");
    return items[Math.floor(this.next() * items.length)]!;
  }

  normal(): number {
    if (this.#spare !== null) {
      const value = this.#spare;
      this.#spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        this.#spare = y * scale;
        return x * scale;
      }
    }
  }

  #word(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }
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
