import type { BpmnModel } from "../types.js";
import type { Layers } from "./layers.js";
import { type LevelEdge, networkSimplex } from "./network-simplex.js";
import type { OrderedLayers } from "./order.js";

/** What a vertex needs above and below its middle. */
export interface Extent {
  readonly up: number;
  readonly down: number;
}

/** Between two nodes of a column. */
const NODE_GAP = 40;
/** Between a flow that passes and its neighbours. */
const FLOW_GAP = 20;

/**
 * The height of the middle of every vertex, such that the columns keep their order and distances, and flows are as straight as
 * they can be: the weighted sum of all differences in height is the least possible. A flow that passes several columns runs
 * straight, unless it crosses another there.
 *
 * Where a node splits into several, it stands level with the middle branch, with the upper of two. Source: Gansner et al. 1993,
 * section 4.2.
 */
export function heightsOf(
  { nodes, flows }: BpmnModel,
  { isBack, roles }: Layers,
  { vertices, chains, columns }: OrderedLayers,
  extents: readonly Extent[],
): number[] {
  const place = new Int32Array(vertices.length);
  for (const column of columns) for (let i = 0; i < column.length; i++) place[column[i]!] = i;

  // One variable for a node, and for each straight piece of a flow.
  const variableOf = new Int32Array(vertices.length).fill(-1);
  let variables = nodes.length;
  for (let n = 0; n < nodes.length; n++) variableOf[n] = n;
  const bends = crossingPieces(vertices, chains, columns, place);
  for (const chain of chains) {
    chain.forEach((vertex, c) => {
      if (vertices[vertex]!.node >= 0) return;
      const before = c > 0 ? chain[c - 1]! : -1;
      const goesOn = before >= 0 && vertices[before]!.node < 0 && !bends.has(vertex);
      variableOf[vertex] = goesOn ? variableOf[before]! : variables++;
    });
  }

  const edges: LevelEdge[] = [];
  const least = new Map<number, number>();
  for (const column of columns) {
    for (let i = 1; i < column.length; i++) {
      const [above, below] = [column[i - 1]!, column[i]!];
      const bothNodes = vertices[above]!.node >= 0 && vertices[below]!.node >= 0;
      const distance = extents[above]!.down + extents[below]!.up + (bothNodes ? NODE_GAP : FLOW_GAP);
      const key = variableOf[above]! * variables + variableOf[below]!;
      least.set(key, Math.max(least.get(key) ?? 0, distance));
    }
  }
  for (const [key, distance] of least) {
    edges.push({ from: Math.floor(key / variables), to: key % variables, least: distance, weight: 0 });
  }
  let count = variables;
  const level = (a: number, b: number, weight: number): void => {
    if (a === b) return;
    const both = count++;
    edges.push({ from: both, to: a, least: 0, weight }, { from: both, to: b, least: 0, weight });
  };

  const outOf: number[][] = nodes.map(() => []);
  const intoNode: number[][] = nodes.map(() => []);
  flows.forEach(({ source, target }, f) => {
    if (isBack[f]) return;
    outOf[source]!.push(f);
    intoNode[target]!.push(f);
  });
  const secondPlace = (flow: number): number => place[chains[flow]![1]!]!;
  const lastButOnePlace = (flow: number): number => place[chains[flow]!.at(-2)!]!;
  for (const list of outOf) list.sort((a, b) => secondPlace(a) - secondPlace(b));
  for (const list of intoNode) list.sort((a, b) => lastButOnePlace(a) - lastButOnePlace(b));
  /**
   * How much a flow wants to be level with a node where these begin or end: the main one of them most, the upper one of several.
   */
  const pull = (siblings: readonly number[], flow: number): number => {
    if (siblings.length === 1) return 32;
    const main = (["step", "pass", "loop"] as const).find((role) =>
      siblings.some((other) => roles[other] === role),
    )!;
    if (roles[flow] !== main) return 4;
    const mains = siblings.filter((other) => roles[other] === main);
    return mains.length === 1 ? 28 : mains[0] === flow ? 16 : 12;
  };
  chains.forEach((chain, flow) => {
    const { source, target } = flows[flow]!;
    const [left, right] = isBack[flow] ? [target, source] : [source, target];
    const way = [left, ...chain.filter((vertex) => vertices[vertex]!.node < 0), right];
    const [out, into] = [pull(outOf[source]!, flow), pull(intoNode[target]!, flow)];
    for (let w = 1; w < way.length; w++) {
      const ends = [...(w === 1 ? [out] : []), ...(w === way.length - 1 ? [into] : [])];
      const weight = isBack[flow] ? 1 : ends.length === 0 ? 16 : Math.min(...ends);
      level(variableOf[way[w - 1]!]!, variableOf[way[w]!]!, weight);
    }
  });

  const heights = solve(count, edges);
  return vertices.map((_, vertex) => heights[variableOf[vertex]!]!);
}

/** Passing vertices at which their flow has to bend, because its piece from the column before crosses another such piece. */
function crossingPieces(
  vertices: OrderedLayers["vertices"],
  chains: OrderedLayers["chains"],
  columns: OrderedLayers["columns"],
  place: Int32Array,
): Set<number> {
  const before = new Int32Array(vertices.length).fill(-1);
  for (const chain of chains) {
    for (let c = 1; c < chain.length; c++) {
      if (vertices[chain[c - 1]!]!.node < 0 && vertices[chain[c]!]!.node < 0)
        before[chain[c]!] = chain[c - 1]!;
    }
  }
  const bends = new Set<number>();
  for (const column of columns) {
    // Of pieces that cross, the one that ends higher stays straight.
    let lowest = -1;
    for (const vertex of column) {
      if (before[vertex]! < 0) continue;
      const from = place[before[vertex]!]!;
      if (from < lowest) bends.add(vertex);
      else lowest = from;
    }
  }
  return bends;
}

/** Solves each connected part by itself; all parts begin at height 0. */
function solve(count: number, edges: readonly LevelEdge[]): number[] {
  const touching: LevelEdge[][] = Array.from({ length: count }, () => []);
  for (const edge of edges) {
    touching[edge.from]!.push(edge);
    touching[edge.to]!.push(edge);
  }
  const heights: number[] = new Array(count).fill(0);
  const seen = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    const part = [start];
    for (const node of part) {
      for (const { from, to } of touching[node]!) {
        const other = from === node ? to : from;
        if (seen[other] === 1) continue;
        seen[other] = 1;
        part.push(other);
      }
    }
    const index = new Map(part.map((node, i) => [node, i]));
    const inside = part.flatMap((node) => touching[node]!.filter((edge) => edge.from === node));
    const solved = networkSimplex(
      part.length,
      inside.map((edge) => ({ ...edge, from: index.get(edge.from)!, to: index.get(edge.to)! })),
    );
    part.forEach((node, i) => {
      heights[node] = solved[i]!;
    });
  }
  return heights;
}
