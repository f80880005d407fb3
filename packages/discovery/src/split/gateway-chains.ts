import { type GatewayGraph, type JoinLogic, logicOf } from "./gateway-graph.js";

/**
 * The same graph with each exclusive or parallel join that leads straight to a join of the same kind made part of it, and each split behind a
 * split. Nodes other than gateways keep their numbers. O(n + m).
 */
export function withoutGatewayChains(graph: GatewayGraph): GatewayGraph {
  const { nodeCount, gatewayStart, source, target } = graph;
  const [ins, outs] = [new Int32Array(nodeCount), new Int32Array(nodeCount)];
  source.forEach((from, flow) => {
    outs[from]!++;
    ins[target[flow]!]!++;
  });
  const isInChain = (from: number, to: number): boolean => {
    const logic = logicOf(graph, from);
    if (logic === null || logic === "inclusive" || logic !== logicOf(graph, to)) return false;
    return (ins[from]! > 1 && ins[to]! > 1) || (outs[from]! > 1 && outs[to]! > 1);
  };

  // A join becomes part of the one behind it, a split of the one before it.
  const intoOf = Array.from({ length: nodeCount }, (_, node) => node);
  const isInside = source.map((from, flow) => isInChain(from, target[flow]!));
  source.forEach((from, flow) => {
    if (!isInside[flow]) return;
    const to = target[flow]!;
    if (ins[from]! > 1) intoOf[from] = to;
    else intoOf[to] = from;
  });
  const numbers = new Map<number, number>();
  const kept: JoinLogic[] = [];
  const numberOf = (node: number): number => {
    let last = node;
    while (intoOf[last] !== last) last = intoOf[last]!;
    if (last < gatewayStart) return last;
    if (!numbers.has(last)) numbers.set(last, gatewayStart + kept.push(logicOf(graph, last)!) - 1);
    return numbers.get(last)!;
  };
  const flows = source.flatMap((from, flow) =>
    isInside[flow] ? [] : [[numberOf(from), numberOf(target[flow]!)] as const],
  );
  return {
    nodeCount: gatewayStart + kept.length,
    gatewayStart,
    logic: kept,
    source: flows.map(([from]) => from),
    target: flows.map(([, to]) => to),
  };
}
