import type { ReplayNet } from "../../replay/replay-net.js";

/** One firing in a component: `transition` moves the component's token `from` one state `to` another. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** Index in the net; -1 for entering the initial marking, or leaving the final one. */
  readonly transition: number;
}

/**
 * A part of a net in which exactly one token is on its way, from where it enters to where it leaves: a state machine. Its states are
 * places of the net and the doors of its blocks.
 */
export interface Component {
  readonly size: number;
  readonly steps: readonly Step[];
  /** Indexes of the blocks that stand in it. */
  readonly blocks: readonly number[];
}

/** Components side by side: a token that comes to a door going in goes on as one in each, and as one again by a door going out. */
export interface Block {
  /** The component it stands in. */
  readonly parent: number;
  readonly children: readonly number[];
  readonly entries: readonly Door[];
  readonly exits: readonly Door[];
}

export interface Door {
  /** The state of the parent. */
  readonly outside: number;
  /** The state of each child. */
  readonly inside: readonly number[];
}

/** A net as state machines in each other. Components stand behind all that are inside their blocks; the last is the whole net. */
export interface BlockNet {
  readonly components: readonly Component[];
  readonly blocks: readonly Block[];
  /** States of the last component: before the initial marking, after the final one. */
  readonly start: number;
  readonly end: number;
}

/**
 * Takes a net apart into state machines side by side and in each other; `null` when it is not made like that.
 *
 * Transitions with one input and one output place join places to components, in which a token stays one token. Components that the
 * same other transitions put tokens into, and the same others take tokens from, always hold equally many: they become a block, with one
 * new place for each set of places entered or left together. This makes those transitions simpler, which joins further places, and so
 * on. When every transition has one input and one output in the end, one token is on its way in the whole net, and the
 * reductions have kept its runs. Nets of process trees and other free-choice nets made of nested blocks come out so, as do others whose
 * parallel parts begin and end together, wherever inside.
 *
 * Only transitions with `useful[t] === 1` are looked at. O((places + arcs) · nesting), up to sorting.
 * Source: the reduction rules of fusion, Murata, "Petri Nets: Properties, Analysis and Applications", Proc. IEEE 77(4), 1989, section V-C,
 * with state machines for places; parallel places as in van Zelst, Leemans, "Translating Workflow Nets to Process Trees: An
 * Algorithmic Approach", Algorithms 13(11), 2020, section 4.
 */
export function decomposeNet(net: ReplayNet, useful: Uint8Array): BlockNet | null {
  const flows = simpleFlows(net, useful);
  return flows === null ? null : new Decomposition(flows, net.placeCount).run();
}

/** A transition with the places it takes one token from and puts one into; those change as places become blocks. */
interface Flow {
  readonly transition: number;
  inputs: number[];
  outputs: number[];
}

/** All transitions as flows, and two more, from a new first place to the initial marking and from the final one to a new last place. */
function simpleFlows(net: ReplayNet, useful: Uint8Array): Flow[] | null {
  const flows: Flow[] = [];
  for (let t = 0; t < net.transitionCount; t++) {
    if (useful[t] === 0) continue;
    const inputs = row(net.inputs.offsets, net.inputs.items, t);
    const outputs = row(net.outputs.offsets, net.outputs.items, t);
    for (let i = net.inputs.offsets[t]!; i < net.inputs.offsets[t + 1]!; i++)
      if (net.inputWeights[i] !== 1) return null;
    for (let i = net.outputs.offsets[t]!; i < net.outputs.offsets[t + 1]!; i++)
      if (net.outputWeights[i] !== 1) return null;
    flows.push({ transition: t, inputs, outputs });
  }
  const marked = (marking: Int32Array): number[] =>
    [...marking.keys()].filter((place) => marking[place]! > 0);
  if (net.initial.some((tokens) => tokens > 1) || net.final.some((tokens) => tokens > 1)) return null;
  flows.push({ transition: -1, inputs: [net.placeCount], outputs: marked(net.initial) });
  flows.push({ transition: -1, inputs: marked(net.final), outputs: [net.placeCount + 1] });
  return flows.every(({ inputs, outputs }) => inputs.length > 0 && outputs.length > 0) ? flows : null;
}

/** Where a block meets what is around it: the new place, and the place inside each child. */
interface Gate {
  readonly place: number;
  readonly inside: readonly number[];
}

class Decomposition {
  readonly #flows: readonly Flow[];
  readonly #firstPlace: number;
  /** Union-find over places: those of one component have one representative. */
  readonly #above: number[];
  readonly #blocks: { readonly children: number[]; readonly entries: Gate[]; readonly exits: Gate[] }[] = [];

  constructor(flows: readonly Flow[], firstPlace: number) {
    this.#flows = flows;
    this.#firstPlace = firstPlace;
    this.#above = Array.from({ length: firstPlace + 2 }, (_, place) => place);
  }

  run(): BlockNet | null {
    do this.#joinPlaces();
    while (this.#makeBlocks());
    const last = this.#component(this.#firstPlace);
    const whole = this.#flows.every(isSimple) && this.#component(this.#firstPlace + 1) === last;
    return whole ? this.#number(last) : null;
  }

  #joinPlaces(): void {
    for (const flow of this.#flows) if (isSimple(flow)) this.#join(flow.inputs[0]!, flow.outputs[0]!);
  }

  /** Makes one block of each set of components that the same flows enter and the same flows leave; whether there was any. */
  #makeBlocks(): boolean {
    const borders = new Map<number, { entering: number[]; leaving: number[]; once: boolean }>();
    const border = (place: number) => {
      const component = this.#component(place);
      const known = borders.get(component) ?? { entering: [], leaving: [], once: true };
      borders.set(component, known);
      return known;
    };
    this.#flows.forEach((flow, f) => {
      if (isSimple(flow)) return;
      for (const place of flow.outputs) addOnce(border(place), "entering", f);
      for (const place of flow.inputs) addOnce(border(place), "leaving", f);
    });
    const alike = new Map<string, number[]>();
    for (const [component, { entering, leaving, once }] of borders) {
      if (!once) continue;
      const key = `${entering.join(" ")} > ${leaving.join(" ")}`;
      alike.set(key, [...(alike.get(key) ?? []), component]);
    }
    let made = false;
    for (const children of alike.values()) {
      if (children.length < 2) continue;
      const { entering, leaving } = borders.get(children[0]!)!;
      const entries = this.#gates(children, entering, "outputs");
      const exits = this.#gates(children, leaving, "inputs");
      this.#blocks.push({ children, entries, exits });
      for (const { place } of [...entries, ...exits]) this.#join(place, entries[0]!.place);
      made = true;
    }
    return made;
  }

  /** Puts one new place in the stead of the places where flows meet the children, the same for the same places. */
  #gates(children: readonly number[], flows: readonly number[], side: "inputs" | "outputs"): Gate[] {
    const gates = new Map<string, Gate>();
    for (const f of flows) {
      const flow = this.#flows[f]!;
      const inside = children.map((child) => flow[side].find((place) => this.#component(place) === child)!);
      const key = inside.join(" ");
      let gate = gates.get(key);
      if (gate === undefined) {
        gate = { place: this.#above.length, inside };
        this.#above.push(gate.place);
        gates.set(key, gate);
      }
      flow[side] = [...flow[side].filter((place) => !inside.includes(place)), gate.place];
    }
    return [...gates.values()];
  }

  /** Components and their states by number, inner ones first. */
  #number(last: number): BlockNet {
    const representatives = [...this.#blocks.flatMap(({ children }) => children), last];
    const componentIds = new Map(representatives.map((place, id) => [place, id]));
    const states: number[] = [];
    const sizes: number[] = representatives.map(() => 0);
    const idOf = (place: number): number => componentIds.get(this.#component(place)) ?? -1;
    this.#above.forEach((_, place) => {
      const id = componentIds.get(this.#component(place));
      states[place] = id === undefined ? -1 : sizes[id]!++;
    });
    const steps: Step[][] = representatives.map(() => []);
    for (const { transition, inputs, outputs } of this.#flows) {
      steps[idOf(inputs[0]!)]!.push({ from: states[inputs[0]!]!, to: states[outputs[0]!]!, transition });
    }
    const door = ({ place, inside }: Gate): Door => ({
      outside: states[place]!,
      inside: inside.map((inner) => states[inner]!),
    });
    const blocks = this.#blocks.map(({ children, entries, exits }) => ({
      parent: idOf(entries[0]!.place),
      children: children.map((child) => componentIds.get(child)!),
      entries: entries.map(door),
      exits: exits.map(door),
    }));
    return {
      components: representatives.map((_, id) => ({
        size: sizes[id]!,
        steps: steps[id]!,
        blocks: blocks.flatMap(({ parent }, block) => (parent === id ? [block] : [])),
      })),
      blocks,
      start: states[this.#firstPlace]!,
      end: states[this.#firstPlace + 1]!,
    };
  }

  #component(place: number): number {
    let top = place;
    while (this.#above[top] !== top) top = this.#above[top]!;
    for (let p = place; p !== top; ) {
      const next = this.#above[p]!;
      this.#above[p] = top;
      p = next;
    }
    return top;
  }

  #join(a: number, b: number): void {
    this.#above[this.#component(a)] = this.#component(b);
  }
}

function isSimple({ inputs, outputs }: Flow): boolean {
  return inputs.length === 1 && outputs.length === 1;
}

/** Notes that flow `f` enters or leaves; with two tokens of one flow, a component is no state machine. */
function addOnce(
  border: { entering: number[]; leaving: number[]; once: boolean },
  side: "entering" | "leaving",
  f: number,
): void {
  if (border[side].at(-1) === f) border.once = false;
  border[side].push(f);
}

function row(offsets: Int32Array, items: Int32Array, index: number): number[] {
  return Array.from(items.subarray(offsets[index]!, offsets[index + 1]!));
}
