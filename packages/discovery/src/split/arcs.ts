/** The arcs of a graph as arrays; the nodes are numbered from 0. */
export interface Arcs {
  readonly nodeCount: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: readonly number[];
}

/** The arcs at each node: those of node `v` are `arcs[offsets[v]]` … `arcs[offsets[v + 1] - 1]`, rising. */
export interface ArcLists {
  readonly offsets: Int32Array;
  readonly arcs: Int32Array;
}

/** Lists arcs by the node at one of their ends. O(nodes + arcs). */
export function arcsByNode(nodeCount: number, ends: readonly number[]): ArcLists {
  const offsets = new Int32Array(nodeCount + 1);
  for (const node of ends) offsets[node + 1]!++;
  for (let v = 0; v < nodeCount; v++) offsets[v + 1]! += offsets[v]!;
  const arcs = new Int32Array(ends.length);
  const next = offsets.slice();
  ends.forEach((node, arc) => {
    arcs[next[node]!++] = arc;
  });
  return { offsets, arcs };
}

/** The arcs for which `keep` holds, in their order. */
export function selectArcs({ nodeCount, from, to, count }: Arcs, keep: (arc: number) => boolean): Arcs {
  const kept = Array.from(from.keys()).filter(keep);
  const pick = (values: readonly number[]): number[] => kept.map((arc) => values[arc]!);
  return { nodeCount, from: pick(from), to: pick(to), count: pick(count) };
}
