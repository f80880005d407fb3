import { checkModelShape } from "../model-shape.js";
import { type CompiledNet, compileNet } from "./compile.js";
import {
  accelerate,
  type CoverabilitySpace,
  type ExtendedMarking,
  exploreCoverability,
  fireExtended,
  OMEGA,
  readMarking,
  sizeOf,
} from "./coverability.js";
import { checkMarking, fireInto, lackingPlace } from "./fire.js";
import { checkLimit, type ReachabilityOptions } from "./reachability.js";
import { wayTo } from "./state-space.js";
import type { AcceptingPetriNet, Marking } from "./types.js";

/** A place in which tokens pile up without end, and how. */
export interface UnboundedPlace {
  readonly place: number;
  /** Transitions from the initial marking to where the circle starts. */
  readonly way: readonly number[];
  /** Transitions that lead from there to more tokens in the place, and may be fired again and again. */
  readonly circle: readonly number[];
  /** The marking where the circle starts; `null` for places that had been filled at will before. */
  readonly marking: ExtendedMarking;
  /**
   * Whether way and circle can be fired just so. Otherwise they take tokens from other unbounded places, which must be filled by
   * their own circles first.
   */
  readonly direct: boolean;
}

export interface BoundednessReport {
  readonly verdict: "bounded" | "unbounded" | "undecided";
  /** The most tokens in any one place, 1 for a safe net that moves tokens; `null` unless bounded. */
  readonly bound: number | null;
  /** The most tokens per place; `null` where unbounded, and everywhere when undecided. */
  readonly placeBounds: readonly (number | null)[];
  /** By place; those found so far when there were more markings than `maxMarkings`. */
  readonly unboundedPlaces: readonly UnboundedPlace[];
  /** How many extended markings were looked at. */
  readonly markings: number;
  /** Whether those are all. */
  readonly complete: boolean;
}

/**
 * Decides whether the tokens in each place stay below some number, and which: a net is k-bounded when no reachable marking has more than
 * k tokens in a place, and safe when k is 1.
 *
 * Read off the coverability graph, with its cost. At `maxMarkings` a place found to be unbounded still decides; otherwise the
 * verdict is "undecided", never a guess. The empty net has bound 0.
 *
 * Source: Murata 1989, section IV-B; Karp, Miller 1969.
 *
 * @throws GigamineError `petri-net/bad-marking`, `petri-net/too-many-tokens`.
 */
export function boundedness(
  model: AcceptingPetriNet,
  { maxMarkings = 10_000, ...work }: ReachabilityOptions = {},
): BoundednessReport {
  checkModelShape(model, "boundedness");
  checkLimit("boundedness", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "boundedness");
  const space = exploreCoverability(net, model.initialMarking, maxMarkings, work);
  const most = new Int32Array(net.placeCount);
  /** Per place the first marking in which it holds any number. */
  const raisedAt = new Int32Array(net.placeCount).fill(-1);
  for (let m = 0; m < space.store.size; m++) {
    space.store.view(m).forEach((tokens, p) => {
      if (tokens > most[p]!) most[p] = tokens;
      if (tokens === OMEGA && raisedAt[p]! < 0) raisedAt[p] = m;
    });
  }
  const unboundedPlaces = Array.from(raisedAt).flatMap((m, place) =>
    m < 0 ? [] : [pileUp(net, model.initialMarking, space, place, m)],
  );
  const { complete } = space;
  const verdict = unboundedPlaces.length > 0 ? "unbounded" : complete ? "bounded" : "undecided";
  return {
    verdict,
    bound: verdict === "bounded" ? most.reduce((a, b) => Math.max(a, b), 0) : null,
    placeBounds: Array.from(most, (tokens) => (complete && tokens !== OMEGA ? tokens : null)),
    unboundedPlaces,
    markings: space.store.size,
    complete,
  };
}

function pileUp(
  net: CompiledNet,
  initial: Marking,
  space: CoverabilitySpace,
  place: number,
  raisedAt: number,
): UnboundedPlace {
  const { store, parent, parentTransition } = space;
  const before = parent[raisedAt]!;
  const last = parentTransition[raisedAt]!;
  const current = new Int32Array(net.placeCount);
  const next = new Int32Array(net.placeCount);
  store.load(before, current);
  fireExtended(net, current, next, last);
  let start = before;
  accelerate(space, before, next, sizeOf(next), (raised, above) => {
    if (raised === place) start = above;
  });
  const way = wayTo(space, start);
  const circle = wayTo(space, raisedAt).slice(way.length);
  const direct = isRepeatable(net, initial, way, circle);
  return { place, way, circle, marking: readMarking(store, start), direct };
}

/** Whether `circle` can be fired after `way` and takes no more from any place than it puts. */
function isRepeatable(
  net: CompiledNet,
  initial: Marking,
  way: readonly number[],
  circle: readonly number[],
): boolean {
  const marking = Int32Array.from(initial);
  const fireAll = (transitions: readonly number[]): boolean =>
    transitions.every((t) => {
      if (lackingPlace(net, marking, t) >= 0) return false;
      fireInto(net, marking, t);
      return true;
    });
  if (!fireAll(way)) return false;
  const start = marking.slice();
  return fireAll(circle) && marking.every((tokens, p) => tokens >= start[p]!);
}
