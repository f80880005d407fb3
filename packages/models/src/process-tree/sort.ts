import { compareCodePoints } from "./code-point-order.js";
import { foldTree } from "./fold.js";
import { operator } from "./make.js";
import { OPERATOR_SYMBOLS, printTree } from "./print.js";
import type { ProcessTree } from "./types.js";

/**
 * Puts a tree in canonical order: children of exclusive and parallel, and the redo parts of a loop, sorted by their
 * printed text (see `printTree`) in code-point order. The language stays. O(nodes * depth) for the texts, and the sorting.
 */
export function sortTree(tree: ProcessTree): ProcessTree {
  return foldTree<{ readonly node: ProcessTree; readonly text: string }>(
    tree,
    (leaf) => ({ node: leaf, text: printTree(leaf) }),
    ({ kind }, children) => {
      const fixed = kind === "sequence" ? children : kind === "loop" ? children.slice(0, 1) : [];
      const free = children.slice(fixed.length).sort((a, b) => compareCodePoints(a.text, b.text));
      const sorted = [...fixed, ...free];
      return {
        node: operator(
          kind,
          sorted.map((child) => child.node),
        ),
        text: `${OPERATOR_SYMBOLS[kind]}( ${sorted.map((child) => child.text).join(", ")} )`,
      };
    },
  ).node;
}

/**
 * Whether two trees are the same up to the order of children that carries no meaning (see `sortTree`). Trees that differ in shape
 * are not equal, even if their languages are; reduce them first to level the trivial differences.
 */
export function treesEqual(a: ProcessTree, b: ProcessTree): boolean {
  return printTree(sortTree(a)) === printTree(sortTree(b));
}
