import { type CheckedField, checkSchema, TYPE } from "./check-schema.js";
import { FlatBuffer, type FlatTable } from "./flat-buffer.js";

/** Unpacks a compressed buffer; what the library of the table would use. */
export type Unpack = (codec: number, bytes: Uint8Array, length: number) => Uint8Array;

const HEADER = { schema: 1, dictionaryBatch: 2, recordBatch: 3 } as const;
const NESTED: ReadonlySet<number> = new Set([
  TYPE.list,
  TYPE.struct,
  TYPE.union,
  TYPE.fixedSizeList,
  TYPE.map,
  TYPE.largeList,
  TYPE.runEndEncoded,
  TYPE.listView,
  TYPE.largeListView,
  TYPE.dictionary,
]);
/** How many times larger than packed a buffer may claim to be, by codec: what LZ4 can reach, and what Zstandard may on zeros. */
const MAX_RATIO: Readonly<Record<number, number>> = { 0: 255, 1: 16_384 };

/**
 * Checks Arrow IPC bytes before a library walks them: that every message, list and buffer lies within the bytes, and
 * that columns have buffers for as many rows as they claim, so that a few hostile bytes can neither allocate gigabytes nor
 * loop without end. O(metadata), and O(values) of dictionaries.
 *
 * @returns The bytes, those of a file rearranged where its rows come before their dictionaries, which Polars does and not every
 * library can read; and whether a stream ended without its end mark, as a cut one does.
 * @throws RangeError that says what is wrong, as the end of a sentence.
 */
export function checkArrowBytes(bytes: Uint8Array, unpack: Unpack): CheckedBytes {
  const checker = new Checker(bytes, unpack);
  return isArrowFile(bytes) ? checker.file() : checker.stream();
}

/** Whether the bytes begin as an Arrow IPC file does. */
function isArrowFile(bytes: Uint8Array): boolean {
  return startsWith(bytes, "ARROW1", 0);
}

function startsWith(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

interface CheckedBytes {
  readonly bytes: Uint8Array;
  readonly unfinished: boolean;
}

/** A message that the footer of a file names: where it is, and where the footer says so. */
interface Block {
  readonly start: number;
  end: number;
  readonly entry: number;
}

interface Region {
  readonly offset: number;
  readonly length: number;
}

class Checker {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #unpack: Unpack;
  readonly #dictionaries = new Map<number, CheckedField>();
  #fields: readonly CheckedField[] | null = null;

  constructor(bytes: Uint8Array, unpack: Unpack) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#unpack = unpack;
  }

  stream(): CheckedBytes {
    let at = 0;
    let unfinished = true;
    while (at < this.#bytes.length) {
      const next = this.#message(at);
      if (next === null) {
        unfinished = false;
        break;
      }
      at = next;
    }
    if (this.#fields === null) throw new RangeError("there is no schema");
    return { bytes: this.#bytes, unfinished };
  }

  file(): CheckedBytes {
    const bytes = this.#bytes;
    const end = bytes.length - 10;
    if (end < 8 || !startsWith(bytes, "ARROW1", end + 4))
      throw new RangeError("the end of the file is missing");
    const size = this.#view.getInt32(end, true);
    if (!(size > 0 && size <= end - 8)) throw new RangeError(`the footer claims ${size} bytes`);
    const flat = new FlatBuffer(bytes.subarray(end - size, end));
    const footer = flat.table(0);
    const schema = flat.field(footer, 6);
    if (schema === 0) throw new RangeError("there is no schema");
    this.#setFields(checkSchema(flat, flat.table(schema)));
    flat.vector(footer, 12, 4);
    const dictionaries = blocksOf(flat, flat.vector(footer, 8, 24));
    const records = blocksOf(flat, flat.vector(footer, 10, 24));
    let read = 0;
    for (const block of [...dictionaries, ...records].sort((a, b) => a.start - b.start)) {
      if (block.start < read) throw new RangeError("two blocks overlap"); // else a small file could hold endless ones
      const next = this.#message(block.start);
      if (next === null) throw new RangeError(`there is no message at byte ${block.start}`);
      block.end = next;
      read = next;
    }
    const firstRecord = records.reduce((first, { start }) => Math.min(first, start), end);
    const inOrder = dictionaries.every(({ start }) => start < firstRecord);
    return {
      bytes: inOrder ? bytes : rearranged(bytes, [...dictionaries, ...records], end - size),
      unfinished: false,
    };
  }

  /** Checks the message at `at`; gives where it ends, `null` for the end mark. */
  #message(at: number): number | null {
    let start = at;
    let size = this.#view.getInt32(start, true);
    start += 4;
    if (size === -1) {
      size = this.#view.getInt32(start, true);
      start += 4;
    }
    if (size === 0) return null;
    if (size < 0 || start + size > this.#bytes.length) throw new RangeError(`a message claims ${size} bytes`);
    const flat = new FlatBuffer(this.#bytes.subarray(start, start + size));
    const message = flat.table(0);
    const bodyLength = flat.size(message, 10);
    const body = start + size;
    if (body + bodyLength > this.#bytes.length)
      throw new RangeError(`a message claims ${bodyLength} bytes of data`);
    const header = flat.field(message, 8);
    if (header !== 0) {
      this.#header(
        flat,
        flat.uint8(message, 6, 0),
        flat.table(header),
        this.#bytes.subarray(body, body + bodyLength),
      );
    }
    return body + bodyLength;
  }

  #header(flat: FlatBuffer, type: number, header: FlatTable, body: Uint8Array): void {
    if (type === HEADER.schema) {
      const fields = checkSchema(flat, header);
      if (this.#fields === null) this.#setFields(fields);
      return;
    }
    if (this.#fields === null) throw new RangeError("data comes before the schema");
    if (type === HEADER.recordBatch) {
      new BatchCheck(flat, header, body, this.#unpack).check(this.#fields);
    } else if (type === HEADER.dictionaryBatch) {
      const values = this.#dictionaries.get(flat.size(header, 4));
      const data = flat.field(header, 6);
      if (values === undefined || data === 0) throw new RangeError("a dictionary that no column has");
      if (NESTED.has(values.type)) throw new RangeError("a dictionary of nested values");
      new BatchCheck(flat, flat.table(data), body, this.#unpack).check([values], true);
    } else throw new RangeError(`a message of type ${type}`);
  }

  #setFields(fields: readonly CheckedField[]): void {
    this.#fields = fields;
    const visit = (field: CheckedField): void => {
      if (field.dictionary !== null) {
        this.#dictionaries.set(field.dictionary.id, field.dictionary.values);
        visit(field.dictionary.values);
      }
      field.children.forEach(visit);
    };
    fields.forEach(visit);
  }
}

/** What a list of the footer names; where the blocks end is found later. */
function blocksOf(flat: FlatBuffer, { at, count }: { readonly at: number; readonly count: number }): Block[] {
  return Array.from({ length: count }, (_, i) => ({
    start: flat.sizeAt(at + 24 * i),
    end: 0,
    entry: at + 24 * i,
  }));
}

/** A file with its blocks one after the other in this order, and a footer that says so. */
function rearranged(bytes: Uint8Array, blocks: readonly Block[], footer: number): Uint8Array {
  const aligned = (at: number): number => Math.ceil(at / 64) * 64;
  const starts: number[] = [];
  let at = 64;
  for (const { start, end } of blocks) {
    starts.push(at);
    at = aligned(at + end - start);
  }
  const all = new Uint8Array(at + bytes.length - footer);
  all.set(bytes.subarray(0, 8));
  all.set(bytes.subarray(footer), at);
  const view = new DataView(all.buffer);
  for (const [i, { start, end, entry }] of blocks.entries()) {
    all.set(bytes.subarray(start, end), starts[i]!);
    view.setBigInt64(at + entry, BigInt(starts[i]!), true);
  }
  return all;
}

/** Walks over the columns of one batch in the order of their nodes and buffers. */
class BatchCheck {
  readonly #body: Uint8Array;
  readonly #unpack: Unpack;
  readonly #rows: number;
  readonly #nodes: readonly { readonly length: number; readonly nulls: number }[];
  readonly #regions: readonly Region[];
  readonly #variadic: readonly number[];
  readonly #codec: number | null;
  #node = 0;
  #buffer = 0;
  #view = 0;

  constructor(flat: FlatBuffer, batch: FlatTable, body: Uint8Array, unpack: Unpack) {
    this.#body = body;
    this.#unpack = unpack;
    this.#rows = flat.size(batch, 4);
    const nodes = flat.vector(batch, 6, 16);
    this.#nodes = Array.from({ length: nodes.count }, (_, i) => ({
      length: flat.sizeAt(nodes.at + 16 * i),
      nulls: flat.sizeAt(nodes.at + 16 * i + 8),
    }));
    const regions = flat.vector(batch, 8, 16);
    this.#regions = Array.from({ length: regions.count }, (_, i) => ({
      offset: flat.sizeAt(regions.at + 16 * i),
      length: flat.sizeAt(regions.at + 16 * i + 8),
    }));
    const variadic = flat.vector(batch, 12, 8);
    this.#variadic = Array.from({ length: variadic.count }, (_, i) => flat.sizeAt(variadic.at + 8 * i));
    const compression = flat.field(batch, 10);
    this.#codec = compression === 0 ? null : flat.uint8(flat.table(compression), 4, 0);
  }

  check(fields: readonly CheckedField[], asDictionary = false): void {
    let bounded = fields.length === 0 || this.#rows === 0;
    for (const field of fields) {
      const node = this.#nodes[this.#node];
      if (node === undefined || node.length !== this.#rows) {
        throw new RangeError(`a column has ${node?.length ?? "no"} values in a batch of ${this.#rows} rows`);
      }
      this.#column(field, asDictionary);
      bounded ||= field.type !== TYPE.null && field.type !== TYPE.runEndEncoded;
    }
    if (!bounded) throw new RangeError(`a batch claims ${this.#rows} rows and has no data`);
  }

  #column(field: CheckedField, asDictionary: boolean): void {
    const node = this.#nodes[this.#node++];
    if (node === undefined) throw new RangeError("columns are missing in a batch");
    const { length, nulls } = node;
    if (nulls > length) throw new RangeError(`a column of ${length} values has ${nulls} nulls`);
    const { type, bits } = field;
    if (type === TYPE.null) return;
    if (type === TYPE.runEndEncoded) {
      for (const child of field.children) this.#column(child, false);
      return;
    }
    if (type === TYPE.union) {
      this.#need(length);
      if (field.dense) this.#need(length * 4);
      for (const child of field.children) this.#column(child, false);
      return;
    }
    this.#need(nulls > 0 ? Math.ceil(length / 8) : 0);
    switch (type) {
      case TYPE.struct:
      case TYPE.fixedSizeList:
        break;
      case TYPE.utf8:
      case TYPE.binary:
      case TYPE.largeUtf8:
      case TYPE.largeBinary: {
        const wide = type === TYPE.largeUtf8 || type === TYPE.largeBinary;
        const offsets = this.#need(length === 0 ? 0 : (length + 1) * (wide ? 8 : 4));
        const values = this.#need(0);
        if (asDictionary && length > 0) {
          checkOffsets(this.#unpacked(offsets), length, wide, this.#size(values));
        }
        return;
      }
      case TYPE.utf8View:
      case TYPE.binaryView: {
        const views = this.#need(length * 16);
        const count = this.#variadic[this.#view++] ?? -1;
        if (!(count >= 0 && count <= this.#regions.length))
          throw new RangeError("the buffers of texts are missing");
        let bytes = 0;
        for (let i = 0; i < count; i++) bytes += this.#size(this.#need(0));
        if (asDictionary) checkViews(this.#unpacked(views), length, bytes);
        return;
      }
      case TYPE.list:
      case TYPE.map:
        this.#need(length === 0 ? 0 : (length + 1) * 4);
        break;
      case TYPE.largeList:
        this.#need(length === 0 ? 0 : (length + 1) * 8);
        break;
      case TYPE.listView:
      case TYPE.largeListView:
        this.#need(length * (type === TYPE.listView ? 4 : 8));
        this.#need(length * (type === TYPE.listView ? 4 : 8));
        break;
      default:
        if (!(bits > 0)) throw new RangeError(`a column of the unknown type ${type}`);
        this.#need(Math.ceil((length * bits) / 8));
    }
    for (const child of field.children) this.#column(child, false);
  }

  /** The next buffer, which must lie in the body and have so many bytes. */
  #need(size: number): Region {
    const region = this.#regions[this.#buffer++];
    if (region === undefined) throw new RangeError("a buffer is missing");
    if (region.offset + region.length > this.#body.length)
      throw new RangeError("a buffer reaches beyond the data");
    const has = this.#size(region);
    if (has < size) throw new RangeError(`a buffer has ${has} bytes where ${size} are needed`);
    return region;
  }

  /** The size of a buffer once unpacked. */
  #size({ offset, length }: Region): number {
    if (this.#codec === null || length === 0) return length;
    if (length < 8) throw new RangeError("a compressed buffer is cut off");
    const size = this.#unpackedSize(offset);
    if (size === -1) return length - 8;
    if (!(size >= 0 && size <= length * (MAX_RATIO[this.#codec] ?? 0) + 64)) {
      throw new RangeError(`${length} compressed bytes claim to be ${size}`);
    }
    return size;
  }

  #unpackedSize(offset: number): number {
    const view = new DataView(this.#body.buffer, this.#body.byteOffset + offset, 8);
    return view.getUint32(0, true) + view.getInt32(4, true) * 2 ** 32;
  }

  #unpacked({ offset, length }: Region): Uint8Array {
    const bytes = this.#body.subarray(offset, offset + length);
    if (this.#codec === null || length === 0) return bytes;
    const size = this.#unpackedSize(offset);
    return size === -1 ? bytes.subarray(8) : this.#unpack(this.#codec, bytes.subarray(8), size);
  }
}

/** Offsets of texts rise and stay within the bytes; else few bytes could stand for endless text. */
export function checkOffsets(bytes: Uint8Array, length: number, wide: boolean, size: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let before = 0;
  for (let i = 0; i <= length; i++) {
    const offset = wide
      ? view.getUint32(8 * i, true) + view.getInt32(8 * i + 4, true) * 2 ** 32
      : view.getInt32(4 * i, true);
    if (offset < before || offset > size)
      throw new RangeError(`text ${i} begins at byte ${offset} of ${size}`);
    before = offset;
  }
}

/** Views of texts may share bytes, but distinct texts, as in a dictionary, have not much in common. */
function checkViews(bytes: Uint8Array, length: number, size: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let i = 0; i < length; i++) {
    const long = view.getInt32(16 * i, true);
    if (long < 0) throw new RangeError(`text ${i} has the length ${long}`);
    if (long > 12) total += long;
  }
  if (total > size * 16 + 2 ** 20) throw new RangeError(`texts claim ${total} bytes of ${size}`);
}
