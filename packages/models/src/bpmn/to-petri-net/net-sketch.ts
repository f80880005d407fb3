import { PetriNetBuilder } from "../../petri-net/builder.js";
import type { AcceptingPetriNet } from "../../petri-net/types.js";

interface Step {
  readonly label: string | null;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A net in the making whose places can still become one. */
export class NetSketch {
  /** A forest: places with the same root are one place. */
  readonly #same: number[] = [];
  readonly #steps: Step[] = [];

  place(): number {
    return this.#same.push(this.#same.length) - 1;
  }

  /** Makes `place` and `other` one place, and returns it. */
  unite(place: number, other: number): number {
    const [a, b] = [this.#root(place), this.#root(other)];
    this.#same[Math.max(a, b)] = Math.min(a, b);
    return Math.min(a, b);
  }

  step(label: string | null, inputs: readonly number[], outputs: readonly number[]): void {
    this.#steps.push({ label, inputs, outputs });
  }

  /**
   * The net with one token in `source` at first and one in `sink` at the end; these are its first two places. Visible transitions
   * come first. Silent steps that change nothing, and repetitions of a silent step, are left out.
   */
  build(source: number, sink: number): AcceptingPetriNet {
    const builder = new PetriNetBuilder();
    const placeOf = new Map<number, number>();
    const place = (sketched: number): number => {
      const root = this.#root(sketched);
      const known = placeOf.get(root);
      if (known !== undefined) return known;
      const index = builder.place();
      placeOf.set(root, index);
      return index;
    };
    const [initial, final] = [place(source), place(sink)];
    const silent: Step[] = [];
    for (const step of this.#steps) {
      if (step.label === null) silent.push(step);
      else
        builder.transition(step.label, { inputs: step.inputs.map(place), outputs: step.outputs.map(place) });
    }
    const known = new Set<string>();
    for (const step of silent) {
      const [inputs, outputs] = [step.inputs.map(place), step.outputs.map(place)];
      const sides = [inputs, outputs].map((side) => [...side].sort((a, b) => a - b).join(" "));
      if (sides[0] === sides[1] || known.has(sides.join(">"))) continue;
      known.add(sides.join(">"));
      builder.transition(null, { inputs, outputs });
    }
    return builder.build({ initial: [initial], final: [final] });
  }

  #root(place: number): number {
    let root = place;
    while (this.#same[root] !== root) {
      this.#same[root] = this.#same[this.#same[root]!]!;
      root = this.#same[root]!;
    }
    return root;
  }
}
