import { GigamineError, MAX_TIME, optionError, quoteValue } from "@gigamine/base";
import { type AttributeInput, ColumnSet } from "./column-set.js";
import { EventRows } from "./event-rows.js";
import type { OnIssue } from "./read/input.js";
import { Issues, type Problem, problemError, withReport } from "./read/issues.js";
import { reservedKind } from "./reserved.js";
import { cellNumber, cellTime } from "./table/cells.js";
import { type ColumnMapping, planTable, type TablePlan } from "./table/mapping.js";
import type { CaseAttributesOf, EventAttributesOf } from "./table/schema-types.js";
import type { ReadEventLog } from "./types.js";

/** Options of {@link fromRows}. */
export interface FromRowsOptions<
  M extends ColumnMapping = ColumnMapping,
  K extends readonly string[] = readonly string[],
> {
  /** Which property plays which role; what is not given is found by the usual names, as in {@link readCsv}. @default {} */
  readonly columns?: M | undefined;
  /** Properties whose values belong to the case; those with the prefix `case:` do so by themselves. @default [] */
  readonly caseColumns?: K | undefined;
  /** What happens when a row can't be read, as in {@link readCsv}. @default "throw" */
  readonly onIssue?: OnIssue | undefined;
  /** What happens when an attribute has values of several kinds: `"throw"`, or `"widen"` its column to text. @default "throw" */
  readonly mixedKinds?: "throw" | "widen" | undefined;
  /** The name that messages use for the rows. @default "rows" */
  readonly source?: string | undefined;
}

/**
 * Makes a log from objects, one an event, with the rules of {@link readCsv} for names. Values keep their kinds: text stays text,
 * also when it looks like a number; a Date becomes an instant; `null`, `undefined`, NaN and an absent property are missing.
 * A time is a Date, ms since the epoch, or ISO 8601 text; a case id or activity may be a number. The columns are the
 * properties of all rows, in first-seen order. Rows are counted from 1.
 *
 * O(values). No rows at all are an error, since there is nothing to tell the roles by; use `EventLogBuilder` for an empty log.
 *
 * @throws GigamineError `rows/…` at the first row that can't be read, see `onIssue`.
 *
 * @example
 * const log = fromRows([{ case_id: "lot-1", activity: "Mixing", timestamp: "2025-01-06T08:00:00Z", cells: 96 }]);
 * log.eventAttributes.cells.values; // => Float64Array [96]
 */
export function fromRows<
  R extends object,
  const M extends ColumnMapping = Record<never, never>,
  const K extends readonly string[] = [],
>(
  rows: Iterable<R>,
  options: FromRowsOptions<M, K> = {},
): ReadEventLog<EventAttributesOf<R, M, K[number]>, CaseAttributesOf<R, M, K[number]>> {
  const {
    columns = {},
    caseColumns = [],
    onIssue = "throw",
    mixedKinds = "throw",
    source = "rows",
  } = options;
  if (onIssue !== "throw" && onIssue !== "skip-row" && onIssue !== "null") {
    throw optionError("fromRows", "onIssue", onIssue, 'Give "throw", "skip-row" or "null".');
  }
  const list = [...rows] as Readonly<Record<string, unknown>>[];
  const names = new Set<string>();
  for (const [index, row] of list.entries()) {
    if (typeof row !== "object" || row === null) {
      throw new GigamineError(
        "rows/not-an-object",
        `${source}: row ${index + 1} is ${quoteValue(row)}. Give one object per event.`,
        { source, row: index + 1 },
      );
    }
    for (const name of Object.keys(row)) names.add(name);
  }
  if (list.length === 0) {
    throw new GigamineError("rows/empty", `${source}: there are no rows. Give at least one event.`, {
      source,
    });
  }
  const issues = new Issues();
  const header = [...names];
  const plan = planTable(header, source, "rows", columns, caseColumns, issues);
  const reader = new RowReader(header, plan, source, onIssue, mixedKinds === "widen", issues);
  for (const [index, row] of list.entries()) reader.add(row, index + 1);
  return reader.finish();
}

class RowReader {
  readonly #names: readonly string[];
  readonly #plan: TablePlan;
  readonly #source: string;
  readonly #onIssue: OnIssue;
  readonly #issues: Issues;
  readonly #events = new EventRows();
  readonly #caseCodes = new Map<string, number>();
  readonly #activityCodes = new Map<string, number>();
  readonly #eventColumns: ColumnSet;
  readonly #caseColumns: ColumnSet;
  #rowsRead = 0;

  constructor(
    names: readonly string[],
    plan: TablePlan,
    source: string,
    onIssue: OnIssue,
    widen: boolean,
    issues: Issues,
  ) {
    this.#names = names;
    this.#plan = plan;
    this.#source = source;
    this.#onIssue = onIssue;
    this.#issues = issues;
    this.#eventColumns = new ColumnSet({ where: source, level: "event", widen });
    this.#caseColumns = new ColumnSet({ where: source, level: "case", widen });
    for (const { level, attribute } of plan.attributes) {
      (level === "event" ? this.#eventColumns : this.#caseColumns).declare(attribute, null);
    }
  }

  add(row: Readonly<Record<string, unknown>>, number: number): void {
    this.#rowsRead++;
    const caseId = this.#name(row, this.#plan.caseIndexes, "case", number);
    if (caseId === null) return;
    const activity = this.#name(row, this.#plan.activityIndexes, "activity", number);
    if (activity === null) return;
    const { timestampIndex, startIndex } = this.#plan;
    const time = this.#time(row, timestampIndex, number);
    const start = this.#time(row, startIndex, number);
    if (time === null || start === null) return;
    if (Number.isNaN(time) && timestampIndex >= 0) this.#noteMissingTime(row, number);
    const caseCode = codeOf(this.#caseCodes, caseId);
    const event = this.#events.add(caseCode, codeOf(this.#activityCodes, activity), time);
    for (const { index, column, attribute, level } of this.#plan.attributes) {
      if (index === startIndex) {
        if (!Number.isNaN(start)) this.#eventColumns.setTime(event, attribute, start);
        continue;
      }
      const value = valueAt(row, column) as AttributeInput;
      if (level === "case") this.#setCase(caseCode, attribute, column, value, number);
      else this.#eventColumns.set(event, attribute, this.#fitted(attribute, value));
    }
  }

  finish<E extends object, C extends object>(): ReadEventLog<E, C> {
    for (const name of [...this.#eventColumns.widened, ...this.#caseColumns.widened]) {
      this.#issues.note({
        code: "rows/mixed-kinds",
        column: name,
        message: () =>
          `${this.#source}: attribute ${quoteValue(name)} has values of several kinds; its column is text. Give it one kind.`,
      });
    }
    const log = this.#events.toLog(
      this.#caseCodes.keys(),
      this.#activityCodes.keys(),
      this.#eventColumns,
      this.#caseColumns,
    );
    return withReport<E, C>(
      log,
      this.#issues.report(this.#rowsRead, this.#events.count, { ...this.#plan.mapping }),
    );
  }

  /** Resources are often numbers, and costs often text: what a reserved column can hold without loss is turned. */
  #fitted(attribute: string, value: AttributeInput): AttributeInput {
    const kind = reservedKind(attribute);
    if (kind === "string" && typeof value === "number" && !Number.isNaN(value)) return String(value);
    if (kind === "number" && typeof value === "string") {
      const number = cellNumber(value, "number");
      return Number.isNaN(number) ? value : number;
    }
    return value;
  }

  #setCase(row: number, attribute: string, column: string, value: AttributeInput, number: number): void {
    if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return;
    const cells = this.#caseColumns.declare(attribute, null);
    if (!cells.has(row)) this.#caseColumns.set(row, attribute, value);
    else if (!cells.holds(row, value)) {
      this.#issues.note({
        code: "rows/case-attribute-varies",
        row: number,
        column,
        message: () =>
          `${this.#source}: row ${number}, ${quoteValue(column)}: the case had another value before, which stays. If the ` +
          `value belongs to the event, take the name out of caseColumns.`,
      });
    }
  }

  #name(
    row: Readonly<Record<string, unknown>>,
    indexes: readonly number[],
    role: "case" | "activity",
    number: number,
  ): string | null {
    const parts: string[] = [];
    for (const index of indexes) {
      const column = this.#names[index]!;
      const value = valueAt(row, column);
      const usable =
        typeof value === "string"
          ? value.trim() !== ""
          : typeof value === "number" || typeof value === "bigint";
      if (!usable || Number.isNaN(value)) {
        this.#refuse({
          code: `rows/missing-${role}`,
          row: number,
          column,
          message: () =>
            `${this.#source}: row ${number}, ${quoteValue(column)}: the ${role} is ${quoteValue(value)}. ` +
            `Give text or a number, or pass { onIssue: "skip-row" }.`,
        });
        return null;
      }
      parts.push(String(value));
    }
    return parts.join(" / ");
  }

  /** NaN when there is no time; `null` when the row is dropped. */
  #time(row: Readonly<Record<string, unknown>>, index: number, number: number): number | null {
    if (index < 0) return Number.NaN;
    const column = this.#names[index]!;
    const value = valueAt(row, column);
    if (value === null || value === undefined || value === "" || Number.isNaN(value)) return Number.NaN;
    let time = Number.NaN;
    if (typeof value === "number") time = Math.abs(value) <= MAX_TIME ? value : Number.NaN;
    else if (typeof value === "string") time = cellTime(value);
    else if (value instanceof Date) time = value.getTime();
    if (!Number.isNaN(time)) return time;
    this.#refuse({
      code: "rows/bad-timestamp",
      row: number,
      column,
      value: String(value),
      message: () =>
        `${this.#source}: row ${number}, ${quoteValue(column)}: cannot read ${quoteValue(value)} as a timestamp. Give a ` +
        `Date, ms since 1970, or ISO 8601 such as 2024-02-28T13:45:00Z, or pass { onIssue: "skip-row" }.`,
    });
    return this.#onIssue === "skip-row" ? null : Number.NaN;
  }

  #noteMissingTime(row: Readonly<Record<string, unknown>>, number: number): void {
    const column = this.#names[this.#plan.timestampIndex]!;
    const value = valueAt(row, column);
    if (!(value === null || value === undefined || value === "" || Number.isNaN(value))) return; // noted as unreadable
    this.#issues.note({
      code: "rows/missing-timestamp",
      row: number,
      column,
      message: () =>
        `${this.#source}: row ${number}, ${quoteValue(column)}: no time is recorded. The event was kept without one, ` +
        `behind the event before it.`,
    });
  }

  #refuse(problem: Problem): void {
    if (this.#onIssue === "throw") throw problemError(problem);
    this.#issues.note(problem);
  }
}

/** A property of the row's own; `constructor` of an ordinary object is none. */
function valueAt(row: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

function codeOf(codes: Map<string, number>, text: string): number {
  let code = codes.get(text);
  if (code === undefined) {
    code = codes.size;
    codes.set(text, code);
  }
  return code;
}
