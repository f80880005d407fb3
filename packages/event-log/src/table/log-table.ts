import { GigamineError, type LocalTimeKind, quoteValue } from "@gigamine/base";
import type { z } from "zod";
import { ByteDictionary } from "../bytes/byte-dictionary.js";
import { EventRows } from "../event-rows.js";
import type { OnIssue } from "../read/input.js";
import { type Issues, type Problem, problemError, withReport } from "../read/issues.js";
import { reservedKind } from "../reserved.js";
import { TimeReader } from "../time/time-reader.js";
import { FOUND_BY_COLUMN, type TimeRules } from "../time/time-rules.js";
import type { ColumnKind, ReadEventLog } from "../types.js";
import { type CellRecord, TextRecord } from "./cell-record.js";
import { type Cells, OpenCells, TextCells } from "./cells.js";
import { type AttributePlan, type ColumnMapping, planTable, type TablePlan } from "./mapping.js";
import { hasObjectChecks, SchemaCells, schemaKey } from "./schema.js";
import { attributeSinks, type Sink, unknownColumn } from "./sinks.js";
import { isBlank, textAt } from "./text.js";
import { TimeCells } from "./time-cells.js";

interface LogTableOptions {
  readonly source: string;
  readonly onIssue: OnIssue;
  readonly columns: ColumnMapping;
  readonly caseColumns: readonly string[];
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  readonly schema: z.ZodObject | undefined;
  /** Which columns become attributes. @default "all" */
  readonly attributes?: readonly string[] | "all" | undefined;
  /** How the times of the roles are read. @default found by the column */
  readonly times?: TimeRules | undefined;
}

const SEPARATOR = new TextEncoder().encode(" / ");

/**
 * Makes a log from records of cells: the half of reading a table that knows roles, kinds and schemas, and nothing of
 * quotes and line breaks. A cell that is like others costs no string: names and texts are interned by their bytes.
 */
export class LogTable {
  readonly #names: readonly string[];
  readonly #options: LogTableOptions;
  readonly #issues: Issues;
  readonly #plan: TablePlan;
  /** Sinks that may refuse a cell: read before the row is taken. */
  readonly #checked: readonly Sink[];
  readonly #freeEventSinks: readonly Sink[];
  readonly #caseSinks: readonly Sink[];
  readonly #eventSinks: readonly Sink[];
  readonly #timeCells: readonly Sink[];
  readonly #objectChecks: boolean;
  readonly #times: TimeReader;
  readonly #events = new EventRows();
  #caseIds = new ByteDictionary();
  readonly #activities = new ByteDictionary();
  #joined = new Uint8Array(256);
  readonly #texts = new TextRecord();
  #rowsRead = 0;

  constructor(names: readonly string[], options: LogTableOptions, issues: Issues) {
    this.#names = names;
    this.#options = options;
    this.#issues = issues;
    const { schema, source, times = FOUND_BY_COLUMN } = options;
    const plan = plannedTable(names, options, issues);
    const sinks = attributeSinks(names, plan, { ...options, times }, issues);
    this.#plan = plan;
    this.#checked = sinks.filter((sink) => !isFree(sink));
    this.#freeEventSinks = sinks.filter((sink) => isFree(sink) && sink.plan.level === "event");
    this.#caseSinks = sinks.filter(({ plan: { level } }) => level === "case");
    this.#eventSinks = sinks.filter(({ plan: { level } }) => level === "event");
    this.#timeCells = sinks.filter(({ cells }) => cells instanceof TimeCells);
    this.#objectChecks = schema !== undefined && hasObjectChecks(schema);
    this.#times = new TimeReader(times, source, quoteName(names[plan.timestampIndex] ?? ""));
  }

  /** Takes one record. */
  addRecord(record: CellRecord): void {
    this.#rowsRead++;
    if (record.badQuotes) {
      this.#refuse(badQuotes(this.#options.source, record.row));
      return;
    }
    if (record.count === this.#names.length) this.#addRow(record);
    else if (this.#takesWrongLength(record)) this.#addRow(padded(record, this.#names.length));
  }

  /** The same with texts; `row` is where they stand, for messages. */
  addRow(cells: readonly string[], row: number): void {
    this.addRecord(this.#texts.fill(cells, row));
  }

  /** A row that can't be taken, found by whoever makes the rows; it counts as read. Throws when issues throw. */
  refuseRow(problem: Problem): void {
    this.#rowsRead++;
    this.#refuse(problem);
  }

  #addRow(record: CellRecord): void {
    const { bytes, starts, ends, row } = record;
    const { caseIndexes, activityIndexes } = this.#plan;
    if (this.#lacks(record, caseIndexes, "case") || this.#lacks(record, activityIndexes, "activity")) return;
    const time = this.#time(record);
    if (time === null) return;
    const awaitsOrder = this.#times.pending;
    const local = this.#times.local;
    if (this.#checked.length > 0 && !this.#fits(record)) return;

    const caseCode = this.#codeOf(this.#caseIds, record, caseIndexes);
    const event = this.#events.add(caseCode, this.#codeOf(this.#activities, record, activityIndexes), time);
    if (awaitsOrder) this.#times.defer(event, row);
    if (local !== "once") this.#noteLocal(local, this.#plan.timestampIndex, record);
    for (const { plan, cells } of this.#timeCells) {
      const kind = (cells as TimeCells).reader.local;
      if (kind !== "once") this.#noteLocal(kind, plan.index, record);
    }
    for (let i = 0; i < this.#freeEventSinks.length; i++) {
      const { plan, cells } = this.#freeEventSinks[i]!;
      cells.read(bytes, starts[plan.index]!, ends[plan.index]!);
      cells.put(event);
    }
    for (let i = 0; i < this.#checked.length; i++) {
      const { plan, cells } = this.#checked[i]!;
      if (plan.level === "event") cells.put(event);
    }
    for (let i = 0; i < this.#caseSinks.length; i++) this.#setCase(this.#caseSinks[i]!, caseCode, record);
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
    const kept = this.#events.count;
    const timeFormat = this.#settleTimes();
    const named = (sinks: readonly Sink[]): (readonly [string, Cells])[] =>
      sinks.map(({ plan, cells }) => [plan.attribute, cells] as const);
    const caseIds = this.#caseIds.texts();
    this.#caseIds = new ByteDictionary();
    const log = this.#events.toLog(
      caseIds,
      this.#activities.texts(),
      named(this.#eventSinks),
      named(this.#caseSinks),
      true,
    );
    const report = this.#issues.report(this.#rowsRead, kept, { ...this.#plan.mapping });
    return withReport<E, C>(log, Object.freeze({ ...report, timeFormat }));
  }

  /** Decides on all columns of times; how each was read, by its name. */
  #settleTimes(): Readonly<Record<string, string>> {
    const formats: Record<string, string> = Object.create(null);
    const taken = (reader: TimeReader, index: number): void => {
      const format = reader.taken();
      if (format !== null && index >= 0) formats[this.#names[index]!] = format;
    };
    const noteAt =
      (index: number) =>
      (kind: LocalTimeKind, row: number, text: string | null): void =>
        this.#issues.note(localTimeProblem(this.#options.source, kind, row, this.#names[index]!, text));
    this.#times.settle(
      (event) => this.#events.time(event),
      (event, time) => this.#events.setTime(event, time),
      noteAt(this.#plan.timestampIndex),
    );
    taken(this.#times, this.#plan.timestampIndex);
    for (const { plan, cells } of this.#timeCells) {
      (cells as TimeCells).settle(noteAt(plan.index));
      taken((cells as TimeCells).reader, plan.index);
    }
    return Object.freeze(formats);
  }

  /** Notes the problem, or throws it. */
  #refuse(problem: Problem): void {
    if (this.#options.onIssue === "throw") throw problemError(problem);
    this.#issues.note(problem);
  }

  /** Whether a row with too few or too many cells is taken all the same. */
  #takesWrongLength({ count, row }: CellRecord): boolean {
    const { source, onIssue } = this.#options;
    this.#refuse({
      code: "csv/wrong-field-count",
      row,
      message: () =>
        `${source}: row ${row} has ${count} fields, the header has ${this.#names.length}. ` +
        `Quote fields that hold the delimiter, or pass { onIssue: "skip-row" }.`,
    });
    return onIssue === "null";
  }

  /** Whether a part of the name is blank, so that the row can't be taken. */
  #lacks({ bytes, starts, ends, row }: CellRecord, indexes: readonly number[], role: string): boolean {
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i]!;
      if (!isBlank(bytes, starts[index]!, ends[index]!)) continue;
      const column = this.#names[index]!;
      this.#refuse({
        code: `csv/missing-${role}`,
        row,
        column,
        message: () =>
          `${this.#options.source}: row ${row}, column ${JSON.stringify(column)}: the ${role} is empty. ` +
          `Fill it in, or pass { onIssue: "skip-row" }.`,
      });
      return true;
    }
    return false;
  }

  /** The code of a name that stands in one cell, or in several that are joined. */
  #codeOf(names: ByteDictionary, record: CellRecord, indexes: readonly number[]): number {
    const { bytes, starts, ends } = record;
    const first = indexes[0]!;
    if (indexes.length === 1) return names.intern(bytes, starts[first]!, ends[first]!);
    let length = 0;
    for (const index of indexes) length += ends[index]! - starts[index]! + SEPARATOR.length;
    if (length > this.#joined.length) this.#joined = new Uint8Array(length * 2);
    let at = 0;
    for (const index of indexes) {
      if (at > 0) {
        this.#joined.set(SEPARATOR, at);
        at += SEPARATOR.length;
      }
      for (let i = starts[index]!; i < ends[index]!; i++) this.#joined[at++] = bytes[i]!;
    }
    return names.intern(this.#joined, 0, at);
  }

  /** The time of the row, NaN when there is none; `null` when the row is dropped. */
  #time({ bytes, starts, ends, row }: CellRecord): number | null {
    const { timestampIndex } = this.#plan;
    this.#times.pending = false;
    this.#times.local = "once";
    if (timestampIndex < 0) return Number.NaN;
    const start = starts[timestampIndex]!;
    const end = ends[timestampIndex]!;
    if (isBlank(bytes, start, end)) {
      this.#missingTime(row);
      return Number.NaN;
    }
    const time = this.#times.read(bytes, start, end, row);
    if (!Number.isNaN(time)) return time;
    this.#badTime(textAt(bytes, start, end), timestampIndex, row, this.#times);
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

  #badTime(text: string, index: number, row: number, reader: TimeReader): void {
    const column = this.#names[index]!;
    this.#refuse({
      code: "csv/bad-timestamp",
      row,
      column,
      value: text,
      message: () =>
        `${this.#options.source}: row ${row}, column ${JSON.stringify(column)}: cannot read ${quoteValue(text)} ` +
        `${reader.expected()}. Write ISO 8601 such as 2024-02-28T13:45:00Z, pass { timeFormat }, or ` +
        `{ onIssue: "skip-row" }.`,
    });
  }

  #noteLocal(kind: LocalTimeKind, index: number, { bytes, starts, ends, row }: CellRecord): void {
    const text = textAt(bytes, starts[index]!, ends[index]!);
    this.#issues.note(localTimeProblem(this.#options.source, kind, row, this.#names[index]!, text));
  }

  /** Reads all cells with a declared kind or schema before any is kept; whether the row is taken. */
  #fits(record: CellRecord): boolean {
    const { bytes, starts, ends, row } = record;
    let fits = true;
    for (let i = 0; i < this.#checked.length; i++) {
      const { plan, cells } = this.#checked[i]!;
      const start = starts[plan.index] ?? 0;
      const end = ends[plan.index] ?? 0;
      if (cells instanceof TimeCells) cells.row = row;
      const reason = cells.read(bytes, start, end);
      if (reason === null) continue;
      fits = false;
      const text = textAt(bytes, start, end);
      if (plan.index === this.#plan.startIndex && cells instanceof TimeCells) {
        this.#badTime(text, plan.index, row, cells.reader);
      } else this.#noteValue(plan, text, row, reason);
    }
    if (fits && this.#objectChecks) fits = this.#fitsObject(row);
    return fits || this.#options.onIssue !== "skip-row";
  }

  #fitsObject(row: number): boolean {
    const schema = this.#options.schema!;
    const values: Record<string, unknown> = Object.create(null);
    for (const { plan, cells } of this.#checked) {
      if (!(cells instanceof SchemaCells)) continue;
      const { result } = cells;
      if (result.ok && result.input !== undefined) values[schemaKey(schema, plan)!] = result.input;
    }
    const parsed = schema.safeParse(values);
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

  #setCase({ plan, cells }: Sink, caseCode: number, { bytes, starts, ends, row }: CellRecord): void {
    const start = starts[plan.index] ?? 0;
    const end = ends[plan.index] ?? 0;
    if (start === end) return;
    if (cells instanceof TextCells || cells instanceof OpenCells) cells.read(bytes, start, end);
    if (!cells.has(caseCode)) {
      cells.put(caseCode);
      return;
    }
    if (cells.holds(caseCode)) return;
    this.#issues.note({
      code: "csv/case-attribute-varies",
      row,
      column: plan.column,
      value: textAt(bytes, start, end),
      message: () =>
        `${this.#options.source}: row ${row}, column ${JSON.stringify(plan.column)}: the case had another value before, ` +
        `which stays. If the value belongs to the event, take the column out of caseColumns or drop its prefix "case:".`,
    });
  }
}

/** What each column becomes, without those that nobody asked for. */
function plannedTable(
  names: readonly string[],
  { source, columns, caseColumns, schema, attributes = "all" }: LogTableOptions,
  issues: Issues,
): TablePlan {
  if (attributes === "all") return planTable(names, source, "csv", columns, caseColumns, issues);
  const only = new Set([...attributes, ...Object.keys(schema?.shape ?? {})]);
  const plan = planTable(names, source, "csv", columns, caseColumns, issues, only);
  const known = [...new Set([...names, ...plan.attributes.map(({ attribute }) => attribute)])];
  for (const name of attributes) {
    if (!known.includes(name)) throw unknownColumn(source, "attributes", name, known, names);
  }
  return plan;
}

/** Whether the sink takes any cell. */
function isFree({ cells }: Sink): boolean {
  return cells instanceof TextCells || cells instanceof OpenCells;
}

function quoteName(name: string): string {
  return JSON.stringify(name);
}

/** The record with exactly `width` cells: empty ones behind, or without those beyond. */
function padded(record: CellRecord, width: number): CellRecord {
  const starts = new Int32Array(width);
  const ends = new Int32Array(width);
  const count = Math.min(width, record.count);
  starts.set(record.starts.subarray(0, count));
  ends.set(record.ends.subarray(0, count));
  return { bytes: record.bytes, starts, ends, count: width, row: record.row, badQuotes: false };
}

/** What is wrong with a row whose quotes don't close where they should. */
export function badQuotes(source: string, row: number): Problem {
  return {
    code: "csv/bad-quotes",
    row,
    message: () =>
      `${source}: row ${row} has text behind a closing quote ("). Double a quote that stands for itself (""), ` +
      `or pass { onIssue: "skip-row" }.`,
  };
}

function localTimeProblem(
  source: string,
  kind: LocalTimeKind,
  row: number,
  column: string,
  text: string | null,
): Problem {
  const skipped = kind === "skipped";
  return {
    code: "csv/ambiguous-local-time",
    row,
    column,
    value: text ?? undefined,
    message: () =>
      `${source}: row ${row}, column ${JSON.stringify(column)}: the clock of the time zone ` +
      (skipped
        ? `skips ${quoteValue(text)} in spring; it was moved on by that hour. `
        : `shows ${quoteValue(text)} twice in autumn; the first was taken. `) +
      `Write times with their offset from UTC.`,
  };
}
