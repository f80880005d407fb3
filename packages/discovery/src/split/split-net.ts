import { isGigamineError } from "@gigamine/base";
import { type AcceptingPetriNet, type BpmnModel, bpmnToPetriNet } from "@gigamine/models";
import { arcsByNode } from "./arcs.js";

/** The net of a BPMN model, and where it differs from it. */
export interface SplitNet {
  readonly net: AcceptingPetriNet;
  /** Nodes of the model that are inclusive joins there and exclusive ones in the net. */
  readonly simplifiedJoins: readonly number[];
}

/**
 * The Petri net of a model by Split Miner. Outside of loops inclusive joins are exact. Where a part of the model with a loop inside would need more
 * than `maxStates` states for its inclusive joins, exclusive joins take the place of those that are in a loop themselves, and of all if that is
 * not enough. They never wait, so that they bring no deadlock, but what follows may then run once for each token.
 */
export function splitNet(model: BpmnModel, maxStates: number): SplitNet {
  const all = Array.from(model.nodes.keys()).filter((n) => model.nodes[n]!.kind === "inclusiveGateway");
  const convert = (simplifiedJoins: readonly number[]): SplitNet | null => {
    const nodes = [...model.nodes];
    for (const join of simplifiedJoins) nodes[join] = { kind: "exclusiveGateway", name: null };
    try {
      return { net: bpmnToPetriNet({ ...model, nodes }, { maxStates }), simplifiedJoins };
    } catch (error) {
      if (isGigamineError(error, "bpmn/too-many-states")) return null;
      throw error;
    }
  };
  return convert([]) ?? convert(all.filter((join) => leadsBack(model, join))) ?? convert(all)!;
}

/** Whether a way leads from a node back to it. */
function leadsBack({ nodes, flows }: BpmnModel, start: number): boolean {
  const leaving = arcsByNode(
    nodes.length,
    flows.map(({ source }) => source),
  );
  const reached = new Set<number>();
  const pending = [start];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const flow of leaving.arcs.subarray(leaving.offsets[node]!, leaving.offsets[node + 1]!)) {
      const { target } = flows[flow]!;
      if (reached.has(target)) continue;
      reached.add(target);
      pending.push(target);
    }
  }
  return reached.has(start);
}
