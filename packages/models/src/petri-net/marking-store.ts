/** Numbers distinct markings 0, 1, 2, … in the order of arrival. One Int32 per place and marking; open addressing. */
export class MarkingStore {
  readonly #width: number;
  #tokens: Int32Array;
  /** Marking + 1 per slot; 0 = free. Never more than half full. */
  #slots: Int32Array;
  #size = 0;

  constructor(placeCount: number) {
    this.#width = placeCount;
    this.#tokens = new Int32Array(placeCount * 64);
    this.#slots = new Int32Array(256);
  }

  get size(): number {
    return this.#size;
  }

  /** The number of `marking`, a new one when it equals `size` before the call. */
  intern(marking: Int32Array): number {
    const mask = this.#slots.length - 1;
    let slot = hash(marking, 0, this.#width) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]! - 1;
      if (this.#equals(id, marking)) return id;
    }
    const id = this.#size++;
    this.#slots[slot] = id + 1;
    if (this.#size * this.#width > this.#tokens.length) {
      const wider = new Int32Array(this.#tokens.length * 2);
      wider.set(this.#tokens);
      this.#tokens = wider;
    }
    this.#tokens.set(marking, id * this.#width);
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return id;
  }

  /** The number of `marking`; -1 when it has never come. */
  find(marking: ArrayLike<number>): number {
    const mask = this.#slots.length - 1;
    const wanted = Int32Array.from(marking);
    for (let slot = hash(wanted, 0, this.#width) & mask; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]! - 1;
      if (this.#equals(id, wanted)) return id;
    }
    return -1;
  }

  /** A view, valid until the next `intern`. */
  view(id: number): Int32Array {
    return this.#tokens.subarray(id * this.#width, (id + 1) * this.#width);
  }

  #equals(id: number, marking: Int32Array): boolean {
    const base = id * this.#width;
    for (let p = 0; p < this.#width; p++) if (this.#tokens[base + p] !== marking[p]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = hash(this.#tokens, id * this.#width, this.#width) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a over whole numbers, with a last mix because the slot is taken from the low bits. */
function hash(tokens: Int32Array, from: number, length: number): number {
  let h = 0x811c9dc5;
  for (let p = from; p < from + length; p++) h = Math.imul(h ^ tokens[p]!, 0x01000193);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
