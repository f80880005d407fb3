import type { NoteFacts, NumberFact } from "./contract.js";

/** What a number is to a measured value: what is aimed at, or one of four limits. */
export type Role = "target" | "warnLow" | "warnHigh" | "specLow" | "specHigh";

const rolePattern = /\.(target|warnLow|warnHigh|specLow|specHigh)$/;

/** The role that the last part of a field's name gives it, as in `qc_data.target`; `null` for a value of its own. */
export function roleOf(field: string): Role | null {
  return (rolePattern.exec(field)?.[1] as Role | undefined) ?? null;
}

/** The number that plays `role` for `field`: `qc_data.target` for `qc_data.value`, `thickness.target` for `thickness`. */
export function factInRole(facts: NoteFacts, field: string, role: Role): NumberFact | null {
  const name = `${field.replace(/\.value$/, "")}.${role}`;
  return facts.numbers.find((fact) => fact.field === name) ?? null;
}

/** The number that a note must state when it is not "In Spec"; `null` when there is none. */
export function requiredFact(facts: NoteFacts): NumberFact | null {
  if (facts.required === null) return null;
  return facts.numbers.find((fact) => fact.field === facts.required) ?? null;
}
