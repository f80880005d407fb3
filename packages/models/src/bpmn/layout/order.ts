import { GigamineError } from "@gigamine/base";
import type { BpmnModel } from "../types.js";
import type { Layers } from "./layers.js";

/** A point of the drawing in one column: a node, or where a flow passes through. */
export interface Vertex {
  readonly layer: number;
  /** The node; -1 where a flow passes. */
  readonly node: number;
  /** The flow that passes; -1 for a node. */
  readonly flow: number;
}

/** The columns from top to bottom. */
export interface OrderedLayers {
  readonly vertices: readonly Vertex[];
  /**
   * Per flow the vertices it runs through from left to right. At each end it is the node itself, or a vertex right above or below
   * it.
   */
  readonly chains: readonly (readonly number[])[];
  /** Per column its vertices. */
  readonly columns: readonly (readonly number[])[];
}

/**
 * Orders the nodes of each column, and the flows that pass through it, so that few flows cross.
 *
 * Begins depth-first from the starts, which crosses nothing in a block-structured model; if that has crossings, columns are
 * sorted again and again by the mean place of their neighbours, and the best order found is kept. Ties keep the order.
 * Source: Sugiyama, Tagawa, Toda 1981, section III (barycentres); Gansner et al. 1993, section 3.
 */
export function orderLayers(model: BpmnModel, { layerOf, isBack, forward, beside }: Layers): OrderedLayers {
  const { nodes, flows } = model;
  const span = ({ source, target }: { source: number; target: number }): number =>
    Math.abs(layerOf[source]! - layerOf[target]!);
  checkSize(
    nodes.length,
    flows.reduce((sum, flow) => sum + span(flow), 0),
  );
  const vertices: Vertex[] = nodes.map((_, node) => ({ layer: layerOf[node]!, node, flow: -1 }));
  const through = (flow: number, from: number, to: number): number[] => {
    const list: number[] = [];
    for (let layer = from; layer <= to; layer++) list.push(vertices.push({ layer, node: -1, flow }) - 1);
    return list;
  };
  const chains = flows.map((flow, f) => {
    const ends = [
      { node: flow.source, side: beside[f]!.source },
      { node: flow.target, side: beside[f]!.target },
    ] as const;
    const [left, right] = isBack[f] ? [ends[1], ends[0]] : ends;
    const [from, to] = [layerOf[left.node]!, layerOf[right.node]!];
    const between = through(f, left.side === null ? from + 1 : from, right.side === null ? to - 1 : to);
    return [
      ...(left.side === null ? [left.node] : []),
      ...between,
      ...(right.side === null ? [right.node] : []),
    ];
  });

  const next: number[][] = vertices.map(() => []);
  const before: number[][] = vertices.map(() => []);
  for (const chain of chains) {
    for (let c = 1; c < chain.length; c++) {
      next[chain[c - 1]!]!.push(chain[c]!);
      before[chain[c]!]!.push(chain[c - 1]!);
    }
  }
  /** The vertices right above and below a node, from top to bottom: the nearer the other end of the flow, the nearer the node. */
  const above: number[][] = vertices.map(() => []);
  const below: number[][] = vertices.map(() => []);
  const near = [...flows.keys()].sort((a, b) => span(flows[a]!) - span(flows[b]!) || a - b);
  for (const f of near) {
    const ends = isBack[f] ? [chains[f]!.at(-1)!, chains[f]![0]!] : [chains[f]![0]!, chains[f]!.at(-1)!];
    for (const [node, side, vertex] of [
      [flows[f]!.source, beside[f]!.source, ends[0]!],
      [flows[f]!.target, beside[f]!.target, ends[1]!],
    ] as const) {
      if (side === "above") above[node]!.unshift(vertex);
      else if (side === "below" && !below[node]!.includes(vertex)) below[node]!.push(vertex);
    }
  }
  const isBeside = new Uint8Array(vertices.length);
  for (const list of [...above, ...below]) for (const vertex of list) isBeside[vertex] = 1;

  const columnCount = vertices.reduce((most, { layer }) => Math.max(most, layer + 1), 0);
  let columns: number[][] = Array.from({ length: columnCount }, () => []);
  const seen = new Uint8Array(vertices.length);
  const visit = (root: number): void => {
    const pending = [root];
    while (pending.length > 0) {
      const vertex = pending.pop()!;
      if (seen[vertex] === 1) continue;
      seen[vertex] = 1;
      const { layer, node } = vertices[vertex]!;
      columns[layer]!.push(vertex);
      const first = (flow: number): number =>
        beside[flow]!.source === null ? chains[flow]![1]! : chains[flow]![0]!;
      const after = node < 0 ? next[vertex]! : [...forward[node]!.map(first), ...below[vertex]!];
      for (let i = after.length - 1; i >= 0; i--) pending.push(after[i]!);
    }
  };
  const flowsInto = new Set(flows.map(({ target }) => target));
  nodes.forEach(({ kind }, n) => {
    if (kind === "startEvent") visit(n);
  });
  nodes.forEach((_, n) => {
    if (!flowsInto.has(n)) visit(n);
  });
  nodes.forEach((_, n) => {
    visit(n);
  });

  const settle = (column: readonly number[]): number[] =>
    column.flatMap((vertex) =>
      isBeside[vertex] === 1 ? [] : [...above[vertex]!, vertex, ...below[vertex]!],
    );
  columns = columns.map(settle);
  const place = new Int32Array(vertices.length);
  const number = (): void => {
    for (const column of columns) for (let i = 0; i < column.length; i++) place[column[i]!] = i;
  };
  number();
  let [best, fewest] = [columns, crossings(columns, next, place)];
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const isForward = sweep % 2 === 0;
    const neighbours = isForward ? before : next;
    for (let c = 1; c < columnCount; c++) {
      const layer = isForward ? c : columnCount - 1 - c;
      const mean = (vertex: number): number => {
        // What passes right above and below a node goes with it.
        const all = [...above[vertex]!, vertex, ...below[vertex]!].flatMap((v) => neighbours[v]!);
        return all.length === 0 ? place[vertex]! : all.reduce((sum, v) => sum + place[v]!, 0) / all.length;
      };
      const sorted = columns[layer]!.filter((vertex) => isBeside[vertex] === 0).map((vertex) => ({
        vertex,
        mean: mean(vertex),
      }));
      sorted.sort((a, b) => a.mean - b.mean);
      columns[layer] = settle(sorted.map(({ vertex }) => vertex));
      columns[layer]!.forEach((vertex, i) => {
        place[vertex] = i;
      });
    }
    const count = crossings(columns, next, place);
    if (count < fewest) [best, fewest] = [columns.map((column) => [...column]), count];
  }
  return { vertices, chains, columns: best };
}

const SWEEPS = 24;

/** Vertices of a drawing, each of which takes some 400 bytes. */
const MOST_VERTICES = 3_000_000;

/** `columns` is how many columns all flows cross together. */
function checkSize(nodes: number, columns: number): void {
  if (nodes + columns <= MOST_VERTICES) return;
  throw new GigamineError(
    "bpmn/too-large-to-lay-out",
    `layoutBpmn: the ${nodes} nodes stand so far apart that their flows cross ${columns} columns together; nodes and columns may be ` +
      `at most ${MOST_VERTICES}. Split the model, or write it without a picture: writeBpmn(model, { diagram: false }).`,
    { nodes, columns, most: MOST_VERTICES },
  );
}

/** How often lines between neighbouring columns cross. O(lines × log lines). */
function crossings(
  columns: readonly (readonly number[])[],
  next: readonly (readonly number[])[],
  place: Int32Array,
): number {
  let total = 0;
  for (let c = 0; c + 1 < columns.length; c++) {
    const width = columns[c + 1]!.length;
    const tree = new Int32Array(width + 1);
    let count = 0;
    for (const vertex of columns[c]!) {
      const targets = next[vertex]!.map((v) => place[v]!).sort((a, b) => a - b);
      for (const target of targets) {
        let notAfter = 0;
        for (let i = target + 1; i > 0; i -= i & -i) notAfter += tree[i]!;
        total += count - notAfter;
      }
      for (const target of targets) {
        for (let i = target + 1; i <= width; i += i & -i) tree[i]!++;
        count++;
      }
    }
  }
  return total;
}
