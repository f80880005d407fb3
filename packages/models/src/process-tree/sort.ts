import { checkTreeShape } from "../model-shape.js";
import { compareCodePoints } from "./code-point-order.js";
import { foldTree } from "./fold.js";
import { operator } from "./make.js";
import { printedParts, printTree } from "./print.js";
import type { ProcessTree } from "./types.js";

/**
 * Puts a tree in canonical order: the redo parts of a loop and the children of all operators but the sequence, sorted by their
 * printed text (see `printTree`) in code-point order. The language stays. O(nodes) and the sorting, whose comparisons read as
 * far as two texts agree.
 */
export function sortTree(tree: ProcessTree): ProcessTree {
  checkTreeShape(tree, "sortTree");
  return foldTree<ProcessTree>(
    tree,
    (leaf) => leaf,
    ({ kind }, children) => {
      const fixed = kind === "sequence" ? children : kind === "loop" ? children.slice(0, 1) : [];
      return operator(kind, [...fixed, ...children.slice(fixed.length).sort(comparePrinted)]);
    },
  );
}

/** Compares the printed texts without building them: they mostly differ at the start. */
function comparePrinted(a: ProcessTree, b: ProcessTree): number {
  const [left, right] = [printedParts(a), printedParts(b)];
  let [x, y] = ["", ""];
  for (;;) {
    if (x === "") x = left.next().value ?? "";
    if (y === "") y = right.next().value ?? "";
    const shared = Math.min(x.length, y.length);
    if (shared === 0 || x.slice(0, shared) !== y.slice(0, shared)) return compareCodePoints(x, y);
    x = x.slice(shared);
    y = y.slice(shared);
  }
}

/**
 * Whether two trees are the same up to the order of children that carries no meaning (see `sortTree`). Trees that differ in shape
 * are not equal, even if their languages are; reduce them first to level the trivial differences.
 */
export function treesEqual(a: ProcessTree, b: ProcessTree): boolean {
  return printTree(sortTree(a)) === printTree(sortTree(b));
}
