import type { OpenRow, TableRow } from "./cell.js";
import type { ConstraintDefinition } from "./column-source.js";
import { type BinaryOperator, columnsOf, conjuncts, type Expression, isLinearIn } from "./expression/ast.js";
import { compileExpression, type Evaluate } from "./expression/compile.js";
import { parseExpression } from "./expression/parse.js";
import { asCondition, asNumber } from "./expression/values.js";
import { everything, type Interval } from "./interval.js";

/** A condition on rows, one of those that were joined by `and`. */
export interface Constraint {
  /** As the user wrote it. */
  readonly label: string;
  readonly reads: readonly string[];
  readonly holds: (row: TableRow) => boolean;
  /**
   * The values of a column that the condition leaves when the row's other columns are as they are; `null` when it says nothing of that kind.
   * Writes in the cell of that column.
   */
  readonly limits: (column: string) => ((row: OpenRow) => Interval) | null;
}

/** Equal sums of decimal fractions differ in their last digits. */
const tolerance = 1e-9;

/** The conditions of a constraint. */
export function compileConstraint({ label, condition, reads }: ConstraintDefinition): Constraint[] {
  if (typeof condition === "function") return [{ label, reads, holds: condition, limits: () => null }];
  return conjuncts(parseExpression(condition)).map((part) => compilePart(part, label));
}

function compilePart(part: Expression, label: string): Constraint {
  const reads = columnsOf(part);
  const isKnown = (row: TableRow): boolean => reads.every((name) => row[name] !== null);
  const evaluate =
    part.kind === "binary" && part.operator === "=" ? nearlyEqual(part) : compileExpression(part);
  return {
    label,
    reads,
    holds: (row) => !isKnown(row) || asCondition(evaluate(row)),
    limits: (column) => limits(part, column),
  };
}

/** Equality that forgives the rounding of sums; a text equals only itself. */
function nearlyEqual(part: Expression & { readonly kind: "binary" }): Evaluate {
  const [left, right, exact] = [part.left, part.right, part].map(compileExpression);
  return (row) => {
    const [a, b] = [left!(row), right!(row)];
    if (typeof a !== "number" || typeof b !== "number") return exact!(row);
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
  };
}

/** Solves `left ⋚ right` for a column in which both sides are linear: their difference at 0 and at 1 tells the line. */
function limits(part: Expression, column: string): ((row: OpenRow) => Interval) | null {
  if (part.kind !== "binary" || !(part.operator in mirrored)) return null;
  const { operator, left, right } = part;
  const difference: Expression = { kind: "binary", operator: "-", left, right };
  if (!isLinearIn(difference, column)) return null;
  const evaluate = compileExpression(difference);
  const at = (row: OpenRow, value: number): number | null => {
    row[column] = value;
    return asNumber(evaluate(row));
  };
  return (row) => {
    const atZero = at(row, 0);
    const atOne = at(row, 1);
    if (atZero === null || atOne === null || atOne === atZero) return everything;
    const slope = atOne - atZero;
    const bound = -atZero / slope;
    return interval(slope > 0 ? operator : mirrored[operator]!, operator === "=" ? cleaned(bound) : bound);
  };
}

/** A whole number that rounding has missed by a hair: 0.1 n = 0.3 is met by 3. */
function cleaned(bound: number): number {
  const whole = Math.round(bound);
  return Math.abs(bound - whole) <= tolerance * Math.max(1, Math.abs(bound)) ? whole : bound;
}

/** What a comparison turns into when its sides change places; the operators that leave an interval. */
const mirrored: Readonly<Partial<Record<BinaryOperator, BinaryOperator>>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "=": "=",
};

function interval(operator: BinaryOperator, bound: number): Interval {
  const below = operator === "<" || operator === "<=";
  const above = operator === ">" || operator === ">=";
  return {
    low: below ? everything.low : bound,
    high: above ? everything.high : bound,
    lowOpen: operator === ">",
    highOpen: operator === "<",
  };
}
