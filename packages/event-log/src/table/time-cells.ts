import type { LocalTimeKind } from "@gigamine/base";
import { Float64List } from "../bytes/lists.js";
import { TimeReader } from "../time/time-reader.js";
import type { TimeRules } from "../time/time-rules.js";
import type { Column } from "../types.js";
import { CANNOT_READ, type Cells } from "./cells.js";
import { isBlank } from "./text.js";

/** Cells of a column that was told to hold instants. */
export class TimeCells implements Cells {
  readonly reader: TimeReader;
  /** The row of the table that is being read, for messages. */
  row = 0;
  readonly #times = new Float64List();
  #time = Number.NaN;

  constructor(rules: TimeRules, source: string, column: string) {
    this.reader = new TimeReader(rules, source, column);
  }

  read(bytes: Uint8Array, start: number, end: number): string | null {
    this.#time = Number.NaN;
    this.reader.local = "once";
    this.reader.pending = false;
    if (start === end) return null;
    if (!isBlank(bytes, start, end)) this.#time = this.reader.read(bytes, start, end, this.row);
    return Number.isNaN(this.#time) ? CANNOT_READ.timestamp : null;
  }

  has(row: number): boolean {
    return !Number.isNaN(this.#times.get(row));
  }

  holds(row: number): boolean {
    return this.#times.get(row) === this.#time;
  }

  put(row: number): void {
    if (Number.isNaN(this.#time)) return;
    this.#times.set(row, this.#time);
    if (this.reader.pending) this.reader.defer(row, this.row);
  }

  settle(note: (kind: LocalTimeKind, row: number, text: string | null) => void): void {
    this.reader.settle(
      (index) => this.#times.get(index),
      (index, time) => this.#times.set(index, time),
      note,
    );
  }

  finish(rows: Uint32Array): Column {
    return Object.freeze({ kind: "timestamp", values: this.#times.gather(rows) });
  }

  release(): void {
    this.#times.clear();
  }
}
