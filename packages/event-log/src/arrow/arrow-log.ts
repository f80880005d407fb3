import { quoteValue } from "@gigamine/base";
import type { Table } from "@uwdata/flechette";
import type { ColumnSource } from "../column-writer.js";
import { gatherColumn } from "../columns.js";
import { EventRows } from "../event-rows.js";
import type { OnIssue } from "../read/input.js";
import { type Issues, type Problem, problemError, withReport } from "../read/issues.js";
import { reservedKind } from "../reserved.js";
import { cellNumber, cellTime } from "../table/cells.js";
import { type AttributePlan, type ColumnMapping, planTable, type TablePlan } from "../table/mapping.js";
import type { Column, ColumnKind, ReadEventLog, StringColumn } from "../types.js";
import { asText, decodeColumn } from "./decode-column.js";

interface ArrowLogOptions {
  readonly source: string;
  readonly columns: ColumnMapping;
  readonly caseColumns: readonly string[];
  readonly onIssue: OnIssue;
}

/** Makes a log from the columns of an Arrow table, which are decoded once each and then gathered. */
export class ArrowLog {
  readonly #table: Table;
  readonly #names: readonly string[];
  readonly #options: ArrowLogOptions;
  readonly #issues: Issues;
  readonly #plan: TablePlan;
  readonly #rows: number;
  readonly #decoded = new Map<number, Column | null>();
  /** Rows that a value they hold forbids; 1 = leave out. */
  #bad: Uint8Array | null = null;

  constructor(table: Table, names: readonly string[], options: ArrowLogOptions, issues: Issues) {
    this.#table = table;
    this.#names = names;
    this.#options = options;
    this.#issues = issues;
    this.#plan = planTable(names, options.source, "arrow", options.columns, options.caseColumns, issues);
    this.#rows = table.children[this.#plan.caseIndexes[0]!]?.length ?? 0;
    for (const child of table.children) {
      if (child.length !== this.#rows)
        throw new RangeError(`columns of ${this.#rows} and of ${child.length} rows`);
    }
  }

  read<E extends object, C extends object>(): ReadEventLog<E, C> {
    const { caseIndexes, activityIndexes, timestampIndex } = this.#plan;
    const cases = this.#texts("case", caseIndexes);
    const activities = this.#texts("activity", activityIndexes);
    const times = timestampIndex < 0 ? null : this.#times(timestampIndex);
    const columns = this.#plan.attributes
      .map((plan) => ({ plan, column: this.#attribute(plan) }))
      .filter((item): item is { plan: AttributePlan; column: Column } => item.column !== null);

    const events = new EventRows();
    const caseCodes = new Codes(cases.dictionary);
    const activityCodes = new Codes(activities.dictionary);
    const kept = new Uint32Array(this.#rows);
    const caseOf = new Uint32Array(this.#rows);
    for (let row = 0; row < this.#rows; row++) {
      if (cases.codes[row]! < 0) this.#missing(row, "case", caseIndexes);
      else if (activities.codes[row]! < 0) this.#missing(row, "activity", activityIndexes);
      else if (this.#bad?.[row] !== 1) {
        const time = times === null ? Number.NaN : times[row]!;
        if (times !== null && Number.isNaN(time)) this.#noteMissingTime(row);
        const caseCode = caseCodes.of(cases.codes[row]!);
        const event = events.add(caseCode, activityCodes.of(activities.codes[row]!), time);
        kept[event] = row;
        caseOf[event] = caseCode;
      }
    }
    const all = events.count === this.#rows ? null : kept;
    const eventColumns: (readonly [string, ColumnSource])[] = [];
    const caseColumns: (readonly [string, ColumnSource])[] = [];
    for (const { plan, column } of columns) {
      if (plan.level === "event") eventColumns.push([plan.attribute, gathered(column, all)]);
      else {
        const perCase = this.#perCase(plan, column, kept, caseOf, events.count, caseCodes.texts.length);
        caseColumns.push([plan.attribute, { finish: () => perCase }]);
      }
    }
    const log = events.toLog(caseCodes.texts, activityCodes.texts, eventColumns, caseColumns);
    const report = this.#issues.report(this.#rows, events.count, { ...this.#plan.mapping });
    return withReport<E, C>(log, report);
  }

  /** The column with this index, decoded when it is first asked for; `null` when a log can't hold its type. */
  #column(index: number): Column | null {
    let column = this.#decoded.get(index);
    if (column === undefined) {
      const { source } = this.#options;
      const name = this.#names[index]!;
      column = decodeColumn(this.#table.children[index]!, {
        source,
        column: name,
        note: (problem) => this.#issues.note({ ...problem, column: name }),
        refuse: (row, problem) => this.#refuse(row, { ...problem, row: row + 1, column: name }),
      });
      if (column === null) {
        this.#issues.note({
          code: "arrow/unsupported-type",
          column: name,
          message: () =>
            `${source}: column ${JSON.stringify(name)} has the Arrow type number ${this.#table.schema.fields[index]!.type.typeId}, ` +
            `which no column of a log can hold, and is left out. Cast it to text, number, bool or timestamp.`,
        });
      }
      this.#decoded.set(index, column);
    }
    return column;
  }

  /** Case ids or activities: blank ones are missing, several columns are joined. */
  #texts(role: "case" | "activity", indexes: readonly number[]): StringColumn {
    const parts = indexes.map((index) => {
      const column = this.#column(index);
      if (column === null) throw this.#cannotServe(role, index);
      const { dictionary, codes } = asText(column);
      const blank = dictionary.map((text) => text.trim() === "");
      return {
        dictionary,
        codes: blank.includes(true) ? codes.map((code) => (blank[code] ? -1 : code)) : codes,
      };
    });
    if (parts.length === 1) return { kind: "string", ...parts[0]! };
    const known = new Map<string, number>();
    const codes = new Int32Array(this.#rows).fill(-1);
    for (let row = 0; row < this.#rows; row++) {
      if (parts.some((part) => part.codes[row]! < 0)) continue;
      const text = parts.map((part) => part.dictionary[part.codes[row]!]!).join(" / ");
      let code = known.get(text);
      if (code === undefined) {
        code = known.size;
        known.set(text, code);
      }
      codes[row] = code;
    }
    return { kind: "string", dictionary: [...known.keys()], codes };
  }

  #times(index: number): Float64Array {
    const column = this.#column(index);
    if (column === null) throw this.#cannotServe("timestamp", index);
    return this.#fitted(column, "timestamp", index);
  }

  #attribute(plan: AttributePlan): Column | null {
    const column = this.#column(plan.index);
    const kind = plan.level === "event" ? reservedKind(plan.attribute) : undefined;
    if (column === null || kind === undefined || column.kind === kind) return column;
    if (kind === "string") return asText(column);
    return { kind, values: this.#fitted(column, kind as "number" | "timestamp", plan.index) } as Column;
  }

  /** The values of a column that must hold instants or numbers: those, or text that says so. */
  #fitted(column: Column, kind: "number" | "timestamp", index: number): Float64Array {
    if (column.kind === kind || column.kind === "number" || column.kind === "timestamp") {
      const values = column.values as Float64Array;
      return kind === "timestamp" && column.kind === "number" ? this.#inRange(values, index) : values;
    }
    const { dictionary, codes } = asText(column);
    const read = (text: string): number => (kind === "timestamp" ? cellTime(text) : cellNumber(text, kind));
    const distinct = Float64Array.from(dictionary, read);
    const values = new Float64Array(this.#rows).fill(Number.NaN);
    for (let row = 0; row < this.#rows; row++) {
      const code = codes[row]!;
      if (code < 0 || dictionary[code]!.trim() === "") continue;
      values[row] = distinct[code]!;
      if (Number.isNaN(values[row]!)) this.#badValue(row, index, kind, dictionary[code]!);
    }
    return values;
  }

  #inRange(values: Float64Array, index: number): Float64Array {
    return values.map((value, row) => {
      if (Number.isNaN(value) || Math.abs(value) <= 8.64e15) return value;
      this.#badValue(row, index, "timestamp", String(value));
      return Number.NaN;
    });
  }

  #badValue(row: number, index: number, kind: ColumnKind, value: string): void {
    const column = this.#names[index]!;
    this.#refuse(row, {
      code: kind === "timestamp" ? "arrow/bad-timestamp" : "arrow/bad-value",
      row: row + 1,
      column,
      value,
      message: () =>
        `${this.#options.source}: row ${row + 1}, column ${JSON.stringify(column)}: cannot read ${quoteValue(value)} as a ` +
        `${kind}. Cast the column where you have it, or pass { onIssue: "skip-row" }.`,
    });
  }

  /** One value per case: the first that is there. Others are noted. */
  #perCase(
    plan: AttributePlan,
    column: Column,
    kept: Uint32Array,
    caseOf: Uint32Array,
    events: number,
    cases: number,
  ): Column {
    const missing = columnEnd(column);
    const rows = new Uint32Array(cases).fill(missing);
    for (let e = 0; e < events; e++) {
      const row = kept[e]!;
      if (isMissing(column, row)) continue;
      const before = rows[caseOf[e]!]!;
      if (before === missing) rows[caseOf[e]!] = row;
      else if (!sameValue(column, before, row)) this.#noteVarying(plan, row);
    }
    return gatherColumn(withMissingEnd(column), rows);
  }

  #noteVarying(plan: AttributePlan, row: number): void {
    this.#issues.note({
      code: "arrow/case-attribute-varies",
      row: row + 1,
      column: plan.column,
      message: () =>
        `${this.#options.source}: row ${row + 1}, column ${JSON.stringify(plan.column)}: the case had another value before, ` +
        `which stays. If the value belongs to the event, take the column out of caseColumns or drop its prefix "case:".`,
    });
  }

  #missing(row: number, role: "case" | "activity", indexes: readonly number[]): void {
    const column = this.#names[indexes[0]!]!;
    this.#refuse(row, {
      code: `arrow/missing-${role}`,
      row: row + 1,
      column,
      message: () =>
        `${this.#options.source}: row ${row + 1}, column ${JSON.stringify(column)}: the ${role} is empty. Fill it in, or pass ` +
        `{ onIssue: "skip-row" }.`,
    });
  }

  #noteMissingTime(row: number): void {
    const column = this.#names[this.#plan.timestampIndex]!;
    this.#issues.note({
      code: "arrow/missing-timestamp",
      row: row + 1,
      column,
      message: () =>
        `${this.#options.source}: row ${row + 1}, column ${JSON.stringify(column)}: no time is recorded. The event was kept ` +
        `without one, behind the event before it.`,
    });
  }

  #cannotServe(role: string, index: number): Error {
    const column = this.#names[index]!;
    return problemError({
      code: "arrow/unsupported-type",
      column,
      message: () =>
        `${this.#options.source}: column ${JSON.stringify(column)} can't be the ${role}: its Arrow type holds no single values. ` +
        `Name another with { columns: { ${role}: "…" } }.`,
    });
  }

  #refuse(row: number, problem: Problem): void {
    const { onIssue } = this.#options;
    if (onIssue === "throw") throw problemError(problem);
    this.#issues.note(problem);
    if (onIssue !== "skip-row") return;
    this.#bad ??= new Uint8Array(this.#rows);
    this.#bad[row] = 1;
  }
}

/** Codes of a dictionary as dense codes in the order of their first use. */
class Codes {
  readonly texts: string[] = [];
  readonly #dictionary: readonly string[];
  readonly #codes: Int32Array;

  constructor(dictionary: readonly string[]) {
    this.#dictionary = dictionary;
    this.#codes = new Int32Array(dictionary.length).fill(-1);
  }

  of(code: number): number {
    let dense = this.#codes[code]!;
    if (dense < 0) {
      dense = this.texts.length;
      this.texts.push(this.#dictionary[code]!);
      this.#codes[code] = dense;
    }
    return dense;
  }
}

/** The column in the order of the log; with `kept`, event `e` of the source is its row `kept[e]`. */
function gathered(column: Column, kept: Uint32Array | null): ColumnSource {
  return {
    finish: (rows) => {
      const own = kept === null ? rows : rows.map((row) => kept[row]!);
      return gatherColumn(frozenDictionary(column), own);
    },
  };
}

function frozenDictionary(column: Column): Column {
  return column.kind === "string" ? { ...column, dictionary: Object.freeze(column.dictionary) } : column;
}

function columnEnd(column: Column): number {
  return column.kind === "string" ? column.codes.length : column.values.length;
}

/** The column with one more row, which has no value. */
function withMissingEnd(column: Column): Column {
  const length = columnEnd(column);
  if (column.kind === "string") {
    const codes = new Int32Array(length + 1).fill(-1, length);
    codes.set(column.codes);
    return { kind: "string", dictionary: Object.freeze(column.dictionary), codes };
  }
  if (column.kind === "boolean") {
    const values = new Uint8Array(length + 1).fill(255, length);
    values.set(column.values);
    return { kind: "boolean", values };
  }
  const values = new Float64Array(length + 1).fill(Number.NaN, length);
  values.set(column.values);
  return { kind: column.kind, values };
}

function isMissing(column: Column, row: number): boolean {
  if (column.kind === "string") return column.codes[row]! < 0;
  return column.kind === "boolean" ? column.values[row]! > 1 : Number.isNaN(column.values[row]!);
}

function sameValue(column: Column, a: number, b: number): boolean {
  return column.kind === "string"
    ? column.codes[a] === column.codes[b]
    : column.values[a] === column.values[b];
}
