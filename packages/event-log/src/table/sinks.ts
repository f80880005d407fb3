import { GigamineError, listNames, nearNames, optionError, type TimeZone } from "@gigamine/base";
import type { z } from "zod";
import { IsoText } from "../parse-timestamp.js";
import type { Issues } from "../read/issues.js";
import { reservedKind } from "../reserved.js";
import type { TimeRules } from "../time/time-rules.js";
import type { Column, ColumnKind } from "../types.js";
import { type Cells, cellNumber, inferKind, NumberCells, OpenCells, TextCells, textColumn } from "./cells.js";
import type { AttributePlan, TablePlan } from "./mapping.js";
import { SchemaCells } from "./schema.js";
import { TimeCells } from "./time-cells.js";

/** An attribute column with the cells it collects. */
export interface Sink {
  readonly plan: AttributePlan;
  readonly cells: Cells;
}

interface SinkOptions {
  readonly source: string;
  readonly caseColumns: readonly string[];
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  readonly schema: z.ZodObject | undefined;
  /** How the times of the roles are read, and where other local times are. */
  readonly times: TimeRules;
}

/** The columns that collect the attributes of a table, those that only the schema has among them. */
export function attributeSinks(
  names: readonly string[],
  plan: TablePlan,
  options: SinkOptions,
  issues: Issues,
): Sink[] {
  const types = new Map(
    Object.entries(options.schema?.shape ?? {}).map(([name, type]) => [name, type as z.ZodType]),
  );
  checkKinds(names, plan, options);
  return [...plan.attributes, ...absentColumns(names, plan, types, options)].map((attribute) => ({
    plan: attribute,
    cells: cellsFor(attribute, plan, types, options, issues),
  }));
}

function cellsFor(
  { column, attribute, level, index }: AttributePlan,
  plan: TablePlan,
  types: ReadonlyMap<string, z.ZodType>,
  { source, kinds, times }: SinkOptions,
  issues: Issues,
): Cells {
  const type = types.get(column) ?? types.get(attribute);
  const reserved = level === "event" ? reservedKind(attribute) : undefined;
  if (type !== undefined) {
    const where = `${source}, column ${JSON.stringify(column)}`;
    const cells = new SchemaCells(type, where, (text) => isoTime(text, times.zone));
    if (reserved === undefined || cells.kind === reserved) return cells;
  }
  const own = (name: string): ColumnKind | undefined =>
    Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const kind = reserved ?? own(column) ?? own(attribute) ?? null;
  switch (kind) {
    case "string":
      return new TextCells();
    case "timestamp": {
      const rules = index === plan.startIndex ? times : { ...times, format: null, pattern: null };
      return new TimeCells(rules, source, JSON.stringify(column));
    }
    case null:
      return new OpenCells((texts, codes) => inferred(texts, codes, times.zone, source, column, issues));
    default:
      return new NumberCells(kind);
  }
}

/** A column of the narrowest kind that fits its distinct texts. */
function inferred(
  texts: readonly string[],
  codes: Int32Array,
  zone: TimeZone | null,
  source: string,
  column: string,
  issues: Issues,
): Column {
  const kind = inferKind(texts);
  if (kind === "string") return textColumn(texts, codes);
  const odd = new Set<number>();
  const distinct = Float64Array.from(texts, (text, code) => {
    if (kind !== "timestamp") return cellNumber(text, kind);
    const time = isoTime(text, zone);
    if (zone !== null && zone.kind !== "once") odd.add(code);
    return time;
  });
  const missing = kind === "boolean" ? 255 : Number.NaN;
  const values = kind === "boolean" ? new Uint8Array(codes.length) : new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const value = code < 0 ? missing : distinct[code]!;
    values[i] = Number.isNaN(value) ? missing : value;
    if (odd.size > 0 && odd.has(code)) {
      issues.note({
        code: "csv/ambiguous-local-time",
        column,
        value: texts[code]!,
        message: () =>
          `${source}: column ${JSON.stringify(column)}: the clock of the time zone shows ${JSON.stringify(texts[code])} twice or ` +
          `skips it; the first was taken, or the time moved on by the hour. Write times with their offset from UTC.`,
      });
    }
  }
  return Object.freeze({ kind, values }) as Column;
}

const iso = new IsoText();

/** ISO 8601, blanks around it forgiven, local times in their zone; NaN when it can't be read. `zone.kind` tells of the last local time. */
function isoTime(text: string, zone: TimeZone | null): number {
  const time = iso.read(text.trim());
  if (zone === null) return time;
  zone.kind = "once";
  return Number.isNaN(time) || !iso.local ? time : zone.toInstant(time);
}

/** Columns that the schema has and the table lacks: fine when they may be missing. */
function absentColumns(
  names: readonly string[],
  plan: TablePlan,
  types: ReadonlyMap<string, z.ZodType>,
  { source, caseColumns }: SinkOptions,
): AttributePlan[] {
  const known = new Set([...names, ...plan.attributes.map(({ attribute }) => attribute)]);
  const absent: AttributePlan[] = [];
  for (const [name, type] of types) {
    if (known.has(name)) continue;
    if (new SchemaCells(type, source).read(new Uint8Array(0), 0, 0) !== null) {
      throw new GigamineError(
        "csv/missing-column",
        `${source}: the schema asks for column ${JSON.stringify(name)}, and there is none. ` +
          `The columns are ${names.map((column) => JSON.stringify(column)).join(", ")}. ` +
          `Rename the column, or make it optional in the schema.`,
        { source, column: name, columns: names },
      );
    }
    const prefixed = name.startsWith("case:");
    const level = prefixed || caseColumns.includes(name) ? "case" : "event";
    absent.push({ index: -1, column: name, attribute: prefixed ? name.slice(5) : name, level });
  }
  return absent;
}

/** A name in `kinds` that no column has is a slip of the pen, and so is a kind that does not exist. */
function checkKinds(names: readonly string[], plan: TablePlan, { source, kinds }: SinkOptions): void {
  const known = [...new Set([...names, ...plan.attributes.map(({ attribute }) => attribute)])];
  for (const [name, kind] of Object.entries(kinds)) {
    if (!known.includes(name)) throw unknownColumn(source, "kinds", name, known, names);
    if (!COLUMN_KINDS.includes(kind)) {
      throw optionError(
        "readCsv",
        `kinds[${JSON.stringify(name)}]`,
        kind,
        `Give ${listNames(COLUMN_KINDS)}.`,
      );
    }
  }
}

/** The error for an option that names a column which the table lacks. */
export function unknownColumn(
  source: string,
  option: string,
  name: string,
  known: readonly string[],
  names: readonly string[],
): GigamineError {
  const near = nearNames(name, known);
  return new GigamineError(
    "csv/missing-column",
    `${source}: option ${option} names the column ${JSON.stringify(name)}, and there is none. ` +
      (near.length > 0 ? `Did you mean ${listNames(near)}?` : `The columns are ${listNames(known)}.`),
    { source, column: name, columns: names },
  );
}

const COLUMN_KINDS: readonly ColumnKind[] = ["string", "number", "boolean", "timestamp"];
