import type { VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, type BpmnModel, fire, isEnabled } from "@gigamine/models";
import { traces } from "@gigamine/testkit";

/** The running example of Augusto et al. 2019: ten variants of ten cases. */
export const RUNNING_EXAMPLE: VariantLog = traces(
  "10x A B C G E H",
  "10x A B C F G H",
  "10x A B D G E H",
  "10x A B D E G H",
  "10x A B E C G H",
  "10x A B E D G H",
  "10x A C B E G H",
  "10x A C B F G H",
  "10x A D B E G H",
  "10x A D B F G H",
);

/** Flows as text, sorted. Tasks by name, `start`, `end`, gateways as `X` (exclusive), `+` (parallel), `O` (inclusive) with what is behind or before them. */
export function flowTexts(model: BpmnModel): string[] {
  const { nodes, flows } = model;
  const kinds = { exclusiveGateway: "X", parallelGateway: "+", inclusiveGateway: "O" } as const;
  const next = (node: number): number[] => flows.filter((f) => f.source === node).map((f) => f.target);
  const before = (node: number): number[] => flows.filter((f) => f.target === node).map((f) => f.source);
  const plain = (node: number): string | null => {
    const { kind, name } = nodes[node]!;
    return kind === "startEvent" ? "start" : kind === "endEvent" ? "end" : name;
  };
  /** A split by the task or gateway before it, a join by the one behind it. */
  const text = (node: number): string => {
    const own = plain(node);
    if (own !== null) return own;
    const symbol = kinds[nodes[node]!.kind as keyof typeof kinds];
    return next(node).length > 1 ? `${text(before(node)[0]!)}${symbol}` : `${symbol}${text(next(node)[0]!)}`;
  };
  return flows.map(({ source, target }) => `${text(source)} > ${text(target)}`).sort();
}

/** Whether some way leads from a node back to itself. */
export function hasLoop({ nodes, flows }: BpmnModel): boolean {
  const missing = nodes.map((_, node) => flows.filter((flow) => flow.target === node).length);
  const done = [...missing.keys()].filter((node) => missing[node] === 0);
  for (const node of done) {
    for (const { source, target } of flows) {
      if (source !== node) continue;
      missing[target]!--;
      if (missing[target] === 0) done.push(target);
    }
  }
  return done.length < nodes.length;
}

/** Whether a net can show exactly this trace and then be done; by breadth-first search, for small nets. */
export function accepts(
  { net, initialMarking, finalMarking }: AcceptingPetriNet,
  trace: readonly string[],
): boolean {
  let states = new Map([[initialMarking.join(), initialMarking]]);
  const closed = (): void => {
    for (const marking of states.values()) {
      net.transitions.forEach(({ label }, t) => {
        if (label !== null || !isEnabled(net, marking, t)) return;
        const after = fire(net, marking, t);
        if (!states.has(after.join())) states.set(after.join(), after);
      });
    }
  };
  closed();
  for (const activity of trace) {
    const next = new Map<string, readonly number[]>();
    for (const marking of states.values()) {
      net.transitions.forEach(({ label }, t) => {
        if (label !== activity || !isEnabled(net, marking, t)) return;
        const after = fire(net, marking, t);
        next.set(after.join(), after);
      });
    }
    states = next;
    closed();
  }
  return states.has(finalMarking.join());
}
