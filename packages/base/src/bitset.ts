/** A fixed-size set of the whole numbers 0 … size-1, one bit each. Set operations cost O(size / 32). */
export class BitSet {
  readonly size: number;
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.size = size;
    this.#words = new Uint32Array((size + 31) >>> 5);
  }

  has(index: number): boolean {
    return (this.#words[index >>> 5]! & (1 << (index & 31))) !== 0;
  }

  add(index: number): void {
    if (index < 0 || index >= this.size)
      throw new RangeError(`BitSet: ${index} is outside 0 … ${this.size - 1}.`);
    this.#words[index >>> 5]! |= 1 << (index & 31);
  }

  delete(index: number): void {
    this.#words[index >>> 5]! &= ~(1 << (index & 31));
  }

  /** Adds every member of `other`; says whether anything was new. */
  union(other: BitSet): boolean {
    let changed = false;
    for (let w = 0; w < this.#words.length; w++) {
      const before = this.#words[w]!;
      const after = (before | other.#words[w]!) >>> 0;
      if (after !== before) {
        this.#words[w] = after;
        changed = true;
      }
    }
    return changed;
  }

  /** Takes out every member that `other` does not have. */
  intersect(other: BitSet): void {
    for (let w = 0; w < this.#words.length; w++) this.#words[w]! &= other.#words[w]!;
  }

  /** Takes out every member, and adds all others of 0 … size-1. */
  complement(): void {
    const words = this.#words;
    for (let w = 0; w < words.length; w++) words[w] = ~words[w]!;
    const rest = this.size & 31;
    if (rest > 0) words[words.length - 1]! &= (1 << rest) - 1; // beyond the size there is nobody
  }

  /** Whether every member of `other` is in this set too. */
  includes(other: BitSet): boolean {
    return this.#words.every((word, w) => (other.#words[w]! & ~word) === 0);
  }

  /** How many members there are. */
  count(): number {
    let count = 0;
    for (let word of this.#words) {
      for (; word !== 0; word &= word - 1) count++;
    }
    return count;
  }

  clone(): BitSet {
    const copy = new BitSet(this.size);
    copy.#words.set(this.#words);
    return copy;
  }

  /** The members in rising order. */
  *[Symbol.iterator](): Generator<number> {
    for (let w = 0; w < this.#words.length; w++) {
      for (let word = this.#words[w]!; word !== 0; word &= word - 1) {
        yield w * 32 + 31 - Math.clz32(word & -word);
      }
    }
  }
}
