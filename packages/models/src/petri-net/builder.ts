import { GigamineError, quoteValue } from "@gigamine/base";
import type { AcceptingPetriNet, Arc, PetriNet, Place, Transition } from "./types.js";

/**
 * Makes an accepting Petri net and checks it once.
 *
 * @example
 * const b = new PetriNetBuilder();
 * const [start, end] = [b.place("start"), b.place("end")];
 * b.transition("Mixing", { inputs: [start], outputs: [end] });
 * const model = b.build({ initial: [start], final: [end] });
 */
export class PetriNetBuilder {
  readonly #places: Place[] = [];
  readonly #transitions: Transition[] = [];
  readonly #arcs: Arc[] = [];
  /** Per transition: place * 2 (+ 1 for outputs) to the index of that arc. */
  readonly #arcIndex: Map<number, number>[] = [];

  /** Adds a place and returns its index. @param name Default `p` and the index. */
  place(name = `p${this.#places.length}`): number {
    return this.#places.push(Object.freeze({ name })) - 1;
  }

  /**
   * Adds a transition with arcs of weight 1 and returns its index.
   *
   * @param label The activity; `null` for a silent transition.
   * @param options `name` defaults to `t` and the index; `inputs` and `outputs` are place indexes.
   */
  transition(
    label: string | null,
    options: {
      readonly name?: string;
      readonly inputs?: readonly number[];
      readonly outputs?: readonly number[];
    } = {},
  ): number {
    const index = this.#transitions.length;
    this.#transitions.push(Object.freeze({ name: options.name ?? `t${index}`, label }));
    this.#arcIndex.push(new Map());
    for (const place of options.inputs ?? []) this.arc("input", place, index);
    for (const place of options.outputs ?? []) this.arc("output", place, index);
    return index;
  }

  /** Adds an arc; a second one between the same two adds to the weight. */
  arc(kind: Arc["kind"], place: number, transition: number, weight = 1): void {
    this.#mustExist("place", place, this.#places.length);
    this.#mustExist("transition", transition, this.#transitions.length);
    if (!(Number.isInteger(weight) && weight >= 1)) {
      throw new GigamineError(
        "petri-net/bad-weight",
        `PetriNetBuilder.arc: the weight is ${quoteValue(weight)}. Give a whole number of at least 1.`,
        { weight },
      );
    }
    const arcs = this.#arcIndex[transition]!;
    const key = place * 2 + (kind === "output" ? 1 : 0);
    const same = arcs.get(key);
    if (same !== undefined) {
      this.#arcs[same] = Object.freeze({ ...this.#arcs[same]!, weight: this.#arcs[same]!.weight + weight });
    } else {
      arcs.set(key, this.#arcs.push(Object.freeze({ kind, place, transition, weight })) - 1);
    }
  }

  /** The net alone. */
  buildNet(): PetriNet {
    return Object.freeze({
      places: Object.freeze([...this.#places]),
      transitions: Object.freeze([...this.#transitions]),
      arcs: Object.freeze([...this.#arcs]),
    });
  }

  /** The net with one token in each place of `initial`, and done with one in each of `final`. A place may repeat. */
  build({ initial, final }: { initial: readonly number[]; final: readonly number[] }): AcceptingPetriNet {
    return Object.freeze({
      net: this.buildNet(),
      initialMarking: this.#marking(initial),
      finalMarking: this.#marking(final),
    });
  }

  #marking(places: readonly number[]): readonly number[] {
    const marking: number[] = new Array(this.#places.length).fill(0);
    for (const place of places) {
      this.#mustExist("place", place, this.#places.length);
      marking[place]!++;
    }
    return Object.freeze(marking);
  }

  #mustExist(what: "place" | "transition", index: number, count: number): void {
    if (Number.isInteger(index) && index >= 0 && index < count) return;
    throw new GigamineError(
      `petri-net/no-such-${what}`,
      `PetriNetBuilder: there is no ${what} ${quoteValue(index)}; ${count} exist so far. ` +
        `Use the number that ${what}() returned.`,
      { what, index, count },
    );
  }
}
