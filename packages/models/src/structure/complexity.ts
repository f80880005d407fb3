import { checkBpmnModel } from "../bpmn/check.js";
import type { BpmnModel } from "../bpmn/types.js";
import { checkModelShape } from "../model-shape.js";
import type { AcceptingPetriNet } from "../petri-net/types.js";
import { type FlowGraph, structureTree } from "./structure-tree.js";

/** How large, how branched and how orderly a model is. */
export interface ModelComplexity {
  /** Nodes: of a net places and transitions, of a BPMN model events, tasks and gateways. */
  readonly size: number;
  /** Arcs or sequence flows. */
  readonly flows: number;
  /** Mean number of flows that end at a node, in and out; `null` for a model without nodes. */
  readonly meanDegree: number | null;
  /** Sum over the splits: branches of an exclusive one, 2^branches − 1 of an inclusive one, 1 of a parallel one. */
  readonly controlFlowComplexity: number;
  /**
   * In [0, 1]: the share of nodes outside of all parts without structure (their two ends are inside), or in a block within one. 1 for a model made of
   * blocks. `null` when the model has not one beginning and one end with all nodes between them.
   */
  readonly structuredness: number | null;
}

/**
 * Measures the complexity of a BPMN model. Structure is that of the process structure tree: what is neither a single flow, a
 * sequence nor a bond between two nodes has none. O(flows) for models made of blocks, see {@link structureTree}.
 *
 * Source: Cardoso, "How to Measure the Control-flow Complexity of Web Processes and Workflows", Workflow Handbook 2005; size and
 * structuredness as in Augusto et al., "Automated Discovery of Process Models from Event Logs: Review and Benchmark", TKDE 31(4), 2019,
 * section 5.
 */
export function bpmnComplexity(model: BpmnModel): ModelComplexity {
  const { nodes, flows } = checkBpmnModel(model);
  const outgoing = new Uint32Array(nodes.length);
  for (const { source } of flows) outgoing[source]!++;
  const controlFlowComplexity = nodes.reduce((sum, { kind }, node) => {
    const branches = outgoing[node]!;
    if (branches < 2) return sum;
    if (kind === "exclusiveGateway") return sum + branches;
    // A task or event with several flows behind it starts all of them.
    return sum + (kind === "inclusiveGateway" ? 2 ** branches - 1 : 1);
  }, 0);
  return {
    ...sizes(nodes.length, flows.length),
    controlFlowComplexity,
    structuredness: structuredness(
      nodes.length,
      flows.map(({ source, target }) => [source, target] as const),
    ),
  };
}

/**
 * Measures the complexity of a Petri net, its places and transitions as nodes: a place with several transitions behind it is an exclusive
 * split, a transition with several places behind it a parallel one. Weights count as one arc. Otherwise as {@link bpmnComplexity}.
 */
export function netComplexity(model: AcceptingPetriNet): ModelComplexity {
  checkModelShape(model, "netComplexity");
  const { places, transitions, arcs } = model.net;
  const nodes = places.length + transitions.length;
  const flows = arcs.map(({ kind, place, transition }) =>
    kind === "input"
      ? ([place, places.length + transition] as const)
      : ([places.length + transition, place] as const),
  );
  const outgoing = new Uint32Array(nodes);
  for (const [from] of flows) outgoing[from]!++;
  let controlFlowComplexity = 0;
  outgoing.forEach((branches, node) => {
    if (branches > 1) controlFlowComplexity += node < places.length ? branches : 1;
  });
  return {
    ...sizes(nodes, arcs.length),
    controlFlowComplexity,
    structuredness: structuredness(nodes, flows),
  };
}

function sizes(size: number, flows: number): Pick<ModelComplexity, "size" | "flows" | "meanDegree"> {
  return { size, flows, meanDegree: size === 0 ? null : (2 * flows) / size };
}

function structuredness(
  size: number,
  flows: readonly (readonly [from: number, to: number])[],
): number | null {
  const graph = flowGraph(size, flows);
  if (graph === null) return null;
  const fragments = structureTree(graph);
  const isOrderly = new Uint8Array(size).fill(1);
  /** Whether what lies in a fragment, but in no block of it, lies in a part without structure. */
  const isWild = new Uint8Array(fragments.length);
  for (let f = fragments.length - 1; f >= 0; f--) {
    const { kind, entry, exit, parts } = fragments[f]!;
    const wild = kind === "rigid" ? 1 : kind === "bond" ? 0 : isWild[f]!;
    for (const part of parts) {
      isWild[part] = wild;
      if (wild === 0) continue;
      for (const node of [fragments[part]!.entry, fragments[part]!.exit]) {
        // The ends of a sequence belong to what is around it.
        const isEnd = kind === "sequence" && (node === entry || node === exit);
        if (!isEnd && node < 2 * size) isOrderly[node % size] = 0;
      }
    }
  }
  return isOrderly.reduce((sum, is) => sum + is, 0) / size;
}

/**
 * The graph as the structure tree takes it: node n is entered at n and left at n + size where it has several flows on both sides, and the
 * ends get a node of their own. `null` without exactly one beginning and end, or with a node that is not on a way between them.
 */
function flowGraph(size: number, flows: readonly (readonly [from: number, to: number])[]): FlowGraph | null {
  const before: number[][] = Array.from({ length: size }, () => []);
  const behind: number[][] = Array.from({ length: size }, () => []);
  for (const [from, to] of flows) {
    behind[from]!.push(to);
    before[to]!.push(from);
  }
  const nodes = [...before.keys()];
  const begins = nodes.filter((node) => before[node]!.length === 0);
  const ends = nodes.filter((node) => behind[node]!.length === 0);
  const [begin, end] = [begins[0], ends[0]];
  if (begin === undefined || end === undefined || begins.length > 1 || ends.length > 1) return null;
  if (reached(begin, behind) < size || reached(end, before) < size) return null;

  const isDouble = (node: number): boolean => before[node]!.length > 1 && behind[node]!.length > 1;
  const from = flows.map(([node]) => (isDouble(node) ? node + size : node));
  const to = flows.map(([, node]) => node);
  for (const node of nodes) {
    if (!isDouble(node)) continue;
    from.push(node);
    to.push(node + size);
  }
  const [source, sink] = [2 * size, 2 * size + 1];
  from.push(source, end);
  to.push(begin, sink);
  return { nodeCount: 2 * size + 2, from, to, source, sink };
}

/** How many nodes can be reached. */
function reached(start: number, next: readonly (readonly number[])[]): number {
  const seen = new Set([start]);
  for (const node of seen) for (const other of next[node]!) seen.add(other);
  return seen.size;
}
