import { GigamineError, quoteValue } from "@gigamine/base";
import { bypass, type Link } from "../bypass.js";
import type { BpmnModel, BpmnNodeKind } from "../types.js";

export type GatewayLogic = "exclusive" | "parallel" | "inclusive";

/**
 * A point of the control flow, which does one thing: a step has one edge in and one out, a split one in, a join one out; the
 * first has one out, the last one in. `node` is the node of the model that it comes from, -1 where several starts or ends come
 * together.
 */
export type ControlPoint =
  | { readonly kind: "first" | "last"; readonly node: -1 }
  | { readonly kind: "step"; readonly node: number; readonly label: string }
  | { readonly kind: "split" | "join"; readonly node: number; readonly logic: GatewayLogic };

export interface ControlEdge extends Link {
  readonly isDefault: boolean;
}

/** The behaviour of a model as a graph in which every point lies on a way from the first to the last. */
export interface ControlFlow {
  /** Point 0 is the first, point 1 the last. */
  readonly points: readonly ControlPoint[];
  readonly edges: readonly ControlEdge[];
  /** Per point the edges that enter it. */
  readonly entering: readonly (readonly number[])[];
  /** Per point the edges that leave it. */
  readonly leaving: readonly (readonly number[])[];
}

const LOGIC: Readonly<Partial<Record<BpmnNodeKind, GatewayLogic>>> = {
  exclusiveGateway: "exclusive",
  parallelGateway: "parallel",
  inclusiveGateway: "inclusive",
};

const FIRST = 0;
const LAST = 1;
const LAST_JOIN = 2;

/**
 * Takes a model apart: events and nameless tasks go, because nothing is seen of them; a node that several flows enter or leave
 * becomes a join, what it does, and a split. Tasks and events join exclusively and split in parallel (BPMN 2.0.2, sections 13.3
 * and 13.5).
 *
 * - One of several start events begins the process. Without a start event, all nodes that nothing flows into begin together.
 * - The process is done when each token has reached an end: what flows into ends is joined inclusively.
 *
 * @throws GigamineError `bpmn/no-start` for a model in which nothing can begin, `bpmn/unreachable-node` and `bpmn/no-way-to-end`
 * for a node that is not on a way from a start to an end.
 */
export function controlFlow(model: BpmnModel, where: string): ControlFlow {
  const { nodes, flows } = model;
  const flowsIn: number[][] = nodes.map(() => []);
  const flowsOut: number[][] = nodes.map(() => []);
  flows.forEach(({ source, target }, f) => {
    flowsOut[source]!.push(f);
    flowsIn[target]!.push(f);
  });
  const startEvents = nodes.flatMap(({ kind }, n) => (kind === "startEvent" ? [n] : []));
  const starts =
    startEvents.length > 0 ? startEvents : nodes.flatMap((_, n) => (flowsIn[n]!.length === 0 ? [n] : []));
  const ends = nodes.flatMap((_, n) => (flowsOut[n]!.length === 0 ? [n] : []));
  mustBeOnWays(model, where, starts, ends);

  /** Points as first made: `null` for one that only passes on what comes. */
  const made: (ControlPoint | null)[] = [
    { kind: "first", node: -1 },
    { kind: "last", node: -1 },
    { kind: "join", node: -1, logic: "inclusive" },
  ];
  const links: ControlEdge[] = [];
  const link = (from: number, to: number, isDefault = false): void => {
    links.push({ from, to, isDefault });
  };
  const isStart = new Set(starts);
  const entry: number[] = [];
  const exit: number[] = [];
  nodes.forEach(({ kind, name }, n) => {
    const ins = flowsIn[n]!.length + (isStart.has(n) ? 1 : 0);
    const outs = flowsOut[n]!.length;
    const label = kind === "task" ? name : null;
    const logic = LOGIC[kind];
    if (outs === 0 && label === null && logic !== "parallel") {
      entry.push(LAST_JOIN);
      exit.push(LAST_JOIN);
      return;
    }
    const parts: (ControlPoint | null)[] = [];
    if (ins > 1) parts.push({ kind: "join", node: n, logic: logic ?? "exclusive" });
    if (label !== null) parts.push({ kind: "step", node: n, label });
    if (outs > 1) parts.push({ kind: "split", node: n, logic: logic ?? "parallel" });
    if (parts.length === 0) parts.push(null);
    parts.forEach((part, index) => {
      const point = made.push(part) - 1;
      if (index === 0) entry.push(point);
      else link(point - 1, point);
    });
    exit.push(made.length - 1);
    if (outs === 0) link(made.length - 1, LAST_JOIN);
  });
  for (const { source, target, isDefault } of flows) link(exit[source]!, entry[target]!, isDefault === true);
  let begin = FIRST;
  if (starts.length > 1) {
    begin =
      made.push({ kind: "split", node: -1, logic: startEvents.length > 0 ? "exclusive" : "parallel" }) - 1;
    link(FIRST, begin);
  }
  for (const start of starts) link(begin, entry[start]!);
  if (links.filter(({ to }) => to === LAST_JOIN).length === 1) made[LAST_JOIN] = null;
  link(LAST_JOIN, LAST);
  return withoutPassing(made, links);
}

/** Leaves out the points that only pass on; each has one link in and one out. */
function withoutPassing(made: readonly (ControlPoint | null)[], links: readonly ControlEdge[]): ControlFlow {
  const points: ControlPoint[] = [];
  const newIndex = made.map((point) => (point === null ? -1 : points.push(point) - 1));
  const entering: number[][] = points.map(() => []);
  const leaving: number[][] = points.map(() => []);
  const edges = bypass(links, (point) => made[point] === null).map(({ from, to, isDefault }, edge) => {
    leaving[newIndex[from]!]!.push(edge);
    entering[newIndex[to]!]!.push(edge);
    return { from: newIndex[from]!, to: newIndex[to]!, isDefault };
  });
  return { points, edges, entering, leaving };
}

function mustBeOnWays(
  { nodes, flows }: BpmnModel,
  where: string,
  starts: readonly number[],
  ends: readonly number[],
): void {
  if (starts.length === 0) {
    const why =
      nodes.length === 0 ? "has no nodes" : "has no start event, and something flows into every node";
    throw new GigamineError("bpmn/no-start", `${where}: the model ${why}. Add a start event.`);
  }
  const unreached = (
    from: readonly number[],
    end: (flow: { source: number; target: number }) => [number, number],
  ) => {
    const next: number[][] = nodes.map(() => []);
    for (const flow of flows) {
      const [near, far] = end(flow);
      next[near]!.push(far);
    }
    const seen = new Set(from);
    for (const node of seen) for (const other of next[node]!) seen.add(other);
    return nodes.findIndex((_, n) => !seen.has(n));
  };
  const outside = unreached(starts, ({ source, target }) => [source, target]);
  if (outside >= 0) {
    throw new GigamineError(
      "bpmn/unreachable-node",
      `${where}: ${describeNode(nodes, outside)} can't be reached from a start. Connect it, or remove it.`,
      { node: outside },
    );
  }
  const stuck = unreached(ends, ({ source, target }) => [target, source]);
  if (stuck >= 0) {
    throw new GigamineError(
      "bpmn/no-way-to-end",
      `${where}: ${describeNode(nodes, stuck)} leads to no end. Connect it to an end event.`,
      { node: stuck },
    );
  }
}

/** A node as it stands in a message: `node 3 (task "Mixing")`. */
export function describeNode(nodes: BpmnModel["nodes"], index: number): string {
  const { kind, name } = nodes[index]!;
  return `node ${index} (${kind}${name === null ? "" : ` ${quoteValue(name)}`})`;
}
