import { alg } from "@dagrejs/graphlib";
import { describe, expect, it } from "@jest/globals";
import { heuristicsNetToGraph } from "../../src/graph.js";
import { tinyNet } from "./tiny-net.js";

describe("heuristicsNetToGraph", () => {
  it("has a node for each activity, the start and the end, and the arcs as edges, so that graphlib's algorithms serve it", () => {
    const net = tinyNet({ A: { out: ["AB"], in: ["A"] }, B: { in: ["A"] } }, { start: ["A"], end: ["B"] });
    const graph = heuristicsNetToGraph(net);
    expect(graph.nodes()).toEqual(["start", "end", "a:0", "a:1"]);
    expect(graph.node("a:1")).toEqual({ kind: "activity", index: 1, name: "B", count: 1 });
    expect(graph.edges().map(({ v, w }) => [v, w, graph.edge(v, w).kind])).toEqual([
      ["a:0", "a:0", "loop-one"],
      ["a:0", "a:1", "direct"],
      ["start", "a:0", "start"],
      ["a:1", "end", "end"],
    ]);
    expect(graph.edge("a:0", "a:1")).toEqual({ kind: "direct", dependency: 0.5, count: 1 });
    expect(alg.components(graph)).toHaveLength(1);
  });
});
