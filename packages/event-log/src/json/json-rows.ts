import {
  GigamineError,
  isGigamineError,
  MAX_TIME,
  optionError,
  quoteValue,
  throwIfAborted,
} from "@gigamine/base";
import type { CsvReadOptions } from "../csv/read.js";
import { formatTimestamp } from "../format-timestamp.js";
import type { InputSettings } from "../read/input.js";
import { Issues, type Problem, problemError, withReport } from "../read/issues.js";
import { LogTable } from "../table/log-table.js";
import { planTable } from "../table/mapping.js";
import { type TimeRules, timeRules } from "../time/time-rules.js";
import type { ColumnKind, Issue, ReadEventLog } from "../types.js";
import { JsonColumn } from "./json-column.js";

/** Options that the readers of rows in JSON share: those of {@link readCsv} that are not about CSV itself. */
export interface JsonRowOptions
  extends Omit<CsvReadOptions, "delimiter" | "encoding" | "maxFieldLength" | "parser"> {
  /**
   * How many different names the rows may have in all; more are refused, since names that are data would become columns.
   * @default 1000
   */
  readonly maxColumns?: number | undefined;
}

/** With the flag `u` only lone ones are surrogates. Names and texts are kept as UTF-8, which can't hold them. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const MAX_DEPTH = 32;
const ROWS_PER_TURN = 65_536;

/**
 * Collects objects, one an event, by column, because the names are known only when all rows were seen; then hands them
 * to the same table that CSV fills. Nested objects become columns `a.b`, lists become their JSON text.
 */
export class JsonRows {
  readonly #settings: InputSettings;
  readonly #options: JsonRowOptions;
  readonly #times: TimeRules;
  readonly #maxColumns: number;
  readonly #issues = new Issues();
  readonly #columns = new Map<string, JsonColumn>();
  /** Where each row stood in the source. */
  readonly #places: number[] = [];
  readonly #refused: { readonly problem: Problem; readonly before: number }[] = [];
  /** Counts the rows looked at, taken or not. */
  #turn = 0;
  readonly #rowColumns: JsonColumn[] = [];
  readonly #rowValues: (string | number | boolean)[] = [];

  private constructor(
    options: JsonRowOptions,
    settings: InputSettings,
    times: TimeRules,
    maxColumns: number,
  ) {
    this.#options = options;
    this.#settings = settings;
    this.#times = times;
    this.#maxColumns = maxColumns;
  }

  /** Checks the options. `where` is the public function, for messages. */
  static async create(where: string, options: JsonRowOptions, settings: InputSettings): Promise<JsonRows> {
    const { maxColumns = 1000, attributes } = options;
    if (!(maxColumns >= 1))
      throw optionError(where, "maxColumns", maxColumns, "Give a number of at least 1.");
    if (attributes !== undefined && attributes !== "all" && !Array.isArray(attributes)) {
      throw optionError(where, "attributes", attributes, 'Give a list of names of columns, or "all".');
    }
    return new JsonRows(options, settings, await timeRules(options, where), maxColumns);
  }

  get rowsRead(): number {
    return this.#places.length + this.#refused.length;
  }

  /** Takes one object; `place` is its line or position, counted from 1. */
  add(value: unknown, place: number): void {
    const { source } = this.#settings;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.refuse({
        code: "json/not-an-object",
        row: place,
        value: typeof value === "object" ? undefined : String(value),
        message: () =>
          `${source}: row ${place} is ${quoteValue(value)}, not an object. Give one object per event, such as ` +
          `{"case_id":"1","activity":"Mix"}, or pass { onIssue: "skip-row" }.`,
      });
      return;
    }
    this.#turn++;
    this.#rowColumns.length = 0;
    this.#rowValues.length = 0;
    if (!this.#flatten(value as Readonly<Record<string, unknown>>, "", 1, place)) {
      this.refuse({
        code: "json/too-deep",
        row: place,
        message: () =>
          `${source}: row ${place} is nested deeper than ${MAX_DEPTH} levels. Flatten it, or pass { onIssue: "skip-row" }.`,
      });
      return;
    }
    if (this.#rowValues.some((item) => typeof item === "string" && LONE_SURROGATE.test(item))) {
      this.refuse({
        code: "json/not-unicode",
        row: place,
        message: () =>
          `${source}: row ${place} has half of a surrogate pair, as cutting inside a character such as an emoji leaves behind. ` +
          `Write it again, or pass { onIssue: "skip-row" }.`,
      });
      return;
    }
    const row = this.#places.length;
    for (let i = 0; i < this.#rowColumns.length; i++) this.#rowColumns[i]!.set(row, this.#rowValues[i]!);
    this.#places.push(place);
  }

  /** A row that can't be taken; it counts as read. Throws when issues throw. */
  refuse(problem: Problem): void {
    if ((this.#options.onIssue ?? "throw") === "throw") throw problemError(problem);
    this.#refused.push({ problem, before: this.#places.length });
  }

  async finish<E extends object, C extends object>(): Promise<ReadEventLog<E, C>> {
    const { source, signal } = this.#settings;
    if (this.#places.length === 0) {
      throw new GigamineError(
        "json/no-rows",
        `${source}: there is no event to read${this.#refused.length > 0 ? `; ${this.#refused.length} rows were refused` : ""}. ` +
          `Give one JSON object per event.`,
        { source, refused: this.#refused.length },
      );
    }
    try {
      const table = this.#table();
      const names = [...this.#columns.keys()];
      const asTime = this.#timeColumns(names);
      const columns = [...this.#columns.values()];
      const cells = new Array<string>(columns.length).fill("");
      let refused = 0;
      for (let row = 0; row <= this.#places.length; row++) {
        for (; refused < this.#refused.length && this.#refused[refused]!.before === row; refused++) {
          table.refuseRow(this.#refused[refused]!.problem);
        }
        if (row === this.#places.length) break;
        for (let c = 0; c < columns.length; c++) {
          const value = columns[c]!.next(row);
          cells[c] = typeof value === "string" ? value : numberCell(value, asTime[c]!);
        }
        table.addRow(cells, this.#places[row]!);
        if (row % ROWS_PER_TURN === ROWS_PER_TURN - 1) {
          await new Promise((resolve) => setTimeout(resolve)); // a turn of the loop, so that an abort is heard
          throwIfAborted(signal);
        }
      }
      this.#noteEmptyTexts();
      return this.#recoded(table.finish<E, C>());
    } catch (error) {
      throw isGigamineError(error) ? recodedError(error) : error;
    }
  }

  /** False when the row is nested too deep. Collects values without storing them, so that a refused row leaves no trace. */
  #flatten(record: Readonly<Record<string, unknown>>, prefix: string, depth: number, place: number): boolean {
    if (depth > MAX_DEPTH) return false;
    for (const key of Object.keys(record)) {
      const name = prefix + key;
      const value = record[key];
      if (value === null || value === undefined) this.#column(name);
      else if (typeof value !== "object") this.#keep(name, value as string | number | boolean, place);
      else if (Array.isArray(value)) {
        if (deeperThan(value, MAX_DEPTH - depth)) return false;
        this.#issues.note({
          code: "json/list-as-text",
          row: place,
          column: name,
          message: () =>
            `${this.#settings.source}: row ${place}, ${quoteValue(name)}: a list can't stand in a column and is kept as its ` +
            `JSON text. Give one value per name.`,
        });
        this.#keep(name, JSON.stringify(value), place);
      } else if (!this.#flatten(value as Readonly<Record<string, unknown>>, `${name}.`, depth + 1, place)) {
        return false;
      }
    }
    return true;
  }

  #keep(name: string, value: string | number | boolean, place: number): void {
    const column = this.#column(name);
    if (column.turn === this.#turn) {
      this.#issues.note({
        code: "json/name-taken",
        row: place,
        column: name,
        message: () =>
          `${this.#settings.source}: row ${place} has ${quoteValue(name)} twice, as a name with a dot and as nested objects. ` +
          `The first stays; rename one.`,
      });
      return;
    }
    column.turn = this.#turn;
    this.#rowColumns.push(column);
    this.#rowValues.push(value);
  }

  #column(name: string): JsonColumn {
    let column = this.#columns.get(name);
    if (column === undefined) {
      if (this.#columns.size >= this.#maxColumns) {
        throw new GigamineError(
          "json/too-many-columns",
          `${this.#settings.source}: the rows have more than ${this.#maxColumns} different names, the last one ` +
            `${quoteValue(name)}. If the names are not data, pass a higher { maxColumns }.`,
          { source: this.#settings.source, column: name, maxColumns: this.#maxColumns },
        );
      }
      column = new JsonColumn();
      this.#columns.set(name, column);
    }
    return column;
  }

  /** The table, told the kinds that JSON itself gives: the text "42" stays text. */
  #table(): LogTable {
    const { source } = this.#settings;
    const { onIssue = "throw", columns = {}, caseColumns = [], kinds = {}, schema } = this.#options;
    const all: Record<string, ColumnKind> = Object.create(null);
    for (const [name, column] of this.#columns) {
      all[name] = column.kind;
      if (column.isMixed && !Object.hasOwn(kinds, name)) this.#noteMixed(name);
    }
    Object.assign(all, kinds);
    return new LogTable(
      [...this.#columns.keys()],
      { ...this.#options, source, onIssue, columns, caseColumns, kinds: all, schema, times: this.#times },
      this.#issues,
    );
  }

  /**
   * Per column whether numbers in it are ms since 1970, to be handed on as instants. In a column that plays a role they may be
   * something else: what `timeFormat` says, or seconds, which the table knows as it does in CSV.
   */
  #timeColumns(names: readonly string[]): readonly boolean[] {
    const { columns = {}, caseColumns = [], kinds = {}, timeFormat } = this.#options;
    const plan = planTable(names, this.#settings.source, "json", columns, caseColumns, new Issues());
    return names.map((name, index) => {
      if (index === plan.timestampIndex || index === plan.startIndex) {
        return timeFormat === undefined && !this.#columns.get(name)!.looksLikeSeconds;
      }
      return Object.hasOwn(kinds, name) && kinds[name] === "timestamp";
    });
  }

  #noteMixed(name: string): void {
    this.#issues.note({
      code: "json/mixed-kinds",
      column: name,
      message: () =>
        `${this.#settings.source}: ${quoteValue(name)} has values of several kinds; its column is text. Give it one kind.`,
    });
  }

  #noteEmptyTexts(): void {
    for (const [name, column] of this.#columns) {
      if (column.emptyTexts === 0) continue;
      this.#issues.note({
        code: "json/empty-text",
        column: name,
        message: () =>
          `${this.#settings.source}: ${quoteValue(name)} has ${column.emptyTexts} empty texts, which are read as missing. ` +
          `Write null to say so.`,
      });
    }
  }

  /** The table speaks of CSV; this is JSON. */
  #recoded<E extends object, C extends object>(log: ReadEventLog<E, C>): ReadEventLog<E, C> {
    const { report, ...rest } = log;
    const issueCounts: Record<string, number> = Object.create(null);
    for (const [code, count] of Object.entries(report.issueCounts)) issueCounts[recoded(code)] = count;
    return withReport<E, C>(
      rest as unknown as ReadEventLog,
      Object.freeze({
        ...report,
        issues: Object.freeze(report.issues.map(recodedIssue)),
        issueCounts: Object.freeze(issueCounts),
      }),
    );
  }
}

function recoded(code: string): string {
  return code.replace(/^csv\//, "json/");
}

function recodedIssue(issue: Issue): Issue {
  return Object.freeze({ ...issue, code: recoded(issue.code) });
}

function recodedError(error: GigamineError): GigamineError {
  const { issues, ...fields } = error.fields as { readonly issues?: readonly Issue[] };
  const all = issues === undefined ? fields : { ...fields, issues: issues.map(recodedIssue) };
  return new GigamineError(recoded(error.code), error.message, all, { cause: error.cause });
}

function numberCell(value: number, isTime: boolean): string {
  if (Number.isNaN(value)) return "";
  if (isTime && Math.abs(value) <= MAX_TIME) return formatTimestamp(value);
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Whether lists and objects are nested deeper than `limit`, looked at before anything recurses without a bound. */
function deeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return limit <= 0 || Object.values(value).some((item) => deeperThan(item, limit - 1));
}
