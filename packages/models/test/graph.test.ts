import { alg } from "@dagrejs/graphlib";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { bpmnToGraph, petriNetToGraph, processTreeToGraph } from "../src/graph.js";
import {
  activity,
  BpmnBuilder,
  foldTree,
  PetriNetBuilder,
  parseTree,
  sequence,
  treeToPetriNet,
} from "../src/index.js";
import { arbitraryTree, hostileNames } from "./arbitrary-tree.js";

describe("petriNetToGraph", () => {
  it("has a node for each place and transition, and the arcs as edges with weights", () => {
    const b = new PetriNetBuilder();
    const [p, q] = [b.place("constructor"), b.place("__proto__")];
    const t = b.transition("toString", { inputs: [p], outputs: [p] });
    b.arc("output", q, t, 3);
    const graph = petriNetToGraph(b.build({ initial: [p], final: [q, q] }));
    expect(graph.nodes()).toEqual(["p:0", "p:1", "t:0"]);
    expect(graph.node("p:0")).toEqual({
      kind: "place",
      index: 0,
      name: "constructor",
      initialTokens: 1,
      finalTokens: 0,
    });
    expect(graph.node("p:1")).toEqual({
      kind: "place",
      index: 1,
      name: "__proto__",
      initialTokens: 0,
      finalTokens: 2,
    });
    expect(graph.node("t:0")).toEqual({ kind: "transition", index: 0, name: "t0", label: "toString" });
    expect(graph.edges().map(({ v, w }) => [v, w, graph.edge(v, w).weight])).toEqual([
      ["p:0", "t:0", 1],
      ["t:0", "p:0", 1],
      ["t:0", "p:1", 3],
    ]);
  });

  it("serves graphlib's algorithms: one component, cycles where there are loops or interleaved parts", () => {
    fc.assert(
      fc.property(arbitraryTree({ names: hostileNames }), (tree) => {
        const graph = petriNetToGraph(treeToPetriNet(tree));
        expect(alg.components(graph)).toHaveLength(1);
        const cyclic = foldTree<boolean>(
          tree,
          () => false,
          // The children of an interleaved take a token and give it back.
          ({ kind }, parts) =>
            kind === "loop" || (kind === "interleaved" && parts.length > 1) || parts.includes(true),
        );
        expect(alg.isAcyclic(graph)).toBe(!cyclic);
      }),
      { seed: 10, numRuns: 50 },
    );
  });
});

describe("bpmnToGraph", () => {
  it("has a node for each node and an edge for each flow, also for two between the same nodes", () => {
    const b = new BpmnBuilder();
    const [start, split] = [b.node("startEvent", "__proto__"), b.node("exclusiveGateway")];
    const [task, end] = [b.node("task", "constructor"), b.node("endEvent")];
    b.flow(start, split);
    b.flow(split, task, { name: "yes" });
    b.flow(split, task);
    b.flow(task, end);
    const graph = bpmnToGraph(b.build());
    expect(graph.nodes().map((id) => graph.node(id))).toEqual([
      { kind: "startEvent", index: 0, name: "__proto__" },
      { kind: "exclusiveGateway", index: 1, name: null },
      { kind: "task", index: 2, name: "constructor" },
      { kind: "endEvent", index: 3, name: null },
    ]);
    expect(graph.edges().map((edge) => [edge.v, edge.w, graph.edge(edge)])).toEqual([
      ["n:0", "n:1", { index: 0, name: null }],
      ["n:1", "n:2", { index: 1, name: "yes" }],
      ["n:1", "n:2", { index: 2, name: null }],
      ["n:2", "n:3", { index: 3, name: null }],
    ]);
    expect(graph.successors("n:1")).toEqual(["n:2"]);
  });
});

describe("processTreeToGraph", () => {
  it("numbers the nodes in the order of the text, edges from parent to child", () => {
    const graph = processTreeToGraph(parseTree("->( 'a', X( 'b', tau ), *( 'c', tau ) )"));
    expect(graph.nodes().map((id) => [id, graph.node(id).label])).toEqual([
      ["n:0", "->"],
      ["n:1", "a"],
      ["n:2", "X"],
      ["n:3", "b"],
      ["n:4", "tau"],
      ["n:5", "*"],
      ["n:6", "c"],
      ["n:7", "tau"],
    ]);
    expect(graph.edges().map(({ v, w }) => [v, w, graph.edge(v, w).position])).toEqual([
      ["n:0", "n:1", 0],
      ["n:0", "n:2", 1],
      ["n:2", "n:3", 0],
      ["n:2", "n:4", 1],
      ["n:0", "n:5", 2],
      ["n:5", "n:6", 0],
      ["n:5", "n:7", 1],
    ]);
  });

  it("keeps two leaves of the same activity apart", () => {
    expect(processTreeToGraph(sequence(activity("constructor"), activity("constructor"))).nodeCount()).toBe(
      3,
    );
  });
});
