import type { AcceptingPetriNet, Arc, Place, Transition } from "./types.js";

/**
 * Removes silent transitions that only pass tokens on, and the places they make needless. Keeps the language.
 *
 * Two rules, the first until it changes nothing, then the second, and both again until neither applies:
 * 1. a silent transition t with one input place p, where p is fed by one transition u ≠ t and only t takes from it:
 *    u puts into the outputs of t, and t and p go;
 * 2. the mirror: a silent t with one output place p, where only t feeds p and one transition u ≠ t takes from it:
 *    u takes from the inputs of t, and t and p go.
 * Both need weight 1 on the arcs at p, no token at p in either marking, and no place that would get a weight above 1
 * by the merge. At the end places without arcs and without tokens go too. Transitions keep their names, and the order stays.
 *
 * Firing t right after u (rule 1) or right before u (rule 2) only moves a silent step, so the visible sequences from
 * the initial to the final marking are the same. Under rule 2 an unsound net may become sound: a silent commitment to a
 * dead end is gone. Time O(arcs) per removed transition at worst; memory O(places + arcs).
 *
 * Source: fusion of series places and of series transitions, Murata 1989, section V-C.
 */
export function reduceSilentTransitions(model: AcceptingPetriNet): AcceptingPetriNet {
  const { net, initialMarking, finalMarking } = model;
  const inputs: Map<number, number>[] = net.transitions.map(() => new Map());
  const outputs: Map<number, number>[] = net.transitions.map(() => new Map());
  const producers: Set<number>[] = net.places.map(() => new Set());
  const consumers: Set<number>[] = net.places.map(() => new Set());
  for (const { kind, place, transition, weight } of net.arcs) {
    const side = kind === "input" ? inputs[transition]! : outputs[transition]!;
    side.set(place, (side.get(place) ?? 0) + weight);
    (kind === "input" ? consumers : producers)[place]!.add(transition);
  }
  const placeGone = new Uint8Array(net.places.length);
  const transitionGone = new Uint8Array(net.transitions.length);

  /** Tries one rule at transition t. `near` is the side with the single place, `far` the side that u takes over. */
  const merge = (t: number, rule: 1 | 2): boolean => {
    const [near, far] = rule === 1 ? [inputs, outputs] : [outputs, inputs];
    const [feeding, taking] = rule === 1 ? [producers, consumers] : [consumers, producers];
    if (near[t]!.size !== 1 || far[t]!.size === 0) return false;
    const [[place, weight]] = near[t]! as unknown as [[number, number]];
    if (weight !== 1 || taking[place]!.size !== 1 || feeding[place]!.size !== 1) return false;
    if (initialMarking[place] !== 0 || finalMarking[place] !== 0) return false;
    const [u] = feeding[place]! as unknown as [number];
    const farOfU = far[u]!;
    if (farOfU.get(place) !== 1) return false;
    // Also leaves out u = t, whose far side is the same.
    for (const other of far[t]!.keys()) if (farOfU.has(other)) return false;

    farOfU.delete(place);
    for (const [other, otherWeight] of far[t]!) {
      farOfU.set(other, otherWeight);
      feeding[other]!.delete(t);
      feeding[other]!.add(u);
    }
    placeGone[place] = 1;
    transitionGone[t] = 1;
    return true;
  };

  const silent = net.transitions.flatMap((transition, t) => (transition.label === null ? [t] : []));
  let changed = true;
  while (changed) {
    changed = false;
    for (const rule of [1, 2] as const) {
      let again = true;
      while (again) {
        again = false;
        for (const t of silent) {
          if (transitionGone[t] === 0 && merge(t, rule)) again = true;
        }
        changed ||= again;
      }
    }
  }

  const used = new Uint8Array(net.places.length);
  for (let t = 0; t < net.transitions.length; t++) {
    if (transitionGone[t] === 1) continue;
    for (const place of inputs[t]!.keys()) used[place] = 1;
    for (const place of outputs[t]!.keys()) used[place] = 1;
  }
  const keptPlaces = net.places.flatMap((_, p) =>
    placeGone[p] === 0 && (used[p] === 1 || initialMarking[p] !== 0 || finalMarking[p] !== 0) ? [p] : [],
  );
  const newPlace = new Map(keptPlaces.map((p, index) => [p, index]));
  const places: Place[] = keptPlaces.map((p) => net.places[p]!);
  const transitions: Transition[] = [];
  const arcs: Arc[] = [];
  net.transitions.forEach((transition, t) => {
    if (transitionGone[t] === 1) return;
    const index = transitions.push(transition) - 1;
    for (const kind of ["input", "output"] as const) {
      for (const [place, weight] of (kind === "input" ? inputs : outputs)[t]!) {
        arcs.push(Object.freeze({ kind, place: newPlace.get(place)!, transition: index, weight }));
      }
    }
  });
  return Object.freeze({
    net: Object.freeze({
      places: Object.freeze(places),
      transitions: Object.freeze(transitions),
      arcs: Object.freeze(arcs),
    }),
    initialMarking: Object.freeze(keptPlaces.map((p) => initialMarking[p]!)),
    finalMarking: Object.freeze(keptPlaces.map((p) => finalMarking[p]!)),
  });
}
