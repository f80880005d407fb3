import { GigamineError, MAX_TIME, quoteValue } from "@gigamine/base";
import { ColumnWriter } from "./column-writer.js";
import { formatTimestamp } from "./format-timestamp.js";
import { reservedKind } from "./reserved.js";
import type { ColumnKind } from "./types.js";

/** What an attribute may be given as; `null`, `undefined`, NaN and an invalid Date mean missing. */
export type AttributeInput = string | number | boolean | Date | null | undefined;

interface ColumnSetOptions {
  /** Who is at work, for messages. */
  readonly where: string;
  readonly level: "event" | "case";
  readonly kinds?: Readonly<Record<string, ColumnKind>> | undefined;
  /** Whether a column that meets several kinds becomes text; else that throws. */
  readonly widen: boolean;
  /** Whether the reserved attributes must have their kinds. @default for events */
  readonly keepReserved?: boolean | undefined;
}

/** The growing columns of one level: event or case attributes by name. */
export class ColumnSet implements Iterable<readonly [string, ColumnWriter]> {
  readonly #columns = new Map<string, ColumnWriter>();
  readonly #widened = new Set<string>();
  readonly #where: string;
  readonly #level: "event" | "case";
  readonly #widen: boolean;
  readonly #keepReserved: boolean;

  constructor({ where, level, kinds = {}, widen, keepReserved = level === "event" }: ColumnSetOptions) {
    this.#where = where;
    this.#level = level;
    this.#widen = widen;
    this.#keepReserved = keepReserved;
    for (const [name, kind] of Object.entries(kinds)) this.declare(name, kind);
  }

  get size(): number {
    return this.#columns.size;
  }

  /** Names of the columns that met several kinds and became text. */
  get widened(): ReadonlySet<string> {
    return this.#widened;
  }

  /** Makes the column known, also when it never gets a value. */
  declare(name: string, kind: ColumnKind | null): ColumnWriter {
    let column = this.#columns.get(name);
    if (column === undefined) {
      const reserved = this.#reserved(name);
      if (reserved !== undefined && kind !== null && kind !== reserved) {
        throw new GigamineError(
          "event-log/reserved-attribute",
          `${this.#where}: event attribute ${quoteValue(name)} is reserved and holds ${reserved} values, not ${kind} ones. ` +
            `Give the attribute another name.`,
          { attribute: name, kind, reserved },
        );
      }
      column = new ColumnWriter(reserved ?? kind);
      this.#columns.set(name, column);
    }
    return column;
  }

  get(name: string): ColumnWriter | undefined {
    return this.#columns.get(name);
  }

  set(row: number, name: string, value: AttributeInput): void {
    if (value === null || value === undefined) {
      if (!this.#columns.has(name)) this.declare(name, null);
    } else if (value instanceof Date) this.setTime(row, name, value.getTime());
    else this.#put(row, name, value, kindOf(value, this.#where, name));
  }

  /** Sets an instant, in ms since the epoch. */
  setTime(row: number, name: string, time: number): void {
    this.#put(row, name, time, "timestamp");
  }

  #put(row: number, name: string, value: string | number | boolean, kind: ColumnKind): void {
    const column = this.#columns.get(name) ?? this.declare(name, null);
    if (typeof value === "number" && Number.isNaN(value)) return;
    const before = column.kind;
    const isTime = kind === "timestamp" || (before === "timestamp" && kind === "number");
    if (isTime && !(Math.abs(value as number) <= MAX_TIME)) {
      throw new GigamineError(
        "event-log/time-out-of-range",
        `${this.#where}: ${this.#level} attribute ${quoteValue(name)} gets the time ${value}. ` +
          `Give milliseconds since 1970, within ±8.64e15.`,
        { level: this.#level, attribute: name, time: value },
      );
    }
    if (before === null) {
      column.start(kind);
    } else if (before !== kind && !(before === "timestamp" && isTime)) {
      if (!this.#widen || this.#reserved(name) !== undefined) {
        throw this.#mixedKinds(name, before, kind, value);
      }
      column.widenToString();
      this.#widened.add(name);
    }
    column.set(
      row,
      kind === "timestamp" && column.kind === "string" ? formatTimestamp(value as number) : value,
    );
  }

  #reserved(name: string): ColumnKind | undefined {
    return this.#keepReserved ? reservedKind(name) : undefined;
  }

  [Symbol.iterator](): Iterator<readonly [string, ColumnWriter]> {
    return this.#columns.entries();
  }

  #mixedKinds(name: string, before: ColumnKind, now: ColumnKind, value: unknown): GigamineError {
    const reserved = this.#reserved(name) !== undefined;
    return new GigamineError(
      reserved ? "event-log/reserved-attribute" : "event-log/mixed-kinds",
      `${this.#where}: ${this.#level} attribute ${quoteValue(name)} ${reserved ? "is reserved for" : "held"} ${before} values ` +
        `and now gets the ${now} ${now === "timestamp" ? formatTimestamp(value as number) : quoteValue(value)}. ` +
        (reserved
          ? "Convert the value, or give the attribute another name."
          : `Convert the values, or pass { mixedKinds: "widen" } to keep the column as text.`),
      { level: this.#level, attribute: name, before, now },
    );
  }
}

function kindOf(value: unknown, where: string, name: string): ColumnKind {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return typeof value as "string" | "number" | "boolean";
    default:
      throw new GigamineError(
        "event-log/bad-attribute",
        `${where}: attribute ${quoteValue(name)} gets ${quoteValue(value)}. Give text, a number, true or false, a Date or null.`,
        { attribute: name },
      );
  }
}
