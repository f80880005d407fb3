/** A table of a FlatBuffer: where its fields stand. */
export interface FlatTable {
  readonly at: number;
  readonly vtable: number;
  readonly size: number;
}

/** Reads the FlatBuffer metadata of Arrow messages with every position checked: a RangeError instead of a wrong read. */
export class FlatBuffer {
  readonly length: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The table that the offset at `at` points to. */
  table(at: number): FlatTable {
    const table = this.#follow(at);
    const vtable = table - this.#view.getInt32(table, true);
    const size = this.#view.getInt16(vtable, true);
    if (size < 4 || vtable + size > this.length) throw new RangeError("a table is cut off");
    return { at: table, vtable, size };
  }

  /** Where field number `slot` of the table stands (4, 6, 8, …); 0 when it is absent. */
  field({ at, vtable, size }: FlatTable, slot: number): number {
    const offset = slot + 1 < size ? this.#view.getInt16(vtable + slot, true) : 0;
    if (offset < 0 || at + offset >= this.length) throw new RangeError("a field beyond the end");
    return offset === 0 ? 0 : at + offset;
  }

  uint8(table: FlatTable, slot: number, fallback: number): number {
    const at = this.field(table, slot);
    return at === 0 ? fallback : this.#view.getUint8(at);
  }

  int16(table: FlatTable, slot: number, fallback: number): number {
    const at = this.field(table, slot);
    return at === 0 ? fallback : this.#view.getInt16(at, true);
  }

  int32(table: FlatTable, slot: number, fallback: number): number {
    const at = this.field(table, slot);
    return at === 0 ? fallback : this.#view.getInt32(at, true);
  }

  /** A length or an offset: a whole number from 0 on. */
  size(table: FlatTable, slot: number): number {
    const at = this.field(table, slot);
    return at === 0 ? 0 : this.sizeAt(at);
  }

  sizeAt(at: number): number {
    const size = this.#view.getUint32(at, true) + this.#view.getInt32(at + 4, true) * 2 ** 32;
    if (!(size >= 0 && size <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`the length ${size}`);
    return size;
  }

  int32At(at: number): number {
    return this.#view.getInt32(at, true);
  }

  /** Where the items of a vector stand; none when the field is absent. Its length is checked against the bytes there are. */
  vector(table: FlatTable, slot: number, stride: number): { readonly at: number; readonly count: number } {
    const field = this.field(table, slot);
    if (field === 0) return { at: 0, count: 0 };
    const at = this.#follow(field);
    const count = this.#view.getInt32(at, true);
    if (count < 0 || at + 4 + count * stride > this.length) throw new RangeError(`a list of ${count} items`);
    return { at: at + 4, count };
  }

  #follow(at: number): number {
    const offset = this.#view.getInt32(at, true);
    if (offset <= 0 || at + offset + 4 > this.length) throw new RangeError("an offset beyond the end");
    return at + offset;
  }
}
