import { z } from "zod";
import { optionsObject } from "../option-schemas.js";
import { distributionKinds, distributionParameters } from "./distribution-parameters.js";

/** The version of the JSON form. */
export const tableSchemaVersion = 1;

const mostColumns = 500;

const text = (what: string) => z.string({ error: `Give ${what} as text.` });
const filled = (what: string) => {
  const error = `Give ${what}.`;
  return z
    .string({ error })
    .min(1, { error })
    .max(2000, { error: `${error} At most 2000 characters.` });
};
const formula = filled("an expression as text");
const template = z.string({ error: "Give a text." }).max(20_000, { error: "Give at most 20000 characters." });
const finite = z.number({ error: "Give a finite number." });
const scalar = z.union([z.string(), finite, z.boolean()], { error: "Give text, a number or true or false." });
const unit = z.enum(["ms", "s", "min", "h", "d"], { error: 'Give "ms", "s", "min", "h" or "d".' });
const instant = z.union([z.string(), finite], { error: "Give ISO 8601 text or ms since the epoch." });

/** A record; zod would leave the name `__proto__` out of it without a word, so it is refused. */
const record = <V extends z.ZodType>(values: V, error?: string) =>
  z
    .custom<Readonly<Record<string, unknown>>>(
      (value) => typeof value === "object" && value !== null && !Object.hasOwn(value, "__proto__"),
      { error: error ?? 'Give an object without the name "__proto__".' },
    )
    .pipe(z.record(z.string(), values));

const choices = z.union([z.array(scalar).readonly(), record(finite)], {
  error: 'Give a list of values, or weights by value such as { "AM": 0.6, "PM": 0.4 }.',
});

const numberOrFormula = z.union([finite, formula], { error: "Give a number, or an expression as text." });
const numbers = z.array(finite, { error: "Give a list of numbers." }).readonly();

/** Parameters of a kind; which of them must be there, `distributionSchema` says when the design is checked. */
const parameterShape = (kind: keyof typeof distributionParameters): z.ZodRawShape =>
  Object.fromEntries(
    distributionParameters[kind].map((name) => [
      name,
      (kind === "empirical" ? numbers : numberOrFormula).optional(),
    ]),
  );

const delay = z.discriminatedUnion(
  "kind",
  distributionKinds.map((kind) =>
    optionsObject({ kind: z.literal(kind), ...parameterShape(kind) }),
  ) as unknown as [z.ZodObject<{ kind: z.ZodLiteral<(typeof distributionKinds)[number]> }>],
  { error: `Give a distribution with a kind: ${distributionKinds.join(", ")}.` },
);

/** The fields of each type of column that is drawn here. */
const drawnShapes: Readonly<Record<string, z.ZodRawShape>> = {
  category: { values: choices },
  subcategory: { of: filled("the name of a column"), values: record(choices) },
  ...Object.fromEntries(distributionKinds.map((kind) => [kind, parameterShape(kind)])),
  datetime: { start: instant, end: instant, unit: unit.optional() },
  timeDelta: { from: filled("the name of a column"), delay, unit: unit.optional() },
  uuid: {},
  person: { crew: z.number({ error: "Give how many people there are." }).optional() },
  expression: {
    expression: formula,
    as: z
      .enum(["number", "integer", "text", "boolean", "datetime"], {
        error: 'Give "number", "integer", "text", "boolean" or "datetime".',
      })
      .optional(),
  },
  validation: { check: formula },
};

const asked = { prompt: template, system: template.optional() };

const grades = record(text("what the grade means"));

const caseSource = typed(drawnShapes, {});

const shapes: Readonly<Record<string, z.ZodRawShape>> = {
  ...drawnShapes,
  conditional: {
    cases: z.array(optionsObject({ when: formula, use: caseSource })).readonly(),
    otherwise: caseSource,
  },
  text: { ...asked, offline: template.optional() },
  structured: {
    ...asked,
    schema: record(z.unknown(), "Give a JSON Schema of an object."),
  },
  judge: {
    ...asked,
    scores: z
      .array(optionsObject({ name: filled("a name"), description: text("a description"), grades }))
      .readonly(),
  },
};

const columnFields = {
  name: z.string({ error: "Give the column a name." }),
  decimals: z.number({ error: "Give a whole number from 0 to 15." }).optional(),
  drop: z.boolean({ error: "Give true or false." }).optional(),
  skip: optionsObject({
    when: formula.optional(),
    fill: z.union([scalar, z.null()]).optional(),
    propagate: z.boolean({ error: "Give true or false." }).optional(),
  }).optional(),
};

/** One object schema per type. */
function typed(byType: Readonly<Record<string, z.ZodRawShape>>, common: z.ZodRawShape) {
  const known = Object.keys(byType).map((type) => JSON.stringify(type));
  return z.discriminatedUnion(
    "type",
    Object.entries(byType).map(([type, shape]) =>
      optionsObject({ ...common, type: z.literal(type), ...shape }),
    ) as unknown as [z.ZodObject<{ type: z.ZodLiteral<string> }>],
    { error: `Give a column with a type: ${known.join(", ")}.` },
  ) as unknown as z.ZodType<ColumnFields>;
}

/** The fields of a column in JSON; which there are depends on its type. */
export interface ColumnFields {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A column of the JSON form. */
export interface ColumnConfig extends ColumnFields {
  readonly name: string;
  readonly decimals?: number | undefined;
  readonly drop?: boolean | undefined;
  readonly skip?:
    | {
        readonly when?: string | undefined;
        readonly fill?: string | number | boolean | null | undefined;
        readonly propagate?: boolean | undefined;
      }
    | undefined;
}

/** A design as JSON. */
export interface TableConfig {
  readonly schemaVersion: typeof tableSchemaVersion;
  /** @default 42 */
  readonly seed?: number | string | undefined;
  /** @default "ordered" */
  readonly sourceOrder?: "ordered" | "shuffled" | undefined;
  readonly columns: readonly ColumnConfig[];
  /** Expressions that hold of every row. @default [] */
  readonly constraints?: readonly string[] | undefined;
  /** Columns that are not in the result, besides those with `drop` of their own. @default [] */
  readonly drop?: readonly string[] | undefined;
}

/**
 * Checks the JSON form of a design: fields of each type of column, unknown ones refused. Expressions and references are checked when the design is made.
 */
export const tableConfigSchema: z.ZodType<TableConfig> = optionsObject({
  schemaVersion: z.literal(tableSchemaVersion, {
    error: `Give ${tableSchemaVersion}, the version of the form that this release reads.`,
  }),
  seed: z.union([z.string(), finite], { error: "Give a number or a text." }).optional(),
  sourceOrder: z.enum(["ordered", "shuffled"], { error: 'Give "ordered" or "shuffled".' }).optional(),
  columns: z
    .array(typed(shapes, columnFields) as unknown as z.ZodType<ColumnConfig>, {
      error: "Give a list of columns.",
    })
    .max(mostColumns, { error: `Give at most ${mostColumns} columns.` })
    .readonly(),
  constraints: z
    .array(formula, { error: "Give a list of expressions." })
    .max(mostColumns, { error: `Give at most ${mostColumns} constraints.` })
    .readonly()
    .optional(),
  drop: z
    .array(z.string(), { error: "Give a list of column names." })
    .max(mostColumns, { error: `Give at most ${mostColumns} names.` })
    .readonly()
    .optional(),
});
