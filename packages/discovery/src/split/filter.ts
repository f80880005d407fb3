import { Heap } from "@gigamine/base";
import { type Arcs, arcsByNode, selectArcs } from "./arcs.js";
import type { PrunedGraph } from "./concurrency.js";
import type { LoopFreeGraph } from "./directly-follows.js";

/**
 * Step 3 of Split Miner: filters the pruned graph so that every node stays on a way from the start to the end.
 *
 * An arc stays if its count reaches the threshold, or if it is the last arc of the widest way from the start to its target,
 * or the first of the widest way from its source to the end; the width of a way is its lowest count. The threshold is the
 * `eta` percentile of the counts of those arcs that are the most frequent into or out of some node (each arc once; of n in rising order
 * the one at position round(eta n), counted from 0, at most n - 1).
 *
 * Pruning can have cut all ways to or from a node; then the most frequent arcs that bring it back return, and their ends no longer
 * count as concurrent. Ties between ways are broken by the count of the arc, then by the name of the node before (behind).
 * O(arcs log arcs).
 *
 * @returns The arcs that stay. `pruned` is changed where arcs return.
 */
export function filterArcs(graph: LoopFreeGraph, pruned: PrunedGraph, eta: number): Arcs {
  const { start, end, from, to } = graph;
  const reversed: Arcs = { ...graph, from: to, to: from };
  const best = new Uint8Array(from.length);
  for (const arc of widestWays(graph, start, pruned)) best[arc] = 1;
  for (const arc of widestWays(reversed, end, pruned)) best[arc] = 1;
  const threshold = frequencyThreshold(graph, pruned.kept, eta);
  return selectArcs(
    graph,
    (arc) => best[arc] === 1 || (pruned.kept[arc] === 1 && graph.count[arc]! >= threshold),
  );
}

/** The last arc of the widest way from `root` to each other node that arcs lead to; pruned arcs return where there is no other way. */
function widestWays(
  { nodeCount, from, to, count }: Arcs,
  root: number,
  { kept, concurrent }: PrunedGraph,
): number[] {
  const leaving = arcsByNode(nodeCount, from);
  const width = new Float64Array(nodeCount);
  width[root] = Number.POSITIVE_INFINITY;
  const isReached = new Uint8Array(nodeCount);
  const last: number[] = [];
  const widthBy = (arc: number): number => Math.min(width[from[arc]!]!, count[arc]!);
  const wider = (x: number, y: number): boolean => {
    const difference =
      widthBy(x) - widthBy(y) || count[x]! - count[y]! || from[y]! - from[x]! || to[y]! - to[x]!;
    return difference > 0;
  };
  const open = new Heap<number>(wider);
  const closed = new Heap<number>(wider); // pruned arcs, for when nothing else is left
  const reach = (node: number): void => {
    isReached[node] = 1;
    for (let i = leaving.offsets[node]!; i < leaving.offsets[node + 1]!; i++) {
      const arc = leaving.arcs[i]!;
      if (isReached[to[arc]!] === 0) (kept[arc] === 1 ? open : closed).push(arc);
    }
  };
  reach(root);
  for (;;) {
    const arc = open.pop() ?? closed.pop();
    if (arc === undefined) return last;
    const node = to[arc]!;
    if (isReached[node] === 1) continue;
    if (kept[arc] === 0) {
      kept[arc] = 1;
      concurrent.delete(from[arc]! * nodeCount + node);
      concurrent.delete(node * nodeCount + from[arc]!);
    }
    width[node] = widthBy(arc);
    last.push(arc);
    reach(node);
  }
}

function frequencyThreshold({ nodeCount, from, to, count }: Arcs, kept: Uint8Array, eta: number): number {
  const [bestInto, bestOutOf] = [new Int32Array(nodeCount).fill(-1), new Int32Array(nodeCount).fill(-1)];
  const improve = (best: Int32Array, node: number, arc: number): void => {
    if (best[node]! < 0 || count[arc]! > count[best[node]!]!) best[node] = arc;
  };
  for (let arc = 0; arc < from.length; arc++) {
    if (kept[arc] === 0) continue;
    improve(bestInto, to[arc]!, arc);
    improve(bestOutOf, from[arc]!, arc);
  }
  const arcs = new Set([...bestInto, ...bestOutOf]);
  arcs.delete(-1);
  const counts = Array.from(arcs, (arc) => count[arc]!).sort((a, b) => a - b);
  return counts[Math.min(Math.round(eta * counts.length), counts.length - 1)] ?? 0;
}
