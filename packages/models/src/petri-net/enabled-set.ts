import { GigamineError, quoteValue } from "@gigamine/base";
import { asCompiled, type CompiledNet } from "./compile.js";
import { checkMarking, fire } from "./fire.js";
import { tooManyTokens } from "./state-space.js";
import type { Marking, PetriNet } from "./types.js";

/**
 * A marking that moves, with the transitions enabled in it kept up to date: for play-outs and searches that fire millions of times.
 *
 * A firing looks again only at the transitions that take from a place it changed, so it costs O(arcs at the places of the transition), where
 * `enabledTransitions` walks the whole net. All state is in typed arrays. A random enabled one is `set.at(i)` for a random i below
 * `set.size`; the order of the members depends on what was fired before, but is always the same for the same firings.
 *
 * @throws GigamineError `petri-net/bad-marking`; in `fire` `petri-net/not-enabled`, `petri-net/no-such-transition`,
 * `petri-net/too-many-tokens`; in `at` `petri-net/no-such-member`.
 */
export class EnabledSet {
  readonly net: CompiledNet;
  /** The current marking; do not write to it. */
  readonly marking: Int32Array;
  /** The members come first, at `#position`. */
  readonly #members: Int32Array;
  readonly #position: Int32Array;
  #size = 0;
  /** Per transition how many of its input places hold too little. */
  readonly #lacking: Int32Array;
  /** Place p is taken from by `#consumers[#offsets[p]]` … `#consumers[#offsets[p + 1] - 1]`, each so many tokens at once. */
  readonly #offsets: Int32Array;
  readonly #consumers: Int32Array;
  readonly #weights: Int32Array;

  constructor(net: PetriNet | CompiledNet, marking: Marking) {
    this.net = asCompiled(net);
    checkMarking(this.net, marking, "EnabledSet");
    this.marking = Int32Array.from(marking);
    const { placeCount, transitionCount, inputOffsets, inputPlaces, inputWeights } = this.net;
    this.#members = new Int32Array(transitionCount);
    this.#position = new Int32Array(transitionCount);
    this.#lacking = new Int32Array(transitionCount);
    this.#offsets = new Int32Array(placeCount + 1);
    this.#consumers = new Int32Array(inputPlaces.length);
    this.#weights = new Int32Array(inputPlaces.length);
    for (const place of inputPlaces) this.#offsets[place + 1]!++;
    for (let p = 0; p < placeCount; p++) this.#offsets[p + 1]! += this.#offsets[p]!;
    const next = this.#offsets.slice(0, placeCount);
    for (let t = 0; t < transitionCount; t++) {
      for (let k = inputOffsets[t]!; k < inputOffsets[t + 1]!; k++) {
        const place = inputPlaces[k]!;
        this.#consumers[next[place]!] = t;
        this.#weights[next[place]!++] = inputWeights[k]!;
        if (this.marking[place]! < inputWeights[k]!) this.#lacking[t]!++;
      }
      if (this.#lacking[t] === 0) this.#add(t);
    }
  }

  /** How many transitions are enabled. */
  get size(): number {
    return this.#size;
  }

  has(transition: number): boolean {
    return this.#lacking[transition] === 0;
  }

  /** The enabled transition number `index`, from 0 to `size` - 1. */
  at(index: number): number {
    if (Number.isInteger(index) && index >= 0 && index < this.#size) return this.#members[index]!;
    throw new GigamineError(
      "petri-net/no-such-member",
      `EnabledSet: there is no member ${quoteValue(index)}; ${this.#size} are enabled. Give a whole number from 0 below that.`,
      { index, size: this.#size },
    );
  }

  /** The enabled transitions in rising order. */
  toArray(): number[] {
    return Array.from(this.#members.subarray(0, this.#size)).sort((a, b) => a - b);
  }

  /** Fires an enabled transition. */
  fire(transition: number): void {
    const { net, marking } = this;
    if (!this.has(transition)) fire(net, Array.from(marking), transition); // throws, and says why
    for (let k = net.outputOffsets[transition]!; k < net.outputOffsets[transition + 1]!; k++) {
      const place = net.outputPlaces[k]!;
      if (marking[place]! + net.outputWeights[k]! >= 2 ** 31) throw tooManyTokens(net, place, transition);
    }
    this.#move(transition, 1);
  }

  /** Undoes the firing of `transition`, which must have been the last not undone yet. */
  undo(transition: number): void {
    this.#move(transition, -1);
  }

  #move(transition: number, times: 1 | -1): void {
    const { inputOffsets, inputPlaces, inputWeights, outputOffsets, outputPlaces, outputWeights } = this.net;
    for (let k = inputOffsets[transition]!; k < inputOffsets[transition + 1]!; k++) {
      this.#change(inputPlaces[k]!, -times * inputWeights[k]!);
    }
    for (let k = outputOffsets[transition]!; k < outputOffsets[transition + 1]!; k++) {
      this.#change(outputPlaces[k]!, times * outputWeights[k]!);
    }
  }

  #change(place: number, by: number): void {
    const before = this.marking[place]!;
    const after = before + by;
    this.marking[place] = after;
    for (let k = this.#offsets[place]!; k < this.#offsets[place + 1]!; k++) {
      const weight = this.#weights[k]!;
      if (before >= weight === after >= weight) continue;
      const t = this.#consumers[k]!;
      if (after >= weight) {
        if (--this.#lacking[t]! === 0) this.#add(t);
      } else if (this.#lacking[t]!++ === 0) this.#delete(t);
    }
  }

  #add(t: number): void {
    this.#position[t] = this.#size;
    this.#members[this.#size++] = t;
  }

  #delete(t: number): void {
    const last = this.#members[--this.#size]!;
    const hole = this.#position[t]!;
    this.#members[hole] = last;
    this.#position[last] = hole;
  }
}
