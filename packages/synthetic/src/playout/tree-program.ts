import { optionError } from "@gigamine/base";
import { type ProcessTree, printTree, treeActivities } from "@gigamine/models";
import type { TreeWeights } from "./types.js";

/** A tree as arrays, the root first. */
export interface TreeProgram {
  readonly activities: readonly string[];
  readonly kind: readonly ProcessTree["kind"][];
  /** Per leaf its activity id; -1 for all else. */
  readonly activity: readonly number[];
  readonly children: readonly (readonly number[])[];
  readonly weight: readonly number[];
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
  const noneFrom = children.map((of, id) => (kind[id] === "inclusive" ? noneOf(of, weight) : []));
  const program = { activities, kind, activity, children, weight, noneFrom };
  checkChoices(program);
  return program;
}

function noneOf(children: readonly number[], weight: readonly number[]): number[] {
  const none = new Array<number>(children.length);
  let product = 1;
  for (let c = children.length - 1; c >= 0; c--) {
    product /= 1 + weight[children[c]!]!;
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
function checkChoices({ kind, children, weight }: TreeProgram): void {
  kind.forEach((name, id) => {
    const total = children[id]!.reduce((sum, child) => sum + weight[child]!, 0);
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
