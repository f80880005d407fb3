import { optionError } from "@gigamine/base";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import type { TableRow } from "./cell.js";
import { columnDefinition } from "./column-definition.js";
import type {
  ColumnDefinition,
  ColumnSource,
  ConstraintDefinition,
  DistributionSource,
  SimpleSource,
} from "./column-source.js";
import { type ColumnConfig, type ColumnFields, tableConfigSchema } from "./config.js";
import type { TableDesign } from "./design.js";
import { designOf } from "./design-of.js";
import { distributionKinds } from "./distribution-parameters.js";
import { rowSource, type SourceRows } from "./source-rows.js";

/**
 * A design from its JSON form. Columns may stand in any order; references are names, conditions and computed values are expressions (see `column`).
 *
 * @param config Anything; it is checked.
 * @param options `source`: rows or a log to start from, whose properties are the first columns.
 * @throws GigamineError `option/out-of-range` that names the field, or an error of the design that names the column.
 *
 * @example
 * designTableFromJson({
 *   schemaVersion: 1,
 *   columns: [
 *     { name: "fahrenheit", type: "expression", expression: "celsius * 1.8 + 32", as: "number" },
 *     { name: "celsius", type: "normal", mean: 22, sd: 0.6, decimals: 1 },
 *   ],
 * }).rows(100);
 */
export function designTableFromJson(
  config: unknown,
  options: { readonly source?: SourceRows | undefined } = {},
): TableDesign<TableRow, TableRow> {
  const {
    seed = 42,
    sourceOrder = "ordered",
    columns,
    constraints = [],
    drop = [],
  } = checkedOption("designTableFromJson", "", tableConfigSchema, config);
  const { source } = options;
  const design = designOf({
    seed,
    source: source === undefined ? null : rowSource(source, sourceOrder, seed),
    columns: columns.map(columnFromJson),
    dropped: drop,
    constraints: constraints.map(
      (condition): ConstraintDefinition => ({ label: condition, condition, reads: [] }),
    ),
  });
  design.describe(); // a file has mistakes that a compiler would have found: they show at once
  return design;
}

function columnFromJson(config: ColumnConfig): ColumnDefinition {
  const { name, decimals, drop, skip, ...fields } = config;
  return columnDefinition(name, sourceFromJson(fields, name), { decimals, drop, skip });
}

function sourceFromJson({ type, ...fields }: ColumnFields, name: string): ColumnSource {
  if ((distributionKinds as readonly string[]).includes(type)) {
    return { type: "distribution", kind: type, parameters: fields } as DistributionSource;
  }
  switch (type) {
    case "datetime":
      return { unit: "ms", ...fields, type } as ColumnSource;
    case "timeDelta":
      return { unit: "min", ...fields, type } as ColumnSource;
    case "person":
      return { crew: 12, ...fields, type } as ColumnSource;
    case "conditional":
      return conditionalFromJson(fields as unknown as ConditionalFields, name);
    case "structured":
      return {
        ...fields,
        type,
        ...schemaFromJson(fields["schema"] as object, name),
      } as unknown as ColumnSource;
    default:
      return { ...fields, type } as unknown as ColumnSource;
  }
}

interface ConditionalFields {
  readonly cases: readonly { readonly when: string; readonly use: ColumnFields }[];
  readonly otherwise: ColumnFields;
}

function conditionalFromJson({ cases, otherwise }: ConditionalFields, name: string): ColumnSource {
  const simple = (fields: ColumnFields): SimpleSource => sourceFromJson(fields, name) as SimpleSource;
  return {
    type: "conditional",
    cases: cases.map(({ when, use }) => ({ when, use: simple(use) })),
    otherwise: simple(otherwise),
  };
}

function schemaFromJson(jsonSchema: object, name: string) {
  try {
    return { schema: z.fromJSONSchema(jsonSchema as Parameters<typeof z.fromJSONSchema>[0]), jsonSchema };
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw optionError(
      "designTableFromJson",
      `schema of column ${JSON.stringify(name)}`,
      jsonSchema,
      `It can't be read: ${problem} Give a JSON Schema of an object.`,
    );
  }
}
