import type { LongWorkOptions } from "@gigamine/base";
import type { LogRow } from "@gigamine/event-log";
import type { Cell } from "./cell.js";
import type { ColumnMode, ColumnSpec, NoOthers } from "./column.js";
import type { TableConfig } from "./config.js";
import type { DesignDescription } from "./describe-design.js";
import type { GeneratedTable } from "./generate.js";
import type { TextModel } from "./language-model.js";
import type { Preview } from "./preview.js";
import type { SourceOrder } from "./source-rows.js";

/** One type for all properties of an intersection. */
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** When a cell is left out, and what stands there instead. */
export interface SkipOptions<Row, F extends Cell = Cell> {
  /** The condition, as an expression or a function. @default never by itself */
  readonly when?: string | ((row: Row) => boolean) | undefined;
  /** What stands in a cell that is left out. @default null */
  readonly fill?: F | undefined;
  /**
   * Whether the cell is also left out when a column that it names was: in an expression, a template, `of`, `from` or `needs`. Conditions do not
   * count. @default true
   */
  readonly propagate?: boolean | undefined;
}

/** What any column can have. */
export interface ColumnOptions<Row> {
  readonly skip?: SkipOptions<Row> | undefined;
  /** A helper: later columns see it, the result does not. @default false */
  readonly drop?: boolean | undefined;
  /** Numbers are rounded to so many places behind the point, in [0, 15]. @default as drawn */
  readonly decimals?: number | undefined;
  /** The columns that the functions of this column read. @default all added before */
  readonly needs?: readonly (keyof Row & string)[] | undefined;
}

/** What stands in a cell of a column besides its own values. */
type LeftOut<Row, T extends string, O> =
  CanBeLeftOut<Row, T, O> extends true
    ? O extends { readonly skip: { readonly fill: infer F } }
      ? F
      : null
    : never;

/** Whether the column is skipped, or one that it takes can be missing. */
type CanBeLeftOut<Row, T extends string, O> = O extends { readonly skip: { readonly when: unknown } }
  ? true
  : O extends { readonly skip: { readonly propagate: false } }
    ? false
    : null extends Row[(T | NeedsOf<O>) & keyof Row]
      ? true
      : false;

type NeedsOf<O> = O extends { readonly needs: readonly (infer N extends string)[] } ? N : never;

/** Refuses a name that is taken; of a design from JSON the compiler knows no names. */
type FreeName<N, Row> = string extends keyof Row ? unknown : N extends keyof Row ? never : unknown;

type Added<Row, N extends string, C> = Flat<Row & { readonly [K in N]: C }>;

/** A source row in a table: what may be absent is missing. */
export type SourceRow<R> = {
  readonly [K in keyof R]-?: undefined extends R[K] ? Exclude<R[K], undefined> | null : R[K];
};

/** The row of the events of a log; times are Dates. */
export type SourceLogRow<E extends object, C extends object> = Flat<
  Omit<LogRow<E, C>, "timestamp" | "start"> & { readonly timestamp: Date | null }
>;

/** Which rows are made. */
export interface RowsOptions {
  /** Number of the first row, from 0: rows 100 to 199 are the same alone as in the whole table. @default 0 */
  readonly from?: number | undefined;
  /** Only part `index` (from 0) of `of` equal parts of the rows asked for: for work shared by several processes. @default the whole */
  readonly partition?: { readonly index: number; readonly of: number } | undefined;
}

/** What {@link TableDesign.generate} takes. */
export interface GenerateOptions extends RowsOptions, LongWorkOptions {
  /** What answers text, structured and judge columns. @default none: their offline texts */
  readonly model?: TextModel | undefined;
  /** How many rows wait for the model at the same time, from 1 to 1000. @default 8 */
  readonly concurrency?: number | undefined;
}

/**
 * A table as a plan: columns, their order and what must hold. Never changes; `add` and `constrain` give a new one.
 *
 * `Row` is what functions of later columns see, `Out` a row of the result, `M` whether a language model is needed.
 *
 * What a cell draws depends on the seed, the name of its column and the number of its row alone, so a column that is added, dropped or moved
 * changes no other, and any range of rows can be made by itself. (Numbers that come by way of `Math.exp` or `Math.log` may differ in the last bit
 * between JavaScript engines: give `decimals` where bytes are compared across them.)
 */
export interface TableDesign<Row extends object, Out extends object, M extends ColumnMode = "sync"> {
  /** Names of the columns of the result, in their order. Checks the design, as `rows` does. */
  readonly columns: readonly string[];
  readonly seed: number | string;
  /** For the compiler only. */
  readonly mode?: M | undefined;

  /**
   * Adds a column. Functions see the columns added before; expressions may name any column of the design, also later ones.
   *
   * @throws GigamineError `table/column-taken`, `table/bad-column-name` or `option/out-of-range`; what needs the whole design is
   * checked by `describe`, `rows` and `generate`.
   */
  add<
    const N extends string,
    V extends Cell,
    S extends ColumnMode,
    T extends string,
    const O extends ColumnOptions<Row> = Record<never, never>,
  >(
    name: N & FreeName<N, Row>,
    spec: ColumnSpec<V, Row, S, T>,
    options?: O & ColumnOptions<Row> & NoOthers<O, keyof ColumnOptions<Row>>,
  ): TableDesign<
    Added<Row, N, V | LeftOut<Row, T, O>>,
    O extends { readonly drop: true } ? Out : Added<Out, N, V | LeftOut<Row, T, O>>,
    M | S
  >;

  /**
   * Adds what must hold of every row: an expression such as `"end > start"`, `"a + b + c = 100"`, `"loss / mass <= 0.02 and mass > 0"`, two columns or a column and a
   * number, or a function. A condition on a missing value holds.
   *
   * The column that is drawn last of those named meets it: directly, from the part of its distribution that is left, where the condition is
   * linear in it and it is uniform, integer, (truncated) normal, an instant or a delay of these, or where "=" leaves one value; else by drawing it again, up to 100 times. When
   * that fails, all cells that the condition hangs on are drawn anew, up to 1000 times. So columns drawn before keep their distribution as far as possible.
   * Sums are equal when they differ by less than 1e-9 of their size.
   */
  constrain(condition: string | ((row: Row) => boolean)): TableDesign<Row, Out, M>;
  constrain(
    column: keyof Row & string,
    operator: "<" | "<=" | ">" | ">=" | "=",
    than: (keyof Row & string) | number,
  ): TableDesign<Row, Out, M>;

  /** Leaves columns out of the result, also such of the source; other columns still see them. */
  drop<const N extends keyof Out & string>(...names: readonly N[]): TableDesign<Row, Flat<Omit<Out, N>>, M>;

  /**
   * Makes rows.
   *
   * @param count How many, in [0, 10 million]. @default the number of source rows
   * @throws GigamineError of the design (see `describe`), `table/unmet-constraint`, or `table/cell-failed` with column and row.
   */
  rows(this: TableDesign<Row, Out, "sync">, count?: number, options?: RowsOptions): Out[];

  /** The same rows one by one, for tables that do not fit into memory. */
  stream(this: TableDesign<Row, Out, "sync">, count?: number, options?: RowsOptions): IterableIterator<Out>;

  /** A few rows, what their columns hold, and both as text for a look. @param count @default 10 */
  preview(this: TableDesign<Row, Out, "sync">, count?: number): Preview<Out>;

  /**
   * Makes rows with columns of a language model. A row is never dropped: where the model fails, the offline text stands (or `null`), and `failures` says why.
   *
   * @throws GigamineError `table/no-model` before any row when a column needs a model and there is none.
   */
  generate(count?: number, options?: GenerateOptions): Promise<GeneratedTable<Out>>;

  /**
   * The columns in the order of work and what they read.
   *
   * @throws GigamineError `table/unknown-column`, `table/cycle`, `table/impossible-constraint`, `table/late-constraint` or
   * `table/expression-syntax`, which name the column or constraint.
   */
  describe(): DesignDescription;

  /**
   * The design as JSON, for `designTableFromJson`; source rows are not in it.
   *
   * @throws GigamineError `table/not-json` that names the first column with a function.
   */
  toJson(): TableConfig;
}

/** The design of the rows of a log or of objects. */
export interface DesignOptions<R extends object> {
  /** The same seed and design give the same table. @default 42 */
  readonly seed?: number | string | undefined;
  /** Rows to start from; their properties are the first columns. More rows than these begin anew. @default none */
  readonly source?: readonly R[] | undefined;
  /** @default "ordered" */
  readonly sourceOrder?: SourceOrder | undefined;
}
