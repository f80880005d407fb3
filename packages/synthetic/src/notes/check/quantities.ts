import type { NoteFacts, NumberFact } from "../contract.js";
import { factInRole, type Role, roleOf } from "../roles.js";
import type { Numeral } from "./numerals.js";
import { type Unit, unitOfCode } from "./units.js";

/** A number that a note may write: a fact, or the distance of a fact from its target or limit. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit | null;
  /** Differences of temperatures have no offset. */
  readonly difference: boolean;
}

/** Rounding may not move a number by more than this share of it. */
const greatestRounding = 0.05;

export function quantityOf(fact: NumberFact): Quantity {
  return { value: fact.value, unit: fact.unit === null ? null : unitOfCode(fact.unit), difference: false };
}

/** Whether `numeral`, in its unit or else in that of the quantity, is the quantity rounded to the digits written, halves away from zero. */
export function states(
  numeral: Numeral,
  quantity: Quantity,
  sign: 1 | -1 = numeral.sign === "-" ? -1 : 1,
): boolean {
  const unit = numeral.unit ?? quantity.unit;
  if (!sameDimension(numeral.unit, quantity.unit)) return false;
  const exact = convert(quantity, unit);
  return numeral.readings.some(({ value, decimals }) => {
    const error = Math.abs(sign * value - exact);
    const noise = 1e-9 * Math.max(Math.abs(exact), Math.abs(value));
    if (error <= noise) return true;
    const half = 0.5 * 10 ** -decimals;
    const isRounded = error < half - noise || (error <= half + noise && value > Math.abs(exact));
    return isRounded && error <= greatestRounding * Math.abs(exact) && value !== 0;
  });
}

/** Whether a number in unit `written` can be in unit `meant`; a number without a unit can be in any. */
export function sameDimension(written: Unit | null, meant: Unit | null): boolean {
  if (written === null) return true;
  return meant !== null && written.dimension === meant.dimension;
}

function convert({ value, unit, difference }: Quantity, to: Unit | null): number {
  if (unit === null || to === null) return value;
  const base = value * unit.factor + (difference ? 0 : unit.offset);
  return (base - (difference ? 0 : to.offset)) / to.factor;
}

/** The number to which a role belongs: `qc_data.value` for `qc_data.target`. */
function ownerOf(facts: NoteFacts, role: NumberFact): NumberFact | null {
  const family = role.field.replace(/\.\w+$/, "");
  return facts.numbers.find(({ field }) => field === family || field === `${family}.value`) ?? null;
}

/**
 * Whether `numeral` is how far a value is from its target or limits.
 *
 * @param references The target or limits meant.
 * @param side 1 = the value is said to be above, -1 below, 0 = not said.
 */
export function statesDistance(
  numeral: Numeral,
  facts: NoteFacts,
  references: readonly NumberFact[],
  side: -1 | 0 | 1,
): boolean {
  return references.some((reference) => {
    const owner = ownerOf(facts, reference);
    if (owner === null) return false;
    const distance = Number((owner.value - reference.value).toPrecision(12));
    if (side !== 0 && Math.sign(distance) !== side) return false;
    const unit = reference.unit === null ? null : unitOfCode(reference.unit);
    const signed = numeral.sign === "-" || numeral.sign === "+";
    const value = signed && side === 0 ? distance : Math.abs(distance);
    const sign = signed && side === 0 && numeral.sign === "-" ? -1 : 1;
    if (states(numeral, { value, unit, difference: true }, sign)) return true;
    const share = (100 * value) / Math.abs(reference.value);
    return roleOf(reference.field) === "target" && statesPercent(numeral, share, sign);
  });
}

function statesPercent(numeral: Numeral, share: number, sign: 1 | -1): boolean {
  return (
    numeral.unit !== null && states(numeral, { value: share, unit: unitOfCode("%"), difference: true }, sign)
  );
}

/** Whether `numeral`, written after "±", is half the width between a lower and an upper limit around the target. */
export function statesTolerance(numeral: Numeral, facts: NoteFacts): boolean {
  return facts.numbers
    .filter((fact) => roleOf(fact.field) === "target")
    .some((target) => {
      const field = target.field.replace(/\.target$/, "");
      const both = (low: Role, high: Role) => [factInRole(facts, field, low), factInRole(facts, field, high)];
      return [both("warnLow", "warnHigh"), both("specLow", "specHigh")].some((limits) =>
        limits.every(
          (limit) =>
            limit !== null &&
            states(numeral, {
              ...quantityOf(limit),
              value: Math.abs(limit.value - target.value),
              difference: true,
            }),
        ),
      );
    });
}

/** Whether the digits written put the number on the other side of one of its limits than it is. */
export function roundedOverLimit(numeral: Numeral, fact: NumberFact, facts: NoteFacts): boolean {
  const { unit } = quantityOf(fact);
  const written = numeral.readings
    .map(({ value }) =>
      convert(
        { value: numeral.sign === "-" ? -value : value, unit: numeral.unit ?? unit, difference: false },
        unit,
      ),
    )
    .reduce((a, b) => (Math.abs(a - fact.value) < Math.abs(b - fact.value) ? a : b));
  const noise = 1e-9 * Math.abs(fact.value);
  if (Math.abs(written - fact.value) <= noise) return false;
  return (["warnLow", "warnHigh", "specLow", "specHigh"] as const).some((role) => {
    const limit = factInRole(facts, fact.field, role);
    if (limit === null) return false;
    const beyond = (value: number) =>
      role.endsWith("High") ? value > limit.value + noise : value < limit.value - noise;
    return beyond(written) !== beyond(fact.value);
  });
}
