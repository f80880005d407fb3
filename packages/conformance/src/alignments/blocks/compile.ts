import { Heap } from "@gigamine/base";
import type { ReplayNet } from "../../replay/replay-net.js";
import type { Budget } from "../budget.js";
import type { MoveWeights } from "../move-costs.js";
import type { BlockNet, Door, Step } from "./decompose.js";

/** A step with the weights of its moves. */
export interface WeighedStep extends Step {
  readonly alone: number;
  readonly synchronous: number;
}

/** A way through a block without events, from one of its entries to one of its exits. */
export interface Passage {
  readonly block: number;
  readonly entry: number;
  readonly exit: number;
  readonly weight: number;
}

export interface CompiledComponent {
  readonly size: number;
  /** `closure[from * size + to]`: the least weight of model moves on the way, infinite when there is none. */
  readonly closure: Float64Array;
  readonly blockCount: number;
  /** Per state the steps and passages that lead there. */
  readonly stepsInto: readonly (readonly WeighedStep[])[];
  readonly passagesInto: readonly (readonly Passage[])[];
  /** What it does by label. */
  readonly parts: ReadonlyMap<number, LabelPart>;
}

export interface CompiledBlock {
  readonly parent: number;
  /** Its place among the blocks of the parent. */
  readonly place: number;
  readonly children: readonly number[];
  readonly entries: readonly Door[];
  readonly exits: readonly Door[];
  /** Per label which child has it (position in `children`); -1: none. */
  readonly childOf: Int32Array;
}

/** What an event of one label concerns in one component. */
export interface LabelPart {
  readonly component: number;
  readonly steps: readonly WeighedStep[];
  /** The blocks of the component in which the label stands. */
  readonly blocks: readonly number[];
}

export interface CompiledBlocks {
  readonly components: readonly CompiledComponent[];
  readonly blocks: readonly CompiledBlock[];
  /** Per label the components that have it, in themselves or in a block, inner ones first. */
  readonly labelParts: readonly (readonly LabelPart[])[];
  readonly root: number;
  readonly start: number;
  readonly end: number;
}

/** Closures take 8 bytes for each pair of states of a component, and each block knows all labels; a net with more goes to the search. */
const MOST_PAIRS = 16_000_000;

/**
 * Prepares a net of blocks for {@link BlockTable}; `null` when a label stands in two children of one block, so that an event does not say
 * which child it belongs to, or when the components are too large. O(states · (steps + states log states)) for each component.
 *
 * @param budget Told of the work, so that it can be aborted.
 */
export function compileBlocks(
  net: ReplayNet,
  blockNet: BlockNet,
  weights: MoveWeights,
  budget: Budget,
): CompiledBlocks | null {
  const labelOf = net.labelOfTransition;
  const pairs = blockNet.components.reduce((sum, { size }) => sum + size * size, 0);
  if (pairs + blockNet.blocks.length * net.labels.length > MOST_PAIRS) return null;

  const labelParts: LabelPart[][] = net.labels.map(() => []);
  const childOf = blockNet.blocks.map(() => new Int32Array(net.labels.length).fill(-1));
  const components: CompiledComponent[] = [];
  for (const [id, component] of blockNet.components.entries()) {
    const steps = component.steps.map(
      (step): WeighedStep => ({
        ...step,
        alone: step.transition < 0 ? 0 : weights.model[step.transition]!,
        synchronous: step.transition < 0 ? Number.POSITIVE_INFINITY : weights.synchronous[step.transition]!,
      }),
    );
    const parts = new Map<number, { component: number; steps: WeighedStep[]; blocks: number[] }>();
    const part = (label: number) => {
      const known = parts.get(label) ?? { component: id, steps: [], blocks: [] };
      parts.set(label, known);
      return known;
    };
    for (const step of steps) {
      const label = step.transition < 0 ? -1 : labelOf[step.transition]!;
      if (label >= 0) part(label).steps.push(step);
    }
    const passages: (Passage & { from: number; to: number })[] = [];
    for (const block of component.blocks) {
      const { children, entries, exits } = blockNet.blocks[block]!;
      for (const [position, child] of children.entries()) {
        for (const label of components[child]!.parts.keys()) {
          if (childOf[block]![label]! >= 0) return null;
          childOf[block]![label] = position;
          part(label).blocks.push(block);
        }
      }
      entries.forEach((from, entry) => {
        exits.forEach((to, exit) => {
          const weight = children.reduce((sum, child, c) => {
            const { closure, size } = components[child]!;
            return sum + closure[from.inside[c]! * size + to.inside[c]!]!;
          }, 0);
          if (weight < Number.POSITIVE_INFINITY) {
            passages.push({ block, entry, exit, weight, from: from.outside, to: to.outside });
          }
        });
      });
    }
    for (const [label, part] of parts) labelParts[label]!.push(part);
    const { size } = component;
    const stepsInto: WeighedStep[][] = Array.from({ length: size }, () => []);
    for (const step of steps) stepsInto[step.to]!.push(step);
    const passagesInto: Passage[][] = Array.from({ length: size }, () => []);
    for (const passage of passages) passagesInto[passage.to]!.push(passage);
    const arcs = [...steps.map(({ from, to, alone }) => ({ from, to, weight: alone })), ...passages];
    components.push({
      size,
      closure: closureOf(size, arcs, budget),
      blockCount: component.blocks.length,
      stepsInto,
      passagesInto,
      parts,
    });
  }
  return {
    components,
    blocks: blockNet.blocks.map((block, b) => {
      const place = blockNet.components[block.parent]!.blocks.indexOf(b);
      return { ...block, place, childOf: childOf[b]! };
    }),
    labelParts,
    root: components.length - 1,
    start: blockNet.start,
    end: blockNet.end,
  };
}

/** Shortest ways between all states: Dijkstra's algorithm from each. */
function closureOf(
  size: number,
  arcs: readonly { readonly from: number; readonly to: number; readonly weight: number }[],
  budget: Budget,
): Float64Array {
  const out: { to: number; weight: number }[][] = Array.from({ length: size }, () => []);
  for (const { from, to, weight } of arcs) out[from]!.push({ to, weight });
  const closure = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  for (let from = 0; from < size; from++) {
    const row = closure.subarray(from * size, (from + 1) * size);
    const queue = new Heap<{ state: number; weight: number }>((a, b) => a.weight < b.weight);
    budget.spend((size + arcs.length) / 8);
    row[from] = 0;
    queue.push({ state: from, weight: 0 });
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (next.weight > row[next.state]!) continue;
      for (const { to, weight } of out[next.state]!) {
        const sum = next.weight + weight;
        if (sum >= row[to]!) continue;
        row[to] = sum;
        queue.push({ state: to, weight: sum });
      }
    }
  }
  return closure;
}
