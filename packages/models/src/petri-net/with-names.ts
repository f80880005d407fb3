import type { AcceptingPetriNet, Place, Transition } from "./types.js";

/**
 * The same net with names by content and position, for nets that a conversion makes: the first two places, which must be the source
 * and the sink, `source` and `sink`, the others `p1`, `p2`, …; visible transitions as their activity, further ones of the same
 * activity with ` #2`, ` #3`, …; silent ones `tau1`, `tau2`, … No two transitions share a name. O(places + transitions).
 */
export function withNames(model: AcceptingPetriNet): AcceptingPetriNet {
  const { places, transitions, arcs } = model.net;
  const labels = new Set(transitions.map((transition) => transition.label));
  const taken = new Set<string>();
  const fresh = (name: (attempt: number) => string, first: number): string => {
    for (let attempt = first; ; attempt++) {
      const candidate = name(attempt);
      if (taken.has(candidate) || labels.has(candidate)) continue;
      taken.add(candidate);
      return candidate;
    }
  };
  const repeats = new Map<string, number>();
  let silentCount = 0;
  const named: Transition[] = transitions.map(({ label }) => {
    if (label === null) return Object.freeze({ name: fresh(() => `tau${++silentCount}`, 0), label });
    const repeat = (repeats.get(label) ?? 0) + 1;
    repeats.set(label, repeat);
    return Object.freeze({ name: repeat === 1 ? label : fresh((n) => `${label} #${n}`, repeat), label });
  });
  const namedPlaces: Place[] = places.map((_, p) =>
    Object.freeze({ name: p === 0 ? "source" : p === 1 ? "sink" : `p${p - 1}` }),
  );
  return Object.freeze({
    ...model,
    net: Object.freeze({ places: Object.freeze(namedPlaces), transitions: Object.freeze(named), arcs }),
  });
}
