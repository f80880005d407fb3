import type { Cell, TableRow } from "./cell.js";
import type { Formula } from "./column-source.js";
import { columnsOf } from "./expression/ast.js";
import { compileExpression } from "./expression/compile.js";
import { parseExpression } from "./expression/parse.js";
import { compileTemplate } from "./expression/template.js";
import { asCondition } from "./expression/values.js";
import { type Reads, readsEarlier, readsNames } from "./reads.js";

/** A formula ready to run. */
export interface CompiledFormula<T> {
  readonly reads: Reads;
  readonly run: (row: TableRow) => T;
}

/** An expression or function that gives a cell. */
export function compileFormula(formula: Formula): CompiledFormula<Cell> {
  if (typeof formula === "function") return { reads: readsEarlier, run: formula };
  const expression = parseExpression(formula);
  return { reads: readsNames(columnsOf(expression)), run: compileExpression(expression) };
}

/** An expression or function that gives true or false; a missing value does not hold. */
export function compileCondition(formula: Formula<boolean>): CompiledFormula<boolean> {
  const { reads, run } = compileFormula(formula);
  return { reads, run: (row) => asCondition(run(row)) };
}

/** A template or function that gives text. */
export function compileText(formula: Formula<string>): CompiledFormula<string> {
  if (typeof formula === "function") return { reads: readsEarlier, run: formula };
  const { columns, fill } = compileTemplate(formula);
  return { reads: readsNames(columns), run: fill };
}
