import { optionError } from "@gigamine/base";
import { type ProcessTree, printTree, treeActivities } from "@gigamine/models";
import { sum } from "./draw-index.js";
import type { TreeWeights } from "./types.js";

/** A tree as arrays, the root first. */
export interface TreeProgram {
  readonly activities: readonly string[];
  readonly kind: readonly ProcessTree["kind"][];
  /** Per leaf its activity id; -1 for all else. */
  readonly activity: readonly number[];
  readonly children: readonly (readonly number[])[];
  /** Per node the weights of its children; of a loop, 1 for leaving in place of the body's. */
  readonly weights: readonly (readonly number[])[];
  /** Per node the sum of `weights`. */
  readonly total: readonly number[];
  /** Per inclusive, for each child the probability that none from it on is taken; empty for all else. */
  readonly noneFrom: readonly (readonly number[])[];
}

/** Without `weights` all nodes have weight 1. */
export function treeProgram(tree: ProcessTree, weights: TreeWeights | null): TreeProgram {
  const activities = treeActivities(tree);
  const codes = new Map(activities.map((name, id) => [name, id]));
  const kind: ProcessTree["kind"][] = [];
  const activity: number[] = [];
  const children: number[][] = [];
  const weight: number[] = [];
  const pending: { readonly node: ProcessTree; readonly parent: number; readonly path: readonly number[] }[] =
    [{ node: tree, parent: -1, path: [] }];
  while (pending.length > 0) {
    const { node, parent, path } = pending.pop()!;
    const id = kind.push(node.kind) - 1;
    if (parent >= 0) children[parent]!.push(id);
    activity.push(node.kind === "activity" ? codes.get(node.name)! : -1);
    weight.push(weights === null ? 1 : checkedWeight(weights(node, path), node, path));
    children.push([]);
    if (node.kind === "activity" || node.kind === "silent") continue;
    for (let c = node.children.length - 1; c >= 0; c--) {
      pending.push({ node: node.children[c]!, parent: id, path: weights === null ? path : [...path, c] });
    }
  }
  const weightsOf = children.map((of, id) =>
    of.map((child, c) => (c === 0 && kind[id] === "loop" ? 1 : weight[child]!)),
  );
  const program = {
    activities,
    kind,
    activity,
    children,
    weights: weightsOf,
    total: weightsOf.map(sum),
    noneFrom: weightsOf.map((of, id) => (kind[id] === "inclusive" ? noneOf(of) : [])),
  };
  checkChoices(program);
  return program;
}

function noneOf(weights: readonly number[]): number[] {
  const none = new Array<number>(weights.length);
  let product = 1;
  for (let c = weights.length - 1; c >= 0; c--) {
    product /= 1 + weights[c]!;
    none[c] = product;
  }
  return none;
}

function checkedWeight(weight: number, node: ProcessTree, path: readonly number[]): number {
  if (typeof weight === "number" && weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
  throw optionError(
    "playOut",
    `weights(${shortText(node)}, [${path.join(", ")}])`,
    weight,
    "Give a finite number of at least 0; 1 is the weight of leaving a loop.",
  );
}

/** A choice of which nothing has weight can't be made. */
function checkChoices({ kind, total: totals }: TreeProgram): void {
  kind.forEach((name, id) => {
    const total = totals[id]!;
    const isChoice = name === "exclusive" || name === "inclusive";
    if (total < Number.POSITIVE_INFINITY && (total > 0 || !isChoice)) return;
    throw optionError(
      "playOut",
      "weights",
      total,
      `That is the sum for the children of a node (${name}). Give one of them a weight above 0, and all together a finite sum.`,
    );
  });
}

function shortText(node: ProcessTree): string {
  if (node.kind === "activity" || node.kind === "silent") return printTree(node);
  return `${node.kind} of ${node.children.length}`;
}
