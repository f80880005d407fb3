import { checkTreeShape } from "../model-shape.js";
import type { ProcessTree, TreeOperator } from "./types.js";

export const OPERATOR_SYMBOLS: Readonly<Record<TreeOperator, string>> = Object.freeze({
  sequence: "->",
  exclusive: "X",
  parallel: "+",
  loop: "*",
  inclusive: "O",
  interleaved: "<>",
});

/**
 * Writes a tree in the usual text form, for example `->( 'a', X( 'b', tau ), *( 'c', 'd' ) )`.
 *
 * `->` is sequence, `X` exclusive, `+` parallel, `*` loop, `O` inclusive, `<>` interleaved and `tau` the silent leaf.
 * Activities stand in single quotes; inside, a quote, a backslash, a line feed, a carriage return and a tab are written `\'`, `\\`, `\n`, `\r` and `\t`, so the
 * text is one line and `parseTree` gives the tree back. Order of children is kept; see `sortTree` for a canonical one.
 * O(length of the text).
 *
 * Differs from PM4Py: that tool escapes nothing, and omits the quotes when the whole tree is one leaf.
 */
export function printTree(tree: ProcessTree): string {
  checkTreeShape(tree, "printTree");
  return [...printedParts(tree)].join("");
}

/** The printed text in pieces, none of them empty. */
export function* printedParts(tree: ProcessTree): Generator<string> {
  const pending: (ProcessTree | string)[] = [tree];
  while (pending.length > 0) {
    const next = pending.pop()!;
    if (typeof next === "string") yield next;
    else if (next.kind === "activity") yield quoteLabel(next.name);
    else if (next.kind === "silent") yield "tau";
    else {
      yield `${OPERATOR_SYMBOLS[next.kind]}( `;
      pending.push(" )");
      for (let c = next.children.length - 1; c >= 0; c--) {
        pending.push(next.children[c]!);
        if (c > 0) pending.push(", ");
      }
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "\\'",
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** An activity name as it stands in the text form. */
function quoteLabel(name: string): string {
  return `'${name.replace(/['\\\n\r\t]/g, (character) => ESCAPES[character]!)}'`;
}
