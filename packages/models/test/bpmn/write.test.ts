import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readBpmn, writeBpmn } from "../../src/bpmn.js";
import { BpmnBuilder, type BpmnModel, parseTree, treeToBpmn } from "../../src/index.js";
import { arbitraryTree, hostileNames } from "../arbitrary-tree.js";
import { arbitraryGateways } from "./arbitrary-bpmn.js";
import { failure } from "./failure.js";

const roundTrip = (model: BpmnModel): void => {
  const { issues, ...read } = readBpmn(writeBpmn(model));
  expect(read).toEqual(model);
  expect(issues.filter(({ code }) => code !== "bpmn/no-name")).toEqual([]);
};

describe("writeBpmn", () => {
  it("writes the process, then its diagram", () => {
    const b = new BpmnBuilder('Line "2"');
    const [start, choice, task, end] = [
      b.node("startEvent", "Foil\narrived"),
      b.node("exclusiveGateway"),
      b.node("task", "Coat <A>"),
      b.node("endEvent"),
    ];
    b.flow(start, choice);
    b.flow(choice, task, { name: "no & yes" });
    b.flow(choice, end, { isDefault: true });
    b.flow(task, end);
    expect(writeBpmn(b.build())).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions_1" targetNamespace="urn:gigamine" exporter="gigamine">
  <process id="process_1" name="Line &quot;2&quot;" isExecutable="false">
    <startEvent id="startEvent_0" name="Foil&#10;arrived">
      <outgoing>flow_0</outgoing>
    </startEvent>
    <exclusiveGateway id="exclusiveGateway_1" default="flow_2">
      <incoming>flow_0</incoming>
      <outgoing>flow_1</outgoing>
      <outgoing>flow_2</outgoing>
    </exclusiveGateway>
    <task id="task_2" name="Coat &lt;A&gt;">
      <incoming>flow_1</incoming>
      <outgoing>flow_3</outgoing>
    </task>
    <endEvent id="endEvent_3">
      <incoming>flow_2</incoming>
      <incoming>flow_3</incoming>
    </endEvent>
    <sequenceFlow id="flow_0" sourceRef="startEvent_0" targetRef="exclusiveGateway_1"/>
    <sequenceFlow id="flow_1" name="no &amp; yes" sourceRef="exclusiveGateway_1" targetRef="task_2"/>
    <sequenceFlow id="flow_2" sourceRef="exclusiveGateway_1" targetRef="endEvent_3"/>
    <sequenceFlow id="flow_3" sourceRef="task_2" targetRef="endEvent_3"/>
  </process>
  <bpmndi:BPMNDiagram id="diagram_1">
    <bpmndi:BPMNPlane id="plane_1" bpmnElement="process_1">
      <bpmndi:BPMNShape id="shape_0" bpmnElement="startEvent_0">
        <dc:Bounds x="25" y="62" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="20" y="104" width="46" height="28"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="shape_1" bpmnElement="exclusiveGateway_1" isMarkerVisible="true">
        <dc:Bounds x="116" y="55" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="shape_2" bpmnElement="task_2">
        <dc:Bounds x="228" y="40" width="100" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="shape_3" bpmnElement="endEvent_3">
        <dc:Bounds x="378" y="62" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="edge_0" bpmnElement="flow_0">
        <di:waypoint x="61" y="80"/>
        <di:waypoint x="116" y="80"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="edge_1" bpmnElement="flow_1">
        <di:waypoint x="166" y="80"/>
        <di:waypoint x="228" y="80"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="172" y="64" width="50" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="edge_2" bpmnElement="flow_2">
        <di:waypoint x="141" y="55"/>
        <di:waypoint x="141" y="20"/>
        <di:waypoint x="353" y="20"/>
        <di:waypoint x="353" y="80"/>
        <di:waypoint x="378" y="80"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="edge_3" bpmnElement="flow_3">
        <di:waypoint x="328" y="80"/>
        <di:waypoint x="378" y="80"/>
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</definitions>
`);
  });

  it("is undone by reading, for every tree with hostile names", () => {
    fc.assert(
      fc.property(arbitraryTree({ depth: 2, names: hostileNames }), (tree) => {
        roundTrip(treeToBpmn(tree));
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it("is undone by reading, for any model: every kind of node, names or none, several flows between two nodes, default flows", () => {
    const name = fc.option(hostileNames, { nil: null });
    const kind = fc.constantFrom(
      ...(["startEvent", "endEvent", "intermediateEvent", "task", "exclusiveGateway"] as const),
      ...(["parallelGateway", "inclusiveGateway"] as const),
    );
    const models = fc.record({
      name,
      nodes: fc.array(fc.tuple(kind, name), { maxLength: 6 }),
      flows: fc.array(fc.tuple(fc.nat(), fc.nat(), name, fc.boolean()), { maxLength: 10 }),
    });
    let flowCount = 0;
    fc.assert(
      fc.property(models, ({ name: process, nodes, flows }) => {
        const b = new BpmnBuilder(process);
        for (const [nodeKind, nodeName] of nodes) b.node(nodeKind, nodeName);
        const defaults = new Set<number>();
        for (const [from, to, flowName, wantsDefault] of nodes.length === 0 ? [] : flows) {
          const [source, target] = [from % nodes.length, to % nodes.length];
          const sourceKind = nodes[source]![0];
          if (sourceKind === "endEvent" || nodes[target]![0] === "startEvent") continue;
          const mayBeDefault = sourceKind === "exclusiveGateway" || sourceKind === "inclusiveGateway";
          const isDefault = wantsDefault && mayBeDefault && !defaults.has(source);
          if (isDefault) defaults.add(source);
          b.flow(source, target, { name: flowName, isDefault });
          flowCount++;
        }
        roundTrip(b.build());
      }),
      { seed: 9, numRuns: 200 },
    );
    expect(flowCount).toBeGreaterThan(200);
  });

  it("is undone by reading, for models without blocks", () => {
    fc.assert(fc.property(arbitraryGateways({ cyclic: true, most: 8 }), roundTrip), {
      seed: 10,
      numRuns: 50,
    });
  });

  it("writes the same text for the same model", () => {
    const make = () => writeBpmn(treeToBpmn(parseTree("->( 'a', +( 'b', *( 'c', 'd' ) ), X( 'e', tau ) )")));
    expect(make()).toBe(make());
  });

  it("leaves the diagram out on request", () => {
    const model = treeToBpmn(parseTree("X( 'a', 'b' )"));
    const whole = writeBpmn(model);
    const [process] = whole.split("  <bpmndi:BPMNDiagram");
    expect(writeBpmn(model, { diagram: false })).toBe(`${process}</definitions>\n`);
    expect(failure(() => writeBpmn(model, { diagram: "no" as unknown as boolean }))).toBe(
      'option/out-of-range: writeBpmn: option diagram is "no". Give true, or false for a file without a picture.',
    );
  });

  it("says which name XML can't hold, and what is wrong with a damaged model", () => {
    const problem = (model: BpmnModel) => failure(() => writeBpmn(model));
    const named = (name: string): BpmnModel => ({ name: null, nodes: [{ kind: "task", name }], flows: [] });
    expect(problem(named("a\u0000"))).toBe(
      'bpmn/unwritable-text: writeBpmn: the name "a\\u0000" holds the character U+0000, which XML can\'t hold. Rename it first.',
    );
    expect(problem(undefined as unknown as BpmnModel)).toBe(
      "bpmn/invalid: checkBpmnModel: at $: expected an object, found nothing.",
    );
    expect(problem({ ...named("a"), flows: [{ source: 0, target: 1, name: null }] })).toBe(
      "bpmn/invalid: checkBpmnModel: at $.flows[0].target: expected the index of a node from 0 to 0, found 1.",
    );
  });
});
