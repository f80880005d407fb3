import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import type { z } from "zod";
import { EventRows } from "../event-rows.js";
import { listNames, nearNames } from "../near-names.js";
import type { OnIssue } from "../read/input.js";
import { type Issues, type Problem, problemError, withReport } from "../read/issues.js";
import { reservedKind } from "../reserved.js";
import type { ColumnKind, ReadEventLog } from "../types.js";
import { type Cells, cellTime, NumberCells, ownText, TextCells } from "./cells.js";
import { type AttributePlan, type ColumnMapping, planTable, type TablePlan } from "./mapping.js";
import { SchemaCells } from "./schema.js";

interface LogTableOptions {
  readonly source: string;
  readonly onIssue: OnIssue;
  readonly columns: ColumnMapping;
  readonly caseColumns: readonly string[];
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  readonly schema: z.ZodObject | undefined;
}

/** An attribute column with the cells it collects. */
interface Sink {
  readonly plan: AttributePlan;
  readonly cells: Cells;
}

const SEPARATOR = " / ";

/**
 * Makes a log from rows of text cells: the half of reading a table that knows roles, kinds and schemas, and nothing of
 * quotes and line breaks.
 */
export class LogTable {
  readonly #names: readonly string[];
  readonly #options: LogTableOptions;
  readonly #issues: Issues;
  readonly #plan: TablePlan;
  readonly #sinks: readonly Sink[];
  readonly #checked: readonly Sink[];
  readonly #caseSinks: readonly Sink[];
  readonly #eventSinks: readonly Sink[];
  readonly #events = new EventRows();
  readonly #caseCodes = new Map<string, number>();
  readonly #activityCodes = new Map<string, number>();
  #rowsRead = 0;

  constructor(names: readonly string[], options: LogTableOptions, issues: Issues) {
    this.#names = names;
    this.#options = options;
    this.#issues = issues;
    const { source, columns, caseColumns } = options;
    this.#plan = planTable(names, source, "csv", columns, caseColumns, issues);
    this.#checkKinds();
    const types = this.#schemaTypes();
    this.#sinks = [...this.#plan.attributes, ...this.#absentColumns(types)].map((plan) => ({
      plan,
      cells: this.#cellsFor(plan, types),
    }));
    this.#checked = this.#sinks.filter(({ cells }) => !(cells instanceof TextCells));
    this.#caseSinks = this.#sinks.filter(({ plan }) => plan.level === "case");
    this.#eventSinks = this.#sinks.filter(({ plan }) => plan.level === "event");
  }

  /** Takes one row of cells; `row` is its number for messages. */
  addRow(cells: readonly string[], row: number): void {
    this.#rowsRead++;
    if (cells.length !== this.#names.length && !this.#wrongLength(cells, row)) return;
    const caseId = this.#joined(cells, this.#plan.caseIndexes, "case", row);
    if (caseId === null) return;
    const activity = this.#joined(cells, this.#plan.activityIndexes, "activity", row);
    if (activity === null) return;
    const time = this.#time(cells, row);
    if (time === null) return;
    if (this.#checked.length > 0 && !this.#fits(cells, row)) return;

    const caseCode = codeOf(this.#caseCodes, caseId);
    const event = this.#events.add(caseCode, codeOf(this.#activityCodes, activity), time);
    for (const { plan, cells: column } of this.#eventSinks) column.set(event, cells[plan.index] ?? "");
    for (const sink of this.#caseSinks) this.#setCase(sink, caseCode, cells[sink.plan.index] ?? "", row);
  }

  /** A row that can't be taken, found by whoever splits the text; it counts as read. Throws when issues throw. */
  refuseRow(problem: Problem): void {
    this.#rowsRead++;
    this.#refuse(problem);
  }

  finish<E extends object, C extends object>(): ReadEventLog<E, C> {
    const { source, onIssue } = this.#options;
    if (this.#rowsRead === 0) {
      throw new GigamineError(
        "csv/no-rows",
        `${source}: there is a header but no row below it. Give a table with at least one event.`,
        { source, columns: this.#names },
      );
    }
    for (const code of ["csv/bad-value", "csv/schema"]) {
      const count = this.#issues.count(code);
      if (onIssue !== "throw" || count === 0) continue;
      const first = this.#issues.first(code)!;
      throw new GigamineError(code, `${first.message}${count > 1 ? ` (${count} such values in all.)` : ""}`, {
        ...first,
        issues: this.#issues.report(this.#rowsRead, this.#events.count, {}).issues,
        count,
      });
    }
    const named = (sinks: readonly Sink[]): (readonly [string, Cells])[] =>
      sinks.map(({ plan, cells }) => [plan.attribute, cells] as const);
    const log = this.#events.toLog(
      this.#caseCodes.keys(),
      this.#activityCodes.keys(),
      named(this.#eventSinks),
      named(this.#caseSinks),
    );
    return withReport<E, C>(
      log,
      this.#issues.report(this.#rowsRead, this.#events.count, { ...this.#plan.mapping }),
    );
  }

  /** Notes the problem, or throws it. Always gives `null`, for callers to hand on. */
  #refuse(problem: Problem): null {
    if (this.#options.onIssue === "throw") throw problemError(problem);
    this.#issues.note(problem);
    return null;
  }

  /** Whether a row with too few or too many cells is taken all the same. */
  #wrongLength(cells: readonly string[], row: number): boolean {
    const { source, onIssue } = this.#options;
    this.#refuse({
      code: "csv/wrong-field-count",
      row,
      message: () =>
        `${source}: row ${row} has ${cells.length} fields, the header has ${this.#names.length}. ` +
        `Quote fields that hold the delimiter, or pass { onIssue: "skip-row" }.`,
    });
    return onIssue === "null";
  }

  #joined(
    cells: readonly string[],
    indexes: readonly number[],
    role: "case" | "activity",
    row: number,
  ): string | null {
    let text = "";
    for (let i = 0; i < indexes.length; i++) {
      const cell = cells[indexes[i]!] ?? "";
      if (cell.trim() === "") {
        const column = this.#names[indexes[i]!]!;
        return this.#refuse({
          code: `csv/missing-${role}`,
          row,
          column,
          message: () =>
            `${this.#options.source}: row ${row}, column ${JSON.stringify(column)}: the ${role} is empty. ` +
            `Fill it in, or pass { onIssue: "skip-row" }.`,
        });
      }
      text = i === 0 ? cell : text + SEPARATOR + cell;
    }
    return text;
  }

  /** The time of the row, NaN when there is none; `null` when the row is dropped. */
  #time(cells: readonly string[], row: number): number | null {
    const { timestampIndex } = this.#plan;
    if (timestampIndex < 0) return Number.NaN;
    const text = cells[timestampIndex] ?? "";
    if (text.trim() === "") {
      this.#missingTime(row);
      return Number.NaN;
    }
    const time = cellTime(text);
    if (!Number.isNaN(time)) return time;
    this.#badTime(text, timestampIndex, row);
    return this.#options.onIssue === "skip-row" ? null : time;
  }

  #missingTime(row: number): void {
    const column = this.#names[this.#plan.timestampIndex]!;
    this.#issues.note({
      code: "csv/missing-timestamp",
      row,
      column,
      message: () =>
        `${this.#options.source}: row ${row}, column ${JSON.stringify(column)}: no time is recorded. ` +
        `The event was kept without one, behind the event before it.`,
    });
  }

  #badTime(text: string, index: number, row: number): void {
    const column = this.#names[index]!;
    this.#refuse({
      code: "csv/bad-timestamp",
      row,
      column,
      value: text,
      message: () =>
        `${this.#options.source}: row ${row}, column ${JSON.stringify(column)}: cannot read ${quoteValue(text)} as a ` +
        `timestamp. Write ISO 8601 such as 2024-02-28T13:45:00Z, or pass { onIssue: "skip-row" }.`,
    });
  }

  /** Checks all cells with a declared kind or schema before any is kept; whether the row is taken. */
  #fits(cells: readonly string[], row: number): boolean {
    let fits = true;
    for (const { plan, cells: column } of this.#checked) {
      const text = cells[plan.index] ?? "";
      const reason = column.reasonAgainst(text);
      if (reason === null) continue;
      fits = false;
      if (plan.index === this.#plan.startIndex && column instanceof NumberCells) {
        this.#badTime(text, plan.index, row);
      } else this.#noteValue(plan, text, row, reason);
    }
    const { schema, onIssue } = this.#options;
    if (fits && schema !== undefined && hasObjectChecks(schema)) fits = this.#fitsObject(schema, cells, row);
    return fits || onIssue !== "skip-row";
  }

  #fitsObject(schema: z.ZodObject, cells: readonly string[], row: number): boolean {
    const record: Record<string, unknown> = Object.create(null);
    for (const { plan, cells: column } of this.#checked) {
      if (!(column instanceof SchemaCells)) continue;
      const result = column.read(cells[plan.index] ?? "");
      if (result.ok && result.input !== undefined) record[schemaKey(schema, plan)!] = result.input;
    }
    const parsed = schema.safeParse(record);
    if (parsed.success) return true;
    for (const issue of parsed.error.issues) {
      this.#issues.note({
        code: "csv/schema",
        row,
        column: issue.path.length > 0 ? String(issue.path[0]) : undefined,
        message: () =>
          `${this.#options.source}: row ${row}: ${issue.message}. Fix the row, or pass { onIssue: "skip-row" }.`,
      });
    }
    return false;
  }

  #noteValue(plan: AttributePlan, text: string, row: number, reason: string): void {
    const { source, schema } = this.#options;
    const bySchema = schema !== undefined && schemaKey(schema, plan) !== undefined;
    const leave = reservedKind(plan.attribute) !== undefined && !bySchema && plan.level === "event";
    this.#issues.note({
      code: bySchema ? "csv/schema" : "csv/bad-value",
      row,
      column: plan.column,
      value: text,
      message: () =>
        `${source}: row ${row}, column ${JSON.stringify(plan.column)}: ${quoteValue(text)} does not fit: ${reason}. ` +
        `Fix the row, or pass { onIssue: "skip-row" } to leave it out, "null" to leave the cell empty` +
        (leave ? `, or { columns: { ${plan.attribute}: null } } to keep the column as it is.` : "."),
    });
  }

  #setCase({ plan, cells }: Sink, caseCode: number, text: string, row: number): void {
    if (text === "") return;
    if (!cells.has(caseCode)) {
      cells.set(caseCode, text);
      return;
    }
    if (cells.holds(caseCode, text)) return;
    this.#issues.note({
      code: "csv/case-attribute-varies",
      row,
      column: plan.column,
      value: text,
      message: () =>
        `${this.#options.source}: row ${row}, column ${JSON.stringify(plan.column)}: the case had another value before, ` +
        `which stays. If the value belongs to the event, take the column out of caseColumns or drop its prefix "case:".`,
    });
  }

  /** The zod type per attribute; a schema may call a column by its name in the table or in the log. */
  #schemaTypes(): ReadonlyMap<string, z.ZodType> {
    return new Map(
      Object.entries(this.#options.schema?.shape ?? {}).map(([name, type]) => [name, type as z.ZodType]),
    );
  }

  /** Columns that the schema has and the table lacks: fine when they may be missing. */
  #absentColumns(types: ReadonlyMap<string, z.ZodType>): AttributePlan[] {
    const { source, caseColumns } = this.#options;
    const known = new Set([...this.#names, ...this.#plan.attributes.map(({ attribute }) => attribute)]);
    const absent: AttributePlan[] = [];
    for (const [name, type] of types) {
      if (known.has(name)) continue;
      if (new SchemaCells(type, source).reasonAgainst("") !== null) {
        throw new GigamineError(
          "csv/missing-column",
          `${source}: the schema asks for column ${JSON.stringify(name)}, and there is none. ` +
            `The columns are ${this.#names.map((column) => JSON.stringify(column)).join(", ")}. ` +
            `Rename the column, or make it optional in the schema.`,
          { source, column: name, columns: this.#names },
        );
      }
      const prefixed = name.startsWith("case:");
      const level = prefixed || caseColumns.includes(name) ? "case" : "event";
      absent.push({ index: -1, column: name, attribute: prefixed ? name.slice(5) : name, level });
    }
    return absent;
  }

  #cellsFor(plan: AttributePlan, types: ReadonlyMap<string, z.ZodType>): Cells {
    const { source, kinds } = this.#options;
    const type = types.get(plan.column) ?? types.get(plan.attribute);
    const reserved = plan.level === "event" ? reservedKind(plan.attribute) : undefined;
    if (type !== undefined) {
      const cells = new SchemaCells(type, `${source}, column ${JSON.stringify(plan.column)}`);
      if (reserved === undefined || cells.kind === reserved) return cells;
    }
    const own = (name: string): ColumnKind | undefined =>
      Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    const kind = reserved ?? own(plan.column) ?? own(plan.attribute) ?? null;
    return kind === null || kind === "string" ? new TextCells(kind) : new NumberCells(kind);
  }

  /** A name in `kinds` that no column has is a slip of the pen, and so is a kind that does not exist. */
  #checkKinds(): void {
    const { source, kinds } = this.#options;
    const known = [...new Set([...this.#names, ...this.#plan.attributes.map(({ attribute }) => attribute)])];
    for (const [name, kind] of Object.entries(kinds)) {
      if (!known.includes(name)) {
        const near = nearNames(name, known);
        throw new GigamineError(
          "csv/missing-column",
          `${source}: option kinds names the column ${JSON.stringify(name)}, and there is none. ` +
            (near.length > 0 ? `Did you mean ${listNames(near)}?` : `The columns are ${listNames(known)}.`),
          { source, column: name, columns: this.#names },
        );
      }
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
}

const COLUMN_KINDS: readonly ColumnKind[] = ["string", "number", "boolean", "timestamp"];

function schemaKey(schema: z.ZodObject, plan: AttributePlan): string | undefined {
  return [plan.column, plan.attribute].find((name) => Object.hasOwn(schema.shape, name));
}

/** Whether the schema checks more than its fields one by one, as with `.refine`. */
function hasObjectChecks(schema: z.ZodObject): boolean {
  return ((schema.def as { readonly checks?: readonly unknown[] }).checks?.length ?? 0) > 0;
}

function codeOf(codes: Map<string, number>, text: string): number {
  let code = codes.get(text);
  if (code === undefined) {
    code = codes.size;
    codes.set(ownText(text), code);
  }
  return code;
}
