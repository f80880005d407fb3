import type { Cell, TableRow } from "../cell.js";
import type { BinaryOperator, Expression } from "./ast.js";
import { expressionFunction, finite } from "./functions.js";
import { asCondition, asNumber, order, sameValue } from "./values.js";

/** An expression as a function of the row. */
export type Evaluate = (row: TableRow) => Cell;

/**
 * A function that computes the expression. Arithmetic with a missing value, or without a finite result, is missing; an order comparison with
 * a missing value does not hold; `and`, `or` and `?` look at their right side only when it matters.
 */
export function compileExpression(expression: Expression): Evaluate {
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "column": {
      const { name } = expression;
      return (row) => row[name]!;
    }
    case "member":
      return member(compileExpression(expression.of), expression.name);
    case "negate": {
      const of = compileExpression(expression.of);
      return (row) => {
        const value = asNumber(of(row));
        return value === null ? null : -value;
      };
    }
    case "not": {
      const of = compileExpression(expression.of);
      return (row) => !asCondition(of(row));
    }
    case "binary":
      return binary(
        expression.operator,
        compileExpression(expression.left),
        compileExpression(expression.right),
      );
    case "in": {
      const of = compileExpression(expression.of);
      const list = expression.list.map(compileExpression);
      return (row) => {
        const value = of(row);
        return list.some((item) => sameValue(value, item(row)));
      };
    }
    case "if": {
      const [test, yes, no] = [expression.test, expression.yes, expression.no].map(compileExpression);
      return (row) => (asCondition(test!(row)) ? yes!(row) : no!(row));
    }
    case "call": {
      const run = expressionFunction(expression.name);
      const values = expression.values.map(compileExpression);
      return (row) => run(values.map((value) => value(row)));
    }
  }
}

/** A part of a cell; missing when the cell is, or has no such part of its own. */
function member(of: Evaluate, name: string): Evaluate {
  return (row) => {
    const value = of(row);
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
    return (value as Record<string, Cell | undefined>)[name] ?? null;
  };
}

function binary(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case "+":
      return arithmetic(left, right, (a, b) => a + b);
    case "-":
      return arithmetic(left, right, (a, b) => a - b);
    case "*":
      return arithmetic(left, right, (a, b) => a * b);
    case "/":
      return arithmetic(left, right, (a, b) => a / b);
    case "%":
      return arithmetic(left, right, (a, b) => a % b);
    case "<":
      return comparison(left, right, (sign) => sign < 0);
    case "<=":
      return comparison(left, right, (sign) => sign <= 0);
    case ">":
      return comparison(left, right, (sign) => sign > 0);
    case ">=":
      return comparison(left, right, (sign) => sign >= 0);
    case "=":
      return (row) => sameValue(left(row), right(row));
    case "!=":
      return (row) => !sameValue(left(row), right(row));
    case "and":
      return (row) => asCondition(left(row)) && asCondition(right(row));
    case "or":
      return (row) => asCondition(left(row)) || asCondition(right(row));
  }
}

function arithmetic(left: Evaluate, right: Evaluate, run: (a: number, b: number) => number): Evaluate {
  return (row) => {
    const a = asNumber(left(row));
    const b = asNumber(right(row));
    return a === null || b === null ? null : finite(run(a, b));
  };
}

function comparison(left: Evaluate, right: Evaluate, holds: (sign: number) => boolean): Evaluate {
  return (row) => {
    const sign = order(left(row), right(row));
    return sign !== null && holds(sign);
  };
}
