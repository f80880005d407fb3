import type { ActivityIds } from "../types.js";

/**
 * Growing lists of numbers in blocks: growing never copies more than the first block, so the peak of memory is what
 * the list holds. One class for each element type keeps the inner loops monomorphic.
 */
const SHIFT = 16;
const BLOCK = 1 << SHIFT;
const MASK = BLOCK - 1;

/** The length of a block that must hold index `within`: the first one starts small. */
function blockLength(block: number, within: number): number {
  if (block > 0) return BLOCK;
  return Math.min(BLOCK, Math.max(64, 1 << (32 - Math.clz32(within + (within >> 1)))));
}

/** Doubles by index; NaN where nothing was set. */
export class Float64List {
  #blocks: Float64Array[] = [];
  /** The last block. */
  #tail: Float64Array = new Float64Array(0);
  #capacity = 0;
  #length = 0;

  /** One more than the highest index that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? this.#blocks[index >>> SHIFT]![index & MASK]! : Number.NaN;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) {
      if (index >= this.#capacity) this.#grow(index);
      this.#length = index + 1;
    }
    this.#blocks[index >>> SHIFT]![index & MASK] = value;
  }

  push(value: number): void {
    const index = this.#length;
    if (index === this.#capacity) this.#grow(index);
    this.#tail[index & MASK] = value;
    this.#length = index + 1;
  }

  /** The elements at `indexes`, in that order. */
  gather(indexes: Uint32Array): Float64Array {
    const blocks = this.#blocks;
    const length = this.#length;
    const values = new Float64Array(indexes.length);
    for (let i = 0; i < values.length; i++) {
      const index = indexes[i]!;
      values[i] = index < length ? blocks[index >>> SHIFT]![index & MASK]! : Number.NaN;
    }
    return values;
  }

  /** Forgets everything and frees the memory. */
  clear(): void {
    this.#blocks = [];
    this.#tail = new Float64Array(0);
    this.#capacity = 0;
    this.#length = 0;
  }

  #grow(index: number): void {
    for (let block = Math.max(0, this.#blocks.length - 1); block <= index >>> SHIFT; block++) {
      const before = this.#blocks[block];
      const within = block < index >>> SHIFT ? MASK : index & MASK;
      if (before !== undefined && within < before.length) continue;
      const grown = new Float64Array(blockLength(block, within)).fill(Number.NaN);
      if (before !== undefined) grown.set(before);
      this.#blocks[block] = grown;
    }
    this.#tail = this.#blocks[this.#blocks.length - 1]!;
    this.#capacity = (this.#blocks.length - 1) * BLOCK + this.#tail.length;
  }
}

/** 32-bit integers by index; -1 where nothing was set. */
export class Int32List {
  #blocks: Int32Array[] = [];
  /** The last block. */
  #tail: Int32Array = new Int32Array(0);
  #capacity = 0;
  #length = 0;

  /** One more than the highest index that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? this.#blocks[index >>> SHIFT]![index & MASK]! : -1;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) {
      if (index >= this.#capacity) this.#grow(index);
      this.#length = index + 1;
    }
    this.#blocks[index >>> SHIFT]![index & MASK] = value;
  }

  push(value: number): void {
    const index = this.#length;
    if (index === this.#capacity) this.#grow(index);
    this.#tail[index & MASK] = value;
    this.#length = index + 1;
  }

  /** The elements at `indexes`, in that order. */
  gather(indexes: Uint32Array): Int32Array {
    const values = new Int32Array(indexes.length);
    this.gatherInto(values, indexes);
    return values;
  }

  /** The same into an array that is there. */
  gatherInto(values: Int32Array | ActivityIds, indexes: Uint32Array): void {
    const blocks = this.#blocks;
    const length = this.#length;
    for (let i = 0; i < values.length; i++) {
      const index = indexes[i]!;
      values[i] = index < length ? blocks[index >>> SHIFT]![index & MASK]! : -1;
    }
  }

  /** Forgets everything and frees the memory. */
  clear(): void {
    this.#blocks = [];
    this.#tail = new Int32Array(0);
    this.#capacity = 0;
    this.#length = 0;
  }

  #grow(index: number): void {
    for (let block = Math.max(0, this.#blocks.length - 1); block <= index >>> SHIFT; block++) {
      const before = this.#blocks[block];
      const within = block < index >>> SHIFT ? MASK : index & MASK;
      if (before !== undefined && within < before.length) continue;
      const grown = new Int32Array(blockLength(block, within)).fill(-1);
      if (before !== undefined) grown.set(before);
      this.#blocks[block] = grown;
    }
    this.#tail = this.#blocks[this.#blocks.length - 1]!;
    this.#capacity = (this.#blocks.length - 1) * BLOCK + this.#tail.length;
  }
}
