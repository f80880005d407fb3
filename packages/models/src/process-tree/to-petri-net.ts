import { PetriNetBuilder } from "../petri-net/builder.js";
import { reduceSilentTransitions } from "../petri-net/reduce-silent.js";
import type { AcceptingPetriNet, Place, Transition } from "../petri-net/types.js";
import type { ProcessTree } from "./types.js";

/**
 * Turns a tree into a sound workflow net with the same language: one token in `source` at first, one in `sink` at the end.
 *
 * - activity, silent: one transition;
 * - sequence: the children in a row, a place between each two;
 * - exclusive: all children between the same two places;
 * - parallel: a silent split, a branch of its own for each child, a silent join;
 * - loop: a silent entry, the body, each redo part from the body's end to one shared place, silent ways back and out.
 * Then `reduceSilentTransitions` removes the silent steps that choose and join nothing.
 *
 * Names are deterministic: places `source`, `sink`, `p1`, `p2`, …; visible transitions as their activity, further ones of the
 * same activity with ` #2`, ` #3`, …; silent ones `tau1`, `tau2`, … Time O(nodes) before the reduction; any depth of nesting.
 *
 * Differs from PM4Py: that tool puts a further silent transition behind the source (before the sink) of some trees, among them
 * every tree with an exclusive root. None is needed: no part of ours ever takes back to its first or from its last place.
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, section 2.2.
 */
export function treeToPetriNet(tree: ProcessTree): AcceptingPetriNet {
  const builder = new PetriNetBuilder();
  const source = builder.place();
  const sink = builder.place();
  const step = (label: string | null, from: number, to: number): number =>
    builder.transition(label, { inputs: [from], outputs: [to] });

  const pending: { readonly node: ProcessTree; readonly from: number; readonly to: number }[] = [
    { node: tree, from: source, to: sink },
  ];
  while (pending.length > 0) {
    const { node, from, to } = pending.pop()!;
    if (node.kind === "activity") {
      step(node.name, from, to);
      continue;
    }
    if (node.kind === "silent") {
      step(null, from, to);
      continue;
    }
    const parts: { node: ProcessTree; from: number; to: number }[] = [];
    if (node.kind === "sequence") {
      let last = from;
      node.children.forEach((child, c) => {
        const next = c === node.children.length - 1 ? to : builder.place();
        parts.push({ node: child, from: last, to: next });
        last = next;
      });
    } else if (node.kind === "exclusive") {
      for (const child of node.children) parts.push({ node: child, from, to });
    } else if (node.kind === "parallel") {
      const split = builder.transition(null, { inputs: [from] });
      const join = builder.transition(null, { outputs: [to] });
      for (const child of node.children) {
        const part = { node: child, from: builder.place(), to: builder.place() };
        builder.arc("output", part.from, split);
        builder.arc("input", part.to, join);
        parts.push(part);
      }
    } else {
      const [bodyStart, bodyEnd, redone] = [builder.place(), builder.place(), builder.place()];
      step(null, from, bodyStart);
      step(null, redone, bodyStart);
      step(null, bodyEnd, to);
      node.children.forEach((child, c) => {
        parts.push(
          c === 0
            ? { node: child, from: bodyStart, to: bodyEnd }
            : { node: child, from: bodyEnd, to: redone },
        );
      });
    }
    for (let c = parts.length - 1; c >= 0; c--) pending.push(parts[c]!);
  }
  return withNames(reduceSilentTransitions(builder.build({ initial: [source], final: [sink] })));
}

/** Names by content and position; the first two places are the source and the sink, which no reduction removes. */
function withNames(model: AcceptingPetriNet): AcceptingPetriNet {
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
