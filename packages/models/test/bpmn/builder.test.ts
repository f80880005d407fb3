import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BpmnBuilder, type BpmnNodeKind, checkBpmnModel } from "../../src/index.js";
import { arbitraryGateways } from "./arbitrary-bpmn.js";
import { failure } from "./failure.js";

describe("BpmnBuilder", () => {
  it("makes a model of nodes and flows by index, frozen and safe as JSON", () => {
    const b = new BpmnBuilder("Cell line");
    const [start, choice, task, end] = [
      b.node("startEvent"),
      b.node("exclusiveGateway", "good?"),
      b.node("task", "__proto__"),
      b.node("endEvent"),
    ];
    expect([b.flow(start, choice), b.flow(choice, task, { name: "no" })]).toEqual([0, 1]);
    b.flow(choice, end, { isDefault: true });
    b.flow(task, end);
    const model = b.build();
    expect(model).toEqual({
      name: "Cell line",
      nodes: [
        { kind: "startEvent", name: null },
        { kind: "exclusiveGateway", name: "good?" },
        { kind: "task", name: "__proto__" },
        { kind: "endEvent", name: null },
      ],
      flows: [
        { source: 0, target: 1, name: null },
        { source: 1, target: 2, name: "no" },
        { source: 1, target: 3, name: null, isDefault: true },
        { source: 2, target: 3, name: null },
      ],
    });
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    expect(Object.isFrozen(model.nodes) && Object.isFrozen(model.flows[0])).toBe(true);
  });

  it("says which node or flow is wrong and how to mend it", () => {
    const b = new BpmnBuilder();
    const [start, task, end] = [b.node("startEvent"), b.node("task", "a"), b.node("endEvent")];
    const gateway = b.node("inclusiveGateway");
    b.flow(gateway, task, { isDefault: true });
    expect(failure(() => b.node("subProcess" as BpmnNodeKind))).toBe(
      'bpmn/bad-kind: BpmnBuilder.node: the kind is "subProcess". Give one of startEvent, endEvent, intermediateEvent, task, exclusiveGateway, parallelGateway, inclusiveGateway.',
    );
    expect(failure(() => b.flow(start, 4))).toBe(
      "bpmn/no-such-node: BpmnBuilder.flow: there is no node 4; 4 exist so far. Use the number that node() returned.",
    );
    expect(failure(() => b.flow(task, start))).toBe(
      "bpmn/bad-flow: BpmnBuilder.flow: from node 1 to 0: nothing flows into a start event. Put an intermediate event or a gateway there.",
    );
    expect(failure(() => b.flow(end, task))).toBe(
      "bpmn/bad-flow: BpmnBuilder.flow: from node 2 to 1: nothing flows out of an end event. Put an intermediate event or a gateway there.",
    );
    expect(failure(() => b.flow(task, end, { isDefault: true }))).toBe(
      "bpmn/bad-flow: BpmnBuilder.flow: from node 1 to 2: only exclusive and inclusive gateways have a default flow. Let it start at one.",
    );
    expect(failure(() => b.flow(gateway, end, { isDefault: true }))).toBe(
      "bpmn/bad-flow: BpmnBuilder.flow: from node 3 to 2: the gateway already has a default flow. Mark one only.",
    );
  });
});

describe("checkBpmnModel", () => {
  const model = {
    name: null,
    nodes: [
      { kind: "startEvent", name: null },
      { kind: "endEvent", name: null },
    ],
    flows: [{ source: 0, target: 1, name: null }],
  };
  const flows = (...list: unknown[]) => ({ ...model, flows: list });

  it("returns every model that the builder makes", () => {
    fc.assert(
      fc.property(arbitraryGateways({ cyclic: true }), (built) => {
        expect(checkBpmnModel(JSON.parse(JSON.stringify(built)))).toEqual(built);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it.each([
    [null, "$", "checkBpmnModel: at $: expected an object, found null."],
    [{}, "$.name", "checkBpmnModel: at $.name: expected a text or null, found nothing."],
    [{ name: "", flows: [] }, "$.nodes", "checkBpmnModel: at $.nodes: expected a list, found nothing."],
    [
      { ...model, nodes: [{ kind: "toString", name: null }] },
      "$.nodes[0].kind",
      'checkBpmnModel: at $.nodes[0].kind: expected one of startEvent, endEvent, intermediateEvent, task, exclusiveGateway, parallelGateway, inclusiveGateway, found "toString".',
    ],
    [
      { ...model, nodes: [{ kind: "task" }] },
      "$.nodes[0].name",
      "checkBpmnModel: at $.nodes[0].name: expected a text or null, found nothing.",
    ],
    [
      flows({ source: 0, target: 2, name: null }),
      "$.flows[0].target",
      "checkBpmnModel: at $.flows[0].target: expected the index of a node from 0 to 1, found 2.",
    ],
    [
      { name: null, nodes: [], flows: [{ source: 0 }] },
      "$.flows[0].source",
      "checkBpmnModel: at $.flows[0].source: expected the index of a node, but there are none, found 0.",
    ],
    [
      flows({ source: 0, target: 1, name: null, isDefault: false }),
      "$.flows[0].isDefault",
      "checkBpmnModel: at $.flows[0].isDefault: expected true or nothing, found false.",
    ],
    [
      flows(model.flows[0], { source: 1, target: 0, name: null }),
      "$.flows[1]",
      "checkBpmnModel: at $.flows[1]: nothing flows into a start event. Put an intermediate event or a gateway there.",
    ],
  ])("names the path of what is wrong in %j", (value, path, message) => {
    const fault = { code: "bpmn/invalid", message, fields: expect.objectContaining({ path }) };
    expect(() => checkBpmnModel(value)).toThrow(expect.objectContaining(fault));
  });
});
