import { optionError } from "@gigamine/base";
import { escapeAttribute } from "../xml/write-text.js";
import { checkBpmnModel } from "./check.js";
import { type BpmnBox, type BpmnLayout, type BpmnPoint, layoutBpmn } from "./layout.js";
import type { BpmnModel, BpmnNode, BpmnNodeKind } from "./types.js";
import { BPMN } from "./xml/scan.js";

const NAMESPACES = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"',
  'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
  'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"',
];

/** The element of each kind; an event without a trigger on the way is a throwing one. */
const ELEMENTS: Readonly<Record<BpmnNodeKind, string>> = {
  startEvent: "startEvent",
  endEvent: "endEvent",
  intermediateEvent: "intermediateThrowEvent",
  task: "task",
  exclusiveGateway: "exclusiveGateway",
  parallelGateway: "parallelGateway",
  inclusiveGateway: "inclusiveGateway",
};

export interface WriteBpmnOptions {
  /**
   * Whether the file holds a picture. Without one editors show nothing, or lay the model out themselves; engines and `readBpmn` need
   * none. @default true
   */
  readonly diagram?: boolean | undefined;
}

/**
 * Writes a model as BPMN 2.0 XML with its diagram, as bpmn.io, Camunda, Signavio and others open it.
 *
 * Every node and flow is drawn unless `diagram` is false, laid out by `layoutBpmn`. Ids are made from kinds and indexes (`task_3`, `flow_0`); names are
 * kept as they are, so that `readBpmn(writeBpmn(model))` has the nodes and flows of `model` and no issues but those on nameless
 * tasks. Always the same text for the same model.
 *
 * Source: OMG, BPMN 2.0.2, 2013, chapters 10, 12 and 15.
 *
 * @throws GigamineError `bpmn/unwritable-text` for a name with a character that XML can't hold (control characters, half a
 * surrogate pair); `bpmn/invalid` for a damaged model; `bpmn/too-large-to-lay-out`, see `layoutBpmn`; `option/out-of-range`.
 */
export function writeBpmn(model: BpmnModel, { diagram = true }: WriteBpmnOptions = {}): string {
  if (typeof diagram !== "boolean") {
    throw optionError("writeBpmn", "diagram", diagram, "Give true, or false for a file without a picture.");
  }
  checkBpmnModel(model);
  const layout = diagram ? layoutBpmn(model) : null;
  const { name, nodes, flows } = model;
  const nodeIds = nodes.map(({ kind }, n) => `${kind}_${n}`);
  const flowIds = flows.map((_, f) => `flow_${f}`);
  const named = (text: string | null): string =>
    text === null ? "" : ` name="${escapeAttribute(text, BPMN)}"`;

  const incoming: number[][] = nodes.map(() => []);
  const outgoing: number[][] = nodes.map(() => []);
  const defaultOf = new Map<number, number>();
  flows.forEach(({ source, target, isDefault }, f) => {
    outgoing[source]!.push(f);
    incoming[target]!.push(f);
    if (isDefault === true) defaultOf.set(source, f);
  });

  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<definitions ${NAMESPACES.join(" ")} id="definitions_1" targetNamespace="urn:gigamine" exporter="gigamine">`,
    `  <process id="process_1"${named(name)} isExecutable="false">`,
  ];
  nodes.forEach((node, n) => {
    const element = ELEMENTS[node.kind];
    const byDefault = defaultOf.has(n) ? ` default="${flowIds[defaultOf.get(n)!]}"` : "";
    const head = `    <${element} id="${nodeIds[n]}"${named(node.name)}${byDefault}`;
    if (incoming[n]!.length + outgoing[n]!.length === 0) {
      lines.push(`${head}/>`);
      return;
    }
    lines.push(
      `${head}>`,
      ...incoming[n]!.map((f) => `      <incoming>${flowIds[f]}</incoming>`),
      ...outgoing[n]!.map((f) => `      <outgoing>${flowIds[f]}</outgoing>`),
      `    </${element}>`,
    );
  });
  flows.forEach((flow, f) => {
    const ends = `sourceRef="${nodeIds[flow.source]}" targetRef="${nodeIds[flow.target]}"`;
    lines.push(`    <sequenceFlow id="${flowIds[f]}"${named(flow.name)} ${ends}/>`);
  });
  lines.push("  </process>");
  if (layout !== null) for (const line of diagramLines(nodes, nodeIds, flowIds, layout)) lines.push(line);
  lines.push("</definitions>", "");
  return lines.join("\n");
}

function diagramLines(
  nodes: readonly BpmnNode[],
  nodeIds: readonly string[],
  flowIds: readonly string[],
  layout: BpmnLayout,
): string[] {
  const lines = [
    '  <bpmndi:BPMNDiagram id="diagram_1">',
    '    <bpmndi:BPMNPlane id="plane_1" bpmnElement="process_1">',
  ];
  nodes.forEach(({ kind }, n) => {
    const marker = kind === "exclusiveGateway" ? ' isMarkerVisible="true"' : "";
    lines.push(
      `      <bpmndi:BPMNShape id="shape_${n}" bpmnElement="${nodeIds[n]}"${marker}>`,
      `        ${bounds(layout.nodes[n]!)}`,
      ...label(layout.nodeLabels[n]!),
      "      </bpmndi:BPMNShape>",
    );
  });
  flowIds.forEach((id, f) => {
    lines.push(
      `      <bpmndi:BPMNEdge id="edge_${f}" bpmnElement="${id}">`,
      ...layout.flows[f]!.map((point) => `        <di:waypoint ${position(point)}/>`),
      ...label(layout.flowLabels[f]!),
      "      </bpmndi:BPMNEdge>",
    );
  });
  lines.push("    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>");
  return lines;
}

function position({ x, y }: BpmnPoint): string {
  return `x="${x}" y="${y}"`;
}

function bounds(box: BpmnBox): string {
  return `<dc:Bounds ${position(box)} width="${box.width}" height="${box.height}"/>`;
}

function label(box: BpmnBox | null): string[] {
  if (box === null) return [];
  return ["        <bpmndi:BPMNLabel>", `          ${bounds(box)}`, "        </bpmndi:BPMNLabel>"];
}
