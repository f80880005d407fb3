import { spreadBits } from "@gigamine/base";

/** A map from a pair of whole numbers (first < 2^31, second < 2^31) to a whole number >= 0, by open addressing. */
export class PairTable {
  #first = new Int32Array(256);
  #second = new Int32Array(256);
  #values = new Int32Array(256).fill(-1);
  #size = 0;

  /** The value of the pair; -1 when it has none. */
  get(first: number, second: number): number {
    const mask = this.#values.length - 1;
    let slot = hashPair(first, second) & mask;
    for (;;) {
      const value = this.#values[slot]!;
      if (value < 0 || (this.#first[slot] === first && this.#second[slot] === second)) return value;
      slot = (slot + 1) & mask;
    }
  }

  /** Adds a pair that has no value yet. */
  add(first: number, second: number, value: number): void {
    if (this.#size * 2 >= this.#values.length) this.#grow();
    this.#put(first, second, value);
    this.#size++;
  }

  #put(first: number, second: number, value: number): void {
    const mask = this.#values.length - 1;
    let slot = hashPair(first, second) & mask;
    while (this.#values[slot]! >= 0) slot = (slot + 1) & mask;
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#values[slot] = value;
  }

  #grow(): void {
    const [first, second, values] = [this.#first, this.#second, this.#values];
    const capacity = values.length * 2;
    this.#first = new Int32Array(capacity);
    this.#second = new Int32Array(capacity);
    this.#values = new Int32Array(capacity).fill(-1);
    for (let i = 0; i < values.length; i++) {
      if (values[i]! >= 0) this.#put(first[i]!, second[i]!, values[i]!);
    }
  }
}

function hashPair(first: number, second: number): number {
  return spreadBits(Math.imul(first, 0x9e3779b1) + second);
}
