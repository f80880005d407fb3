import type { TableRow } from "../cell.js";
import { columnsOf } from "./ast.js";
import { compileExpression } from "./compile.js";
import { parseExpression } from "./parse.js";
import { asText } from "./values.js";

interface Template {
  /** The columns that it reads. */
  readonly columns: readonly string[];
  readonly fill: (row: TableRow) => string;
}

/**
 * Text with expressions in double braces: `"{{temp}} °C in {{room}}"`. Values are filled in as text, once: braces that come out of a cell mean nothing.
 *
 * @throws GigamineError `table/expression-syntax` for what stands in braces.
 */
export function compileTemplate(source: string): Template {
  const pieces = source.split(/\{\{(.*?)\}\}/s); // text, expression, text, …
  const expressions = pieces.filter((_, i) => i % 2 === 1).map(parseExpression);
  const values = expressions.map(compileExpression);
  return {
    columns: [...new Set(expressions.flatMap(columnsOf))],
    fill: (row) =>
      pieces.map((piece, i) => (i % 2 === 0 ? piece : asText(values[(i - 1) / 2]!(row)))).join(""),
  };
}
