import { badUnit } from "./errors.js";
import type { NewUnit } from "./model.js";
import type { SimulatedUnit } from "./result.js";

/** A unit as it comes into the system. Numbers that can't be compared would put queues in disorder, so they are refused. */
export function newUnit<Data>(made: NewUnit<Data>, createdMs: number): SimulatedUnit<Data> {
  const { id, type, quantity = 1, priority = 0, dueMs = null, data } = made;
  checkNumber(id, "quantity", quantity);
  checkNumber(id, "priority", priority);
  checkNumber(id, "dueMs", dueMs ?? 0);
  return { id, type, quantity, priority, dueMs, data, createdMs, endedMs: null, outcome: "open" };
}

function checkNumber(unit: string, field: string, value: number): void {
  if (typeof value !== "number" || Number.isNaN(value)) throw badUnit(unit, field, value);
}
