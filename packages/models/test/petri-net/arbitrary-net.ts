import fc from "fast-check";
import {
  type AcceptingPetriNet,
  compileNet,
  enabledTransitions,
  fire,
  type Marking,
  PetriNetBuilder,
  treeToPetriNet,
} from "../../src/index.js";
import { arbitraryTree } from "../arbitrary-tree.js";

/** A net from lines `a: source -> p + q`; a name in parentheses is a silent transition. Places in the order met. */
export function netOf(
  lines: readonly string[],
  initial: readonly string[] = ["source"],
  final: readonly string[] = ["sink"],
): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const places = new Map<string, number>();
  const place = (name: string): number => {
    if (!places.has(name)) places.set(name, b.place(name));
    return places.get(name)!;
  };
  const many = (text: string) =>
    text.trim() === "" ? [] : text.split("+").map((name) => place(name.trim()));
  for (const line of lines) {
    const [, name, inputs, outputs] = /^(.*): (.*)->(.*)$/.exec(line)!;
    const label = name!.startsWith("(") ? null : name!;
    b.transition(label, { name: name!, inputs: many(inputs!), outputs: many(outputs!) });
  }
  return b.build({ initial: initial.map(place), final: final.map(place) });
}

/** 2 H2 + O2 -> 2 H2O, the example net of Murata 1989, figure 1; two tokens in each input place. */
export function water(): AcceptingPetriNet {
  const b = new PetriNetBuilder();
  const [h2, o2, h2o] = [b.place("H2"), b.place("O2"), b.place("H2O")];
  const t = b.transition("react");
  b.arc("input", h2, t, 2);
  b.arc("input", o2, t);
  b.arc("output", h2o, t, 2);
  return b.build({ initial: [h2, h2, o2, o2], final: [o2, h2o, h2o] });
}

/** Each transition as `name: inputs -> outputs`, as {@link netOf} reads it, weights as repeated places; sorted. */
export function linesOf({ net }: AcceptingPetriNet): string[] {
  const ends = (kind: string, t: number) =>
    net.arcs
      .filter((arc) => arc.kind === kind && arc.transition === t)
      .flatMap((arc) => new Array<string>(arc.weight).fill(net.places[arc.place]!.name))
      .sort()
      .join(" + ");
  return net.transitions.map(({ name }, t) => `${name}: ${ends("input", t)} -> ${ends("output", t)}`).sort();
}

/**
 * Small nets of every kind: weights, loops at one place, several tokens, silent and repeated labels. The final marking is one that a
 * random run reaches, so that the language is rarely empty.
 */
export function arbitraryNet({
  places = 5,
  transitions = 7,
  labels = ["a", "b", null, null],
  weights = true,
}: {
  readonly places?: number;
  readonly transitions?: number;
  readonly labels?: readonly (string | null)[];
  readonly weights?: boolean;
} = {}): fc.Arbitrary<AcceptingPetriNet> {
  const some = fc.array(fc.nat(places - 1), { minLength: weights ? 0 : 1, maxLength: 2 });
  const transition = fc.record({ label: fc.constantFrom(...labels), inputs: some, outputs: some });
  return fc
    .record({
      steps: fc.array(transition, { minLength: 1, maxLength: transitions }),
      initial: fc.array(fc.nat(places - 1), { minLength: 1, maxLength: 2 }),
      choices: fc.array(fc.nat(), { maxLength: 6 }),
    })
    .map(({ steps, initial, choices }) => {
      const build = (final: readonly number[]) => {
        const b = new PetriNetBuilder();
        for (let p = 0; p < places; p++) b.place();
        for (const { label, inputs, outputs } of steps) {
          const distinct = (list: readonly number[]) => (weights ? list : [...new Set(list)]);
          b.transition(label, { inputs: distinct(inputs), outputs: distinct(outputs) });
        }
        return b.build({ initial, final });
      };
      const { net, initialMarking } = build([]);
      const compiled = compileNet(net);
      let marking: Marking = initialMarking;
      for (const choice of choices) {
        const enabled = enabledTransitions(compiled, marking);
        if (enabled.length > 0) marking = fire(compiled, marking, enabled[choice % enabled.length]!);
      }
      return build(marking.flatMap((tokens, p) => new Array<number>(tokens).fill(p)));
    });
}

/**
 * Nets of trees with up to four arcs, places or transitions changed, added or taken away: sound ones, and faults of every kind. Place 0
 * is the source, 1 the sink; whether it is still a workflow net is for the caller to see.
 */
export function arbitraryWorkflowNet(): fc.Arbitrary<AcceptingPetriNet> {
  const edit = fc.record({ kind: fc.nat(7), a: fc.nat(), b: fc.nat(), c: fc.nat() });
  return fc
    .record({ tree: arbitraryTree({ depth: 2 }), edits: fc.array(edit, { maxLength: 4 }) })
    .map(({ tree, edits }) => {
      const { net } = treeToPetriNet(tree);
      const builder = new PetriNetBuilder();
      for (const { name } of net.places) builder.place(name);
      for (const { name, label } of net.transitions) builder.transition(label, { name });
      let arcs = [...net.arcs];
      let places = net.places.length;
      let transitions = net.transitions.length;
      for (const { kind, a, b, c } of edits) {
        const place = 2 + (b % (places + 1)) < places ? 2 + (b % (places + 1)) : b % 2;
        const one = arcs.length === 0 ? 0 : a % arcs.length;
        const step = (at: number): number => at % transitions;
        const link = (kind: "input" | "output", place: number, transition: number) =>
          arcs.push({ kind, place, transition, weight: 1 });
        if (kind === 0) arcs = arcs.filter((_, index) => index !== one);
        else if (kind <= 2) arcs = arcs.map((arc, index) => (index === one ? { ...arc, place } : arc));
        else if (kind === 3) link(a % 2 === 0 ? "input" : "output", place, step(c));
        else if (kind === 4) {
          const added = builder.place(`added ${places}`);
          places++;
          link("output", added, step(a));
          link("input", added, step(c));
        } else if (kind === 5) {
          const added = builder.transition(null, { name: `added ${transitions}` });
          transitions++;
          link("input", place, added);
          link("output", c % places, added);
        } else if (kind === 6) {
          arcs = arcs.map((arc, index) => (index === one ? { ...arc, weight: 2 } : arc));
        } else {
          link("output", place, step(c));
          link("input", place, step(a));
        }
      }
      for (const { kind, place, transition, weight } of arcs) builder.arc(kind, place, transition, weight);
      return builder.build({ initial: [0], final: [1] });
    });
}
