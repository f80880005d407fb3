import { describe, expect, it } from "@jest/globals";
import { type BpmnModel, bpmnToPetriNet, checkBpmnModel, readBpmn } from "../../src/index.js";
import { netLanguage } from "../net-language.js";
import { failure } from "./failure.js";

/** In the form of bpmn.io and Camunda: prefix `bpmn`, extensions, a boundary event, annotations, a diagram. */
const BPMN_IO = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="Process_0abc" name="Cell test" isExecutable="true">
    <bpmn:startEvent id="StartEvent_1" name="Cell arrived">
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1" />
    <bpmn:userTask id="Activity_1" name="Measure &#34;OCV&#34; &amp; &lt;R&gt;&#10;twice">
      <bpmn:documentation>Not a name</bpmn:documentation>
      <bpmn:extensionElements>
        <zeebe:task><zeebe:userTask id="Activity_1" /></zeebe:task>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_1</bpmn:incoming>
      <bpmn:outgoing>Flow_2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:exclusiveGateway id="Gateway_1" name="Good?" default="Flow_4">
      <bpmn:incoming>Flow_2</bpmn:incoming>
      <bpmn:outgoing>Flow_3</bpmn:outgoing>
      <bpmn:outgoing>Flow_4</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Gateway_1" />
    <bpmn:serviceTask id="Activity_2" name="Bin" />
    <bpmn:sequenceFlow id="Flow_3" name="yes" sourceRef="Gateway_1" targetRef="Activity_2">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">=good</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:endEvent id="Event_1" />
    <bpmn:sequenceFlow id="Flow_4" sourceRef="Gateway_1" targetRef="Event_1" />
    <bpmn:sequenceFlow id="Flow_5" sourceRef="Activity_2" targetRef="Event_1" />
    <bpmn:textAnnotation id="Text_1"><bpmn:text>sequenceFlow</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="Association_1" sourceRef="Activity_1" targetRef="Text_1" />
    <bpmn:textAnnotation id="Text_2"><bpmn:text /></bpmn:textAnnotation>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1">
    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="Process_0abc">
      <bpmndi:BPMNShape id="Activity_1_di" bpmnElement="Activity_1"><dc:Bounds x="1" y="1" width="100" height="80" /></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>`;

/** In the form of PM4Py: empty names, no names for gateways, many attributes. */
const PM4PY = `<?xml version="1.0" encoding="utf-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://www.signavio.com/bpmn20" typeLanguage="http://www.w3.org/2001/XMLSchema">
	<bpmn:process id="idp" isClosed="false" isExecutable="false" processType="None">
		<bpmn:parallelGateway id="id2" gatewayDirection="Diverging" name="">
			<bpmn:incoming>f1</bpmn:incoming>
			<bpmn:outgoing>f2</bpmn:outgoing>
		</bpmn:parallelGateway>
		<bpmn:startEvent id="id1" isInterrupting="true" name="start" parallelMultiple="false">
			<bpmn:outgoing>f1</bpmn:outgoing>
		</bpmn:startEvent>
		<bpmn:task id="id3" name="a"><bpmn:incoming>f2</bpmn:incoming></bpmn:task>
		<bpmn:sequenceFlow id="f1" name="" sourceRef="id1" targetRef="id2"/>
		<bpmn:sequenceFlow id="f2" name="" sourceRef="id2" targetRef="id3"/>
	</bpmn:process>
</bpmn:definitions>`;

/** In the form of Signavio: no prefix, a pool with lanes, data, message flows, ids that begin with `sid`. */
const SIGNAVIO = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor, http://www.signavio.com" id="sid-0">
   <collaboration id="sid-1">
      <extensionElements><signavio:signavioMetaData metaKey="revisionid" metaValue="x"/></extensionElements>
      <participant id="sid-2" name="Plant" processRef="sid-4"/>
      <participant id="sid-3" name="Supplier"/>
      <messageFlow id="sid-5" sourceRef="sid-3" targetRef="sid-7"/>
   </collaboration>
   <process id="sid-4" isExecutable="false">
      <laneSet id="sid-6"><lane id="sid-6a" name="Coating"><flowNodeRef>sid-7</flowNodeRef></lane></laneSet>
      <startEvent id="sid-7" name=""><outgoing>sid-10</outgoing><messageEventDefinition id="sid-8"/></startEvent>
      <callActivity id="sid-9" name="Coat"><dataInputAssociation id="sid-12"><sourceRef>sid-13</sourceRef></dataInputAssociation></callActivity>
      <endEvent id="sid-14" name=""/>
      <dataObjectReference id="sid-13" name="Recipe" dataObjectRef="sid-15"/>
      <dataObject id="sid-15"/>
      <sequenceFlow id="sid-10" sourceRef="sid-7" targetRef="sid-9"/>
      <sequenceFlow id="sid-11" sourceRef="sid-9" targetRef="sid-14"/>
   </process>
</definitions>`;

/** A document around what stands in its process, which begins on line 3. */
const bpmn = (content: string, prefix = "") =>
  `<${prefix}definitions xmlns${prefix === "" ? "" : `:${prefix.slice(0, -1)}`}="http://www.omg.org/spec/BPMN/20100524/MODEL">\n<${prefix}process id="p">\n${content}\n</${prefix}process>\n</${prefix}definitions>`;
const flow = (id: string, source: string, target: string, more = "") =>
  `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"${more === "" ? "/>" : `>${more}</sequenceFlow>`}`;
const STEPS = `<startEvent id="s"/><task id="t" name="a"/><endEvent id="e"/>${flow("f1", "s", "t")}${flow("f2", "t", "e")}`;

const read = (content: string) => readBpmn(bpmn(content));
const kinds = ({ nodes }: BpmnModel) =>
  nodes.map(({ kind, name }) => (name === null ? kind : `${kind} ${name}`));
const ways = ({ flows }: BpmnModel) => flows.map(({ source, target }) => `${source}>${target}`).join(" ");
const messages = ({ issues }: { issues: readonly { message: string }[] }) =>
  issues.map(({ message }) => message);
const language = (model: BpmnModel) =>
  netLanguage(bpmnToPetriNet(model), 4).map((trace) => (JSON.parse(trace) as string[]).join(""));

const problem = (data: string | Uint8Array, process?: string) => failure(() => readBpmn(data, { process }));

describe("readBpmn", () => {
  it("reads a file of bpmn.io or Camunda: tasks of all types, names, default flows; extensions and diagrams passed over", () => {
    expect(readBpmn(BPMN_IO)).toEqual({
      name: "Cell test",
      nodes: [
        { kind: "startEvent", name: "Cell arrived" },
        { kind: "task", name: 'Measure "OCV" & <R>\ntwice' },
        { kind: "exclusiveGateway", name: "Good?" },
        { kind: "task", name: "Bin" },
        { kind: "endEvent", name: null },
      ],
      flows: [
        { source: 0, target: 1, name: null },
        { source: 1, target: 2, name: null },
        { source: 2, target: 3, name: "yes" },
        { source: 2, target: 4, name: null, isDefault: true },
        { source: 3, target: 4, name: null },
      ],
      issues: [
        {
          code: "bpmn/passed-over",
          message: "A <textAnnotation> is no part of the control flow and is passed over, as is one more.",
          line: 29,
          column: 5,
        },
        {
          code: "bpmn/passed-over",
          message: "A <association> is no part of the control flow and is passed over.",
          line: 30,
          column: 5,
        },
      ],
    });
  });

  it("reads a file of PM4Py, in the order of the file, and keeps empty names", () => {
    const model = readBpmn(PM4PY);
    expect(model.nodes).toEqual([
      { kind: "parallelGateway", name: "" },
      { kind: "startEvent", name: "start" },
      { kind: "task", name: "a" },
    ]);
    expect([ways(model), model.issues]).toEqual(["1>0 0>2", []]);
  });

  it("reads a file of Signavio: the one process of its pools, with lanes, data and messages passed over", () => {
    const model = readBpmn(SIGNAVIO);
    expect(kinds(model)).toEqual(["startEvent ", "task Coat", "endEvent "]);
    expect(model.issues.map(({ message, line }) => `${line}: ${message}`)).toEqual([
      "5: A <participant> is no part of the control flow and is passed over, as is one more.",
      "7: A <messageFlow> is no part of the control flow and is passed over.",
      "10: A <laneSet> is no part of the control flow and is passed over.",
      "14: A <dataObjectReference> is no part of the control flow and is passed over.",
      "15: A <dataObject> is no part of the control flow and is passed over.",
    ]);
  });

  it.each(["", "bpmn:", "bpmn2:", "semantic:", "model:"])("understands the prefix %j", (prefix) => {
    const content = STEPS.replaceAll(/<(\/?)/g, `<$1${prefix}`);
    expect(kinds(readBpmn(bpmn(content, prefix)))).toEqual(["startEvent", "task a", "endEvent"]);
  });

  it("decodes bytes by their declared encoding or byte order mark", () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${bpmn(STEPS.replace('"a"', '"Bänder"'))}`;
    const latin = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect(readBpmn(latin).nodes[1]!.name).toBe("Bänder");
    expect(readBpmn(new TextEncoder().encode(`\ufeff${bpmn(STEPS)}`)).nodes).toHaveLength(3);
  });

  it("gives a model that passes the check for values from outside", () => {
    const model = readBpmn(BPMN_IO);
    expect(checkBpmnModel(model)).toBe(model);
  });

  it("reads all kinds of tasks, events and gateways", () => {
    const elements = [
      "task userTask serviceTask scriptTask sendTask receiveTask manualTask businessRuleTask callActivity",
      "intermediateCatchEvent intermediateThrowEvent exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway",
    ].flatMap((line) => line.split(" "));
    const model = read(elements.map((element, e) => `<${element} id="n${e}" name="x"/>`).join(""));
    expect(model.nodes.map(({ kind }) => kind)).toEqual([
      ...new Array(9).fill("task"),
      "intermediateEvent",
      "intermediateEvent",
      "exclusiveGateway",
      "parallelGateway",
      "inclusiveGateway",
      "exclusiveGateway",
    ]);
    expect(messages(model)).toEqual(['The eventBasedGateway "x" is read as an exclusive gateway.']);
  });

  it("says of a task without a name that it is not visible", () => {
    const { nodes, issues } = read(STEPS.replace(' name="a"', ""));
    expect(nodes[1]).toEqual({ kind: "task", name: null });
    expect(issues).toEqual([
      {
        code: "bpmn/no-name",
        message: 'The task "t" has no name, so it is no visible activity.',
        line: 3,
        column: 21,
      },
    ]);
  });

  it("reads conditions on all flows out of a task as an inclusive gateway", () => {
    const condition = "<conditionExpression>x</conditionExpression>";
    const model = read(
      `<startEvent id="s"/><task id="t" name="a" default="f4"/><task id="u" name="b"/><task id="v" name="c"/>${flow("f1", "s", "t")}` +
        `${flow("f3", "t", "u", condition)}${flow("f4", "t", "v")}`,
    );
    expect(kinds(model)).toEqual(["startEvent", "task a", "inclusiveGateway", "task b", "task c"]);
    expect(model.flows).toEqual([
      { source: 1, target: 2, name: null },
      { source: 0, target: 1, name: null },
      { source: 2, target: 3, name: null },
      { source: 2, target: 4, name: null, isDefault: true },
    ]);
    expect(messages(model)).toEqual([
      'The task "a" is read as followed by an inclusive gateway, as the flows out of it have conditions.',
    ]);
    expect(language(model)).toEqual(["ab", "ac"]);
  });

  it("reads a boundary event that interrupts its task as a choice after the task", () => {
    const model = read(
      `<startEvent id="s"/><task id="t" name="a"/><boundaryEvent id="b" attachedToRef="t"><timerEventDefinition/></boundaryEvent>` +
        `<task id="u" name="b"/><task id="v" name="c"/>${flow("f1", "s", "t")}${flow("f2", "t", "u")}${flow("f3", "b", "v")}`,
    );
    expect(language(model)).toEqual(["ab", "ac"]);
    expect(messages(model)).toEqual(['The boundaryEvent "b" is read as a choice after its task.']);
  });

  it("connects link events of one name", () => {
    const link = (side: string, id: string, name: string) =>
      `<intermediate${side}Event id="${id}"><linkEventDefinition name="${name}"/></intermediate${side}Event>`;
    const model = read(
      `<startEvent id="s"/>${link("Throw", "l1", "A")}${link("Catch", "l2", "B")}${link("Catch", "l3", "A")}` +
        `<task id="t" name="a"/><task id="u" name="b"/>${flow("f1", "s", "l1")}${flow("f2", "l3", "t")}${flow("f3", "l2", "u")}`,
    );
    expect(ways(model)).toBe("0>1 3>4 2>5 1>3");
  });

  it("expands sub-processes in their place: what is inside begins by one start, and is over when all its tokens are", () => {
    const inside =
      `<startEvent id="is"/><parallelGateway id="g"/><task id="x" name="x"/><task id="y" name="y"/><endEvent id="e1"/><endEvent id="e2"/>` +
      `${flow("i1", "is", "g")}${flow("i2", "g", "x")}${flow("i3", "g", "y")}${flow("i4", "x", "e1")}${flow("i5", "y", "e2")}`;
    const model = read(
      `<startEvent id="s"/><subProcess id="sub" name="Sub">${inside}</subProcess><task id="t" name="a"/><endEvent id="e"/>` +
        `${flow("f1", "s", "sub")}${flow("f2", "sub", "t")}${flow("f3", "t", "e")}`,
    );
    expect(language(model)).toEqual(["xya", "yxa"]);
    expect(kinds(model)).toEqual([
      "startEvent",
      "intermediateEvent",
      "parallelGateway",
      "task x",
      "task y",
      "intermediateEvent",
      "intermediateEvent",
      "inclusiveGateway",
      "task a",
      "endEvent",
    ]);
    expect(messages(model)).toEqual([
      'The subProcess "Sub" is expanded: what is inside stands in the model, in its place.',
    ]);
  });

  it("keeps the meaning of flows into and out of a sub-process: joined one by one, split in parallel", () => {
    const inside = `<parallelGateway id="g"/><task id="x" name="x"/><task id="y" name="y"/>${flow("i1", "g", "x")}${flow("i2", "g", "y")}`;
    const model = read(
      `<startEvent id="s"/><exclusiveGateway id="c"/><task id="a" name="a"/><task id="b" name="b"/><subProcess id="sub">${inside}</subProcess>` +
        `<task id="u" name="u"/><task id="v" name="v"/>${flow("f1", "s", "c")}${flow("f2", "c", "a")}${flow("f3", "c", "b")}` +
        `${flow("f4", "a", "sub")}${flow("f5", "b", "sub")}${flow("f6", "sub", "u")}${flow("f7", "sub", "v")}`,
    );
    const found = netLanguage(bpmnToPetriNet(model), 5).map((trace) =>
      (JSON.parse(trace) as string[]).join(""),
    );
    expect(found).toEqual(
      ["a", "b"].flatMap((first) =>
        ["xy", "yx"].flatMap((middle) => ["uv", "vu"].map((last) => first + middle + last)),
      ),
    );
  });

  it("takes an empty sub-process for a task, loops and multi-instance marks for one execution, a terminate event for an end", () => {
    const model = read(
      `<startEvent id="s"/><subProcess id="sub" name="Sub"/><task id="t" name="a"><multiInstanceLoopCharacteristics/></task>` +
        `<endEvent id="e"><terminateEventDefinition/></endEvent>${flow("f1", "s", "sub")}${flow("f2", "sub", "t")}${flow("f3", "t", "e")}`,
    );
    expect(kinds(model)).toEqual(["startEvent", "task Sub", "task a", "endEvent"]);
    expect(messages(model)).toEqual([
      'The subProcess "Sub" is read as a task, as nothing is inside.',
      'The task "a" is read as one that is done once.',
      'The endEvent "e" is read as an end event that ends its own branch only.',
    ]);
  });

  it("passes over what compensates, and references that do not fit, and says so", () => {
    const model = read(
      `${STEPS.replace('<task id="t" name="a"/>', '<task id="t" name="a">\n<incoming>f1</incoming>\n<outgoing>f9</outgoing></task>')}` +
        `<task id="c" name="undo" isForCompensation="true"/><boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>`,
    );
    expect(kinds(model)).toEqual(["startEvent", "task a", "endEvent"]);
    expect(model.issues.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '5: The task "a" refers to the flow "f9", which does not begin or end there. The flows count.',
      '5: The task "undo" compensates, which is no control flow, and is passed over.',
      '5: The boundaryEvent "b" compensates, which is no control flow, and is passed over.',
    ]);
  });

  describe("with several processes", () => {
    const two = bpmn(STEPS).replace(
      "</process>",
      '</process>\n<process id="q" name="Other"><task id="x" name="x"/></process>',
    );

    it("reads the one that is named, by id or by name", () => {
      expect(kinds(readBpmn(two, { process: "p" }))).toEqual(["startEvent", "task a", "endEvent"]);
      expect(kinds(readBpmn(two, { process: "q" }))).toEqual(["task x"]);
      expect(kinds(readBpmn(two, { process: "Other" }))).toEqual(["task x"]);
    });

    it("names them when none is chosen, or one that is not there", () => {
      expect(problem(two)).toBe(
        'bpmn/several-processes: readBpmn: line 5, column 1: the file holds 2 processes: "p", "Other". Pass { process } with the id or name of one.',
      );
      expect(problem(two, "constructor")).toBe(
        'bpmn/unknown-process: readBpmn: the file holds no process "constructor", but "p", "Other". Name one of them.',
      );
    });

    it("needs no choice when only one has something in it", () => {
      const empty = bpmn(STEPS).replace("</process>", '</process><process id="q"/>');
      expect(kinds(readBpmn(empty))).toEqual(["startEvent", "task a", "endEvent"]);
      expect(readBpmn(bpmn("")).nodes).toEqual([]);
    });
  });

  it.each<[string, string]>([
    [
      "",
      "bpmn/damaged: readBpmn: line 1, column 1: this is no well-formed XML: document must contain a root element. Export the file again.",
    ],
    [
      `${bpmn(STEPS).slice(0, -15)}`,
      "bpmn/damaged: readBpmn: line 4, column 10: this is no well-formed XML: unclosed tag: definitions. Export the file again.",
    ],
    [
      bpmn(`${STEPS}\n<task id="u" id="v"/>`),
      "bpmn/damaged: readBpmn: line 4, column 21: this is no well-formed XML: duplicate attribute: id. Export the file again.",
    ],
    [
      `<!DOCTYPE definitions [<!ENTITY a "aaaa">]>${bpmn(STEPS)}`,
      "bpmn/doctype: readBpmn: line 1, column 43: a DOCTYPE is refused, because entities can be abused. Remove it; BPMN needs none.",
    ],
    [
      bpmn(STEPS.replace('"a"', '"&a;"')),
      "bpmn/damaged: readBpmn: line 3, column 42: this is no well-formed XML: undefined entity. Export the file again.",
    ],
    [
      `<definitions>${"<subProcess>".repeat(2000)}`,
      "bpmn/too-deep: readBpmn: line 1, column 12002: more than 1000 elements stand inside each other. Flatten the file.",
    ],
    [
      "\n<pnml/>",
      "bpmn/not-bpmn: readBpmn: line 2, column 1: the root element is <pnml>, expected <definitions>. Give a BPMN 2.0 file.",
    ],
    [
      "<definitions/>",
      "bpmn/no-process: readBpmn: line 1, column 1: the file holds no <process>. Give a BPMN file with one.",
    ],
    [
      bpmn(`${STEPS}\n  <userTask name="x"/>`),
      "bpmn/missing-attribute: readBpmn: line 4, column 3: <userTask> has no attribute id. Add it.",
    ],
    [
      bpmn(`${STEPS}\n  <sequenceFlow id="f3" sourceRef="t"/>`),
      "bpmn/missing-attribute: readBpmn: line 4, column 3: <sequenceFlow> has no attribute targetRef. Add it.",
    ],
    [
      bpmn(`${STEPS}\n <task\n id="t"/>`),
      'bpmn/duplicate-id: readBpmn: line 4, column 2: the id "t" is already used at line 3, column 21. Give each element its own.',
    ],
    [
      bpmn(`${STEPS}\n ${flow("f3", "t", "nowhere")}`),
      'bpmn/unknown-node: readBpmn: line 4, column 2: the sequence flow "f3" runs to "nowhere", and no task, event or gateway of its process has that id. Correct the id.',
    ],
    [
      bpmn(`${STEPS}\n ${flow("f3", "constructor", "t")}`),
      'bpmn/unknown-node: readBpmn: line 4, column 2: the sequence flow "f3" runs from "constructor", and no task, event or gateway of its process has that id. Correct the id.',
    ],
    [
      bpmn(`${STEPS}\n<subProcess id="u"><task id="v"/>\n${flow("f3", "v", "t")}</subProcess>`),
      'bpmn/unknown-node: readBpmn: line 5, column 1: the sequence flow "f3" runs to "t", and no task, event or gateway of its sub-process has that id. Correct the id.',
    ],
    [
      bpmn(`${STEPS}\n${flow("f3", "t", "s")}`),
      'bpmn/bad-flow: readBpmn: line 4, column 1: nothing may flow into the startEvent "s". Connect the flow to another element.',
    ],
    [
      bpmn(`${STEPS}\n${flow("f3", "e", "t")}`),
      'bpmn/bad-flow: readBpmn: line 4, column 1: nothing may flow out of the endEvent "e". Connect the flow to another element.',
    ],
    [
      bpmn(`${STEPS}\n<boundaryEvent id="b" attachedToRef="x"/>`),
      'bpmn/unknown-node: readBpmn: line 4, column 1: The boundaryEvent "b" is attached to "x", which its process does not have. Correct the id.',
    ],
    [
      bpmn(`${STEPS}\n<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"/>`),
      'bpmn/unsupported-element: readBpmn: line 4, column 1: The boundaryEvent "b" starts something beside a task that goes on, which can\'t be expressed here. Use a parallel gateway instead.',
    ],
    [
      bpmn(`<subProcess id="u"><task id="v"/></subProcess>\n<boundaryEvent id="b" attachedToRef="u"/>`),
      'bpmn/unsupported-element: readBpmn: line 4, column 1: The boundaryEvent "b" interrupts what runs inside a sub-process, which can\'t be expressed here. End the sub-process with a gateway instead.',
    ],
    [
      bpmn(`${STEPS}\n<complexGateway id="g"/>`),
      'bpmn/unsupported-element: readBpmn: line 4, column 1: The complexGateway "g" joins by a rule of its own, which can\'t be expressed here. Use another gateway instead.',
    ],
    [
      bpmn(`${STEPS}\n<subProcess id="g" triggeredByEvent="true"/>`),
      'bpmn/unsupported-element: readBpmn: line 4, column 1: The subProcess "g" runs without flows into it, which can\'t be expressed here. Draw its flows, or remove it.',
    ],
    [
      bpmn(
        `${STEPS}\n<subProcess id="g"><task id="x"/><task id="y"/>${flow("f3", "x", "y")}${flow("f4", "y", "x")}</subProcess>`,
      ),
      'bpmn/no-start: readBpmn: line 4, column 1: The subProcess "g" has nothing that begins it. Add a start event.',
    ],
    [
      bpmn(
        `<task id="t" name="a"/><task id="u"/><task id="v"/>${flow("f1", "t", "u")}${flow("f2", "t", "v", "<conditionExpression/>")}`,
      ),
      'bpmn/unsupported-element: readBpmn: line 3, column 1: The task "a" has flows with and without a condition, which can\'t be expressed here. Put a gateway behind it.',
    ],
    [
      bpmn(
        `${STEPS}\n<intermediateThrowEvent id="l"><linkEventDefinition name="A"/></intermediateThrowEvent>`,
      ),
      'bpmn/unknown-node: readBpmn: line 4, column 1: The intermediateThrowEvent "l" leads to no catching link event named "A". Add it.',
    ],
  ])("refuses a file with one fault with its line and column: %#", (text, message) => {
    expect(problem(text)).toBe(message);
  });

  it("refuses bytes that are not what they declare", () => {
    expect(problem(Uint8Array.from([0x3c, 0xff]))).toBe(
      "bpmn/bad-bytes: readBpmn: line 1, column 2: the file holds bytes that are no utf-8 text. Save it as UTF-8, or correct its encoding declaration.",
    );
  });

  it("reads 900 sub-processes inside each other", () => {
    let content = '<task id="t" name="a"/>';
    for (let level = 0; level < 900; level++) content = `<subProcess id="s${level}">${content}</subProcess>`;
    expect(kinds(read(content))).toEqual(["task a"]);
  });
});
