import type { BpmnModel } from "../types.js";
import type { Layers } from "./layers.js";
import type { OrderedLayers } from "./order.js";
import type { Size } from "./sizes.js";
import { type Climb, tracksOf } from "./tracks.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a flow docks at a node: at the side towards the flow, or at the top or bottom, from a height in the node's column. */
interface Dock {
  readonly side: "top" | "bottom";
  readonly lane: number;
}

/** What is known before flows are drawn. */
export interface Room {
  /** Per node. */
  readonly sizes: readonly Size[];
  /** Per vertex the height of its middle. */
  readonly y: readonly number[];
  /** Per column. */
  readonly widths: readonly number[];
  /** Per column how wide the gap behind it must be at least. */
  readonly gaps: readonly number[];
}

export interface Routes {
  /** Per column the x of its middle. */
  readonly middles: readonly number[];
  readonly width: number;
  /** Per flow the points it runs through. */
  readonly waypoints: readonly (readonly Point[])[];
  /** Per node whether a flow docks at its top or bottom. */
  readonly docked: readonly { readonly top: boolean; readonly bottom: boolean }[];
}

/** Least room between two columns, and what each further vertical line between them needs. */
const GAP = 50;
const TRACK = 14;
/** Room around the vertical lines of a gap, so that arrows can be seen. */
const GAP_PADDING = 20;
/** Flows in the same direction nearer than this look like one. */
const NEAR = 10;

/**
 * Runs every flow along horizontal and vertical lines: through the columns at the heights of its vertices, up and down in the
 * gaps between columns, on tracks of their own. At a gateway it climbs in the column itself, from the upper or lower corner, when
 * nothing stands in the way. A flow that leads back goes from the bottom of its source to the bottom of its target.
 */
export function routeFlows(
  { nodes, flows }: BpmnModel,
  { isBack, beside }: Layers,
  { vertices, chains, columns }: OrderedLayers,
  { sizes, y, widths, gaps }: Room,
): Routes {
  /** The vertical lines in each column: of which node, whether into or out of it, and from where to where. */
  const lines: { node: number; way: "in" | "out"; from: number; to: number }[][] = columns.map(() => []);
  const draw = (node: number, way: "in" | "out", lane: number): void => {
    const [from, to] = [Math.min(lane, y[node]!), Math.max(lane, y[node]!)];
    lines[vertices[node]!.layer]!.push({ node, way, from, to });
  };
  const beforehand = chains.map((chain, flow) => {
    const { source, target } = flows[flow]!;
    const lanes = [y[chain[0]!]!, y[chain.at(-1)!]!];
    if (isBack[flow]) lanes.reverse();
    const dock = (
      node: number,
      way: "in" | "out",
      at: "above" | "below" | null,
      lane: number,
    ): Dock | null => {
      if (at === null) return null;
      draw(node, way, lane);
      return { side: at === "above" ? "top" : "bottom", lane };
    };
    return {
      source: dock(source, "out", beside[flow]!.source, lanes[0]!),
      target: dock(target, "in", beside[flow]!.target, lanes[1]!),
    };
  });
  /**
   * The corner by which a flow at height `lane` goes in or out of `node` inside its column; `null` when something is in the way.
   * With `merge`, it may run into a flow with the same other end.
   */
  const cornerAt = (
    node: number,
    lane: number,
    flow: number,
    way: "in" | "out",
    merge: boolean,
  ): Dock | null => {
    const isNear = Math.abs(lane - y[node]!) < sizes[node]!.height / 2 + NEAR;
    if (isNear || !nodes[node]!.kind.endsWith("Gateway")) return null;
    const { layer } = vertices[node]!;
    const [from, to] = [Math.min(lane, y[node]!), Math.max(lane, y[node]!)];
    const isBlocked = columns[layer]!.some((vertex) => {
      const other = vertices[vertex]!;
      if (vertex === node || other.flow === flow) return false;
      if (other.node < 0) {
        const end = way === "in" ? "source" : "target";
        const mayMerge = merge && flows[other.flow]![end] === flows[flow]![end] && y[vertex] === lane;
        return Math.abs(y[vertex]! - lane) < NEAR && !mayMerge;
      }
      const half = sizes[other.node]!.height / 2 + NEAR;
      return y[vertex]! + half > from && y[vertex]! - half < to;
    });
    // Flows of one direction may share the line to a corner.
    const isTaken = lines[layer]!.some(
      (line) => !(line.node === node && line.way === way) && line.to > from && line.from < to,
    );
    if (isBlocked || isTaken) return null;
    draw(node, way, lane);
    return { side: lane < y[node]! ? "top" : "bottom", lane };
  };
  const docks = chains.map((chain, flow) => {
    const { source, target } = flows[flow]!;
    const given = beforehand[flow]!;
    let [first, last]: [Dock | null, Dock | null] = [null, null];
    for (const merge of [false, true]) {
      // Between neighbouring columns one corner is enough.
      const isDone = chain.length === 2 && (first ?? last) !== null;
      if (given.source === null && !isDone) first ??= cornerAt(source, y[chain[1]!]!, flow, "out", merge);
      if (given.target === null && !(chain.length === 2 && (first ?? last) !== null)) {
        last ??= cornerAt(target, y[chain.at(-2)!]!, flow, "in", merge);
      }
    }
    return { source: given.source ?? first, target: given.target ?? last, first, last };
  });

  const climbs: Climb[][] = columns.map(() => []);
  chains.forEach((chain, flow) => {
    const { first, last } = docks[flow]!;
    for (let c = 1; c < chain.length; c++) {
      const [left, right] = [chain[c - 1]!, chain[c]!];
      const isInColumn = (c === 1 && first !== null) || (c === chain.length - 1 && last !== null);
      if (y[left] === y[right] || isInColumn) continue;
      const climb = { flow, from: y[left]!, to: y[right]!, source: left, target: right };
      climbs[vertices[left]!.layer]!.push(climb);
    }
  });

  const middles: number[] = [];
  /** Per flow and gap the x at which it climbs there. */
  const climbX = new Map<number, number>();
  let x = 0;
  columns.forEach((_, layer) => {
    const width = widths[layer]!;
    middles.push(x + width / 2);
    x += width;
    if (layer === columns.length - 1) return;
    const tracks = tracksOf(climbs[layer]!);
    const last = tracks.reduce((most, track) => Math.max(most, track), 0);
    const gap = Math.max(GAP, gaps[layer]!, 2 * GAP_PADDING + last * TRACK);
    climbs[layer]!.forEach(({ flow }, c) => {
      climbX.set(flow * columns.length + layer, x + (gap - last * TRACK) / 2 + tracks[c]! * TRACK);
    });
    x += gap;
  });

  const docked = nodes.map(() => ({ top: false, bottom: false }));
  const border = (node: number, side: "left" | "right" | "top" | "bottom"): Point => {
    const [middle, { width, height }] = [middles[vertices[node]!.layer]!, sizes[node]!];
    if (side === "top" || side === "bottom") {
      docked[node]![side] = true;
      return { x: middle, y: y[node]! + (side === "top" ? -height / 2 : height / 2) };
    }
    return { x: middle + (side === "left" ? -width / 2 : width / 2), y: y[node]! };
  };
  const waypoints = chains.map((chain, flow): Point[] => {
    const { source, target } = flows[flow]!;
    const { source: out, target: into } = docks[flow]!;
    if (source === target) {
      const [begin, end, lane] = [border(source, "right"), border(source, "bottom"), y[chain[0]!]!];
      const aside = begin.x + GAP_PADDING;
      return [begin, { x: aside, y: begin.y }, { x: aside, y: lane }, { x: end.x, y: lane }, end];
    }
    const inside: Point[] = [];
    for (let c = 1; c < chain.length; c++) {
      const [left, right] = [chain[c - 1]!, chain[c]!];
      const climb = climbX.get(flow * columns.length + vertices[left]!.layer);
      if (climb !== undefined) inside.push({ x: climb, y: y[left]! }, { x: climb, y: y[right]! });
    }
    if (isBack[flow]) inside.reverse();
    const [begin, end] = [border(source, out?.side ?? "right"), border(target, into?.side ?? "left")];
    if (out !== null) inside.unshift({ x: begin.x, y: out.lane });
    if (into !== null) inside.push({ x: end.x, y: into.lane });
    return withoutNeedless([begin, ...inside, end]);
  });
  return { middles, width: x, waypoints, docked };
}

/** The same line without points on the way between their neighbours. */
function withoutNeedless(line: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of line) {
    for (;;) {
      const [before, last] = [kept.at(-2), kept.at(-1)];
      const isSame = last !== undefined && last.x === point.x && last.y === point.y;
      const isBetween =
        before !== undefined &&
        ((before.x === last!.x && last!.x === point.x) || (before.y === last!.y && last!.y === point.y));
      if (!isSame && !isBetween) break;
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}
