import { checkTreeShape } from "../model-shape.js";
import type { ProcessTree, TreeOperator } from "../process-tree/types.js";
import { escapeAttribute } from "../xml/write-text.js";
import { JOINED_REDO, PTML } from "./read.js";

const ELEMENTS: Readonly<Record<TreeOperator, string>> = {
  sequence: "sequence",
  exclusive: "xor",
  parallel: "and",
  loop: "xorLoop",
  inclusive: "or",
  interleaved: "interleaved",
};

/**
 * Writes a tree as PTML, the XML form of ProM and PM4Py.
 *
 * A loop is written as both tools expect it, with three children: do, redo, and a silent exit. Several redo parts stand in one `<xor>`
 * named `redo`, which has the same traces and which `readPtml` takes apart again, so that `readPtml(writePtml(tree))` equals `tree`
 * for every tree. `<interleaved>` is known neither to PM4Py nor to every version of ProM. Ids have the form of a UUID and count the
 * nodes: always the same text for the same tree. O(nodes), any depth.
 *
 * @throws GigamineError `ptml/unwritable-text` for a name with a character that XML can't hold (control characters, half a
 * surrogate pair).
 */
export function writePtml(tree: ProcessTree): string {
  checkTreeShape(tree, "writePtml");
  const nodes: string[] = [];
  const edges: string[] = [];
  let count = 0;
  const nextId = (): string => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, "0")}`;
  const [treeId, rootId] = [nextId(), nextId()];

  const pending: { readonly node: Writable; readonly parent: string | null }[] = [
    { node: tree, parent: null },
  ];
  while (pending.length > 0) {
    const { node, parent } = pending.pop()!;
    const id = parent === null ? rootId : nextId();
    if (parent !== null) {
      edges.push(`    <parentsNode id="${nextId()}" sourceId="${parent}" targetId="${id}"/>`);
    }
    if (node.kind === "activity") {
      nodes.push(`    <manualTask id="${id}" name="${escapeAttribute(node.name, PTML)}"/>`);
    } else if (node.kind === "silent") {
      nodes.push(`    <automaticTask id="${id}" name="tau"/>`);
    } else {
      const isJoined = node.kind === "redo";
      const name = isJoined ? JOINED_REDO : "";
      nodes.push(`    <${isJoined ? "xor" : ELEMENTS[node.kind]} id="${id}" name="${name}"/>`);
      const children = node.kind === "loop" ? loopChildren(node.children) : node.children;
      for (const child of [...children].reverse()) pending.push({ node: child, parent: id });
    }
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<ptml>",
    `  <processTree id="${treeId}" name="" root="${rootId}">`,
    ...nodes,
    ...edges,
    "  </processTree>",
    "</ptml>",
    "",
  ].join("\n");
}

/** A node of a tree, or the redo parts of a loop under one element. */
type Writable = ProcessTree | { readonly kind: "redo"; readonly children: readonly ProcessTree[] };

/** Do, redo and exit. */
function loopChildren([body, ...redo]: readonly ProcessTree[]): Writable[] {
  return [body!, redo.length === 1 ? redo[0]! : { kind: "redo", children: redo }, { kind: "silent" }];
}
