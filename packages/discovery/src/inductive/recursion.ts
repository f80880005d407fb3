import { exclusive, loop, type ProcessTree, parallel, sequence } from "@gigamine/models";
import type { CutOperator } from "./cuts/find-cut.js";

/** What stays the same over the whole recursion. */
export interface Search {
  /** Index = id in the whole log; sorted. */
  readonly names: readonly string[];
  /** 0 filters nothing. */
  readonly threshold: number;
  /** Called before each step; may throw to end it all. */
  readonly check: () => void;
  /** Told how many activities have found their place in the tree. */
  readonly place: (activities: number) => void;
}

/** What one look at a part gives: a leaf (or flower), or parts to go on with and how to join their trees. */
export type Step<Part> =
  | { readonly tree: ProcessTree }
  | { readonly parts: readonly Part[]; readonly join: (trees: readonly ProcessTree[]) => ProcessTree };

/** Splits until nothing is left to split. The stack is on the heap: trees may nest as deep as memory allows. */
export function recurse<Part>(
  root: Part,
  look: (part: Part, search: Search) => Step<Part>,
  search: Search,
): ProcessTree {
  type Open = Exclude<Step<Part>, { tree: ProcessTree }> & { readonly trees: ProcessTree[] };
  const open: Open[] = [];
  let part = root;
  for (;;) {
    search.check();
    const step = look(part, search);
    if ("parts" in step) {
      open.push({ ...step, trees: [] });
      part = step.parts[0]!;
      continue;
    }
    let tree = step.tree;
    for (;;) {
      const parent = open.at(-1);
      if (parent === undefined) return tree;
      parent.trees.push(tree);
      if (parent.trees.length < parent.parts.length) {
        part = parent.parts[parent.trees.length]!;
        break;
      }
      open.pop();
      tree = parent.join(parent.trees);
    }
  }
}

const makers = { exclusive, sequence, parallel } as const;

/** The node of a cut over its children. */
export function operatorNode(operator: CutOperator, children: readonly ProcessTree[]): ProcessTree {
  return operator === "loop" ? loop(children[0]!, ...children.slice(1)) : makers[operator](...children);
}
