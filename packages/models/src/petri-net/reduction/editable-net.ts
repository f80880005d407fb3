import { spreadBits } from "@gigamine/base";
import type { AcceptingPetriNet, Arc } from "../types.js";
import { NodeQueue } from "./node-queue.js";

/** The arcs at a node: the node at their other end, and the weight. */
export type Arcs = Map<number, number>;

/** What is left of a net after reduction, and which original place and transition each one is. */
export interface ReducedNet {
  readonly model: AcceptingPetriNet;
  readonly placeIds: readonly number[];
  readonly transitionIds: readonly number[];
}

/**
 * A net that reduction rules take apart. Ids are those of the original net; what is gone has no arcs. At first all nodes wait in the
 * queues of changed ones; later each change of an arc puts its two ends there, so that rules look again only where it matters.
 *
 * `mirrored` is the same net, sharing all data, with every arc and the two markings turned round. Its runs are the runs of this
 * net read backwards, so each rule that keeps the language has a mirrored rule that does.
 */
export class EditableNet {
  readonly original: AcceptingPetriNet;
  /** Per transition the places it takes from. */
  readonly inputs: readonly Arcs[];
  /** Per transition the places it puts into. */
  readonly outputs: readonly Arcs[];
  /** Per place the transitions that feed it. */
  readonly producers: readonly Arcs[];
  /** Per place the transitions that take from it. */
  readonly consumers: readonly Arcs[];
  readonly initial: number[];
  readonly final: number[];
  readonly placeGone: Uint8Array;
  readonly transitionGone: Uint8Array;
  /** Places whose arcs changed. */
  readonly changedPlaces: NodeQueue;
  readonly changedTransitions: NodeQueue;
  /** Equal for places with the same arcs, and rarely for others. */
  readonly placeHashes: Int32Array;
  readonly transitionHashes: Int32Array;
  readonly mirrored: EditableNet;
  readonly #turned: boolean;

  static of(model: AcceptingPetriNet): EditableNet {
    const net = new EditableNet(model);
    for (const { kind, place, transition, weight } of model.net.arcs) {
      if (kind === "input") net.setInput(transition, place, net.inputOf(transition, place) + weight);
      else net.setOutput(transition, place, net.outputOf(transition, place) + weight);
    }
    return net;
  }

  /** The net without its arcs; or `twin`, with all arcs, turned round. */
  private constructor(model: AcceptingPetriNet, twin?: EditableNet) {
    const { places, transitions } = model.net;
    const none = (): Arcs => new Map();
    this.original = model;
    this.#turned = twin !== undefined;
    this.inputs = twin?.outputs ?? transitions.map(none);
    this.outputs = twin?.inputs ?? transitions.map(none);
    this.producers = twin?.consumers ?? places.map(none);
    this.consumers = twin?.producers ?? places.map(none);
    this.initial = twin?.final ?? [...model.initialMarking];
    this.final = twin?.initial ?? [...model.finalMarking];
    this.placeGone = twin?.placeGone ?? new Uint8Array(places.length);
    this.transitionGone = twin?.transitionGone ?? new Uint8Array(transitions.length);
    this.changedPlaces = twin?.changedPlaces ?? new NodeQueue(places.length);
    this.changedTransitions = twin?.changedTransitions ?? new NodeQueue(transitions.length);
    this.placeHashes = twin?.placeHashes ?? new Int32Array(places.length);
    this.transitionHashes = twin?.transitionHashes ?? new Int32Array(transitions.length);
    this.mirrored = twin ?? new EditableNet(model, this);
  }

  /** The activity of a transition; `null` when silent. */
  labelOf(transition: number): string | null {
    return this.original.net.transitions[transition]!.label;
  }

  /** Tokens that `transition` takes from `place`; 0 without an arc. */
  inputOf(transition: number, place: number): number {
    return this.inputs[transition]!.get(place) ?? 0;
  }

  /** Tokens that `transition` puts into `place`; 0 without an arc. */
  outputOf(transition: number, place: number): number {
    return this.outputs[transition]!.get(place) ?? 0;
  }

  /** Weight 0 removes the arc. */
  setInput(transition: number, place: number, weight: number): void {
    this.#set(this.inputs[transition]!, this.consumers[place]!, transition, place, weight, false);
  }

  /** Weight 0 removes the arc. */
  setOutput(transition: number, place: number, weight: number): void {
    this.#set(this.outputs[transition]!, this.producers[place]!, transition, place, weight, true);
  }

  removeTransition(transition: number): void {
    for (const place of [...this.inputs[transition]!.keys()]) this.setInput(transition, place, 0);
    for (const place of [...this.outputs[transition]!.keys()]) this.setOutput(transition, place, 0);
    this.transitionGone[transition] = 1;
  }

  removePlace(place: number): void {
    for (const transition of [...this.producers[place]!.keys()]) this.setOutput(transition, place, 0);
    for (const transition of [...this.consumers[place]!.keys()]) this.setInput(transition, place, 0);
    this.placeGone[place] = 1;
  }

  #set(
    atTransition: Arcs,
    atPlace: Arcs,
    transition: number,
    place: number,
    weight: number,
    isOutput: boolean,
  ): void {
    const side = isOutput === this.#turned ? 1 : 2; // the same hash, whichever view makes the change
    const change = weight - (atTransition.get(place) ?? 0);
    if (weight === 0) {
      atTransition.delete(place);
      atPlace.delete(transition);
    } else {
      atTransition.set(place, weight);
      atPlace.set(transition, weight);
    }
    this.placeHashes[place]! += Math.imul(spreadBits(transition * 2 + side), change);
    this.transitionHashes[transition]! += Math.imul(spreadBits(place * 2 + side), change);
    this.changedPlaces.add(place);
    this.changedTransitions.add(transition);
  }

  /** What is left, in the order of the original; a place without arcs and tokens goes too. */
  build(): ReducedNet {
    const { net } = this.original;
    const placeIds = net.places.flatMap((_, p) => {
      const used = this.producers[p]!.size + this.consumers[p]!.size + this.initial[p]! + this.final[p]! > 0;
      return this.placeGone[p] === 0 && used ? [p] : [];
    });
    const transitionIds = net.transitions.flatMap((_, t) => (this.transitionGone[t] === 0 ? [t] : []));
    const newPlace = new Map(placeIds.map((p, index) => [p, index]));
    const arcs: Arc[] = [];
    transitionIds.forEach((t, transition) => {
      for (const kind of ["input", "output"] as const) {
        for (const [place, weight] of (kind === "input" ? this.inputs : this.outputs)[t]!) {
          arcs.push(Object.freeze({ kind, place: newPlace.get(place)!, transition, weight }));
        }
      }
    });
    const model = Object.freeze({
      net: Object.freeze({
        places: Object.freeze(placeIds.map((p) => net.places[p]!)),
        transitions: Object.freeze(transitionIds.map((t) => net.transitions[t]!)),
        arcs: Object.freeze(arcs),
      }),
      initialMarking: Object.freeze(placeIds.map((p) => this.initial[p]!)),
      finalMarking: Object.freeze(placeIds.map((p) => this.final[p]!)),
    });
    return { model, placeIds, transitionIds };
  }
}
