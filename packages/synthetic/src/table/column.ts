import { optionError, type RandomStream } from "@gigamine/base";
import type { z } from "zod";
import type {
  BetaDistribution,
  BinomialDistribution,
  ConstantDistribution,
  Distribution,
  EmpiricalDistribution,
  ExponentialDistribution,
  GammaDistribution,
  IntegerDistribution,
  LognormalDistribution,
  NormalDistribution,
  PoissonDistribution,
  TriangularDistribution,
  TruncatedNormalDistribution,
  UniformDistribution,
  WeibullDistribution,
} from "../distributions/distribution.js";
import type { Cell } from "./cell.js";
import type {
  CheckResult,
  Choices,
  ColumnSource,
  ExpressionType,
  JudgeScore,
  SimpleSource,
  TimeUnit,
} from "./column-source.js";
import type { Person } from "./person.js";

/** Whether a column needs a language model. */
export type ColumnMode = "sync" | "async";

declare const phantom: unique symbol;

/**
 * What a column is, for `add` of a design: made by the functions of {@link column}.
 *
 * `V` is the type of its cells, `R` the row that it needs, `M` whether it waits for a model, `T` the columns without which it is left out.
 */
export interface ColumnSpec<
  V extends Cell,
  in R = unknown,
  M extends ColumnMode = "sync",
  T extends string = never,
> {
  readonly source: ColumnSource;
  /** For the compiler only. */
  readonly [phantom]?: {
    readonly value: V;
    readonly row: (row: R) => void;
    readonly mode: M;
    readonly takes: T;
  };
}

/** What choices yield. */
type ChoiceOf<C> = C extends readonly (infer V)[] ? V : Extract<keyof C, string>;

/** The parameters of a distribution; each number may be an expression (text) instead. */
type Formulas<D> = D extends unknown
  ? { readonly [K in keyof Omit<D, "kind">]: D[K] | (number extends D[K] ? string : never) }
  : never;

type Parameters<D> = D extends unknown ? Omit<D, "kind"> : never;

/** Refuses properties that are not among `K`, which a generic parameter would let pass. */
export type NoOthers<P, K extends PropertyKey> = { readonly [X in Exclude<keyof P, K>]: never };

type KeysOf<U> = U extends unknown ? keyof U : never;

/** An expression can be missing. */
type NumberOf<P> = Extract<P[keyof P], string> extends never ? number : number | null;

/** A column of numbers from a distribution: the same for all rows, with expressions, or by a function of the row. */
interface DistributionColumn<D extends Distribution> {
  <R>(parameters: (row: R) => Parameters<D>): ColumnSpec<number, R>;
  <const P extends Formulas<D>>(parameters: P & NoOthers<P, KeysOf<D>>): ColumnSpec<NumberOf<P>>;
}

/** A delay of a time delta: a distribution whose numbers may be expressions. */
type Delay = Distribution extends infer D
  ? D extends Distribution
    ? { readonly kind: D["kind"] } & Formulas<D>
    : never
  : never;

/** The type that an expression is made into. */
interface ExpressionTypes {
  readonly number: number;
  readonly integer: number;
  readonly text: string;
  readonly boolean: boolean;
  readonly datetime: Date;
}

/** What a judge says of each score. */
type Judgement<S extends readonly JudgeScore[]> = {
  readonly [K in S[number]["name"]]: {
    readonly grade: Extract<keyof Extract<S[number], { readonly name: K }>["grades"], string>;
    readonly reason: string;
  };
};

/** A text that a model is given: a template such as `"Describe {{temp}} °C"`, or a function of the row. */
type Prompt<R> = string | ((row: R) => string);

interface Asked<R> {
  readonly prompt: Prompt<R>;
  /** What the model is to be. @default a writer of table cells that uses the given facts only */
  readonly system?: string | undefined;
}

function spec<V extends Cell, R = unknown, M extends ColumnMode = "sync", T extends string = never>(
  source: unknown,
): ColumnSpec<V, R, M, T> {
  return { source: source as ColumnSource };
}

function distribution<D extends Distribution>(kind: D["kind"]): DistributionColumn<D> {
  return (parameters: object) => spec<number>({ type: "distribution", kind, parameters });
}

/** Equally likely values (a list), or values with their weights (an object): `{ AM: 0.6, PM: 0.4 }`. One number of the stream. */
function category<const C extends Choices>(values: C): ColumnSpec<ChoiceOf<C>> {
  return spec({ type: "category", values });
}

/**
 * Values that depend on the value of a column `of`, which must be one of the keys: `subcategory("step", { Mixing: ["viscosity"] })`.
 * Lists and weights as for a category.
 */
function subcategory<const P extends string, const C extends Readonly<Record<string, Choices>>>(
  of: P,
  values: C,
): ColumnSpec<ChoiceOf<C[keyof C]>, Readonly<Record<P, Extract<keyof C, string> | null>>, "sync", P> {
  return spec({ type: "subcategory", of, values });
}

/** True with `probability`, which may be an expression. */
function bernoulli<const P extends { readonly probability: number | string }>(
  parameters: P,
): ColumnSpec<boolean> {
  return spec({ type: "distribution", kind: "bernoulli", parameters });
}

/**
 * Instants from `start` (a Date in the row), whole `unit`s apart, before `end`; each equally likely. Bounds are ISO 8601 (UTC where no offset is
 * told) or ms since the epoch.
 */
function datetime(options: {
  readonly start: string | number;
  readonly end: string | number;
  /** @default "ms" */
  readonly unit?: TimeUnit | undefined;
}): ColumnSpec<Date> {
  const { start, end, unit = "ms" } = options;
  return spec({ type: "datetime", start, end, unit });
}

/** The instant of another column and a delay, which may be negative; rounded to whole ms. */
function timeDelta<const P extends string>(
  from: P,
  options: {
    readonly delay: Delay;
    /** @default "min" */
    readonly unit?: TimeUnit | undefined;
  },
): ColumnSpec<Date, Readonly<Record<P, Date | number | null>>, "sync", P> {
  const { delay, unit = "min" } = options;
  return spec({ type: "timeDelta", from, delay, unit });
}

/** An identifier in the form of RFC 9562 version 4, from the seed. */
function uuid(): ColumnSpec<string> {
  return spec({ type: "uuid" });
}

/**
 * One of a crew of invented people with common names of the United Kingdom and jobs of a plant, each equally likely. A small crew makes people
 * come again, so that they can have an effect.
 */
function person(
  options: {
    /** How many people there are, from 1 to 10000. @default 12 */
    readonly crew?: number | undefined;
  } = {},
): ColumnSpec<Person> {
  const { crew = 12 } = options;
  return spec({ type: "person", crew });
}

/** A value computed from the row: by an expression as text, made into a type or left as it comes, or by a function. */
function expression<V extends Cell, R>(compute: (row: R) => V): ColumnSpec<V, R>;
function expression<A extends ExpressionType>(text: string, as: A): ColumnSpec<ExpressionTypes[A] | null>;
function expression(text: string): ColumnSpec<Cell>;
function expression(formula: string | ((row: never) => Cell), as?: ExpressionType): ColumnSpec<Cell> {
  return spec({ type: "expression", expression: formula, as });
}

/** A value that a function draws, with a stream of random numbers of its own for each row, which is good only during the call. */
function custom<V extends Cell, R>(draw: (row: R, random: RandomStream) => V): ColumnSpec<V, R> {
  return spec({ type: "custom", draw });
}

/** The first case whose condition holds decides how the cell is drawn; where none does, `otherwise`. */
function conditional<R, V extends Cell, W extends Cell>(
  cases: readonly {
    readonly when: string | ((row: R) => boolean);
    readonly use: ColumnSpec<V, NoInfer<R>>;
  }[],
  otherwise: ColumnSpec<W, NoInfer<R>>,
): ColumnSpec<V | W, R> {
  return spec({
    type: "conditional",
    cases: cases.map(({ when, use }, i) => ({ when, use: simpleSource(use.source, `cases[${i}].use`) })),
    otherwise: simpleSource(otherwise.source, "otherwise"),
  });
}

function simpleSource(source: ColumnSource, path: string): SimpleSource {
  switch (source.type) {
    case "conditional":
    case "text":
    case "structured":
    case "judge":
      throw optionError(
        "column.conditional",
        path,
        source.type,
        "Give a column that is drawn or computed; join conditions with and, and give a column of a model a skip rule.",
      );
    default:
      return source;
  }
}

/** Whether a row is as it should be, by an expression or a function; a function may say more than true or false. */
function validation<R, C extends CheckResult>(check: (row: R) => C): ColumnSpec<C, R>;
function validation<R>(check: string | ((row: R) => boolean)): ColumnSpec<{ readonly valid: boolean }, R>;
function validation(check: string | ((row: never) => boolean | CheckResult)): ColumnSpec<object> {
  return spec({ type: "validation", check });
}

/** A text by a language model. `offline` is the text without one, or when it fails; `null` where there is none. */
function text<R>(
  options: Asked<R> & {
    /** @default none: the design can't be made without a model */
    readonly offline?: Prompt<R> | undefined;
  },
): ColumnSpec<string | null, R, "async"> {
  return spec({ type: "text", ...options });
}

/** An object by a language model, of the shape of a zod schema. `offline` as for a text. */
function structured<R, S extends z.ZodType<object>>(
  options: Asked<R> & {
    readonly schema: S;
    readonly offline?: ((row: R) => z.infer<S>) | undefined;
  },
): ColumnSpec<z.infer<S> | null, R, "async"> {
  return spec({ type: "structured", ...options });
}

/** Grades by a language model: one of the grades of each score, and a reason. To judge a sample only, skip the other rows. */
function judge<R, const S extends readonly JudgeScore[]>(
  options: Asked<R> & { readonly scores: S },
): ColumnSpec<Judgement<S> | null, R, "async"> {
  return spec({ type: "judge", ...options });
}

/**
 * The kinds of columns, for `add` of a design.
 *
 * Functions get the columns added before, typed. Where a text is an expression, it names columns and may use numbers, text in quotes, `true`, `false`, `null`, `+ - * / %`,
 * `< <= > >= = !=`, `in [ … ]`, `and`, `or`, `not`, `test ? yes : no`, parts of a cell (`operator.name`), and the functions `min`, `max`, `round(x, digits)`,
 * `floor`, `ceil`, `abs`, `sqrt`, `exp`, `log`, `pow`, `concat`, `lower`, `upper`, `length`, `if(test, yes, no)`, `isNull`, `coalesce`, `time("2025-01-06")` (ms since the
 * epoch), `hour` (0 to 23) and `weekday` (0 = Sunday), both in UTC. A name with blanks stands in backticks. Instants count as ms since the epoch, true as 1 and false as 0. Arithmetic with a
 * missing value, or without a finite result, is missing. Nothing else is in it, so an expression from a file can do no harm.
 *
 * @example
 * designTable({ seed: 7 })
 *   .add("shift", column.category({ AM: 0.6, PM: 0.4 }))
 *   .add("temp", column.normal((row) => ({ mean: row.shift === "PM" ? 27 : 22, sd: 0.6 })), { decimals: 1 });
 */
export const column = {
  category,
  subcategory,
  uniform: distribution<UniformDistribution>("uniform"),
  integer: distribution<IntegerDistribution>("integer"),
  normal: distribution<NormalDistribution>("normal"),
  truncatedNormal: distribution<TruncatedNormalDistribution>("truncatedNormal"),
  lognormal: distribution<LognormalDistribution>("lognormal"),
  exponential: distribution<ExponentialDistribution>("exponential"),
  gamma: distribution<GammaDistribution>("gamma"),
  beta: distribution<BetaDistribution>("beta"),
  triangular: distribution<TriangularDistribution>("triangular"),
  weibull: distribution<WeibullDistribution>("weibull"),
  poisson: distribution<PoissonDistribution>("poisson"),
  binomial: distribution<BinomialDistribution>("binomial"),
  empirical: distribution<EmpiricalDistribution>("empirical"),
  constant: distribution<ConstantDistribution>("constant"),
  bernoulli,
  datetime,
  timeDelta,
  uuid,
  person,
  expression,
  custom,
  conditional,
  validation,
  text,
  structured,
  judge,
} as const;
