import { checkBpmnModel } from "./check.js";
import { heightsOf } from "./layout/heights.js";
import { layersOf } from "./layout/layers.js";
import { orderLayers } from "./layout/order.js";
import { routeFlows } from "./layout/routes.js";
import { labelSize, nodeSize, type Size } from "./layout/sizes.js";
import type { BpmnModel } from "./types.js";

export interface BpmnPoint {
  readonly x: number;
  readonly y: number;
}

/** A box by its upper left corner. */
export interface BpmnBox extends BpmnPoint {
  readonly width: number;
  readonly height: number;
}

/** Where everything stands, in the pixels of an editor; x grows to the right, y downwards, nothing is below 0. */
export interface BpmnLayout {
  readonly width: number;
  readonly height: number;
  /** Per node its box. */
  readonly nodes: readonly BpmnBox[];
  /** Per node the box of the name beside it; `null` for tasks, whose name stands inside, and for nodes without a name. */
  readonly nodeLabels: readonly (BpmnBox | null)[];
  /** Per flow the points it runs through, from the border of its source to the border of its target. */
  readonly flows: readonly (readonly BpmnPoint[])[];
  /** Per flow the box of its name; `null` without one. */
  readonly flowLabels: readonly (BpmnBox | null)[];
}

const MARGIN = 20;
/** Between an element and its name. */
const LABEL_GAP = 6;

/**
 * Lays out a model from left to right, so that an editor shows it well: no boxes overlap, flows run along horizontal and vertical
 * lines and around boxes, and every flow leads to the right but those that close a circle, which lead back below.
 *
 * Nodes stand in columns, each one behind the last of those that flow into it; in a column, in an order with few crossings, at
 * heights that make flows straight. Flows dock at the middle of a side, at gateways also at the upper and lower corner. Sizes are
 * those of bpmn.io; tasks grow with their names. Always the same for the same model; width and height 0 for the model without
 * nodes.
 *
 * Fast up to hundreds of nodes, a few seconds for thousands: O((nodes + flows)²) at worst. The steps are those of Sugiyama,
 * Tagawa, Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE SMC 11(2), 1981; the heights those of
 * Gansner et al., "A Technique for Drawing Directed Graphs", 1993.
 *
 * @throws GigamineError `bpmn/invalid` for a damaged model; `bpmn/too-large-to-lay-out` when nodes, and the columns that each flow
 * crosses, add up to over 3,000,000, as for about 1,200 loops in each other.
 */
export function layoutBpmn(model: BpmnModel): BpmnLayout {
  const { nodes, flows } = checkBpmnModel(model);
  if (nodes.length === 0)
    return { width: 0, height: 0, nodes: [], nodeLabels: [], flows: [], flowLabels: [] };
  const layers = layersOf(model);
  const ordered = orderLayers(model, layers);
  const { vertices, columns } = ordered;
  const sizes = nodes.map(nodeSize);
  const labels = nodes.map(({ kind, name }) => (kind === "task" || !name ? null : labelSize(name)));
  const extents = vertices.map(({ node }) => {
    if (node < 0) return { up: 0, down: 0 };
    const half = sizes[node]!.height / 2;
    const label = labels[node] === null ? 0 : labels[node]!.height + LABEL_GAP;
    // The name of a gateway may have to stand above it.
    return { up: half + (nodes[node]!.kind.endsWith("Gateway") ? label : 0), down: half + label };
  });
  const heights = heightsOf(model, layers, ordered, extents);
  const highest = heights.reduce(
    (least, height, v) => Math.min(least, height - extents[v]!.up),
    Number.POSITIVE_INFINITY,
  );
  const y = heights.map((height) => height - highest + MARGIN);

  const flowNames = flows.map(({ name }) => (!name ? null : labelSize(name)));
  const widths = columns.map(() => 0);
  const gaps = columns.map(() => 0);
  nodes.forEach((_, n) => {
    const { layer } = vertices[n]!;
    widths[layer] = Math.max(widths[layer]!, sizes[n]!.width, labels[n]?.width ?? 0);
  });
  flows.forEach(({ source }, flow) => {
    const { layer } = vertices[source]!;
    gaps[layer] = Math.max(gaps[layer]!, (flowNames[flow]?.width ?? 0) + 2 * LABEL_GAP);
  });
  const { middles, width, waypoints, docked } = routeFlows(model, layers, ordered, {
    sizes,
    y,
    widths,
    gaps,
  });

  const boxes = nodes.map((_, n) => boxAround(middles[vertices[n]!.layer]! + MARGIN, y[n]!, sizes[n]!));
  const lines = waypoints.map((line) => line.map((point) => ({ x: point.x + MARGIN, y: point.y })));
  const flowLabels = flowNames.map((size, flow) => (size === null ? null : besideLine(lines[flow]!, size)));
  const bottom = y.reduce((most, height, v) => Math.max(most, height + extents[v]!.down), 0);
  return {
    width: width + 2 * MARGIN,
    height: bottom + MARGIN,
    nodes: boxes,
    nodeLabels: labels.map((size, n) => (size === null ? null : besideNode(boxes[n]!, size, docked[n]!))),
    flows: lines,
    flowLabels,
  };
}

function boxAround(x: number, y: number, { width, height }: Size): BpmnBox {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Below its node; above when flows dock at the bottom only, to the lower left when they dock on both sides. */
function besideNode(
  { x, y, width, height }: BpmnBox,
  size: Size,
  docked: { readonly top: boolean; readonly bottom: boolean },
): BpmnBox {
  const middle = x + width / 2;
  if (!docked.bottom) return { x: middle - size.width / 2, y: y + height + LABEL_GAP, ...size };
  if (!docked.top) return { x: middle - size.width / 2, y: y - LABEL_GAP - size.height, ...size };
  return { x: middle - LABEL_GAP - size.width, y: y + height, ...size };
}

/** Above the first horizontal piece that has room for it, else of the first one. */
function besideLine(line: readonly BpmnPoint[], size: Size): BpmnBox {
  const pieces = line.slice(1).map((to, p) => ({ from: line[p]!, to }));
  const flat = pieces.filter(({ from, to }) => from.y === to.y);
  const { from, to } =
    flat.find((piece) => Math.abs(piece.to.x - piece.from.x) >= size.width + LABEL_GAP) ??
    flat[0] ??
    pieces[0]!;
  return { x: Math.min(from.x, to.x) + LABEL_GAP, y: from.y - size.height - 2, ...size };
}
