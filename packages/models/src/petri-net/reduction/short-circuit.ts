import type { AcceptingPetriNet, PetriNet } from "../types.js";
import { Duplicates, sameArcs } from "./duplicates.js";
import { type Arcs, EditableNet, type ReducedNet } from "./editable-net.js";
import { isImplicit, searchBudget } from "./implicit-place.js";
import { passOn } from "./pass-on.js";

/** A sequence of transitions, or a set of them, put together without copying. */
export type Rope = number | { readonly left: Rope; readonly right: Rope } | null;

/** A short-circuited workflow net in reduced form, and how its runs are runs of the net it came from. */
export interface ReducedShortCircuit extends ReducedNet {
  /** Transitions of the original that fire before anything else. */
  readonly before: Rope;
  /** Per transition of the reduced net the original ones that it stands for, in the order they fire. */
  readonly runs: readonly Rope[];
  /** Per transition of the reduced net whether its run holds the transition from the sink back to the source. */
  readonly again: readonly boolean[];
  /** Original transitions that can fire at first, whatever fires later. */
  readonly atFirst: Rope;
  /** Per transition of the reduced net the original ones that can fire once it has fired; in all: those that can fire. */
  readonly covers: readonly Rope[];
}

/** A workflow net with one transition more, the last one, that takes the token from the sink and puts it into the source. */
export function shortCircuit(net: PetriNet, source: number, sink: number): AcceptingPetriNet {
  const transition = net.transitions.length;
  const marking = net.places.map((_, p) => (p === source ? 1 : 0));
  return {
    net: {
      places: net.places,
      transitions: [...net.transitions, { name: "(again)", label: null }],
      arcs: [
        ...net.arcs,
        { kind: "input", place: sink, transition, weight: 1 },
        { kind: "output", place: source, transition, weight: 1 },
      ],
    },
    initialMarking: marking,
    finalMarking: marking,
  };
}

/**
 * Reduces a strongly connected net by rules that keep, in both directions, whether it is live and bounded: labels mean nothing here.
 *
 * - series: a transition t that takes from one place only, of which it is the only consumer, joins what feeds that place; or, turned
 *   round, joins what takes from its only output place, if nothing else takes from t's inputs, or if those that follow wait for
 *   nothing else;
 * - parallel places and parallel transitions: one stays;
 * - a transition that puts back the one token that it takes goes, if another one feeds its place;
 * - implicit places go.
 *
 * The net of a process tree shrinks to one place and one transition. Source: Murata 1989, section V-C; Berthelot 1987 for
 * series where several transitions feed a place or take from it; Desel, Esparza, "Free Choice Petri Nets", 1995, chapter 7.
 */
export function reduceShortCircuit(model: AcceptingPetriNet): ReducedShortCircuit {
  const net = EditableNet.of(model);
  const duplicates = new Duplicates(net, false);
  const runs: Rope[] = model.net.transitions.map((_, t) => t);
  const covers: Rope[] = [...runs];
  /** Transitions in whose run a case ends and the next begins. */
  const again = new Set([runs.length - 1]);
  let before: Rope = null;
  let atFirst: Rope = null;

  const joins = (t: number): boolean => {
    if (net.inputs[t]!.size === 1) {
      const [place] = net.inputs[t]!.keys();
      const tokens = net.initial[place!]!;
      const feeders = passOn(net, t, { withTokens: true });
      for (const u of feeders) {
        runs[u] = join(runs[u]!, runs[t]!);
        covers[u] = join(covers[u]!, covers[t]!);
        if (again.has(t)) again.add(u);
      }
      if (feeders.length > 0) {
        for (let k = 0; k < tokens; k++) before = join(before, runs[t]!);
        if (tokens > 0) atFirst = join(atFirst, covers[t]!);
        return true;
      }
    }
    if (net.outputs[t]!.size === 1 && mayWait(t)) {
      const followers = passOn(net.mirrored, t);
      for (const u of followers) {
        runs[u] = join(runs[t]!, runs[u]!);
        covers[u] = join(covers[t]!, covers[u]!);
        if (again.has(t)) again.add(u);
      }
      return followers.length > 0;
    }
    return false;
  };
  /** Whether nothing can go wrong by firing t only when one that follows it fires. */
  const mayWait = (t: number): boolean => {
    const [place] = net.outputs[t]!.keys();
    if (net.producers[place!]!.size > 1) return false;
    for (const input of net.inputs[t]!.keys()) {
      if (net.consumers[input]!.size === 1) continue;
      return [...net.consumers[place!]!.keys()].every((u) => net.inputs[u]!.size === 1);
    }
    return true;
  };
  /** Removes t if it only puts back one token that others put too: it can fire just when its place holds one. */
  const dropsReturning = (t: number): boolean => {
    if (net.inputs[t]!.size !== 1 || !sameArcs(net.inputs[t]!, net.outputs[t]!)) return false;
    const [[place, weight]] = net.inputs[t]! as unknown as [[number, number]];
    const feeders = [...net.producers[place]!.keys()].filter((u) => u !== t);
    if (weight !== 1 || feeders.length === 0 || again.has(t)) return false;
    for (const u of feeders) covers[u] = join(covers[u]!, covers[t]!);
    if (net.initial[place]! > 0) atFirst = join(atFirst, covers[t]!);
    net.removeTransition(t);
    return true;
  };
  const joinsAt = (arcs: Arcs): void => {
    if (arcs.size === 1) for (const t of [...arcs.keys()]) if (net.transitionGone[t] === 0) joins(t);
  };

  const untilNothingChanges = (): void => {
    for (;;) {
      const t = net.changedTransitions.take();
      if (t >= 0) {
        if (net.transitionGone[t] === 1 || joins(t)) continue;
        const like = duplicates.transitionLike(t);
        if (like >= 0) {
          covers[like] = join(covers[like]!, covers[t]!);
          if (again.has(t) && !again.has(like)) {
            runs[like] = runs[t]!;
            again.add(like);
          }
          net.removeTransition(t);
          continue;
        }
        if (dropsReturning(t)) continue;
        for (const place of [...net.outputs[t]!.keys()]) joinsAt(net.consumers[place]!);
        for (const place of [...net.inputs[t]!.keys()]) joinsAt(net.producers[place]!);
        continue;
      }
      const place = net.changedPlaces.take();
      if (place < 0) return;
      if (net.placeGone[place] === 1 || duplicates.removePlace(place)) continue;
      joinsAt(net.consumers[place]!);
      joinsAt(net.producers[place]!);
    }
  };
  const budget = searchBudget(net);
  for (let changed = true; changed; ) {
    untilNothingChanges();
    changed = false;
    net.producers.forEach((_, place) => {
      if (net.placeGone[place] === 1 || !isImplicit(net, place, budget)) return;
      net.removePlace(place);
      changed = true;
    });
  }
  const reduced = net.build();
  return {
    ...reduced,
    before,
    atFirst,
    runs: reduced.transitionIds.map((t) => runs[t]!),
    covers: reduced.transitionIds.map((t) => covers[t]!),
    again: reduced.transitionIds.map((t) => again.has(t)),
  };
}

function join(left: Rope, right: Rope): Rope {
  return left === null ? right : right === null ? left : { left, right };
}

/** The transitions of a rope in order, any depth. */
export function unrope(rope: Rope): number[] {
  const list: number[] = [];
  const pending: Rope[] = [rope];
  while (pending.length > 0) {
    const part = pending.pop()!;
    if (part === null) continue;
    if (typeof part === "number") list.push(part);
    else pending.push(part.right, part.left);
  }
  return list;
}

/** The transitions of ropes as a set; parts that they share are looked at once. */
export function members(ropes: Iterable<Rope>): Set<number> {
  const found = new Set<number>();
  const seen = new Set<Rope>();
  const pending = [...ropes];
  while (pending.length > 0) {
    const part = pending.pop()!;
    if (part === null || seen.has(part)) continue;
    seen.add(part);
    if (typeof part === "number") found.add(part);
    else pending.push(part.right, part.left);
  }
  return found;
}
