import { type CheckedPetriNet, PetriNetBuilder, withSoundness } from "@gigamine/models";
import type { PlaceBetween } from "./maximal-pairs.js";

/** A net by an alpha algorithm: between which activities its places lie, and whether it is sound. */
export interface AlphaNet extends CheckedPetriNet {
  /**
   * Place `i + 2` of the net lies between the activities `placesBetween[i][0]` and `placesBetween[i][1]`: ids of the log, rising.
   * Places 0 and 1 are the source and the sink.
   */
  readonly placesBetween: readonly PlaceBetween[];
}

/** What an alpha algorithm has found. Ids of activities, and ids behind those for silent steps. */
export interface AlphaParts {
  /** Per id the name of the activity, or `null` for a silent step. */
  readonly labels: readonly (string | null)[];
  /** The ids that become transitions, in this order. */
  readonly members: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly places: readonly PlaceBetween[];
  /** Per activity that loops on places: which, as indexes into `places`. */
  readonly loops: readonly (readonly [activity: number, places: readonly number[]])[];
}

/** Steps 6 and 7 of the alpha algorithm: places, transitions and arcs; then the verdict on soundness. */
export function alphaNet(parts: AlphaParts, maxMarkings: number): AlphaNet {
  const builder = new PetriNetBuilder();
  const source = builder.place("source");
  const sink = builder.place("sink");
  const transitionOf = new Map<number, number>();
  const nameOf = (id: number): string => parts.labels[id] ?? `tau${id - parts.labels.indexOf(null) + 1}`;
  for (const id of parts.members) {
    transitionOf.set(id, builder.transition(parts.labels[id]!, { name: nameOf(id) }));
  }
  const connect = (inputs: readonly number[], place: number, outputs: readonly number[]): void => {
    for (const id of inputs) builder.arc("output", place, transitionOf.get(id)!);
    for (const id of outputs) builder.arc("input", place, transitionOf.get(id)!);
  };
  connect([], source, parts.starts);
  connect(parts.ends, sink, []);
  const placeOf = parts.places.map(([inputs, outputs]) => {
    const place = builder.place(`({${inputs.map(nameOf).join(",")}},{${outputs.map(nameOf).join(",")}})`);
    connect(inputs, place, outputs);
    return place;
  });
  for (const [activity, places] of parts.loops) {
    for (const place of places) connect([activity], placeOf[place]!, [activity]);
  }
  return Object.freeze({
    ...withSoundness(builder.build({ initial: [source], final: [sink] }), { maxMarkings }),
    placesBetween: parts.places,
  });
}
