import { GigamineError } from "@gigamine/base";
import { checkTreeShape } from "../model-shape.js";
import { foldTree } from "../process-tree/fold.js";
import { operator, sequence } from "../process-tree/make.js";
import { reduceTree } from "../process-tree/reduce.js";
import type { ProcessTree } from "../process-tree/types.js";
import { BpmnBuilder } from "./builder.js";
import type { BpmnModel, BpmnNodeKind } from "./types.js";

/** Leaves of what interleavings are written out as; more is no picture any more. */
const MOST_LEAVES = 1000;

const GATEWAYS = {
  exclusive: "exclusiveGateway",
  parallel: "parallelGateway",
  inclusive: "inclusiveGateway",
} as const;

/**
 * Turns a tree into a block-structured BPMN model with the same language, one start and one end event.
 *
 * - activity: a task; silent: nothing but the flow;
 * - exclusive, parallel, inclusive: a gateway that splits and one of the same kind that joins; a child that does nothing is a
 *   flow between the two;
 * - loop: an exclusive gateway before the body and one behind it, the redo parts back from the second to the first;
 * - interleaved: BPMN has no gateway for it, so the orders are written out, `X( ->( a, b ), ->( b, a ) )`, and tasks repeat.
 * The tree is reduced first (`reduceTree`), so that every gateway splits or joins. Nodes stand in the order of the text, joins
 * after what they join. O(nodes), any depth.
 *
 * @throws GigamineError `bpmn/interleaving-too-large` when the orders of interleaved parts need more than 1,000 leaves.
 */
export function treeToBpmn(tree: ProcessTree): BpmnModel {
  checkTreeShape(tree, "treeToBpmn");
  const nodes: { readonly kind: BpmnNodeKind; readonly name: string | null }[] = [];
  /** Per node when it is passed: joins are made before what they join. */
  const passedAt: number[] = [];
  const flows: (readonly [source: number, target: number])[] = [];
  let time = 0;
  const add = (kind: BpmnNodeKind, name: string | null = null): number => {
    passedAt.push(time++);
    return nodes.push({ kind, name }) - 1;
  };

  type Task =
    | { readonly do: "build"; readonly node: ProcessTree }
    | { readonly do: "branch"; readonly from: number }
    | { readonly do: "join"; readonly at: number }
    | { readonly do: "leave"; readonly at: number };
  let last = add("startEvent");
  const connect = (target: number): void => {
    flows.push([last, target]);
    last = target;
  };
  /** Flows that do nothing between the same two gateways, each once. */
  const bare = new Set<string>();
  const pending: Task[] = [{ do: "build", node: withoutInterleaving(reduceTree(tree)) }];
  while (pending.length > 0) {
    const task = pending.pop()!;
    if (task.do === "branch") last = task.from;
    else if (task.do === "join") {
      const key = `${last} ${task.at}`;
      if (!bare.has(key)) flows.push([last, task.at]);
      bare.add(key);
    } else if (task.do === "leave") {
      passedAt[task.at] = time++;
      last = task.at;
    } else {
      const { node } = task;
      const next: Task[] = [];
      if (node.kind === "activity") connect(add("task", node.name));
      else if (node.kind === "sequence")
        for (const child of node.children) next.push({ do: "build", node: child });
      else if (node.kind === "loop") {
        const [body, ...redo] = node.children;
        const join = add("exclusiveGateway");
        connect(join);
        const split = nodes.push({ kind: "exclusiveGateway", name: null }) - 1;
        passedAt.push(0);
        next.push({ do: "build", node: body! }, { do: "join", at: split }, { do: "leave", at: split });
        for (const part of redo)
          next.push({ do: "branch", from: split }, { do: "build", node: part }, { do: "join", at: join });
        next.push({ do: "branch", from: split });
      } else if (node.kind !== "silent") {
        const kind = GATEWAYS[node.kind as keyof typeof GATEWAYS];
        const split = add(kind);
        connect(split);
        const join = nodes.push({ kind, name: null }) - 1;
        passedAt.push(0);
        for (const child of node.children) {
          next.push({ do: "branch", from: split }, { do: "build", node: child }, { do: "join", at: join });
        }
        next.push({ do: "leave", at: join });
      }
      for (let n = next.length - 1; n >= 0; n--) pending.push(next[n]!);
    }
  }
  connect(add("endEvent"));

  const order = nodes.map((_, n) => n).sort((a, b) => passedAt[a]! - passedAt[b]!);
  const builder = new BpmnBuilder();
  const index: number[] = [];
  for (const n of order) index[n] = builder.node(nodes[n]!.kind, nodes[n]!.name);
  for (const [source, target] of flows) builder.flow(index[source]!, index[target]!);
  return builder.build();
}

/** The tree with interleaved parts as the choice of who goes first, followed by the rest interleaved. */
function withoutInterleaving(tree: ProcessTree): ProcessTree {
  interface Part {
    readonly tree: ProcessTree;
    readonly leaves: number;
  }
  const orders = (parts: readonly ProcessTree[]): ProcessTree =>
    parts.length === 1
      ? parts[0]!
      : operator(
          "exclusive",
          parts.map((part, p) => sequence(part, orders(parts.filter((_, other) => other !== p)))),
        );
  let isPresent = false;
  const { tree: expanded } = foldTree<Part>(
    tree,
    (leaf) => ({ tree: leaf, leaves: 1 }),
    (node, parts) => {
      const leaves = parts.reduce((sum, part) => sum + part.leaves, 0);
      const children = parts.map((part) => part.tree);
      if (node.kind !== "interleaved") return { tree: operator(node.kind, children), leaves };
      isPresent = true;
      // Of each part there is a copy for every order of some of the others before it.
      let copies = 0;
      for (let count = 1; count <= parts.length; count++) copies = 1 + (count - 1) * copies;
      if (leaves * copies > MOST_LEAVES) {
        throw new GigamineError(
          "bpmn/interleaving-too-large",
          `treeToBpmn: BPMN has no gateway for interleaving, and the orders of ${parts.length} parts need ${leaves * copies} leaves; ` +
            `at most ${MOST_LEAVES} are written out. Use parallel where parts may overlap.`,
          { parts: parts.length, leaves: leaves * copies },
        );
      }
      return { tree: orders(children), leaves: leaves * copies };
    },
  );
  return isPresent ? reduceTree(expanded) : tree;
}
