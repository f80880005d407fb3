import { quoteValue } from "@gigamine/base";
import { type Position, xmlError } from "../../xml/format.js";
import { BPMN, type ScannedContainer, type ScannedFlow, type ScannedNode } from "./scan.js";

/** Something in the file that is not in the model, or is there as something else. */
export interface BpmnIssue {
  readonly code:
    | "bpmn/passed-over"
    | "bpmn/read-as"
    | "bpmn/expanded"
    | "bpmn/no-name"
    | "bpmn/unresolved-reference";
  readonly message: string;
  /** Where it stands in the file, both counted from 1. */
  readonly line: number;
  readonly column: number;
}

export function issueAt(code: BpmnIssue["code"], { line, column }: Position, message: string): BpmnIssue {
  return Object.freeze({ code, message, line, column });
}

/** A process or sub-process with its elements by id. */
export interface Scope {
  readonly nodes: ReadonlyMap<string, ScannedNode>;
  readonly flows: readonly ScannedFlow[];
  readonly outgoing: ReadonlyMap<string, readonly ScannedFlow[]>;
  readonly incoming: ReadonlyMap<string, readonly ScannedFlow[]>;
  /** Boundary events by the id of their task. */
  readonly attached: ReadonlyMap<string, readonly ScannedNode[]>;
  /** Start and end events of a sub-process are passed on the way. */
  readonly isInside: boolean;
}

/** Checks that flows and boundary events of a container lead to what is there, and sorts them by it. */
export function scopeOf(content: ScannedContainer, isInside: boolean, issues: BpmnIssue[]): Scope {
  const nodes = new Map<string, ScannedNode>();
  for (const node of content.nodes) {
    if (!isCompensation(node)) nodes.set(node.id, node);
    else {
      const message = `The ${describe(node)} compensates, which is no control flow, and is passed over.`;
      issues.push(issueAt("bpmn/passed-over", node.at, message));
    }
  }
  const end = (flow: ScannedFlow, id: string, way: "from" | "to"): ScannedNode => {
    const node = nodes.get(id);
    if (node !== undefined) return node;
    const message =
      `the sequence flow ${flow.id === null ? "" : `${quoteValue(flow.id)} `}runs ${way} ${quoteValue(id)}, ` +
      `and no task, event or gateway of its ${isInside ? "sub-process" : "process"} has that id. Correct the id.`;
    throw xmlError(BPMN, "unknown-node", flow.at, message, { id });
  };
  for (const flow of content.flows) {
    const [source, target] = [end(flow, flow.source, "from"), end(flow, flow.target, "to")];
    const wrong =
      target.element === "startEvent" || target.element === "boundaryEvent"
        ? `into the ${describe(target)}`
        : source.element === "endEvent"
          ? `out of the ${describe(source)}`
          : null;
    if (wrong === null) continue;
    throw xmlError(
      BPMN,
      "bad-flow",
      flow.at,
      `nothing may flow ${wrong}. Connect the flow to another element.`,
      {
        source: source.id,
        target: target.id,
      },
    );
  }
  const boundary = [...nodes.values()].filter(({ element }) => element === "boundaryEvent");
  const hostOf = (event: ScannedNode): string => (event.attributes["attachedToRef"] ?? "").trim();
  for (const event of boundary) {
    const host = nodes.get(hostOf(event));
    if (host === undefined) {
      const message = `The ${describe(event)} is attached to ${quoteValue(hostOf(event))}, which its process does not have. Correct the id.`;
      throw xmlError(BPMN, "unknown-node", event.at, message, { id: hostOf(event) });
    }
    if (host.content !== null && host.content.nodes.length > 0) {
      throw unsupported(
        event,
        "interrupts what runs inside a sub-process",
        "End the sub-process with a gateway instead",
      );
    }
    if (event.attributes["cancelActivity"] === "false") {
      throw unsupported(
        event,
        "starts something beside a task that goes on",
        "Use a parallel gateway instead",
      );
    }
  }
  return {
    nodes,
    flows: content.flows,
    outgoing: groupBy(content.flows, ({ source }) => source),
    incoming: groupBy(content.flows, ({ target }) => target),
    attached: groupBy(boundary, hostOf),
    isInside,
  };
}

function isCompensation({ attributes, element, definitions }: ScannedNode): boolean {
  return (
    attributes["isForCompensation"] === "true" ||
    (element === "boundaryEvent" &&
      definitions.some((definition) => definition.element === "compensateEventDefinition"))
  );
}

/** The error for an element that the model has no word for. */
export function unsupported(node: ScannedNode, what: string, remedy: string): Error {
  const message = `The ${describe(node)} ${what}, which can't be expressed here. ${remedy}.`;
  return xmlError(BPMN, "unsupported-element", node.at, message, { id: node.id, element: node.element });
}

/** An element as it stands in a message: `userTask "Mixing"`. */
export function describe({ element, id, attributes }: ScannedNode): string {
  return `${element} ${quoteValue(attributes["name"] || id)}`;
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}
