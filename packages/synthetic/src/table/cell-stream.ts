import { type RandomStream, randomStream } from "@gigamine/base";

const { imul } = Math;
const words = 2 ** 32;

/**
 * The random numbers of one column, a stream of its own for each row and attempt: what one cell draws depends on
 * the seed, the column's name, the row and the attempt, and on nothing that any other cell did. So rows can be made in any order and part,
 * and a column more or less moves no draw.
 *
 * One object serves all rows, since making a stream per cell would cost more than the draw. The generator is sfc32 as in `randomStream` of the base
 * package; three words of key come from there, row and attempt are mixed into them.
 */
export class CellStream implements RandomStream {
  readonly #keys: readonly [number, number, number];
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;

  /** @param keys What tells the streams of this table from all others, such as `"table", "temp"`. */
  constructor(seed: number | string, ...keys: readonly (number | string)[]) {
    const stream = randomStream(seed, ...keys);
    const word = (): number => (stream.next() * words) | 0;
    this.#keys = [word(), word(), word()];
  }

  /** Goes to the beginning of the stream of a row and attempt, both in [0, 2^32). */
  at(row: number, attempt: number): this {
    this.#a = this.#keys[0];
    this.#b = this.#keys[1] ^ imul(attempt, 0x9e3779b1);
    this.#c = this.#keys[2] ^ row;
    this.#counter = 1;
    for (let i = 0; i < 15; i++) this.#word(); // as the author of sfc32 seeds it with three words
    return this;
  }

  next(): number {
    return this.#word() / words;
  }

  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("pick: nothing to pick from. Give at least one item.");
    return items[this.integer(0, items.length - 1)]!;
  }

  /** By the polar method of Marsaglia and Bray (1964); the second number that it yields is not kept. */
  normal(): number {
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
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
