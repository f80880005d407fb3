import type { ProcessTree, TreeOperator } from "@gigamine/models";
import { COLORS } from "../palette.js";
import {
  attributes,
  DETAIL_SIZE,
  type Direction,
  DOT_FONT,
  graphHeader,
  LABEL_SIZE,
  nodeLabel,
  tooltip,
} from "./attributes.js";

/** How {@link processTreeToDot} draws. */
export interface ProcessTreeToDotOptions {
  /** What the picture is called. @default "Process tree" */
  readonly title?: string | undefined;
  /** Left to right, or top to bottom. @default "LR" */
  readonly direction?: Direction | undefined;
}

/** What an operator is called on the picture, what it means, and its colours. */
const OPERATORS: Readonly<
  Record<TreeOperator, { word: string; meaning: string; fill: string; line: string }>
> = {
  sequence: { word: "sequence", meaning: "in order", fill: "#e9edf2", line: COLORS.muted },
  exclusive: { word: "choice", meaning: "exactly one", fill: COLORS.warnSoft, line: COLORS.warn },
  parallel: { word: "parallel", meaning: "in any order", fill: COLORS.goodSoft, line: COLORS.good },
  loop: { word: "loop", meaning: "do, then maybe redo and do again", fill: "#ece6f3", line: "#7a6bb0" },
  inclusive: {
    word: "some",
    meaning: "at least one, in any order",
    fill: COLORS.warnSoft,
    line: COLORS.warn,
  },
  interleaved: {
    word: "interleaved",
    meaning: "one after the other, in any order",
    fill: COLORS.goodSoft,
    line: COLORS.good,
  },
};

/**
 * Draws a process tree as Graphviz DOT: operators as rounded boxes in words (sequence, choice, parallel, loop),
 * activities as boxes, silent leaves as dark bars. Children keep their order; those of a loop are marked `do` and `redo`.
 *
 * O(nodes), without recursion, so that deep trees are no danger.
 */
export function processTreeToDot(tree: ProcessTree, options: ProcessTreeToDotOptions = {}): string {
  const { title = "Process tree", direction = "LR" } = options;
  const lines = graphHeader(title, direction, { nodesep: 0.14, ranksep: 0.4, ordering: "out" });
  lines.push(
    `  node ${attributes({ shape: "box", style: "filled", fontname: DOT_FONT, fontsize: LABEL_SIZE, height: 0.3, margin: "0.12,0.05", fillcolor: COLORS.accentSoft, color: COLORS.accent, fontcolor: COLORS.text, penwidth: 1.2 })}`,
    `  edge ${attributes({ fontname: DOT_FONT, fontsize: DETAIL_SIZE, fontcolor: COLORS.muted, color: COLORS.axis, arrowhead: "none", penwidth: 1.2, tailport: direction === "LR" ? "e" : "s", headport: direction === "LR" ? "w" : "n" })}`,
  );
  const edges: string[] = [];
  let next = 1;
  const open: { node: ProcessTree; id: number }[] = [{ node: tree, id: 0 }];
  while (open.length > 0) {
    const { node, id } = open.pop()!;
    lines.push(`  n${id} ${nodeAttributes(node, id, direction)}`);
    if (node.kind === "activity" || node.kind === "silent") continue;
    const children = node.children.map((child) => ({ node: child, id: next++ }));
    children.forEach((child, index) => {
      const mark = node.kind === "loop" ? { label: index === 0 ? "do" : "redo" } : {};
      edges.push(`  n${id} -> n${child.id} ${attributes({ id: `edge-${child.id}`, tooltip: " ", ...mark })}`);
    });
    // The first child is taken up first, so that the lines follow the tree.
    for (const child of children.reverse()) open.push(child);
  }
  for (const edge of edges) lines.push(edge);
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

function nodeAttributes(node: ProcessTree, id: number, direction: Direction): string {
  if (node.kind === "activity") {
    return attributes({
      id: `node-${id}`,
      label: nodeLabel(node.name),
      tooltip: tooltip(node.name),
    });
  }
  if (node.kind === "silent") {
    const [width, height] = direction === "LR" ? [0.1, 0.3] : [0.3, 0.1];
    return attributes({
      id: `node-${id}`,
      label: "",
      tooltip: "nothing (silent)",
      width,
      height,
      fixedsize: "true",
      fillcolor: COLORS.text,
      color: COLORS.text,
    });
  }
  const { word, meaning, fill, line } = OPERATORS[node.kind];
  return attributes({
    id: `node-${id}`,
    label: word,
    tooltip: `${word}: ${meaning}`,
    style: "rounded,filled",
    fontsize: DETAIL_SIZE + 1,
    fillcolor: fill,
    color: line,
  });
}
