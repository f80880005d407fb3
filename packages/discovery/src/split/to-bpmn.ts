import { BpmnBuilder, type BpmnModel, type BpmnNodeKind } from "@gigamine/models";
import type { GatewayGraph, JoinLogic } from "./gateway-graph.js";

const KINDS: Readonly<Record<JoinLogic, BpmnNodeKind>> = {
  exclusive: "exclusiveGateway",
  parallel: "parallelGateway",
  inclusive: "inclusiveGateway",
};

/**
 * The graph as a BPMN model: the start event, the tasks in the order of `names`, the gateways, the end event.
 *
 * @param names Of the nodes from 0; the node behind them is the start, the next one the end.
 */
export function toBpmn(
  { gatewayStart, logic, source, target }: GatewayGraph,
  names: readonly string[],
): BpmnModel {
  const builder = new BpmnBuilder();
  const start = builder.node("startEvent");
  const tasks = names.map((name) => builder.node("task", name));
  const gateways = logic.map((what) => builder.node(KINDS[what]));
  const end = builder.node("endEvent");
  const nodes = [...tasks, start, end];
  const indexOf = (node: number): number =>
    node < gatewayStart ? nodes[node]! : gateways[node - gatewayStart]!;
  const flows = source.map((from, flow) => [indexOf(from), indexOf(target[flow]!)] as const);
  flows.sort((x, y) => x[0] - y[0] || x[1] - y[1]);
  for (const [from, to] of flows) builder.flow(from, to);
  return builder.build();
}
