import type { VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, PetriNetBuilder } from "@gigamine/models";

/** The variants of a log as the reference data list them, in their order; throws if not all are listed. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is described in the README of the reference data
export function variantLog(reference: any): VariantLog {
  const { list, total } = reference.variants as {
    list: { activities: string[]; count: number }[];
    total: number;
  };
  if (list.length !== total) throw new Error(`Only ${list.length} of ${total} variants are listed.`);
  const activities = [...new Set(list.flatMap((variant) => variant.activities))];
  const ids = new Map(activities.map((name, id) => [name, id]));
  const variantOffsets = [0];
  for (const variant of list) variantOffsets.push(variantOffsets.at(-1)! + variant.activities.length);
  return {
    activities,
    variantOffsets,
    sequence: list.flatMap((variant) => variant.activities.map((name) => ids.get(name)!)),
    counts: list.map(({ count }) => count),
  };
}

/** A net of the reference data, its places and transitions in their order. */
export function acceptingNet(net: {
  places: string[];
  transitions: [string, string | null][];
  arcs: [string, string][];
  initial_marking: Record<string, number>;
  final_marking: Record<string, number>;
}): AcceptingPetriNet {
  const builder = new PetriNetBuilder();
  const places = new Map(net.places.map((name) => [name, builder.place(name)]));
  const transitions = new Map(
    net.transitions.map(([name, label]) => [name, builder.transition(label, { name })]),
  );
  for (const [from, to] of net.arcs) {
    if (places.has(from)) builder.arc("input", places.get(from)!, transitions.get(to)!);
    else builder.arc("output", places.get(to)!, transitions.get(from)!);
  }
  const marking = (tokens: Record<string, number>): number[] =>
    Object.entries(tokens).flatMap(([name, count]) => new Array<number>(count).fill(places.get(name)!));
  return builder.build({ initial: marking(net.initial_marking), final: marking(net.final_marking) });
}
