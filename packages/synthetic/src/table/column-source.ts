import type { RandomStream } from "@gigamine/base";
import type { z } from "zod";
import type { Distribution } from "../distributions/distribution.js";
import type { Cell, TableRow } from "./cell.js";

/** A value that depends on the row: an expression as text, or a function. */
export type Formula<T extends Cell = Cell> = string | ((row: TableRow) => T);

/** Equally likely values, or values with their weights. */
export type Choices = readonly (string | number | boolean)[] | Readonly<Record<string, number>>;

/** A unit of time. */
export type TimeUnit = "ms" | "s" | "min" | "h" | "d";

/** What an expression column makes of its value. */
export type ExpressionType = "number" | "integer" | "text" | "boolean" | "datetime";

/** A distribution of which each number may be an expression. */
export interface DistributionFormula {
  readonly kind: Distribution["kind"];
  readonly [parameter: string]: string | number | readonly number[] | undefined;
}

interface CategorySource {
  readonly type: "category";
  readonly values: Choices;
}

export interface SubcategorySource {
  readonly type: "subcategory";
  /** The column whose value decides. */
  readonly of: string;
  readonly values: Readonly<Record<string, Choices>>;
}

/** The same without its kind. */
type ParameterFormulas = Omit<DistributionFormula, "kind">;

export interface DistributionSource {
  readonly type: "distribution";
  readonly kind: Distribution["kind"];
  readonly parameters: ParameterFormulas | ((row: TableRow) => object);
}

export interface DatetimeSource {
  readonly type: "datetime";
  readonly start: string | number;
  readonly end: string | number;
  readonly unit: TimeUnit;
}

export interface TimeDeltaSource {
  readonly type: "timeDelta";
  /** The column that is counted from. */
  readonly from: string;
  readonly delay: DistributionFormula;
  readonly unit: TimeUnit;
}

interface UuidSource {
  readonly type: "uuid";
}

export interface PersonSource {
  readonly type: "person";
  readonly crew: number;
}

export interface ExpressionSource {
  readonly type: "expression";
  readonly expression: Formula;
  readonly as?: ExpressionType | undefined;
}

interface CustomSource {
  readonly type: "custom";
  readonly draw: (row: TableRow, random: RandomStream) => Cell;
}

export interface ValidationSource {
  readonly type: "validation";
  readonly check: Formula<boolean | CheckResult>;
}

export interface ConditionalSource {
  readonly type: "conditional";
  readonly cases: readonly { readonly when: Formula<boolean>; readonly use: SimpleSource }[];
  readonly otherwise: SimpleSource;
}

/** What a check of a validation column may say. */
export interface CheckResult {
  readonly valid: boolean;
  readonly [field: string]: unknown;
}

/** A criterion of a judge: what each grade means, by grade. */
export interface JudgeScore {
  readonly name: string;
  readonly description: string;
  readonly grades: Readonly<Record<string, string>>;
}

/** What all columns of a language model have. */
interface AskedSource {
  /** A template (`"Describe {{temp}} °C"`) or a function. */
  readonly prompt: Formula<string>;
  readonly system?: string | undefined;
}

interface TextColumnSource extends AskedSource {
  readonly type: "text";
  readonly offline?: Formula<string> | undefined;
}

interface StructuredSource extends AskedSource {
  readonly type: "structured";
  readonly schema: z.ZodType<object>;
  /** The same as JSON Schema, when it came so. */
  readonly jsonSchema?: object | undefined;
  readonly offline?: ((row: TableRow) => object) | undefined;
}

export interface JudgeSource extends AskedSource {
  readonly type: "judge";
  readonly scores: readonly JudgeScore[];
}

/** Columns that are drawn or computed in one way for all rows. */
export type SimpleSource =
  | CategorySource
  | SubcategorySource
  | DistributionSource
  | DatetimeSource
  | TimeDeltaSource
  | UuidSource
  | PersonSource
  | ExpressionSource
  | CustomSource
  | ValidationSource;

/** Columns that are drawn or computed here. */
export type DrawnSource = SimpleSource | ConditionalSource;

/** Columns that a language model answers. */
export type ModelSource = TextColumnSource | StructuredSource | JudgeSource;

/** Where the values of a column come from. */
export type ColumnSource = DrawnSource | ModelSource;

/** A column of a design as the engine knows it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly source: ColumnSource;
  readonly decimals: number | null;
  readonly drop: boolean;
  readonly skip: SkipRule | null;
  /** Columns that a function reads; `null` = not told. */
  readonly needs: readonly string[] | null;
}

/** When a cell is left out. */
export interface SkipRule {
  /** `null`: never by itself. */
  readonly when: Formula<boolean> | null;
  /** What stands in a cell that is left out. */
  readonly fill: Cell;
  /** Whether a cell is also left out when one that it reads is. */
  readonly propagate: boolean;
}

/** What must hold of a row. */
export interface ConstraintDefinition {
  /** For messages: the expression, or the name of a function. */
  readonly label: string;
  readonly condition: Formula<boolean>;
  /** Columns that the function reads: those known when it was given. */
  readonly reads: readonly string[];
}
