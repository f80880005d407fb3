export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<"
  | "<="
  | ">"
  | ">="
  | "="
  | "!="
  | "and"
  | "or";

/** An expression as a tree; `at` is where a name or call stands in the text, from 0. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "column"; readonly name: string; readonly at: number }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "negate" | "not"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "in"; readonly of: Expression; readonly list: readonly Expression[] }
  | { readonly kind: "if"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly values: readonly Expression[];
      readonly at: number;
    };

/** The parts of an expression, from left to right. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "column":
      return [];
    case "member":
    case "negate":
    case "not":
      return [expression.of];
    case "binary":
      return [expression.left, expression.right];
    case "in":
      return [expression.of, ...expression.list];
    case "if":
      return [expression.test, expression.yes, expression.no];
    case "call":
      return expression.values;
  }
}

/** The columns that an expression reads, each once, in the order of the text. */
export function columnsOf(expression: Expression): string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === "column") names.add(part.name);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expression);
  return [...names];
}

/** The conditions that hold all together: those joined by `and` at the top. */
export function conjuncts(expression: Expression): Expression[] {
  return expression.kind === "binary" && expression.operator === "and"
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression];
}

/**
 * Whether the value of `expression` is a + b · (value of `column`), where a and b do not depend on that column. Looks at the form only:
 * what it calls linear is linear, but `x * x / x` is not.
 */
export function isLinearIn(expression: Expression, column: string): boolean {
  const reads = (part: Expression): boolean => columnsOf(part).includes(column);
  if (!reads(expression) || expression.kind === "column") return true;
  if (expression.kind === "negate") return isLinearIn(expression.of, column);
  if (expression.kind !== "binary") return false;
  const { operator, left, right } = expression;
  switch (operator) {
    case "+":
    case "-":
      return isLinearIn(left, column) && isLinearIn(right, column);
    case "*":
      return reads(left) ? !reads(right) && isLinearIn(left, column) : isLinearIn(right, column);
    case "/":
      return !reads(right) && isLinearIn(left, column);
    default:
      return false;
  }
}
