import { requiredAttribute, XmlIds } from "../../xml/elements.js";
import { type Position, type XmlFormat, xmlError } from "../../xml/format.js";
import { walkXml, type XmlElement } from "../../xml/walk.js";

export const BPMN: XmlFormat = { code: "bpmn", title: "BPMN", reader: "readBpmn", writer: "writeBpmn" };

/** Something that stands in a process and has flows. */
export interface ScannedNode {
  /** Its element, such as `userTask`. */
  readonly element: string;
  readonly id: string;
  readonly at: Position;
  readonly attributes: Readonly<Record<string, string>>;
  /** Definitions of an event, such as `terminateEventDefinition`, each with its own name where it has one. */
  readonly definitions: { readonly element: string; readonly name: string | null }[];
  /** Whether it is marked to be done several times. */
  repeats: boolean;
  /** Ids in `<incoming>` and `<outgoing>`. */
  readonly references: { readonly id: string; readonly at: Position }[];
  /** What stands inside a sub-process; `null` for anything else. */
  readonly content: ScannedContainer | null;
}

export interface ScannedFlow {
  readonly id: string | null;
  readonly at: Position;
  readonly source: string;
  readonly target: string;
  readonly name: string | null;
  hasCondition: boolean;
}

/** A process or sub-process. */
export interface ScannedContainer {
  readonly nodes: ScannedNode[];
  readonly flows: ScannedFlow[];
}

export interface ScannedProcess extends ScannedContainer {
  readonly id: string | null;
  readonly name: string | null;
  readonly at: Position;
}

/** What a BPMN document says, as text, nothing resolved yet. */
export interface ScannedBpmn {
  readonly processes: ScannedProcess[];
  /** Elements that are no control flow: how many of each, and where the first stands. */
  readonly passedOver: ReadonlyMap<string, { count: number; readonly at: Position }>;
}

const EVENTS = [
  "startEvent",
  "endEvent",
  "intermediateCatchEvent",
  "intermediateThrowEvent",
  "boundaryEvent",
  "implicitThrowEvent",
];
const TASKS = [
  "task",
  "userTask",
  "serviceTask",
  "scriptTask",
  "sendTask",
  "receiveTask",
  "manualTask",
  "businessRuleTask",
  "callActivity",
];
const GATEWAYS = [
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
  "eventBasedGateway",
  "complexGateway",
];
const SUB_PROCESSES = ["subProcess", "transaction", "adHocSubProcess"];
const NODES: ReadonlySet<string> = new Set([...EVENTS, ...TASKS, ...GATEWAYS, ...SUB_PROCESSES]);
const CONTAINERS: ReadonlySet<string> = new Set(["process", ...SUB_PROCESSES]);

/** Parts of elements that say nothing of the control flow and are no elements of a diagram either. */
const DETAILS: ReadonlySet<string> = new Set([
  "documentation",
  "extensionElements",
  "ioSpecification",
  "ioBinding",
  "property",
  "auditing",
  "monitoring",
  "resourceRole",
  "performer",
  "humanPerformer",
  "potentialOwner",
  "correlationSubscription",
  "supports",
  "completionCondition",
  "dataInputAssociation",
  "dataOutputAssociation",
  "dataInput",
  "dataOutput",
  "inputSet",
  "outputSet",
  "script",
  "rendering",
]);
/** Diagrams of other types, beside processes. */
const OTHER_DIAGRAMS: ReadonlySet<string> = new Set([
  "choreography",
  "globalChoreographyTask",
  "conversation",
]);

/**
 * Collects the processes of a BPMN document. Elements are known by local name, whatever their prefix; what is unknown is passed
 * over and counted.
 */
export function scanBpmn(text: string): ScannedBpmn {
  const processes: ScannedProcess[] = [];
  const passedOver = new Map<string, { count: number; at: Position }>();
  const ids = new XmlIds(BPMN);
  const open: string[] = [];
  const containers: ScannedContainer[] = [];
  const nodes: ScannedNode[] = [];
  let flow: ScannedFlow | null = null;
  let reference: { at: Position; text: string } | null = null;
  /** Above 0 inside an element that is passed over: how many elements are open in it. */
  let skipping = 0;

  const skip = ({ name, at }: XmlElement, isCounted: boolean): void => {
    skipping = 1;
    if (!isCounted) return;
    const known = passedOver.get(name);
    if (known === undefined) passedOver.set(name, { count: 1, at });
    else known.count++;
  };
  const attribute = (element: XmlElement, key: string): string => requiredAttribute(element, key, BPMN);
  const optionalId = ({ attributes, at }: XmlElement): string | null =>
    attributes["id"] === undefined ? null : ids.claim(attributes["id"], at);

  const enterContainer = (element: XmlElement): boolean => {
    const { name, attributes, at } = element;
    const container = containers.at(-1)!;
    if (NODES.has(name)) {
      const content: ScannedContainer | null = SUB_PROCESSES.includes(name) ? { nodes: [], flows: [] } : null;
      const node: ScannedNode = {
        element: name,
        id: ids.claim(attribute(element, "id"), at),
        at,
        attributes,
        definitions: [],
        repeats: false,
        references: [],
        content,
      };
      container.nodes.push(node);
      nodes.push(node);
      if (content !== null) containers.push(content);
      return true;
    }
    if (name === "sequenceFlow") {
      flow = {
        id: optionalId(element),
        at,
        source: attribute(element, "sourceRef").trim(),
        target: attribute(element, "targetRef").trim(),
        name: attributes["name"] ?? null,
        hasCondition: false,
      };
      container.flows.push(flow);
      return true;
    }
    return false;
  };

  /** Looks into an element of a node; whether it is of interest. */
  const enterNode = ({ name, attributes, at }: XmlElement): boolean => {
    const node = nodes.at(-1)!;
    if (name === "incoming" || name === "outgoing") reference = { at, text: "" };
    else if (name.endsWith("EventDefinition")) {
      node.definitions.push({ element: name, name: attributes["name"] ?? null });
    } else if (name.endsWith("LoopCharacteristics")) node.repeats = true;
    else return false;
    return true;
  };

  const enter = (element: XmlElement): void => {
    if (skipping > 0) {
      skipping++;
      return;
    }
    const { name, at } = element;
    const parent = open.at(-1);
    if (parent === undefined && name !== "definitions") {
      throw xmlError(
        BPMN,
        "not-bpmn",
        at,
        `the root element is <${name}>, expected <definitions>. Give a BPMN 2.0 file.`,
        {
          element: name,
        },
      );
    }
    if (parent === "definitions") {
      if (name === "process") {
        const process = {
          id: optionalId(element),
          name: element.attributes["name"] ?? null,
          at,
          nodes: [],
          flows: [],
        };
        processes.push(process);
        containers.push(process);
      } else if (name !== "collaboration") {
        skip(element, OTHER_DIAGRAMS.has(name));
        return;
      }
    } else if (parent === "collaboration") {
      skip(element, !DETAILS.has(name));
      return;
    } else if (parent !== undefined) {
      const isKnown =
        (CONTAINERS.has(parent) && enterContainer(element)) ||
        (NODES.has(parent) && enterNode(element)) ||
        (parent === "sequenceFlow" && name === "conditionExpression");
      if (!isKnown) {
        skip(element, CONTAINERS.has(parent) && !DETAILS.has(name));
        return;
      }
      if (parent === "sequenceFlow" && flow !== null) flow.hasCondition = true;
    }
    open.push(name);
  };

  const leave = (): void => {
    if (skipping > 1) {
      skipping--;
      return;
    }
    if (skipping === 1) {
      skipping = 0;
      return;
    }
    const name = open.pop()!;
    if (reference !== null) {
      nodes.at(-1)!.references.push({ id: localId(reference.text), at: reference.at });
      reference = null;
    } else if (name === "sequenceFlow") flow = null;
    else {
      if (CONTAINERS.has(name)) containers.pop();
      if (NODES.has(name)) nodes.pop();
    }
  };

  walkXml(text, BPMN, {
    open: enter,
    text: (piece) => {
      if (reference !== null && skipping === 0) reference.text += piece;
    },
    close: leave,
  });
  if (processes.length === 0) {
    throw xmlError(
      BPMN,
      "no-process",
      { line: 1, column: 1 },
      "the file holds no <process>. Give a BPMN file with one.",
    );
  }
  return { processes, passedOver };
}

/** A reference without white space around it, and without the prefix of a qualified name. */
export function localId(reference: string): string {
  const trimmed = reference.trim();
  return trimmed.slice(trimmed.indexOf(":") + 1);
}
