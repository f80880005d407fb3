import type { ActivityNode, OperatorNode, ProcessTree, SilentNode } from "./types.js";

/**
 * Computes a value for a tree from its leaves up: `leaf` for each leaf, then `operator` with the values of the children.
 *
 * Children are visited left to right. The stack is on the heap, so a tree may nest as deep as memory allows. O(nodes).
 *
 * @example
 * const depth = foldTree(tree, () => 1, (_, children: number[]) => 1 + Math.max(...children));
 */
export function foldTree<T>(
  tree: ProcessTree,
  leaf: (node: ActivityNode | SilentNode) => T,
  operator: (node: OperatorNode, children: T[]) => T,
): T {
  const open: { readonly node: OperatorNode; readonly values: T[] }[] = [];
  let node = tree;
  for (;;) {
    if (node.kind !== "activity" && node.kind !== "silent" && node.children.length > 0) {
      open.push({ node, values: [] });
      node = node.children[0]!;
      continue;
    }
    let value = node.kind === "activity" || node.kind === "silent" ? leaf(node) : operator(node, []);
    // Hand the value up until an operator still has a child to visit.
    for (;;) {
      const parent = open.at(-1);
      if (parent === undefined) return value;
      parent.values.push(value);
      if (parent.values.length < parent.node.children.length) {
        node = parent.node.children[parent.values.length]!;
        break;
      }
      open.pop();
      value = operator(parent.node, parent.values);
    }
  }
}
