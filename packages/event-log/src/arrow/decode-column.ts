import type { Column as ArrowColumn, Batch, DataType } from "@uwdata/flechette";
import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { formatTimestamp } from "../format-timestamp.js";
import type { Problem } from "../read/issues.js";
import type { Column, StringColumn } from "../types.js";
import { checkOffsets } from "./check-bytes.js";
import { TYPE } from "./check-schema.js";
import { instant, type TimeUnitIndex } from "./instants.js";

/** What a decoder tells about single values. */
export interface ColumnNotes {
  readonly source: string;
  readonly column: string;
  /** Something that changes nothing in the data, or the whole column. */
  note(problem: Omit<Problem, "column">): void;
  /** A value that can't be kept, in the row with this index. */
  refuse(row: number, problem: Omit<Problem, "column" | "row">): void;
}

/** Fields that batches of some types have. */
type AnyBatch = Batch<unknown> & {
  readonly dictionary?: ArrowColumn<unknown>;
  readonly data?: readonly Uint8Array[];
  readonly values?: unknown;
};

/**
 * A column of an Arrow table as a column of a log, read from its buffers, without a string per row. 64-bit integers and decimals
 * become numbers where all of them fit exactly, else text with all their digits. `null` for types that no column of a log
 * can hold.
 *
 * @throws RangeError when a buffer is too short.
 */
export function decodeColumn(column: ArrowColumn<unknown>, notes: ColumnNotes): Column | null {
  return new ColumnDecoder(column, notes).decode(column.type);
}

class ColumnDecoder {
  readonly #column: ArrowColumn<unknown>;
  readonly #notes: ColumnNotes;
  readonly #length: number;

  constructor(column: ArrowColumn<unknown>, notes: ColumnNotes) {
    this.#column = column;
    this.#notes = notes;
    this.#length = column.length;
  }

  decode(type: DataType): Column | null {
    switch (type.typeId) {
      case TYPE.null:
        return { kind: "string", dictionary: [], codes: new Int32Array(this.#length).fill(-1) };
      case TYPE.dictionary:
        return this.#dictionary();
      case TYPE.utf8:
      case TYPE.largeUtf8:
        return this.#texts(type.typeId === TYPE.largeUtf8);
      case TYPE.utf8View:
        return this.#views();
      case TYPE.bool:
        return this.#truths();
      case TYPE.float:
        return this.#numbers(type.precision === 0 ? halfFloats : plainNumbers);
      case TYPE.int:
        return type.bitWidth === 64 ? this.#longs(type.signed) : this.#numbers(plainNumbers);
      case TYPE.decimal:
        return this.#decimals(type.bitWidth, type.scale);
      case TYPE.date:
        return this.#instants(type.unit === 0 ? days : times(1));
      case TYPE.timestamp:
        return this.#instants(times(type.unit as TimeUnitIndex));
      case TYPE.duration:
        return this.#numbers(times(type.unit as TimeUnitIndex));
      default:
        return null;
    }
  }

  /** Calls `each` with every batch and the row where it begins. */
  #batches(each: (batch: AnyBatch, first: number) => void): void {
    let first = 0;
    for (const batch of this.#column.data) {
      each(batch as AnyBatch, first);
      first += batch.length;
    }
  }

  #numbers(reader: Reader): Column {
    const values = new Float64Array(this.#length).fill(Number.NaN);
    this.#batches((batch, first) => {
      const read = reader(batch);
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) if (isThere(i)) values[first + i] = read(i);
    });
    return { kind: "number", values };
  }

  #instants(reader: Reader): Column {
    const { values } = this.#numbers((batch) => {
      const read = reader(batch);
      return (i) => {
        const time = read(i);
        return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time; // told from missing ones below
      };
    }) as { readonly values: Float64Array };
    for (let row = 0; row < values.length; row++) {
      if (values[row] !== Number.POSITIVE_INFINITY) continue;
      values[row] = Number.NaN;
      this.#notes.refuse(row, {
        code: "arrow/bad-timestamp",
        message: () =>
          `${this.#notes.source}: row ${row + 1}, column ${JSON.stringify(this.#notes.column)}: the time is farther than ` +
          `±8.64e15 ms from 1970. Fix it, or pass { onIssue: "skip-row" }.`,
      });
    }
    return { kind: "timestamp", values };
  }

  #truths(): Column {
    const values = new Uint8Array(this.#length).fill(255);
    this.#batches((batch, first) => {
      const bits = valuesOf(batch, 1 / 8) as Uint8Array;
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) {
        if (isThere(i)) values[first + i] = (bits[i >> 3]! >> (i & 7)) & 1;
      }
    });
    return { kind: "boolean", values };
  }

  #longs(signed: boolean): Column {
    let safe = true;
    const column = this.#numbers((batch) => {
      const halves = halvesOf(batch);
      return (i) => {
        const high = signed ? halves[2 * i + 1]! : halves[2 * i + 1]! >>> 0;
        const value = high * 2 ** 32 + (halves[2 * i]! >>> 0);
        safe &&= Number.isSafeInteger(value);
        return value;
      };
    });
    if (safe) return column;
    this.#noteLong("whole numbers beyond 9007199254740991");
    return this.#asTexts((batch) => {
      const values = valuesOf(batch, 1) as unknown as BigInt64Array;
      return (i) => String(values[i]!);
    });
  }

  /** Exact means: at most 15 digits, so that the number prints as the decimal does. */
  #decimals(bits: number, scale: number): Column {
    let exact = true;
    const unscaled = (batch: AnyBatch): ((i: number) => bigint) => {
      const words = bits / 32;
      const halves = valuesBytes(batch, bits / 8);
      return (i) => {
        let value = 0n;
        for (let w = words - 1; w >= 0; w--) value = (value << 32n) | BigInt(halves[words * i + w]! >>> 0);
        return BigInt.asIntN(bits, value);
      };
    };
    const column = this.#numbers((batch) => {
      const read = unscaled(batch);
      return (i) => {
        const value = read(i);
        exact &&= value < 10n ** 15n && value > -(10n ** 15n);
        return Number(decimalText(value, scale));
      };
    });
    if (exact) return column;
    this.#noteLong("decimals of more than 15 digits");
    return this.#asTexts((batch) => {
      const read = unscaled(batch);
      return (i) => decimalText(read(i), scale);
    });
  }

  #noteLong(what: string): void {
    this.#notes.note({
      code: "arrow/long-number",
      message: () =>
        `${this.#notes.source}: column ${JSON.stringify(this.#notes.column)} has ${what}, which no 64-bit float holds; it is ` +
        `kept as text with all digits. Cast it to a float where digits may go.`,
    });
  }

  #asTexts(reader: (batch: AnyBatch) => (index: number) => string): StringColumn {
    const codes = new Int32Array(this.#length).fill(-1);
    const known = new Map<string, number>();
    this.#batches((batch, first) => {
      const read = reader(batch);
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) if (isThere(i)) codes[first + i] = codeOf(known, read(i));
    });
    return { kind: "string", dictionary: [...known.keys()], codes };
  }

  #texts(wide: boolean): StringColumn {
    const codes = new Int32Array(this.#length).fill(-1);
    const known = new ByteDictionary();
    this.#batches((batch, first) => {
      if (batch.length === 0) return;
      const bytes = batch.values as unknown as Uint8Array;
      const offsets = batch.offsets;
      if (offsets.length <= batch.length) throw new RangeError("the offsets of texts are cut off");
      const raw = new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength);
      checkOffsets(raw, batch.length, wide, bytes.length);
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) {
        if (!isThere(i)) continue;
        const code = known.intern(bytes, Number(offsets[i]!), Number(offsets[i + 1]!));
        if (code < 0) this.#refuseText(first + i);
        else codes[first + i] = code;
      }
    });
    return { kind: "string", dictionary: known.texts(), codes };
  }

  /** Texts of up to 12 bytes stand in the view itself, longer ones where it points. Equal views are looked up once. */
  #views(): StringColumn {
    const codes = new Int32Array(this.#length).fill(-1);
    const known = new ByteDictionary();
    this.#batches((batch, first) => {
      const views = batch.values as unknown as Uint8Array;
      if (views.length < batch.length * 16) throw new RangeError("the views of texts are cut off");
      const data = batch.data ?? [];
      const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
      const seen = new Map<number, { readonly length: number; readonly code: number }>();
      let budget = data.reduce((sum, buffer) => sum + buffer.length, 0) * 64 + 2 ** 24; // views may share bytes, not endlessly
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) {
        if (!isThere(i)) continue;
        const at = 16 * i;
        const length = view.getInt32(at, true);
        let code: number;
        if (length >= 0 && length <= 12) code = known.intern(views, at + 4, at + 4 + length);
        else {
          const index = view.getInt32(at + 8, true);
          const start = view.getInt32(at + 12, true);
          const place = index * 2 ** 32 + start;
          const before = seen.get(place);
          if (before?.length === length) code = before.code;
          else {
            const buffer = data[index];
            budget -= length;
            if (
              !(
                buffer !== undefined &&
                length > 0 &&
                start >= 0 &&
                start + length <= buffer.length &&
                budget >= 0
              )
            ) {
              throw new RangeError(`text ${i} is beyond its buffer`);
            }
            code = known.intern(buffer, start, start + length);
            seen.set(place, { length, code });
          }
        }
        if (code < 0) this.#refuseText(first + i);
        else codes[first + i] = code;
      }
    });
    return { kind: "string", dictionary: known.texts(), codes };
  }

  #refuseText(row: number): void {
    this.#notes.refuse(row, {
      code: "arrow/bad-text",
      message: () =>
        `${this.#notes.source}: row ${row + 1}, column ${JSON.stringify(this.#notes.column)}: the text is no valid UTF-8. Fix ` +
        `it, or pass { onIssue: "skip-row" }.`,
    });
  }

  /** Codes of the dictionary become codes of ours, in first-seen order, through one look-up each. */
  #dictionary(): Column | null {
    const decoded = new Map<ArrowColumn<unknown>, Column | null>();
    for (const batch of this.#column.data as readonly AnyBatch[]) {
      const dictionary = batch.dictionary;
      if (dictionary === undefined) throw new RangeError("a dictionary is missing");
      if (!decoded.has(dictionary)) decoded.set(dictionary, decodeColumn(dictionary, this.#ofDictionary()));
    }
    const parts = [...decoded.values()];
    if (parts.includes(null)) return null;
    const kind = parts[0]?.kind ?? "string";
    if (parts.every((part) => part!.kind === kind) && kind !== "string") {
      return this.#plainFromDictionary(kind, decoded as Map<ArrowColumn<unknown>, Column>);
    }
    const codes = new Int32Array(this.#length).fill(-1);
    const known = new Map<string, number>();
    const maps = new Map<Column, Int32Array>();
    this.#batches((batch, first) => {
      const inner = asText(decoded.get(batch.dictionary!)!);
      let map = maps.get(inner);
      if (map === undefined) {
        map = new Int32Array(inner.codes.length).fill(-2);
        maps.set(inner, map);
      }
      const keys = valuesOf(batch, 1);
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) {
        if (!isThere(i)) continue;
        const key = Number(keys[i]!);
        let code = map[key];
        if (code === undefined)
          throw new RangeError(`row ${first + i + 1} has the code ${key} of ${map.length}`);
        if (code === -2) {
          const own = inner.codes[key]!;
          code = own < 0 ? -1 : codeOf(known, inner.dictionary[own]!);
          map[key] = code;
        }
        codes[first + i] = code;
      }
    });
    return { kind: "string", dictionary: [...known.keys()], codes };
  }

  #plainFromDictionary(
    kind: "number" | "boolean" | "timestamp",
    decoded: ReadonlyMap<ArrowColumn<unknown>, Column>,
  ): Column {
    const missing = kind === "boolean" ? 255 : Number.NaN;
    const values = (kind === "boolean" ? new Uint8Array(this.#length) : new Float64Array(this.#length)).fill(
      missing,
    );
    this.#batches((batch, first) => {
      const inner = decoded.get(batch.dictionary!) as { readonly values: Float64Array | Uint8Array };
      const keys = valuesOf(batch, 1);
      const isThere = validity(batch);
      for (let i = 0; i < batch.length; i++) {
        if (!isThere(i)) continue;
        const value = inner.values[Number(keys[i]!)];
        if (value === undefined) {
          throw new RangeError(`row ${first + i + 1} has the code ${keys[i]} of ${inner.values.length}`);
        }
        values[first + i] = value;
      }
    });
    return { kind, values } as Column;
  }

  /** A value of a dictionary stands in no row of its own. */
  #ofDictionary(): ColumnNotes {
    return {
      ...this.#notes,
      note: (problem) => this.#notes.note(problem),
      refuse: (_, problem) => this.#notes.note(problem),
    };
  }
}

/** Any column as text: numbers as JavaScript writes them, truth values as true and false. */
export function asText(column: Column): StringColumn {
  if (column.kind === "string") return column;
  const codes = new Int32Array(column.values.length).fill(-1);
  const known = new Map<string, number>();
  const byValue = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) {
    const value = column.values[i]!;
    if (Number.isNaN(value) || (column.kind === "boolean" && value > 1)) continue;
    let code = byValue.get(value);
    if (code === undefined) {
      code = codeOf(known, textOf(value, column.kind));
      byValue.set(value, code);
    }
    codes[i] = code;
  }
  return { kind: "string", dictionary: [...known.keys()], codes };
}

function textOf(value: number, kind: "number" | "boolean" | "timestamp"): string {
  if (kind === "boolean") return String(value === 1);
  return kind === "timestamp" ? formatTimestamp(value) : String(value);
}

type Reader = (batch: AnyBatch) => (index: number) => number;

const plainNumbers: Reader = (batch) => {
  const values = valuesOf(batch, 1) as Float64Array;
  return (i) => values[i]!;
};

const halfFloats: Reader = (batch) => {
  valuesOf(batch, 1);
  return (i) => batch.value(i) as number;
};

const days: Reader = (batch) => {
  const values = valuesOf(batch, 1) as Int32Array;
  return (i) => {
    const time = values[i]! * 86_400_000;
    return Math.abs(time) <= 8.64e15 ? time : Number.NaN;
  };
};

function times(unit: TimeUnitIndex): Reader {
  return (batch) => {
    const halves = halvesOf(batch);
    return (i) => instant(halves[2 * i + 1]!, halves[2 * i]! >>> 0, unit);
  };
}

/** The values of a batch, at least `perRow` a row. */
function valuesOf(batch: AnyBatch, perRow: number): ArrayLike<number | bigint> & ArrayBufferView {
  const values = batch.values as unknown as ArrayLike<number | bigint> & ArrayBufferView;
  if (values.length < Math.ceil(batch.length * perRow))
    throw new RangeError("the values of a column are cut off");
  return values;
}

/** 64-bit values as pairs of 32-bit ones, low first. */
function halvesOf(batch: AnyBatch): Int32Array {
  return valuesBytes(batch, 8);
}

function valuesBytes(batch: AnyBatch, bytesPerRow: number): Int32Array {
  const { buffer, byteOffset, byteLength } = batch.values as unknown as ArrayBufferView;
  if (byteLength < batch.length * bytesPerRow) throw new RangeError("the values of a column are cut off");
  return new Int32Array(buffer, byteOffset, byteLength >> 2);
}

function validity(batch: AnyBatch): (index: number) => boolean {
  const bits = batch.validity as Uint8Array | undefined;
  if (batch.nullCount === 0 || bits === undefined) return always;
  if (bits.length * 8 < batch.length) throw new RangeError("the bitmap of nulls is cut off");
  return (i) => (bits[i >> 3]! & (1 << (i & 7))) !== 0;
}

const always = (): boolean => true;

function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const at = digits.length - scale;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, at)}.${digits.slice(at)}`;
}

function codeOf(known: Map<string, number>, text: string): number {
  let code = known.get(text);
  if (code === undefined) {
    code = known.size;
    known.set(text, code);
  }
  return code;
}
