import type { LoopFreeGraph } from "./directly-follows.js";

/** Which arcs of a directly-follows graph remain, and which activities were found to be concurrent. */
export interface PrunedGraph {
  /** Per arc 1 if it stays. */
  readonly kept: Uint8Array;
  /** The concurrent pairs, both ways round, keyed by `a * nodeCount + b`. */
  readonly concurrent: Set<number>;
}

/**
 * Step 2 of Split Miner: finds concurrent activities and prunes the graph.
 *
 * Let a and b follow each other both ways, |a>b| and |b>a| times, and not be in a loop of length two. They are concurrent, and lose
 * both arcs, if
 *
 *     ||a>b| - |b>a|| / (|a>b| + |b>a|) < epsilon
 *
 * and otherwise lose the rarer arc (of two equal ones, that from the later name). O(arcs).
 */
export function pruneConcurrency(graph: LoopFreeGraph, epsilon: number): PrunedGraph {
  const { nodeCount, from, to, count } = graph;
  const arcOf = new Map<number, number>();
  from.forEach((a, arc) => {
    arcOf.set(a * nodeCount + to[arc]!, arc);
  });
  const kept = new Uint8Array(from.length).fill(1);
  const concurrent = new Set<number>();
  from.forEach((a, arc) => {
    const b = to[arc]!;
    const back = arcOf.get(b * nodeCount + a);
    if (back === undefined || b < a || graph.isShortLoop(a, b)) return;
    const [forward, backward] = [count[arc]!, count[back]!];
    if (Math.abs(forward - backward) / (forward + backward) < epsilon) {
      kept[arc] = 0;
      kept[back] = 0;
      concurrent.add(a * nodeCount + b);
      concurrent.add(b * nodeCount + a);
    } else {
      kept[forward < backward ? arc : back] = 0;
    }
  });
  return { kept, concurrent };
}
