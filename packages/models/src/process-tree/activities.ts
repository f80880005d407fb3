import { checkTreeShape } from "../model-shape.js";
import { foldTree } from "./fold.js";
import type { ProcessTree } from "./types.js";

/** The activities of a tree, each once, in the order in which they first stand in it from left to right. O(nodes). */
export function treeActivities(tree: ProcessTree): string[] {
  checkTreeShape(tree, "treeActivities");
  const names = new Set<string>();
  foldTree<void>(
    tree,
    (leaf) => {
      if (leaf.kind === "activity") names.add(leaf.name);
    },
    () => undefined,
  );
  return [...names];
}
