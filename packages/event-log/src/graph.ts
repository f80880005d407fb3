import { Graph } from "@dagrejs/graphlib";
import type { Dfg } from "./types.js";

/** What a node of `dfgToGraph` carries. `index` points into the activities of the graph. */
export type DfgGraphNode =
  | { readonly kind: "start" | "end" }
  | { readonly kind: "activity"; readonly index: number; readonly name: string; readonly count: number };

export interface DfgGraphEdge {
  /** How often the arc was taken; from `start` and to `end`, how many cases. */
  readonly count: number;
}

/**
 * A directly-follows graph as a directed graph of `@dagrejs/graphlib`, for its algorithms (`alg.dijkstra`, `alg.tarjan`, …).
 *
 * Node `a:3` is activity 3; `start` leads to the activities that start cases, and those that end cases lead to `end`. Ids are made
 * from indexes, because graphlib keeps nodes in plain objects and mistakes names like `constructor`. Arcs with count 0 are left
 * out. O(activities + arcs).
 */
export function dfgToGraph({
  activities,
  from,
  to,
  count,
  startCounts,
  endCounts,
  activityCounts,
}: Dfg): Graph<Record<string, unknown>, DfgGraphNode, DfgGraphEdge> {
  const graph = new Graph<Record<string, unknown>, DfgGraphNode, DfgGraphEdge>({ directed: true });
  const arc = (source: string, target: string, times: number): void => {
    if (times > 0) graph.setEdge(source, target, { count: times });
  };
  graph.setNode("start", { kind: "start" });
  graph.setNode("end", { kind: "end" });
  activities.forEach((name, a) => {
    graph.setNode(`a:${a}`, { kind: "activity", index: a, name, count: activityCounts[a]! });
    arc("start", `a:${a}`, startCounts[a]!);
    arc(`a:${a}`, "end", endCounts[a]!);
  });
  count.forEach((times, i) => {
    arc(`a:${from[i]}`, `a:${to[i]}`, times);
  });
  return graph;
}
