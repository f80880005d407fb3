import { GigamineError } from "@gigamine/base";
import { z } from "zod";
import type { ColumnDefinition, ColumnSource, ConstraintDefinition } from "./column-source.js";
import { type ColumnConfig, type ColumnFields, type TableConfig, tableSchemaVersion } from "./config.js";
import type { DesignDefinition } from "./plan.js";

/** The design in its JSON form. */
export function designToJson(definition: DesignDefinition): TableConfig {
  const { seed, source, columns, constraints, dropped } = definition;
  return {
    schemaVersion: tableSchemaVersion,
    seed,
    ...(source !== null && { sourceOrder: source.order }),
    columns: columns.map(columnToJson),
    ...(dropped.length > 0 && { drop: dropped }),
    ...(constraints.length > 0 && { constraints: constraints.map(constraintToJson) }),
  };
}

function columnToJson({ name, source, decimals, drop, skip, needs }: ColumnDefinition): ColumnConfig {
  if (needs !== null) throw notJson(name, "needs, which belongs to functions");
  return {
    name,
    ...sourceToJson(source, name),
    ...(decimals !== null && { decimals }),
    ...(drop && { drop }),
    ...(skip !== null && { skip: skipToJson(skip, name) }),
  };
}

function skipToJson({ when, fill, propagate }: NonNullable<ColumnDefinition["skip"]>, name: string) {
  if (fill !== null && typeof fill === "object")
    throw notJson(name, "a fill value that is a Date or an object");
  return {
    ...(when !== null && { when: plainText(when, name) }),
    ...(fill !== null && { fill }),
    ...(!propagate && { propagate }),
  };
}

function sourceToJson(source: ColumnSource, name: string): ColumnFields {
  switch (source.type) {
    case "distribution": {
      const { kind, parameters } = source;
      if (typeof parameters === "function") throw notJson(name, "a function");
      return { type: kind, ...parameters };
    }
    case "conditional":
      return {
        type: "conditional",
        cases: source.cases.map(({ when, use }) => ({
          when: plainText(when, name),
          use: sourceToJson(use, name),
        })),
        otherwise: sourceToJson(source.otherwise, name),
      };
    case "structured": {
      const { schema, jsonSchema, ...fields } = source;
      return plainFields({ ...fields, schema: jsonSchema ?? z.toJSONSchema(schema) }, name);
    }
    default:
      return plainFields({ ...source }, name);
  }
}

/** The fields that are given; none may be a function. */
function plainFields(fields: ColumnFields, name: string): ColumnFields {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  for (const [, value] of entries) if (typeof value === "function") throw notJson(name, "a function");
  return Object.fromEntries(entries) as unknown as ColumnFields;
}

function plainText(formula: unknown, name: string): string {
  if (typeof formula !== "string") throw notJson(name, "a function");
  return formula;
}

function constraintToJson({ label, condition }: ConstraintDefinition): string {
  if (typeof condition === "string") return condition;
  throw notJson(label, "a function as constraint");
}

function notJson(name: string, what: string): GigamineError {
  return new GigamineError(
    "table/not-json",
    `toJson: ${JSON.stringify(name)} has ${what}, which can't stand in JSON. Say it with an expression, such as "temp * 2".`,
    { name },
  );
}
