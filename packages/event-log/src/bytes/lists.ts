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
  #length = 0;

  /** One more than the highest index that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? this.#blocks[index >>> SHIFT]![index & MASK]! : Number.NaN;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) this.#reach(index);
    this.#blocks[index >>> SHIFT]![index & MASK] = value;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** The elements at `indexes`, in that order. */
  gather(indexes: Uint32Array): Float64Array {
    const values = new Float64Array(indexes.length);
    for (let i = 0; i < values.length; i++) values[i] = this.get(indexes[i]!);
    return values;
  }

  /** Forgets everything and frees the memory. */
  clear(): void {
    this.#blocks = [];
    this.#length = 0;
  }

  #reach(index: number): void {
    for (let block = Math.max(0, this.#blocks.length - 1); block <= index >>> SHIFT; block++) {
      const before = this.#blocks[block];
      const within = block < index >>> SHIFT ? MASK : index & MASK;
      if (before !== undefined && within < before.length) continue;
      const grown = new Float64Array(blockLength(block, within)).fill(Number.NaN);
      if (before !== undefined) grown.set(before);
      this.#blocks[block] = grown;
    }
    this.#length = index + 1;
  }
}

/** 32-bit integers by index; -1 where nothing was set. */
export class Int32List {
  #blocks: Int32Array[] = [];
  #length = 0;

  /** One more than the highest index that was set. */
  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? this.#blocks[index >>> SHIFT]![index & MASK]! : -1;
  }

  set(index: number, value: number): void {
    if (index >= this.#length) this.#reach(index);
    this.#blocks[index >>> SHIFT]![index & MASK] = value;
  }

  push(value: number): void {
    this.set(this.#length, value);
  }

  /** The elements at `indexes`, in that order. */
  gather(indexes: Uint32Array): Int32Array {
    const values = new Int32Array(indexes.length);
    for (let i = 0; i < values.length; i++) values[i] = this.get(indexes[i]!);
    return values;
  }

  /** Forgets everything and frees the memory. */
  clear(): void {
    this.#blocks = [];
    this.#length = 0;
  }

  #reach(index: number): void {
    for (let block = Math.max(0, this.#blocks.length - 1); block <= index >>> SHIFT; block++) {
      const before = this.#blocks[block];
      const within = block < index >>> SHIFT ? MASK : index & MASK;
      if (before !== undefined && within < before.length) continue;
      const grown = new Int32Array(blockLength(block, within)).fill(-1);
      if (before !== undefined) grown.set(before);
      this.#blocks[block] = grown;
    }
    this.#length = index + 1;
  }
}
