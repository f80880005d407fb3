import { GigamineError } from "@gigamine/base";
import { shapeChecks } from "../json-path.js";
import type { BpmnModel, BpmnNodeKind } from "./types.js";

export const BPMN_NODE_KINDS: readonly BpmnNodeKind[] = [
  "startEvent",
  "endEvent",
  "intermediateEvent",
  "task",
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
];

/**
 * Checks that a value from outside, such as parsed JSON, is a BPMN model, and returns it typed: indexes exist, nothing flows into
 * a start event or out of an end event, and only exclusive and inclusive gateways have a default flow, one each. Whether it can
 * run is another question (`bpmnToPetriNet`, `checkSoundness`). Further keys are allowed. O(nodes + flows).
 *
 * @throws GigamineError `bpmn/invalid` with `fields.path`, the JSON path of the first fault (`$.flows[3].target`).
 */
export function checkBpmnModel(value: unknown): BpmnModel {
  const { fault, record, list } = shapeChecks("bpmn/invalid", "checkBpmnModel");
  const checkName = ({ name }: Readonly<Record<string, unknown>>, path: string): void => {
    if (typeof name !== "string" && name !== null) throw fault(`${path}.name`, "a text or null", name);
  };

  const model = record(value, "$");
  checkName(model, "$");
  const kinds = list(model["nodes"], "$.nodes").map((found, n) => {
    const path = `$.nodes[${n}]`;
    const node = record(found, path);
    const kind = BPMN_NODE_KINDS.find((known) => known === node["kind"]);
    if (kind === undefined) throw fault(`${path}.kind`, `one of ${BPMN_NODE_KINDS.join(", ")}`, node["kind"]);
    checkName(node, path);
    return kind;
  });
  const hasDefault = new Set<number>();
  list(model["flows"], "$.flows").forEach((found, f) => {
    const path = `$.flows[${f}]`;
    const flow = record(found, path);
    const end = (key: "source" | "target"): number => {
      const index = flow[key];
      if (typeof index === "number" && Number.isInteger(index) && index >= 0 && index < kinds.length)
        return index;
      const range = kinds.length === 0 ? ", but there are none" : ` from 0 to ${kinds.length - 1}`;
      throw fault(`${path}.${key}`, `the index of a node${range}`, index);
    };
    const [source, target] = [end("source"), end("target")];
    checkName(flow, path);
    const { isDefault } = flow;
    if (isDefault !== undefined && isDefault !== true)
      throw fault(`${path}.isDefault`, "true or nothing", isDefault);
    const problem = flowProblem(kinds[source]!, kinds[target]!, isDefault === true, hasDefault.has(source));
    if (problem !== null) {
      throw new GigamineError("bpmn/invalid", `checkBpmnModel: at ${path}: ${problem}`, {
        path,
        value: found,
      });
    }
    if (isDefault === true) hasDefault.add(source);
  });
  return value as BpmnModel;
}

/** What is wrong with a flow between nodes of these kinds, with the remedy; `null` when nothing is. */
export function flowProblem(
  source: BpmnNodeKind,
  target: BpmnNodeKind,
  isDefault: boolean,
  hasDefault: boolean,
): string | null {
  if (target === "startEvent")
    return "nothing flows into a start event. Put an intermediate event or a gateway there.";
  if (source === "endEvent")
    return "nothing flows out of an end event. Put an intermediate event or a gateway there.";
  if (!isDefault) return null;
  if (source !== "exclusiveGateway" && source !== "inclusiveGateway") {
    return "only exclusive and inclusive gateways have a default flow. Let it start at one.";
  }
  return hasDefault ? "the gateway already has a default flow. Mark one only." : null;
}
