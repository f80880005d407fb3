import { quoteValue } from "@gigamine/base";
import { type Position, xmlError } from "../../xml/format.js";
import type { BpmnNodeKind } from "../types.js";
import { BPMN, localId, type ScannedContainer, type ScannedNode } from "./scan.js";
import { type BpmnIssue, describe, issueAt, type Scope, scopeOf, unsupported } from "./scope.js";

/** Nodes and flows as they are found, and what was settled on the way. */
export interface Assembly {
  readonly nodes: { readonly kind: BpmnNodeKind; readonly name: string | null }[];
  readonly flows: {
    readonly source: number;
    readonly target: number;
    readonly name: string | null;
    readonly isDefault: boolean;
  }[];
  readonly issues: BpmnIssue[];
}

/** The nodes that flows into an element lead to, and flows out of it come from. */
interface Ends {
  readonly entry: number;
  readonly exit: number;
  /** The gateway that boundary events leave a task by. */
  readonly choice?: number;
}

/**
 * Adds the nodes of a process and then its flows, in the order of the file. What the model has no word for becomes gateways
 * beside it: conditions on flows out of a task, boundary events, the starts and ends of a sub-process.
 */
export function assemble(process: ScannedContainer, assembly: Assembly): void {
  place(scopeOf(process, false, assembly.issues), assembly);
}

/** Adds all of a scope, and says per id where each element stands. */
function place(scope: Scope, assembly: Assembly): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const node of scope.nodes.values()) ends.set(node.id, placeNode(node, scope, assembly));
  for (const { id, name, source, target } of scope.flows) {
    const { exit } = ends.get(source)!;
    const isDefault =
      id !== null &&
      (scope.nodes.get(source)!.attributes["default"] ?? "").trim() === id &&
      ["exclusiveGateway", "inclusiveGateway"].includes(assembly.nodes[exit]!.kind);
    assembly.flows.push({ source: exit, target: ends.get(target)!.entry, name, isDefault });
  }
  for (const [host, events] of scope.attached) {
    for (const event of events) connect(assembly, ends.get(host)!.choice!, ends.get(event.id)!.entry);
  }
  connectLinks(scope, ends, assembly);
  return ends;
}

function placeNode(node: ScannedNode, scope: Scope, assembly: Assembly): Ends {
  const { element, attributes } = node;
  const name = attributes["name"] ?? null;
  const readAs = (what: string): void => {
    assembly.issues.push(issueAt("bpmn/read-as", node.at, `The ${describe(node)} is read as ${what}.`));
  };
  checkReferences(node, scope, assembly);
  if (node.repeats) readAs("one that is done once");
  const gateway = GATEWAYS[element];
  if (gateway !== undefined) {
    if (element === "eventBasedGateway") readAs("an exclusive gateway");
    const index = add(assembly, gateway, name);
    return { entry: index, exit: index };
  }
  if (element === "complexGateway")
    throw unsupported(node, "joins by a rule of its own", "Use another gateway instead");
  if (element === "adHocSubProcess" || attributes["triggeredByEvent"] === "true") {
    throw unsupported(node, "runs without flows into it", "Draw its flows, or remove it");
  }

  const incoming = scope.incoming.get(node.id)?.length ?? 0;
  let ends: Ends;
  if (node.content !== null && node.content.nodes.length > 0) {
    const message = `The ${describe(node)} is expanded: what is inside stands in the model, in its place.`;
    assembly.issues.push(issueAt("bpmn/expanded", node.at, message));
    ends = placeInside(node, node.content, incoming, assembly);
  } else if (node.definitions.length > 0 || element.endsWith("Event")) {
    if (node.definitions.some((definition) => definition.element === "terminateEventDefinition")) {
      readAs("an end event that ends its own branch only");
    }
    const isStart = element === "startEvent";
    const kind =
      scope.isInside || !(isStart || element === "endEvent")
        ? "intermediateEvent"
        : (element as BpmnNodeKind);
    // A sub-process is over when all of its tokens have come to its end.
    const join =
      kind !== element && element === "endEvent" && incoming > 1 ? add(assembly, "inclusiveGateway") : null;
    const index = add(assembly, kind, name);
    if (join !== null) connect(assembly, join, index);
    ends = { entry: join ?? index, exit: index };
  } else {
    if (node.content !== null) readAs("a task, as nothing is inside");
    if (name === null) {
      const message = `The ${describe(node)} has no name, so it is no visible activity.`;
      assembly.issues.push(issueAt("bpmn/no-name", node.at, message));
    }
    const index = add(assembly, "task", name);
    ends = { entry: index, exit: index };
  }
  return withWaysOut(node, ends, scope, assembly, readAs);
}

/** What the flows out of a task, event or sub-process need behind it. */
function withWaysOut(
  node: ScannedNode,
  { entry, exit }: Ends,
  scope: Scope,
  assembly: Assembly,
  readAs: (what: string) => void,
): Ends {
  const behind = (kind: BpmnNodeKind): number => {
    const index = add(assembly, kind);
    connect(assembly, exit, index);
    exit = index;
    return index;
  };
  const attached = scope.attached.get(node.id);
  let choice: number | undefined;
  if (attached !== undefined) {
    for (const event of attached) {
      const message = `The ${describe(event)} is read as a choice after its task.`;
      assembly.issues.push(issueAt("bpmn/read-as", event.at, message));
    }
    choice = behind("exclusiveGateway");
  }
  const flows = scope.outgoing.get(node.id) ?? [];
  if (flows.length > 1) {
    const byDefault = (node.attributes["default"] ?? "").trim();
    const conditional = flows.filter(
      (flow) => flow.hasCondition || (flow.id !== null && flow.id === byDefault),
    );
    if (conditional.length === flows.length) {
      readAs("followed by an inclusive gateway, as the flows out of it have conditions");
      behind("inclusiveGateway");
    } else if (conditional.length > 0) {
      throw unsupported(node, "has flows with and without a condition", "Put a gateway behind it");
    } else if (assembly.nodes[exit]!.kind.endsWith("Gateway")) behind("parallelGateway");
  }
  return choice === undefined ? { entry, exit } : { entry, exit, choice };
}

/** The inside of a sub-process: one of its start events begins it, and it is over when all of its tokens have ended. */
function placeInside(
  node: ScannedNode,
  content: ScannedContainer,
  incoming: number,
  assembly: Assembly,
): Ends {
  const scope = scopeOf(content, true, assembly.issues);
  const placed = place(scope, assembly);
  const inner = [...scope.nodes.values()].filter(({ element }) => element !== "boundaryEvent");
  const startEvents = inner.filter(({ element }) => element === "startEvent");
  const starts =
    startEvents.length > 0
      ? startEvents
      : inner.filter((other) => !scope.incoming.has(other.id) && !isLink(other, "Catch"));
  const last = [...scope.nodes.values()].filter(
    (other) => !scope.outgoing.has(other.id) && !isLink(other, "Throw"),
  );
  if (starts.length === 0 || last.length === 0) {
    const message = `The ${describe(node)} has nothing that ${starts.length === 0 ? "begins" : "ends"} it. Add a ${starts.length === 0 ? "start" : "end"} event.`;
    throw xmlError(BPMN, "no-start", node.at, message, { id: node.id });
  }
  let entry = placed.get(starts[0]!.id)!.entry;
  if (starts.length > 1) {
    entry = add(assembly, startEvents.length > 0 ? "exclusiveGateway" : "parallelGateway");
    for (const start of starts) connect(assembly, entry, placed.get(start.id)!.entry);
  }
  if (incoming > 1 && ["parallelGateway", "inclusiveGateway"].includes(assembly.nodes[entry]!.kind)) {
    const first = add(assembly, "exclusiveGateway");
    connect(assembly, first, entry);
    entry = first;
  }
  let { exit } = placed.get(last[0]!.id)!;
  if (last.length > 1) {
    exit = add(assembly, "inclusiveGateway");
    for (const end of last) connect(assembly, placed.get(end.id)!.exit, exit);
  }
  return { entry, exit };
}

/** A token at a throwing link event goes on at the catching one of the same name. */
function connectLinks(scope: Scope, ends: ReadonlyMap<string, Ends>, assembly: Assembly): void {
  const nameOf = ({ definitions }: ScannedNode) =>
    definitions.find(({ element }) => element === LINK)?.name ?? "";
  const nodes = [...scope.nodes.values()];
  const targets = new Map(nodes.filter((node) => isLink(node, "Catch")).map((node) => [nameOf(node), node]));
  for (const node of nodes) {
    if (!isLink(node, "Throw")) continue;
    const target = targets.get(nameOf(node));
    if (target === undefined) {
      const message = `The ${describe(node)} leads to no catching link event named ${quoteValue(nameOf(node))}. Add it.`;
      throw xmlError(BPMN, "unknown-node", node.at, message, { id: node.id });
    }
    connect(assembly, ends.get(node.id)!.exit, ends.get(target.id)!.entry);
  }
}

/** `<incoming>`, `<outgoing>` and `default` say nothing that the flows do not, unless they are wrong. */
function checkReferences(node: ScannedNode, scope: Scope, assembly: Assembly): void {
  const flows = [...(scope.incoming.get(node.id) ?? []), ...(scope.outgoing.get(node.id) ?? [])];
  const own = new Set(flows.map(({ id }) => id));
  const check = (id: string, at: Position): void => {
    if (own.has(id)) return;
    const message = `The ${describe(node)} refers to the flow ${quoteValue(id)}, which does not begin or end there. The flows count.`;
    assembly.issues.push(issueAt("bpmn/unresolved-reference", at, message));
  };
  for (const { id, at } of node.references) check(id, at);
  const byDefault = node.attributes["default"];
  if (byDefault !== undefined) check(localId(byDefault), node.at);
}

const GATEWAYS: Readonly<Record<string, BpmnNodeKind>> = {
  exclusiveGateway: "exclusiveGateway",
  eventBasedGateway: "exclusiveGateway",
  parallelGateway: "parallelGateway",
  inclusiveGateway: "inclusiveGateway",
};

const LINK = "linkEventDefinition";

function isLink({ element, definitions }: ScannedNode, side: "Throw" | "Catch"): boolean {
  return (
    element === `intermediate${side}Event` && definitions.some((definition) => definition.element === LINK)
  );
}

function add(assembly: Assembly, kind: BpmnNodeKind, name: string | null = null): number {
  return assembly.nodes.push({ kind, name }) - 1;
}

function connect(assembly: Assembly, source: number, target: number): void {
  assembly.flows.push({ source, target, name: null, isDefault: false });
}
