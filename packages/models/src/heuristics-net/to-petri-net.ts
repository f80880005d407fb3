import { checkHeuristicsNetShape } from "../model-shape.js";
import { PetriNetBuilder } from "../petri-net/builder.js";
import { reduceSilentTransitions } from "../petri-net/reduce-silent.js";
import type { AcceptingPetriNet } from "../petri-net/types.js";
import { withNames } from "../petri-net/with-names.js";
import { type CheckedPetriNet, withSoundness } from "../petri-net/with-soundness.js";
import type { HeuristicsBinding, HeuristicsNet } from "./types.js";

export interface HeuristicsNetToPetriNetOptions {
  /** Whether the net carries its soundness verdict. @default true */
  readonly soundness?: boolean | undefined;
  /** How many markings the check of soundness may look at before it says "undecided", at least 1. @default 10_000 */
  readonly maxMarkings?: number | undefined;
}

/**
 * Turns a heuristics net into a Petri net: a place for each arc, a transition for each activity, a silent transition for each binding.
 *
 * The silent transition of an input binding takes from the arcs of its members and lets the activity happen; that of an output binding
 * is a choice after the activity and puts a token on the arcs of its members. The source chooses among the bindings of the start in the
 * same way, and a binding of the end fills the sink. Then `reduceSilentTransitions` removes the silent steps that choose and join nothing.
 *
 * - The net may be unsound: bindings are found on each side alone, and what one activity promises another need not wait for. The verdict
 *   says so, with a reason.
 * - An activity that nothing leads to stays in the net, where it can't happen.
 * - A net without activities gives one silent step from source to sink. Names are those of `treeToPetriNet`.
 *
 * O(sizes of all bindings) before the reduction and the check of soundness.
 *
 * Gives the net of PM4Py 2.7 for the nets found with `PM4PY_HEURISTICS`; that tool's own result differs from run to run in silent steps
 * that others include, and is the same once they are removed.
 * Source: the mapping of van der Aalst, Adriansyah, van Dongen, "Causal Nets: A Modeling Language Tailored towards Process
 * Discovery", CONCUR 2011, section 4.
 */
export function heuristicsNetToPetriNet(
  net: HeuristicsNet,
  options: HeuristicsNetToPetriNetOptions & { readonly soundness: false },
): AcceptingPetriNet;
export function heuristicsNetToPetriNet(
  net: HeuristicsNet,
  options?: HeuristicsNetToPetriNetOptions & { readonly soundness?: true | undefined },
): CheckedPetriNet;
export function heuristicsNetToPetriNet(
  net: HeuristicsNet,
  options?: HeuristicsNetToPetriNetOptions,
): AcceptingPetriNet | CheckedPetriNet;
export function heuristicsNetToPetriNet(
  net: HeuristicsNet,
  { soundness = true, maxMarkings = 10_000 }: HeuristicsNetToPetriNetOptions = {},
): AcceptingPetriNet | CheckedPetriNet {
  checkHeuristicsNetShape(net, "heuristicsNetToPetriNet");
  const { activities, start, end } = net;
  const builder = new PetriNetBuilder();
  const source = builder.place();
  const sink = builder.place();
  if (activities.length === 0) builder.transition(null, { inputs: [source], outputs: [sink] });

  const before = activities.map(() => builder.place());
  const fromStart = new Map(start.arcs.map(({ activity }) => [activity, builder.place()]));
  const toEnd = new Map(end.arcs.map(({ activity }) => [activity, builder.place()]));
  const arcPlaces = activities.map(() => new Map<number, number>()); // per activity the place of the arc to each other
  for (const { from, to } of net.arcs) arcPlaces[from]!.set(to, builder.place());
  const places = ({ activities: members }: HeuristicsBinding, place: (member: number) => number): number[] =>
    members.map(place);

  for (const binding of start.bindings) {
    builder.transition(null, { inputs: [source], outputs: places(binding, (a) => fromStart.get(a)!) });
  }
  activities.forEach(({ name, inputs, outputs }, a) => {
    for (const binding of inputs) {
      builder.transition(null, {
        inputs: places(binding, (b) => arcPlaces[b]!.get(a)!),
        outputs: [before[a]!],
      });
    }
    const first = fromStart.get(a);
    if (first !== undefined) builder.transition(null, { inputs: [first], outputs: [before[a]!] });
    const visible = builder.transition(name, { inputs: [before[a]!] });
    const last = toEnd.get(a);
    if (outputs.length === 0 && last === undefined) return;
    const after = builder.place();
    builder.arc("output", after, visible);
    for (const binding of outputs) {
      builder.transition(null, {
        inputs: [after],
        outputs: places(binding, (b) => arcPlaces[a]!.get(b)!),
      });
    }
    if (last !== undefined) builder.transition(null, { inputs: [after], outputs: [last] });
  });
  for (const binding of end.bindings) {
    builder.transition(null, { inputs: places(binding, (a) => toEnd.get(a)!), outputs: [sink] });
  }

  const model = withNames(reduceSilentTransitions(builder.build({ initial: [source], final: [sink] })));
  return soundness ? withSoundness(model, { maxMarkings }) : model;
}
