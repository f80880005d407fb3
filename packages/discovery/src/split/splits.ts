import { BitSet } from "@gigamine/base";
import { type Arcs, arcsByNode } from "./arcs.js";
import type { GatewayGraph, SplitLogic } from "./gateway-graph.js";

/**
 * Step 4 of Split Miner: finds the hierarchy of split gateways between each node and its successors.
 *
 * Each successor s begins with the cover {s} and the future: the other successors that are concurrent to it. Then, until one is left:
 * those of equal future are joined to an exclusive split, whose cover is the union of their covers; once there are none,
 * the first ones with the same union of cover and future are joined to a parallel split, whose future is what their futures share.
 *
 * These rules leave open what to do when neither is possible, as for four activities in a row of which each is concurrent to its neighbours
 * only. Then the one with the smallest future is joined with the one nearest to it: to a parallel split if they are concurrent, and the distance
 * is in how many members their unions of cover and future differ; otherwise to an exclusive split, and it is in how many members
 * their futures differ. Ties: the parallel split, then the lower node. The future is what both share.
 *
 * An exclusive branch that is an exclusive split itself becomes part of the one above, and so do parallel ones.
 * For a node of k successors O(k²) operations on sets of k bits.
 *
 * @param concurrent Pairs keyed by `a * nodeCount + b`.
 * @returns A graph in which each gateway has one flow in, and every other node at most one out.
 */
export function discoverSplits(arcs: Arcs, concurrent: ReadonlySet<number>): GatewayGraph<SplitLogic> {
  const { nodeCount, from, to } = arcs;
  const leaving = arcsByNode(nodeCount, from);
  const logic: SplitLogic[] = [];
  const source: number[] = [];
  const target: number[] = [];
  const addFlow = (a: number, b: number): void => {
    source.push(a);
    target.push(b);
  };

  for (let node = 0; node < nodeCount; node++) {
    const successors = Array.from(
      leaving.arcs.subarray(leaving.offsets[node]!, leaving.offsets[node + 1]!),
      (arc) => to[arc]!,
    );
    if (successors.length === 0) continue;
    // Gateways are made from the top, so that parts of the same logic join the one above.
    const pending = [{ parent: node, branch: branchTree(successors, nodeCount, concurrent) }];
    for (;;) {
      const next = pending.pop();
      if (next === undefined) break;
      if ("node" in next.branch) {
        addFlow(next.parent, next.branch.node);
        continue;
      }
      const parentLogic = logic[next.parent - nodeCount];
      let parent = next.parent;
      if (parentLogic !== next.branch.logic) {
        parent = nodeCount + logic.push(next.branch.logic) - 1;
        addFlow(next.parent, parent);
      }
      for (const branch of next.branch.branches.toReversed()) pending.push({ parent, branch });
    }
  }
  return { nodeCount: nodeCount + logic.length, gatewayStart: nodeCount, logic, source, target };
}

type BranchTree =
  | { readonly node: number }
  | { readonly logic: SplitLogic; readonly branches: readonly BranchTree[] };

/** A branch in the making. The sets are of positions in the list of successors. */
interface Branch {
  readonly tree: BranchTree;
  readonly cover: BitSet;
  readonly future: BitSet;
}

function branchTree(
  successors: readonly number[],
  nodeCount: number,
  concurrent: ReadonlySet<number>,
): BranchTree {
  const k = successors.length;
  let branches: Branch[] = successors.map((node, position) => {
    const [cover, future] = [new BitSet(k), new BitSet(k)];
    cover.add(position);
    successors.forEach((other, p) => {
      if (concurrent.has(node * nodeCount + other)) future.add(p);
    });
    return { tree: { node }, cover, future };
  });
  while (branches.length > 1) {
    const exclusive = groups(branches, ({ future }) => future).filter((group) => group.length > 1);
    if (exclusive.length > 0) {
      for (const group of exclusive) branches = replace(branches, group, "exclusive");
      continue;
    }
    const parallel = groups(branches, coverAndFuture).find((group) => group.length > 1);
    if (parallel !== undefined) branches = replace(branches, parallel, "parallel");
    else {
      const { pair, logic } = nearestPair(branches);
      branches = replace(branches, pair, logic);
    }
  }
  return branches[0]!.tree;
}

const coverAndFuture = ({ cover, future }: Branch): BitSet => {
  const both = cover.clone();
  both.union(future);
  return both;
};

/** The branches with equal sets together, in the order of their first members. */
function groups(branches: readonly Branch[], setOf: (branch: Branch) => BitSet): Branch[][] {
  const byMembers = new Map<string, Branch[]>();
  for (const branch of branches) {
    const key = [...setOf(branch)].join();
    const group = byMembers.get(key);
    if (group === undefined) byMembers.set(key, [branch]);
    else group.push(branch);
  }
  return [...byMembers.values()];
}

/** The branches with those of `group` replaced by a split, which stands where the first of them stood. */
function replace(branches: readonly Branch[], group: readonly Branch[], logic: SplitLogic): Branch[] {
  const [first, ...rest] = group;
  const cover = first!.cover.clone();
  const future = first!.future.clone();
  for (const branch of rest) {
    cover.union(branch.cover);
    future.intersect(branch.future);
  }
  const split = { tree: { logic, branches: group.map(({ tree }) => tree) }, cover, future };
  const members = new Set(group);
  return branches.flatMap((branch) => (branch === first ? [split] : members.has(branch) ? [] : [branch]));
}

function nearestPair(branches: readonly Branch[]): { readonly pair: Branch[]; readonly logic: SplitLogic } {
  const smallest = branches.reduce((best, branch) =>
    branch.future.count() < best.future.count() ? branch : best,
  );
  let nearest: { branch: Branch; logic: SplitLogic; distance: number } | null = null;
  for (const branch of branches) {
    if (branch === smallest) continue;
    const logic =
      intersects(smallest.future, branch.cover) || intersects(smallest.cover, branch.future)
        ? "parallel"
        : "exclusive";
    const distance =
      logic === "parallel"
        ? difference(coverAndFuture(smallest), coverAndFuture(branch))
        : difference(smallest.future, branch.future);
    const isNearer =
      nearest === null ||
      distance < nearest.distance ||
      (distance === nearest.distance && logic === "parallel" && nearest.logic === "exclusive");
    if (isNearer) nearest = { branch, logic, distance };
  }
  const pair = branches.filter((branch) => branch === smallest || branch === nearest!.branch);
  return { pair, logic: nearest!.logic };
}

function intersects(a: BitSet, b: BitSet): boolean {
  const shared = a.clone();
  shared.intersect(b);
  return shared.count() > 0;
}

/** How many members are in one set only. */
function difference(a: BitSet, b: BitSet): number {
  const shared = a.clone();
  shared.intersect(b);
  return a.count() + b.count() - 2 * shared.count();
}
