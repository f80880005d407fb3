import { shapeChecks } from "../json-path.js";
import type { DeclareModel } from "./declare-model.js";
import { EXISTENCE_TEMPLATES, PAIR_TEMPLATES, POSITION_TEMPLATES } from "./declare-semantics.js";

const PAIRS = Object.keys(PAIR_TEMPLATES);
const ALONE: readonly string[] = [...EXISTENCE_TEMPLATES, ...POSITION_TEMPLATES];

/**
 * Checks that a value from outside, such as parsed JSON or a model written by hand, is a DECLARE model, and returns it typed.
 * Further keys are allowed. O(rules).
 *
 * @throws GigamineError `declare/invalid` with `fields.path`, the JSON path of the first fault (`$.rules[3].activities`).
 */
export function checkDeclareModel(value: unknown): DeclareModel {
  const { fault, record, list } = shapeChecks("declare/invalid", "checkDeclareModel");
  const rules = list(record(value, "$")["rules"], "$.rules");
  rules.forEach((rule: unknown, r) => {
    const path = `$.rules[${r}]`;
    const { template, activities, times } = record(rule, path);
    const isPair = PAIRS.includes(template as string);
    if (!isPair && !ALONE.includes(template as string)) {
      throw fault(`${path}.template`, `one of ${[...ALONE, ...PAIRS].join(", ")}`, template);
    }
    if (!Array.isArray(activities) || activities.length !== (isPair ? 2 : 1)) {
      throw fault(`${path}.activities`, isPair ? "two activities" : "a list of one activity", activities);
    }
    activities.forEach((name: unknown, a) => {
      if (typeof name !== "string") throw fault(`${path}.activities[${a}]`, "a text", name);
    });
    if (isPair && activities[0] === activities[1]) {
      throw fault(`${path}.activities`, "two different activities", activities[0]);
    }
    const least = template === "existence" ? 1 : 0;
    const counts = (EXISTENCE_TEMPLATES as readonly unknown[]).includes(template);
    if (counts && !(typeof times === "number" && Number.isInteger(times) && times >= least)) {
      throw fault(`${path}.times`, `a whole number of at least ${least}`, times);
    }
  });
  return value as unknown as DeclareModel;
}
