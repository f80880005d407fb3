import type { GatewayGraph, JoinLogic } from "./gateway-graph.js";

/** Step 6 of Split Miner: puts an exclusive join before each activity that follows itself, an exclusive split behind it, and a flow back. */
export function withSelfLoops(graph: GatewayGraph, selfLoops: Uint8Array): GatewayGraph {
  const { gatewayStart } = graph;
  const logic: JoinLogic[] = [...graph.logic];
  const [source, target] = [[...graph.source], [...graph.target]];
  const gateway = (): number => gatewayStart + logic.push("exclusive") - 1;
  const loops = new Map<number, { readonly join: number; readonly split: number }>();
  selfLoops.forEach((isLoop, node) => {
    if (isLoop === 1) loops.set(node, { join: gateway(), split: gateway() });
  });
  source.forEach((from, flow) => {
    source[flow] = loops.get(from)?.split ?? from;
    target[flow] = loops.get(target[flow]!)?.join ?? target[flow]!;
  });
  for (const [node, { join, split }] of loops) {
    source.push(join, node, split);
    target.push(node, split, join);
  }
  return { nodeCount: gatewayStart + logic.length, gatewayStart, logic, source, target };
}
