const { imul } = Math;

/**
 * Gives equal tuples of whole numbers the same id 0, 1, 2, … in the order they were first seen: markings of a net, states of
 * a search. No text keys: a tuple is `width` numbers of at least 0, kept as bytes until one exceeds 255, then as 32-bit words.
 *
 * The hash of a tuple is the sum of tuple[i] · factor[i], modulo 2^32, with the factors of {@link tupleFactors}; a caller that
 * changes few places can keep it up to date itself and hand it over. Expected O(width) a call; `clear` costs O(1).
 */
export class TupleStore {
  readonly width: number;
  readonly #factors: Int32Array;
  #items: Uint8Array | Uint32Array;
  #hashes: Int32Array;
  #slots: Int32Array;
  /** A slot counts only if its stamp is the current one. */
  #stamps: Int32Array;
  #stamp = 1;
  #size = 0;

  constructor(width: number, capacity = 64) {
    this.width = width;
    this.#factors = tupleFactors(width);
    this.#items = new Uint8Array(width * capacity);
    this.#hashes = new Int32Array(capacity);
    this.#slots = new Int32Array(capacity * 2);
    this.#stamps = new Int32Array(capacity * 2);
  }

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
    this.#stamp++;
  }

  /** The id of `tuple`; it is new when it equals `size` before the call. */
  intern(tuple: Int32Array, hash = hashTuple(tuple, this.#factors)): number {
    const slot = this.#slotOf(tuple, hash);
    if (this.#stamps[slot] === this.#stamp) return this.#slots[slot]!;
    const id = this.#size;
    if (id === this.#hashes.length) {
      this.#grow();
      return this.intern(tuple, hash);
    }
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = id;
    this.#hashes[id] = hash;
    this.#write(id, tuple);
    this.#size = id + 1;
    return id;
  }

  /** The id of `tuple`; -1 when it was never seen. */
  find(tuple: Int32Array, hash = hashTuple(tuple, this.#factors)): number {
    const slot = this.#slotOf(tuple, hash);
    return this.#stamps[slot] === this.#stamp ? this.#slots[slot]! : -1;
  }

  /** Copies tuple `id` into `target` and returns its hash. */
  load(id: number, target: Int32Array): number {
    const at = id * this.width;
    for (let i = 0; i < this.width; i++) target[i] = this.#items[at + i]!;
    return this.#hashes[id]!;
  }

  /** Tuple `id` without a copy; valid until the next `intern`. */
  view(id: number): Uint8Array | Uint32Array {
    return this.#items.subarray(id * this.width, (id + 1) * this.width);
  }

  /** Where the tuple stands, or the free slot where it would. */
  #slotOf(tuple: Int32Array, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = spreadBits(hash) & mask;
    while (this.#stamps[slot] === this.#stamp) {
      const id = this.#slots[slot]!;
      if (this.#hashes[id] === hash && this.#equals(id, tuple)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #equals(id: number, tuple: Int32Array): boolean {
    const at = id * this.width;
    for (let i = 0; i < this.width; i++) {
      if (this.#items[at + i] !== tuple[i]) return false;
    }
    return true;
  }

  #write(id: number, tuple: Int32Array): void {
    const at = id * this.width;
    for (let i = 0; i < this.width; i++) {
      if (tuple[i]! > 255 && this.#items instanceof Uint8Array) this.#items = Uint32Array.from(this.#items);
      this.#items[at + i] = tuple[i]!;
    }
  }

  #grow(): void {
    const capacity = this.#hashes.length * 2;
    const length = this.width * capacity;
    const items = this.#items instanceof Uint8Array ? new Uint8Array(length) : new Uint32Array(length);
    items.set(this.#items);
    this.#items = items;
    const hashes = new Int32Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(capacity * 2);
    this.#stamps = new Int32Array(capacity * 2);
    this.#stamp = 1;
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = spreadBits(hashes[id]!) & mask;
      while (this.#stamps[slot] === 1) slot = (slot + 1) & mask;
      this.#stamps[slot] = 1;
      this.#slots[slot] = id;
    }
  }
}

/** One odd 32-bit factor a position, well spread: what {@link hashTuple} weighs a tuple of this width with. */
export function tupleFactors(width: number): Int32Array {
  return Int32Array.from({ length: width }, (_, i) => spreadBits(imul(i + 1, 0x9e3779b1)) | 1);
}

/** The hash of a tuple from scratch, a signed 32-bit number. */
export function hashTuple(tuple: Int32Array, factors: Int32Array): number {
  let hash = 0;
  for (let i = 0; i < tuple.length; i++) hash = (hash + imul(tuple[i]!, factors[i]!)) | 0;
  return hash;
}

/** The last steps of MurmurHash3 (Appleby, public domain): every bit of the input moves every bit of the output. */
export function spreadBits(hash: number): number {
  let h = hash;
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
