import { GigamineError, quoteValue } from "@gigamine/base";
import type { z } from "zod";
import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { ColumnWriter } from "../column-writer.js";
import type { Column, ColumnKind } from "../types.js";
import { CANNOT_READ, type Cells, cellNumber, cellTime } from "./cells.js";
import type { AttributePlan } from "./mapping.js";

/** What a schema makes of a cell: a value (`null` = missing) from what was put in, or a reason why not. */
type CellResult =
  | { readonly ok: true; readonly value: string | number | boolean | Date | null; readonly input: unknown }
  | { readonly ok: false; readonly reason: string };

/** A column of cells that a zod type checks, and may change, each distinct text once. */
export class SchemaCells implements Cells {
  readonly #type: z.ZodType;
  readonly #input: ColumnKind | null;
  readonly #texts = new ByteDictionary();
  readonly #results: CellResult[] = [];
  readonly #writer: ColumnWriter;
  readonly #where: string;
  readonly #time: (text: string) => number;
  #result: CellResult = { ok: true, value: null, input: undefined };

  /** @param time Reads what the type wants as a date; NaN where it can't. */
  constructor(type: z.ZodType, where: string, time: (text: string) => number = cellTime) {
    this.#type = type;
    this.#input = kindOf(definition(type), "in");
    this.#where = where;
    this.#time = time;
    this.#writer = new ColumnWriter(kindOf(definition(type), "out"));
  }

  /** The kind that the schema gives, where its definition tells. */
  get kind(): ColumnKind | null {
    return this.#writer.kind;
  }

  /** What the schema made of the cell just read. */
  get result(): CellResult {
    return this.#result;
  }

  read(bytes: Uint8Array, start: number, end: number): string | null {
    const code = this.#texts.intern(bytes, start, end);
    let result = this.#results[code];
    if (result === undefined) {
      result = start === end ? missing(this.#type) : this.#parse(this.#texts.text(code));
      this.#results[code] = result;
    }
    this.#result = result;
    return result.ok ? null : result.reason;
  }

  has(row: number): boolean {
    return this.#writer.has(row);
  }

  holds(row: number): boolean {
    const result = this.#result;
    return !result.ok || result.value === null || this.#writer.holds(row, result.value);
  }

  put(row: number): void {
    const result = this.#result;
    if (!result.ok || result.value === null) return;
    const kind = valueKind(result.value);
    if (this.#writer.kind !== null && this.#writer.kind !== kind) {
      throw new GigamineError(
        "schema/mixed-kinds",
        `${this.#where}: the schema makes ${this.#writer.kind} and ${kind} values. Let it give one kind.`,
        { before: this.#writer.kind, now: kind },
      );
    }
    this.#writer.set(row, result.value);
  }

  finish(rows: Uint32Array): Column {
    return this.#writer.finish(rows);
  }

  release(): void {
    this.#writer.release();
  }

  #parse(text: string): CellResult {
    const kind = this.#input;
    if (kind === null || kind === "string") return resultOf(this.#type, text);
    const number = kind === "timestamp" ? this.#time(text) : cellNumber(text, kind);
    if (Number.isNaN(number)) return { ok: false, reason: CANNOT_READ[kind] };
    if (kind === "boolean") return resultOf(this.#type, number === 1);
    return resultOf(this.#type, kind === "timestamp" ? new Date(number) : number);
  }
}

/** An empty cell is tried as `undefined`, then as `null`, so that optional, nullable and default all do what they say. */
function missing(type: z.ZodType): CellResult {
  const asUndefined = resultOf(type, undefined);
  if (asUndefined.ok) return asUndefined;
  const asNull = resultOf(type, null);
  return asNull.ok ? asNull : { ok: false, reason: "the cell is empty" };
}

/** The type's own code runs here; none of zod is bundled with us. */
function resultOf(type: z.ZodType, input: unknown): CellResult {
  const parsed = type.safeParse(input);
  if (!parsed.success) {
    return { ok: false, reason: parsed.error.issues.map((issue) => issue.message).join("; ") };
  }
  const value = parsed.data;
  if (value === undefined || value === null) return { ok: true, value: null, input };
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return { ok: true, value, input };
  }
  if (value instanceof Date) return { ok: true, value, input };
  const made = quoteValue(value);
  return {
    ok: false,
    reason: `the schema makes ${made} of it, but columns hold text, numbers, true/false or dates`,
  };
}

function valueKind(value: string | number | boolean | Date): ColumnKind {
  return typeof value === "object" ? "timestamp" : (typeof value as "string" | "number" | "boolean");
}

/** The parts of a zod definition that tell what it takes and gives. */
interface Definition {
  readonly type: string;
  readonly innerType?: { readonly def: Definition };
  readonly in?: { readonly def: Definition };
  readonly out?: { readonly def: Definition };
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
}

function definition(type: z.ZodType): Definition {
  return (type as unknown as { readonly def: Definition }).def;
}

/** The kind that a definition takes (`in`) or gives (`out`); `null` where it can't be told. */
function kindOf(def: Definition, side: "in" | "out"): ColumnKind | null {
  switch (def.type) {
    case "string":
    case "template_literal":
      return "string";
    case "number":
    case "int":
      return "number";
    case "boolean":
      return "boolean";
    case "date":
      return "timestamp";
    case "enum":
      return commonKind(Object.values(def.entries ?? {}));
    case "literal":
      return commonKind(def.values ?? []);
    case "pipe": {
      const inner = def[side];
      return inner === undefined ? null : kindOf(inner.def, side);
    }
    default:
      return def.innerType === undefined ? null : kindOf(def.innerType.def, side);
  }
}

function commonKind(values: readonly unknown[]): ColumnKind | null {
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  return kinds.size === 1 && (kind === "string" || kind === "number" || kind === "boolean") ? kind : null;
}

/** The name under which the schema has a column, if it has it: that of the table or that of the log. */
export function schemaKey(schema: z.ZodObject, plan: AttributePlan): string | undefined {
  return [plan.column, plan.attribute].find((name) => Object.hasOwn(schema.shape, name));
}

/** Whether the schema checks more than its fields one by one, as with `.refine`. */
export function hasObjectChecks(schema: z.ZodObject): boolean {
  return ((schema.def as { readonly checks?: readonly unknown[] }).checks?.length ?? 0) > 0;
}
