import type { BpmnModel } from "../types.js";

/**
 * What a flow is for the drawing: `pass` goes by what other branches do, `step` leads to the next step, `loop` leads into a part
 * from which every way leads back, or back itself. Flows out of a node are drawn in this order from top to bottom.
 */
export type FlowRole = (typeof ROLES)[number];
const ROLES = ["pass", "step", "loop"] as const;

/** Which nodes stand in which column, and how flows run through the columns. */
export interface Layers {
  /** Per node its column, from 0. */
  readonly layerOf: readonly number[];
  /** Per flow whether it leads back to an earlier node, or to the same one. */
  readonly isBack: readonly boolean[];
  /** Per node the flows out of it that lead forward, sorted by their roles. */
  readonly forward: readonly (readonly number[])[];
  readonly roles: readonly FlowRole[];
  readonly beside: readonly FlowEnds[];
}

/**
 * Whether a flow goes by its source, and by its target, right above or below it in its own column, where it docks; `null` if it
 * docks at the side.
 */
export interface FlowEnds {
  readonly source: "above" | "below" | null;
  readonly target: "above" | "below" | null;
}

/**
 * Puts every node one column behind the last of those that flow into it. Flows that close a circle, found depth-first from the
 * start, lead back. A flow that goes by the next step of a gateway does so above it, one that leads back below. O(nodes + flows).
 *
 * Source: Sugiyama, Tagawa, Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE SMC 11(2), 1981,
 * section II.
 */
export function layersOf({ nodes, flows }: BpmnModel): Layers {
  const outOf: number[][] = nodes.map(() => []);
  const into: number[][] = nodes.map(() => []);
  flows.forEach(({ source, target }, f) => {
    outOf[source]!.push(f);
    into[target]!.push(f);
  });

  const isBack: boolean[] = flows.map(() => false);
  const postOrder: number[] = [];
  const state = new Uint8Array(nodes.length);
  const [NEW, OPEN, DONE] = [0, 1, 2];
  const at = new Int32Array(nodes.length);
  const visit = (root: number): void => {
    if (state[root] !== NEW) return;
    state[root] = OPEN;
    const way = [root];
    while (way.length > 0) {
      const node = way.at(-1)!;
      const flow = outOf[node]![at[node]!++];
      if (flow === undefined) {
        state[node] = DONE;
        postOrder.push(node);
        way.pop();
        continue;
      }
      const { target } = flows[flow]!;
      if (state[target] === OPEN) isBack[flow] = true;
      else if (state[target] === NEW) {
        state[target] = OPEN;
        way.push(target);
      }
    }
  };
  nodes.forEach(({ kind }, n) => {
    if (kind === "startEvent") visit(n);
  });
  for (let n = 0; n < nodes.length; n++) if (into[n]!.length === 0) visit(n);
  for (let n = 0; n < nodes.length; n++) visit(n);

  const layerOf: number[] = nodes.map(() => 0);
  const pairs = new Set<string>();
  for (const node of [...postOrder].reverse()) {
    for (const flow of outOf[node]!) {
      if (isBack[flow]) continue;
      // A second flow between the same two needs a column in which it can pass by the first.
      const { target } = flows[flow]!;
      const pair = `${node} ${target}`;
      layerOf[target] = Math.max(layerOf[target]!, layerOf[node]! + (pairs.has(pair) ? 2 : 1));
      pairs.add(pair);
    }
  }
  const forward = outOf.map((list) => list.filter((flow) => !isBack[flow]));
  // What nothing flows into moves up to what it leads to.
  nodes.forEach((_, n) => {
    if (into[n]!.length > 0 || forward[n]!.length === 0) return;
    layerOf[n] = Math.min(...forward[n]!.map((flow) => layerOf[flows[flow]!.target]!)) - 1;
  });

  const reachesEnd = new Uint8Array(nodes.length);
  for (const node of postOrder) {
    const leads = forward[node]!.some((flow) => reachesEnd[flows[flow]!.target] === 1);
    reachesEnd[node] = leads || outOf[node]!.length === 0 ? 1 : 0;
  }
  const roles = flows.map(({ source, target }, flow): FlowRole => {
    if (isBack[flow] || reachesEnd[target] === 0) return "loop";
    const passes = forward[source]!.length > 1 && layerOf[target]! > layerOf[source]! + 1;
    return passes ? "pass" : "step";
  });
  for (const list of forward) list.sort((a, b) => ROLES.indexOf(roles[a]!) - ROLES.indexOf(roles[b]!));
  const passesAbove = (flow: number, node: number, others: readonly number[]): boolean =>
    roles[flow] === "pass" &&
    nodes[node]!.kind.endsWith("Gateway") &&
    others.some((other) => !isBack[other] && roles[other] === "step");
  const beside = flows.map(({ source, target }, flow): FlowEnds => {
    if (isBack[flow]) return { source: "below", target: "below" };
    if (!passesAbove(flow, source, outOf[source]!)) return { source: null, target: null };
    return { source: "above", target: passesAbove(flow, target, into[target]!) ? "above" : null };
  });
  return { layerOf, isBack, forward, roles, beside };
}
