import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { BpmnModel, BpmnNodeKind } from "../../src/index.js";
import {
  bpmnComplexity,
  netComplexity,
  PetriNetBuilder,
  parseTree,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree } from "../arbitrary-tree.js";

/** A model from `"startEvent task exclusiveGateway …"` and flows `"0-1 1-2"`. */
function bpmn(kinds: string, flows: string): BpmnModel {
  return {
    name: null,
    nodes: kinds
      .split(" ")
      .map((kind, i) => ({ kind: kind as BpmnNodeKind, name: kind === "task" ? `t${i}` : null })),
    flows: flows.split(" ").map((flow) => {
      const [source, target] = flow.split("-").map(Number) as [number, number];
      return { source, target, name: null };
    }),
  };
}

describe("bpmnComplexity", () => {
  it("counts the branches of exclusive splits, the subsets of inclusive ones, and one for each parallel split", () => {
    const split = (kind: string) =>
      bpmnComplexity(
        bpmn(`startEvent ${kind} task task task ${kind} endEvent`, "0-1 1-2 1-3 1-4 2-5 3-5 4-5 5-6"),
      );
    expect(split("exclusiveGateway")).toEqual({
      size: 7,
      flows: 8,
      meanDegree: 16 / 7,
      controlFlowComplexity: 3,
      structuredness: 1,
    });
    expect(split("inclusiveGateway").controlFlowComplexity).toBe(7);
    expect(split("parallelGateway").controlFlowComplexity).toBe(1);
  });

  it("calls a part without structure unstructured with its two ends: here a bridge between two branches", () => {
    // 1 splits to 2 and 3; 2 splits to 4 and to 3, which goes on to 6 and 5; 4 and 5 meet at 7: no block. Of 9 nodes 0 and 8 are outside.
    const bridge = bpmn(
      "startEvent exclusiveGateway exclusiveGateway exclusiveGateway task task task exclusiveGateway endEvent",
      "0-1 1-2 1-3 2-4 2-3 3-5 4-7 5-7 7-8".replace("3-5", "3-6 6-5"),
    );
    const { structuredness, size } = bpmnComplexity(bridge);
    expect(structuredness).toBeCloseTo(2 / size, 12);
  });

  it("has no structuredness for a model with two ends or a node off the way", () => {
    expect(
      bpmnComplexity(bpmn("startEvent exclusiveGateway endEvent endEvent", "0-1 1-2 1-3")).structuredness,
    ).toBeNull();
    expect(bpmnComplexity({ name: null, nodes: [], flows: [] })).toEqual({
      size: 0,
      flows: 0,
      meanDegree: null,
      controlFlowComplexity: 0,
      structuredness: null,
    });
  });
});

describe("netComplexity", () => {
  it("sees exclusive splits at places and parallel ones at transitions", () => {
    expect(netComplexity(treeToPetriNet(parseTree("X( 'a', 'b', 'c' )"))).controlFlowComplexity).toBe(3);
    expect(
      netComplexity(treeToPetriNet(parseTree("->( 'a', +( 'b', 'c' ), 'd' )"))).controlFlowComplexity,
    ).toBe(1);
    expect(netComplexity(treeToPetriNet(parseTree("->( 'a', 'b' )")))).toMatchObject({
      size: 5,
      controlFlowComplexity: 0,
    });
  });

  it("is 1 for the net of every tree of the four block operators", () => {
    fc.assert(
      fc.property(arbitraryTree(), (tree) => {
        const text = JSON.stringify(tree);
        fc.pre(!text.includes("inclusive") && !text.includes("interleaved"));
        expect(netComplexity(treeToPetriNet(tree)).structuredness).toBe(1);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("is below 1 for a net that is not made of blocks", () => {
    const b = new PetriNetBuilder();
    const [start, p, q, r, end] = ["start", "p", "q", "r", "end"].map((name) => b.place(name)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    b.transition("a", { inputs: [start], outputs: [p] });
    b.transition("b", { inputs: [start], outputs: [q] });
    b.transition("c", { inputs: [p], outputs: [q] });
    b.transition("d", { inputs: [p], outputs: [r] });
    b.transition("e", { inputs: [q], outputs: [r] });
    b.transition("f", { inputs: [r], outputs: [end] });
    expect(netComplexity(b.build({ initial: [start], final: [end] })).structuredness).toBeLessThan(1);
  });
});
