import { hasBit, setBit } from "../inductive/follows-graph.js";
import { type ArcLists, arcsByNode } from "./arcs.js";
import type { JoinLogic, SplitLogic } from "./gateway-graph.js";

/** A rigid part of a flow graph; its flows are whole parts. Node 0 is its entry, and every node is reached from there by flows that don't lead back. */
export interface RigidPart {
  readonly nodeCount: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Per flow 1 if it leads back in a loop. */
  readonly isBack: Uint8Array;
  /** Per node what it decides if several flows leave it. */
  readonly logic: readonly (SplitLogic | null)[];
}

/**
 * Decides for each node which several flows enter, apart from those that lead back, how they are joined: exclusively if no two
 * of them are ever taken in one run, in parallel if in every run all or none are, otherwise inclusively. So an inclusive join
 * stays only where replacing it would change what the model means; in a part without loops every node runs at most once, and no join waits
 * in vain.
 *
 * - Without parallel splits every join is exclusive; without exclusive splits and loops every join is parallel.
 * - Two flows can be taken together if ways lead to both that never part at an exclusive split: found pair by pair, in
 *   topological order.
 * - Flows are taken together if they depend on the same outcomes of exclusive splits, where all outcomes of a split stand for the split itself.
 *   This test can fail to see that two flows are; then the join stays inclusive.
 * - A loop may enter anywhere: where a flow leads back to, a run may begin as well as at the entry.
 *
 * O(m²) time and bits for m flows.
 *
 * Source for the question: Favre, Völzer, "The Difficulty of Replacing an Inclusive OR-Join", BPM 2012; for outcomes: the same, "Symbolic
 * Execution of Acyclic Workflow Graphs", BPM 2010.
 */
export function joinLogics(part: RigidPart): JoinLogic[] {
  const { nodeCount, logic, isBack } = part;
  const splits = splitNodes(part);
  const decides = (what: SplitLogic): boolean => splits.some((node) => logic[node] === what);
  const all = (what: JoinLogic): JoinLogic[] => new Array<JoinLogic>(nodeCount).fill(what);
  if (!decides("parallel")) return all("exclusive");
  if (!decides("exclusive") && !isBack.includes(1)) return all("parallel");

  const run = forwardRun(part);
  const together = takenTogether(run);
  const depends = dependencies(run);
  return Array.from({ length: nodeCount }, (_, node) => {
    const flows = run.entering.arcs.subarray(run.entering.offsets[node]!, run.entering.offsets[node + 1]!);
    if (flows.every((x) => flows.every((y) => x === y || !together(x, y)))) return "exclusive";
    if (flows.every((x) => depends[x] === depends[flows[0]!])) return "parallel";
    return "inclusive";
  });
}

function splitNodes({ nodeCount, from }: RigidPart): number[] {
  const leaving = new Int32Array(nodeCount);
  for (const node of from) leaving[node]!++;
  return Array.from(leaving.keys()).filter((node) => leaving[node]! > 1);
}

/** The flows that don't lead back, and one more node that begins a run at the entry or where a loop enters. */
interface ForwardRun {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly entering: ArcLists;
  readonly leaving: ArcLists;
  readonly logic: readonly (SplitLogic | null)[];
  /** Each node before those that its flows lead to. */
  readonly order: readonly number[];
}

function forwardRun(part: RigidPart): ForwardRun {
  const root = part.nodeCount;
  const forward = Array.from(part.from.keys()).filter((flow) => part.isBack[flow] === 0);
  const loopEntries = new Set(part.to.filter((_, flow) => part.isBack[flow] === 1));
  const begins = [...new Set([0, ...loopEntries])];
  const from = [...forward.map((flow) => part.from[flow]!), ...begins.map(() => root)];
  const to = [...forward.map((flow) => part.to[flow]!), ...begins];
  const entering = arcsByNode(root + 1, to);
  const leaving = arcsByNode(root + 1, from);
  const missing = new Int32Array(root + 1);
  for (const node of to) missing[node]!++;
  const order = [root];
  for (const node of order) {
    for (let i = leaving.offsets[node]!; i < leaving.offsets[node + 1]!; i++) {
      const next = to[leaving.arcs[i]!]!;
      missing[next]!--;
      if (missing[next] === 0) order.push(next);
    }
  }
  return { from, to, entering, leaving, logic: [...part.logic, "exclusive"], order };
}

function flowsOf({ offsets, arcs }: ArcLists, node: number): Int32Array {
  return arcs.subarray(offsets[node]!, offsets[node + 1]!);
}

/** Whether some run takes both of two flows. */
function takenTogether({
  from,
  entering,
  leaving,
  logic,
  order,
}: ForwardRun): (x: number, y: number) => boolean {
  const words = (from.length + 31) >>> 5;
  const rows = new Uint32Array(from.length * words);
  const base = new Uint32Array(words);
  for (const node of order) {
    // A flow that leaves is taken with what is taken with a flow that enters: what comes later elsewhere decides nothing here.
    base.fill(0);
    for (const flow of flowsOf(entering, node)) {
      for (let w = 0; w < words; w++) base[w]! |= rows[flow * words + w]!;
      setBit(base, 0, flow);
    }
    const outs = flowsOf(leaving, node);
    for (let other = 0; other < from.length; other++) {
      if (hasBit(base, 0, other)) for (const flow of outs) setBit(rows, other * words, flow);
    }
    for (const flow of outs) {
      rows.set(base, flow * words);
      if (logic[node] === "parallel")
        for (const twin of outs) if (twin !== flow) setBit(rows, flow * words, twin);
    }
  }
  return (x, y) => hasBit(rows, x * words, y);
}

/** In the place of an outcome: the flow is taken in every run. */
const ALWAYS = -1;

/** Per flow the outcomes of exclusive splits of which one must come for it to be taken, as text: equal texts mean that flows are taken together. */
function dependencies({ from, entering, leaving, logic, order }: ForwardRun): string[] {
  const rank = new Int32Array(order.length);
  order.forEach((node, r) => {
    rank[node] = r;
  });
  /** Per node the flows out of exclusive splits that it depends on. */
  const causes: ReadonlySet<number>[] = [];
  const result = new Array<string>(from.length).fill("");
  for (const node of order) {
    const outcomes = new Set<number>();
    for (const flow of flowsOf(entering, node)) {
      const split = from[flow]!;
      if (isOutcome(flow)) outcomes.add(flow);
      else for (const cause of causes[split]!) outcomes.add(cause);
    }
    if (flowsOf(entering, node).length === 0) outcomes.add(ALWAYS);
    causes[node] = simplified(outcomes);
    const text = [...causes[node]!].sort((x, y) => x - y).join();
    for (const flow of flowsOf(leaving, node)) result[flow] = isOutcome(flow) ? String(flow) : text;
  }
  return result;

  function isOutcome(flow: number): boolean {
    return logic[from[flow]!] === "exclusive" && flowsOf(leaving, from[flow]!).length > 1;
  }

  /**
   * The same condition with fewer outcomes, from the last split to the first: all outcomes of a split are the split itself, and no
   * outcome is needed where the split itself is enough.
   */
  function simplified(outcomes: Set<number>): ReadonlySet<number> {
    for (;;) {
      if (outcomes.has(ALWAYS)) return new Set([ALWAYS]);
      const splits = [...new Set(Array.from(outcomes, (flow) => from[flow]!))];
      splits.sort((x, y) => rank[y]! - rank[x]!);
      const split = splits.find(
        (node) =>
          flowsOf(leaving, node).every((flow) => outcomes.has(flow)) ||
          [...causes[node]!].every((cause) => outcomes.has(cause)),
      );
      if (split === undefined) return outcomes;
      for (const flow of flowsOf(leaving, split)) outcomes.delete(flow);
      for (const cause of causes[split]!) outcomes.add(cause);
    }
  }
}
