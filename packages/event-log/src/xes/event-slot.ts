import type { ColumnWriter } from "../column-writer.js";
import type { ColumnKind } from "../types.js";
import { ByteTime, byteBoolean, byteNumber } from "./byte-values.js";

/** What an attribute means: the activity and the time have their own places in a log. */
export type SlotRole = "attribute" | "activity" | "time";

/** One key and type of event attributes: takes values as bytes into their column. */
export class EventSlot {
  readonly key: string;
  readonly element: string;
  readonly role: SlotRole;
  /** The column, once there is one. */
  column: ColumnWriter | null = null;
  readonly #kind: ColumnKind;
  readonly #time = new ByteTime();

  constructor(key: string, element: string, kind: ColumnKind, role: SlotRole) {
    this.key = key;
    this.element = element;
    this.role = role;
    this.#kind = kind;
  }

  /** The value as an instant; NaN when it is not in the usual form. */
  time(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    return this.#time.read(bytes, view, start, end);
  }

  /**
   * Sets the value at `row` when that needs no thought: the column is there, of this kind, empty at this row, and the value is
   * spelled as usual. Else nothing is done and the answer is false. The bytes are ASCII without references.
   */
  set(row: number, bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
    const { column } = this;
    const kind = this.#kind;
    if (column === null || column.kind !== kind || column.has(row)) return false;
    if (kind === "string") {
      column.setCode(row, column.intern(bytes, start, end));
      return true;
    }
    const value =
      kind === "number"
        ? byteNumber(bytes, start, end)
        : kind === "timestamp"
          ? this.#time.read(bytes, view, start, end)
          : byteBoolean(bytes, view, start, end);
    if (Number.isNaN(value) || (this.element === "int" && kind === "number" && !Number.isInteger(value)))
      return false;
    column.setNumber(row, value);
    return true;
  }
}
