import { Graph } from "@dagrejs/graphlib";
import type { BpmnModel, BpmnNode } from "./bpmn/types.js";
import type { HeuristicsArcKind, HeuristicsNet } from "./heuristics-net/types.js";
import type { AcceptingPetriNet } from "./petri-net/types.js";
import { OPERATOR_SYMBOLS } from "./process-tree/print.js";
import type { ProcessTree } from "./process-tree/types.js";

/** What a node of `petriNetToGraph` carries. `index` points into the places or transitions of the net. */
export type PetriNetGraphNode =
  | {
      readonly kind: "place";
      readonly index: number;
      readonly name: string;
      readonly initialTokens: number;
      readonly finalTokens: number;
    }
  | {
      readonly kind: "transition";
      readonly index: number;
      readonly name: string;
      readonly label: string | null;
    };

export interface PetriNetGraphEdge {
  readonly weight: number;
}

/**
 * A model as a directed graph of `@dagrejs/graphlib`, for its algorithms (`alg.components`, `alg.dijkstra`, …).
 *
 * Node `p:3` is place 3 and `t:0` transition 0: ids are made from indexes, because graphlib keeps nodes in plain objects and
 * mistakes names like `constructor`. Arcs between the same two are one edge with the sum of the weights. O(places + arcs).
 */
export function petriNetToGraph({
  net,
  initialMarking,
  finalMarking,
}: AcceptingPetriNet): Graph<Record<string, unknown>, PetriNetGraphNode, PetriNetGraphEdge> {
  const graph = new Graph<Record<string, unknown>, PetriNetGraphNode, PetriNetGraphEdge>({ directed: true });
  net.places.forEach(({ name }, index) => {
    const [initialTokens, finalTokens] = [initialMarking[index]!, finalMarking[index]!];
    graph.setNode(`p:${index}`, { kind: "place", index, name, initialTokens, finalTokens });
  });
  net.transitions.forEach(({ name, label }, index) => {
    graph.setNode(`t:${index}`, { kind: "transition", index, name, label });
  });
  for (const { kind, place, transition, weight } of net.arcs) {
    const ends = [`p:${place}`, `t:${transition}`] as const;
    const [from, to] = kind === "input" ? ends : [ends[1], ends[0]];
    const before = graph.hasEdge(from, to) ? graph.edge(from, to).weight : 0;
    graph.setEdge(from, to, { weight: before + weight });
  }
  return graph;
}

/** What a node of `bpmnToGraph` carries. `index` points into the nodes of the model. */
export interface BpmnGraphNode extends BpmnNode {
  readonly index: number;
}

/** What an edge of `bpmnToGraph` carries. `index` points into the flows of the model. */
export interface BpmnGraphEdge {
  readonly index: number;
  readonly name: string | null;
}

/**
 * A BPMN model as a directed graph of `@dagrejs/graphlib`. Node `n:3` is node 3; flow 5 is the edge named `f:5`, so that several flows
 * between the same two nodes stay apart. O(nodes + flows).
 */
export function bpmnToGraph({
  nodes,
  flows,
}: BpmnModel): Graph<Record<string, unknown>, BpmnGraphNode, BpmnGraphEdge> {
  const graph = new Graph<Record<string, unknown>, BpmnGraphNode, BpmnGraphEdge>({
    directed: true,
    multigraph: true,
  });
  nodes.forEach(({ kind, name }, index) => {
    graph.setNode(`n:${index}`, { kind, index, name });
  });
  flows.forEach(({ source, target, name }, index) => {
    graph.setEdge(`n:${source}`, `n:${target}`, { index, name }, `f:${index}`);
  });
  return graph;
}

/** What a node of `processTreeToGraph` carries. */
export interface ProcessTreeGraphNode {
  readonly kind: ProcessTree["kind"];
  /** The activity, `tau`, or the operator's symbol as `printTree` writes it. */
  readonly label: string;
}

export interface ProcessTreeGraphEdge {
  /** The child's place among its siblings, from 0. */
  readonly position: number;
}

/**
 * A tree as a directed graph of `@dagrejs/graphlib`, edges from parent to child. Node `n:0` is the root; the others follow in
 * the order of the printed text. O(nodes), any depth.
 */
export function processTreeToGraph(
  tree: ProcessTree,
): Graph<Record<string, unknown>, ProcessTreeGraphNode, ProcessTreeGraphEdge> {
  const graph = new Graph<Record<string, unknown>, ProcessTreeGraphNode, ProcessTreeGraphEdge>({
    directed: true,
  });
  const pending: { readonly node: ProcessTree; readonly parent: string | null; readonly position: number }[] =
    [{ node: tree, parent: null, position: 0 }];
  for (let n = 0; pending.length > 0; n++) {
    const { node, parent, position } = pending.pop()!;
    const id = `n:${n}`;
    if (node.kind === "activity") graph.setNode(id, { kind: node.kind, label: node.name });
    else if (node.kind === "silent") graph.setNode(id, { kind: node.kind, label: "tau" });
    else {
      graph.setNode(id, { kind: node.kind, label: OPERATOR_SYMBOLS[node.kind] });
      for (let c = node.children.length - 1; c >= 0; c--) {
        pending.push({ node: node.children[c]!, parent: id, position: c });
      }
    }
    if (parent !== null) graph.setEdge(parent, id, { position });
  }
  return graph;
}

/** What a node of `heuristicsNetToGraph` carries. `index` points into the activities of the net. */
export type HeuristicsNetGraphNode =
  | { readonly kind: "activity"; readonly index: number; readonly name: string; readonly count: number }
  | { readonly kind: "start" | "end" };

export interface HeuristicsNetGraphEdge {
  readonly kind: HeuristicsArcKind | "start" | "end";
  readonly dependency: number;
  readonly count: number;
}

/**
 * The dependencies of a heuristics net as a directed graph of `@dagrejs/graphlib`. Node `a:0` is activity 0; `start` and `end` are the
 * start and the end of a case. Bindings have no place in a graph and are left out. O(activities + arcs).
 */
export function heuristicsNetToGraph({
  activities,
  arcs,
  start,
  end,
}: HeuristicsNet): Graph<Record<string, unknown>, HeuristicsNetGraphNode, HeuristicsNetGraphEdge> {
  const graph = new Graph<Record<string, unknown>, HeuristicsNetGraphNode, HeuristicsNetGraphEdge>({
    directed: true,
  });
  graph.setNode("start", { kind: "start" });
  graph.setNode("end", { kind: "end" });
  activities.forEach(({ name, count }, index) => {
    graph.setNode(`a:${index}`, { kind: "activity", index, name, count });
  });
  for (const { from, to, kind, dependency, count } of arcs) {
    graph.setEdge(`a:${from}`, `a:${to}`, { kind, dependency, count });
  }
  for (const { activity, dependency, count } of start.arcs) {
    graph.setEdge("start", `a:${activity}`, { kind: "start", dependency, count });
  }
  for (const { activity, dependency, count } of end.arcs) {
    graph.setEdge(`a:${activity}`, "end", { kind: "end", dependency, count });
  }
  return graph;
}
