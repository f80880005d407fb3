import { directlyFollows, type VariantLog } from "@gigamine/event-log";
import type { Arcs } from "./arcs.js";

/** A directly-follows graph with a start and an end; loops of length one are set apart. Nodes from 0 are activities in the order of `names`. */
export interface LoopFreeGraph extends Arcs {
  /** Activities that occur, in the order of UTF-16 code units as JavaScript compares text. */
  readonly names: readonly string[];
  /** Node that leads to the first event of each case: `names.length`. */
  readonly start: number;
  /** Node that the last event of each case leads to: `names.length + 1`. */
  readonly end: number;
  /** Per activity 1 if it follows itself. */
  readonly selfLoops: Uint8Array;
  /** Whether a and b are in a loop of length two: neither follows itself, and aba or bab occurs. */
  isShortLoop(a: number, b: number): boolean;
}

/**
 * Step 1 of Split Miner: the directly-follows graph, with loops of length one taken out and loops of length two found. A case without
 * events leads from the start to the end, and so does a log without events. O(events of the variants + arcs log arcs).
 */
export function loopFreeGraph(log: VariantLog): LoopFreeGraph {
  const dfg = directlyFollows(log);
  const ids = Array.from(dfg.activities.keys()).filter((id) => dfg.activityCounts[id]! > 0);
  const byName = (x: number, y: number): number => (dfg.activities[x]! < dfg.activities[y]! ? -1 : 1);
  ids.sort(byName);
  const n = ids.length;
  const [start, end] = [n, n + 1];
  const nodeOf = new Int32Array(dfg.activities.length);
  ids.forEach((id, node) => {
    nodeOf[id] = node;
  });

  const found: [from: number, to: number, count: number][] = [];
  const selfLoops = new Uint8Array(n);
  dfg.from.forEach((a, arc) => {
    const b = dfg.to[arc]!;
    if (dfg.count[arc]! <= 0) return;
    if (a === b) selfLoops[nodeOf[a]!] = 1;
    else found.push([nodeOf[a]!, nodeOf[b]!, dfg.count[arc]!]);
  });
  for (const id of ids) {
    if (dfg.startCounts[id]! > 0) found.push([start, nodeOf[id]!, dfg.startCounts[id]!]);
    if (dfg.endCounts[id]! > 0) found.push([nodeOf[id]!, end, dfg.endCounts[id]!]);
  }
  const empty = casesWithoutEvents(log);
  if (empty > 0 || n === 0) found.push([start, end, empty]);
  found.sort((x, y) => x[0] - y[0] || x[1] - y[1]);

  const triples = shortTriples(log, nodeOf, n);
  return {
    nodeCount: n + 2,
    from: found.map(([from]) => from),
    to: found.map(([, to]) => to),
    count: found.map(([, , count]) => count),
    names: ids.map((id) => dfg.activities[id]!),
    start,
    end,
    selfLoops,
    isShortLoop: (a, b) =>
      selfLoops[a] === 0 && selfLoops[b] === 0 && (triples.has(a * n + b) || triples.has(b * n + a)),
  };
}

function casesWithoutEvents({ variantOffsets, counts }: VariantLog): number {
  let cases = 0;
  counts.forEach((count, v) => {
    if (variantOffsets[v] === variantOffsets[v + 1]) cases += count;
  });
  return cases;
}

/** The pairs `a * n + b` of different activities for which aba occurs. */
function shortTriples(
  { variantOffsets, sequence }: VariantLog,
  nodeOf: Int32Array,
  n: number,
): ReadonlySet<number> {
  const triples = new Set<number>();
  for (let v = 0; v + 1 < variantOffsets.length; v++) {
    for (let e = variantOffsets[v]! + 2; e < variantOffsets[v + 1]!; e++) {
      const [a, b] = [sequence[e]!, sequence[e - 1]!];
      if (a === sequence[e - 2] && a !== b) triples.add(nodeOf[a]! * n + nodeOf[b]!);
    }
  }
  return triples;
}
