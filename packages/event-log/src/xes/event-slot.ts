import type { ColumnWriter } from "../column-writer.js";
import type { ColumnKind } from "../types.js";
import { ByteTime, byteBoolean, byteNumber } from "./byte-values.js";
import type { TagShape } from "./tag-shapes.js";

/** What an attribute means: the activity and the time have their own places in a log. */
export type SlotRole = "attribute" | "activity" | "time";

/** One key and type of event attributes: takes values as bytes into their column. */
export class EventSlot {
  readonly key: string;
  readonly element: string;
  readonly role: SlotRole;
  /** The column, once there is one. */
  column: ColumnWriter | null = null;
  /** The attributes inside this one. */
  readonly children = new Map<TagShape, EventSlot>();
  readonly #kind: ColumnKind;
  readonly #time = new ByteTime();
  /** How long the last instant was. */
  #length = 0;
  /** The number or instant that was read last. */
  value = Number.NaN;

  constructor(key: string, element: string, kind: ColumnKind, role: SlotRole) {
    this.key = key;
    this.element = element;
    this.role = role;
    this.#kind = kind;
  }

  /**
   * Reads a number or an instant that begins at `start` and is spelled as usual, into {@link EventSlot.value}.
   *
   * @returns Where its closing quote stands; -1 when the value is otherwise, or goes on behind `length`.
   */
  read(bytes: Uint8Array, view: DataView, start: number, length: number, quote: number): number {
    let end = start;
    if (this.#kind === "timestamp" || this.role === "time") {
      // instants in a file are of one length
      end += this.#length;
      if (end >= length || bytes[end] !== quote) return -1;
      this.value = this.#time.read(bytes, view, start, end);
    } else if (this.#kind === "number") {
      while (NUMBER_CHARACTER[bytes[end]!] === 1) end++;
      if (end >= length || bytes[end] !== quote) return -1;
      this.value = byteNumber(bytes, start, end);
      if (this.element === "int" && !Number.isInteger(this.value)) return -1;
    } else return -1;
    return Number.isNaN(this.value) ? -1 : end;
  }

  /** The same once the end is known. Sets NaN when the value is otherwise. */
  reread(bytes: Uint8Array, view: DataView, start: number, end: number): void {
    this.#length = end - start;
    if (this.#kind === "boolean" && this.role !== "time") this.value = byteBoolean(bytes, view, start, end);
    else if (this.#kind === "string" && this.role !== "time") this.value = Number.NaN;
    else if (this.read(bytes, view, start, end + 1, bytes[end]!) < 0) this.value = Number.NaN;
  }

  /**
   * Sets the value at `row` when that needs no thought: the column is there, of this kind, and empty at this row. Else nothing is
   * done and the answer is false. Text must be ASCII without references; `value` is what was read before.
   */
  set(row: number, bytes: Uint8Array, start: number, end: number, value: number): boolean {
    const { column } = this;
    const kind = this.#kind;
    if (column === null || column.kind !== kind || column.has(row)) return false;
    if (kind === "string") column.setCode(row, column.intern(bytes, start, end));
    else if (Number.isNaN(value)) return false;
    else column.setNumber(row, value);
    return true;
  }
}

/** 1 for digits, the point and the minus sign. */
const NUMBER_CHARACTER = Uint8Array.from({ length: 256 }, (_, c) =>
  (c >= 0x30 && c <= 0x39) || c === 0x2e || c === 0x2d ? 1 : 0,
);
