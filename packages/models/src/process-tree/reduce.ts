import { checkTreeShape } from "../model-shape.js";
import { foldTree } from "./fold.js";
import { operator, silent } from "./make.js";
import type { ProcessTree } from "./types.js";

/**
 * Simplifies a tree without changing its language:
 * - an operator with one child is that child (a loop always has two);
 * - a sequence in a sequence, exclusive in exclusive, parallel in parallel, inclusive in inclusive give their children to the
 *   parent;
 * - silent leaves in a sequence, a parallel or an interleaved go; when nothing is left, the whole is one silent leaf;
 * - of several silent leaves in an exclusive or inclusive the first stays.
 * Loops are kept as they are, their parts are reduced. Applying it twice changes nothing more.
 *
 * O(nodes), times the nesting depth when equal operators stand in each other. Source: Leemans 2017, section 5.1, of whose
 * rules these are the ones that only rearrange.
 */
export function reduceTree(tree: ProcessTree): ProcessTree {
  checkTreeShape(tree, "reduceTree");
  return foldTree<ProcessTree>(
    tree,
    (leaf) => leaf,
    ({ kind }, children) => {
      if (kind === "loop") return operator(kind, children);
      const kept: ProcessTree[] = [];
      let hasSilent = false;
      const keep = (child: ProcessTree): void => {
        if (child.kind === "silent") {
          if (!(kind === "exclusive" || kind === "inclusive") || hasSilent) return;
          hasSilent = true;
        }
        kept.push(child);
      };
      for (const child of children) {
        if (child.kind === kind && kind !== "interleaved")
          for (const grandchild of child.children) keep(grandchild);
        else keep(child);
      }
      if (kept.length === 0) return silent();
      return kept.length === 1 ? kept[0]! : operator(kind, kept);
    },
  );
}
