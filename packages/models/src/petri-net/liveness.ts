import { BitSet, type LongWorkOptions } from "@gigamine/base";
import { checkModelShape } from "../model-shape.js";
import { type CompiledNet, compileNet } from "./compile.js";
import { exploreCoverability } from "./coverability.js";
import { checkMarking } from "./fire.js";
import { checkLimit, type ReachabilityOptions } from "./reachability.js";
import { explore, type StateSpace, wayTo } from "./state-space.js";
import { strongComponents } from "./strong-components.js";
import type { AcceptingPetriNet, Marking } from "./types.js";

/** A reachable marking, and transitions that lead to it on a shortest way. */
export interface ReachedMarking {
  readonly marking: Marking;
  readonly firingSequence: readonly number[];
}

export interface TransitionLiveness {
  readonly transition: number;
  /**
   * Murata's level: 0 dead, never fires; 1 can fire, but only so often; 3 fires again and again in some run; 4 live, can fire again
   * whatever happened before; `null` when the limit left it open. In bounded nets 2 (as often as one likes) is the same as 3.
   */
  readonly level: 0 | 1 | 3 | 4 | null;
  /** A marking after which it can never fire again; `null` for level 4 and where none was found. */
  readonly endsAt: ReachedMarking | null;
}

export interface LivenessReport {
  /** "live" when every transition has level 4. */
  readonly verdict: "live" | "not-live" | "undecided";
  /** One for each transition. */
  readonly transitions: readonly TransitionLiveness[];
  /** A marking in which nothing may fire; `null` when there is none, or none was found at the limit. */
  readonly deadlock: ReachedMarking | null;
  /** How many markings were looked at. */
  readonly markings: number;
  /** Whether those are all. */
  readonly complete: boolean;
}

/**
 * Decides for each transition whether it can always fire again, from the reachable markings. A workflow net itself is never live: its end
 * is a deadlock (the net that begins again after its end is, if sound; see `checkSoundness`).
 *
 * A transition is live just when it fires in every bottom component of the reachability graph, one that no firing leaves. At
 * `maxMarkings`, as always for an unbounded net, only what was seen whole decides: a bottom component without the transition; and a
 * transition that fires nowhere in the coverability graph, if that is finite within the limit, is dead. The rest is "undecided",
 * never a guess. A net without transitions is live. Time and memory as for `reachabilityGraph` and `coverabilityGraph`.
 *
 * Source: Murata 1989, section IV-C (levels L0 to L4).
 *
 * @throws GigamineError `petri-net/bad-marking`, `petri-net/too-many-tokens`.
 */
export function liveness(
  model: AcceptingPetriNet,
  { maxMarkings = 10_000, ...work }: ReachabilityOptions = {},
): LivenessReport {
  checkModelShape(model, "liveness");
  checkLimit("liveness", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "liveness");
  const space = explore(net, model.initialMarking, maxMarkings, work);
  const { complete } = space;
  const reached = (m: number): ReachedMarking | null =>
    m < 0 ? null : { marking: Array.from(space.store.view(m)), firingSequence: wayTo(space, m) };

  const { component, offsets } = componentsOf(space);
  const bottoms = bottomComponents(space, component, net);
  const repeats = new Set<number>();
  space.transition.forEach((t, k) => {
    if (component[space.from[k]!] === component[space.to[k]!]) repeats.add(t);
  });
  const dead = deadTransitions(net, model.initialMarking, space, maxMarkings, work);
  const transitions = Array.from({ length: net.transitionCount }, (_, transition): TransitionLiveness => {
    const end = bottoms.find(({ fired }) => !fired.has(transition));
    if (dead.has(transition)) return { transition, level: 0, endsAt: reached(0) };
    if (end === undefined) return { transition, level: complete ? 4 : null, endsAt: null };
    const level = repeats.has(transition) ? 3 : complete ? 1 : null;
    return { transition, level, endsAt: reached(end.first) };
  });
  const notLive = transitions.some(({ endsAt }) => endsAt !== null);
  const deadlock = bottoms.find(({ first }) => offsets[first] === offsets[first + 1]);
  return {
    verdict: notLive ? "not-live" : complete ? "live" : "undecided",
    transitions,
    deadlock: reached(deadlock?.first ?? -1),
    markings: space.store.size,
    complete,
  };
}

/** The transitions that fire nowhere, in the coverability graph where the markings are too many. */
function deadTransitions(
  net: CompiledNet,
  initial: Marking,
  space: StateSpace,
  maxMarkings: number,
  work: LongWorkOptions,
): ReadonlySet<number> {
  const { transition, complete } = space.complete
    ? space
    : exploreCoverability(net, initial, maxMarkings, work);
  const dead = new Set(complete ? Array(net.transitionCount).keys() : []);
  for (const t of transition) dead.delete(t);
  return dead;
}

function componentsOf({ store, from, to }: StateSpace) {
  const offsets = new Int32Array(store.size + 1);
  for (const m of from) offsets[m + 1]!++;
  for (let m = 0; m < store.size; m++) offsets[m + 1]! += offsets[m]!;
  return { offsets, component: strongComponents(offsets, to) }; // arcs are listed by rising `from`
}

/** The components that no firing leaves and that were seen whole: their first marking, and what fires there; by first marking. */
function bottomComponents(space: StateSpace, component: Int32Array, net: CompiledNet) {
  const count = component.reduce((most, c) => Math.max(most, c + 1), 0);
  const left = new Uint8Array(count);
  for (const m of space.open) left[component[m]!] = 1;
  space.from.forEach((m, k) => {
    if (component[m] !== component[space.to[k]!]) left[component[m]!] = 1;
  });
  const bottoms = new Map<number, { readonly first: number; readonly fired: BitSet }>();
  component.forEach((c, m) => {
    if (left[c] === 0 && !bottoms.has(c))
      bottoms.set(c, { first: m, fired: new BitSet(net.transitionCount) });
  });
  space.from.forEach((m, k) => {
    bottoms.get(component[m]!)?.fired.add(space.transition[k]!);
  });
  return [...bottoms.values()];
}
