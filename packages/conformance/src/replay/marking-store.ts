/**
 * Gives equal markings the same number, in the order they were first seen. No text keys: a marking is `width` token
 * counts, kept as bytes until one exceeds 255, then as 32-bit words.
 *
 * The caller hands over the hash, so that firing a transition can update it in O(places changed) with
 * {@link placeFactors}: hash(m) = sum of m[p] * factor[p], modulo 2^32.
 */
export class MarkingStore {
  readonly width: number;
  #tokens: Uint8Array | Uint32Array;
  #hashes: Int32Array;
  #slots: Int32Array;
  /** A slot counts only if its stamp is the current one: `clear` costs O(1). */
  #stamps: Int32Array;
  #stamp = 1;
  #size = 0;

  constructor(width: number, capacity = 64) {
    this.width = width;
    this.#tokens = new Uint8Array(width * capacity);
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

  /** The number of `marking`; `size` grows by one when it is new. */
  intern(marking: Int32Array, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = spread(hash) & mask;
    while (this.#stamps[slot] === this.#stamp) {
      const id = this.#slots[slot]!;
      if (this.#hashes[id] === hash && this.#equals(id, marking)) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#size;
    if (id === this.#hashes.length) {
      this.#grow();
      return this.intern(marking, hash);
    }
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = id;
    this.#hashes[id] = hash;
    this.#write(id, marking);
    this.#size = id + 1;
    return id;
  }

  /** Copies marking `id` into `target` and returns its hash. */
  load(id: number, target: Int32Array): number {
    const at = id * this.width;
    for (let p = 0; p < this.width; p++) target[p] = this.#tokens[at + p]!;
    return this.#hashes[id]!;
  }

  #equals(id: number, marking: Int32Array): boolean {
    const at = id * this.width;
    for (let p = 0; p < this.width; p++) {
      if (this.#tokens[at + p] !== marking[p]) return false;
    }
    return true;
  }

  #write(id: number, marking: Int32Array): void {
    const at = id * this.width;
    for (let p = 0; p < this.width; p++) {
      if (marking[p]! > 255 && this.#tokens instanceof Uint8Array)
        this.#tokens = Uint32Array.from(this.#tokens);
      this.#tokens[at + p] = marking[p]!;
    }
  }

  #grow(): void {
    const capacity = this.#hashes.length * 2;
    const tokens =
      this.#tokens instanceof Uint8Array
        ? new Uint8Array(this.width * capacity)
        : new Uint32Array(this.width * capacity);
    tokens.set(this.#tokens);
    this.#tokens = tokens;
    const hashes = new Int32Array(capacity);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Int32Array(capacity * 2);
    this.#stamps = new Int32Array(capacity * 2);
    this.#stamp = 1;
    const mask = this.#slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = spread(hashes[id]!) & mask;
      while (this.#stamps[slot] === 1) slot = (slot + 1) & mask;
      this.#stamps[slot] = 1;
      this.#slots[slot] = id;
    }
  }
}

/** One odd 32-bit factor a place, well spread. */
export function placeFactors(places: number): Int32Array {
  return Int32Array.from({ length: places }, (_, p) => spread(Math.imul(p + 1, 0x9e3779b1)) | 1);
}

/** The hash of a marking from scratch. */
export function hashMarking(marking: Int32Array, factors: Int32Array): number {
  let hash = 0;
  for (let p = 0; p < marking.length; p++) hash = (hash + Math.imul(marking[p]!, factors[p]!)) | 0;
  return hash;
}

/** The last steps of MurmurHash3 (Appleby, public domain): every bit of the input moves every bit of the output. */
export function spread(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
