import { type LongWorkOptions, TupleStore, throwIfAborted } from "@gigamine/base";
import type { CompiledNet } from "./compile.js";
import { fireInto, lackingPlace } from "./fire.js";
import type { Marking } from "./types.js";

/** The markings a net can reach, breadth first, so that the way by `parent` to each marking is a shortest one. */
export interface StateSpace {
  readonly store: TupleStore;
  /** Per marking the one it was first reached from; -1 for the initial one. */
  readonly parent: number[];
  /** Per marking the transition that first led to it; -1 for the initial one. */
  readonly parentTransition: number[];
  /** Arcs, in the order found. */
  readonly from: number[];
  readonly transition: number[];
  readonly to: number[];
  /** Whether every reachable marking and every arc is there. */
  complete: boolean;
}

/**
 * Explores until done, until one more marking would exceed `maxMarkings`, or until `onMarking` returns true. At the limit,
 * arcs between known markings are still found, arcs to further ones are left out.
 */
export function explore(
  net: CompiledNet,
  initial: Marking,
  maxMarkings: number,
  { signal, onProgress }: LongWorkOptions,
  onMarking: (space: StateSpace, marking: number) => boolean = () => false,
): StateSpace {
  const store = new TupleStore(net.placeCount);
  const space: StateSpace = {
    store,
    parent: [-1],
    parentTransition: [-1],
    from: [],
    transition: [],
    to: [],
    complete: true,
  };
  store.intern(Int32Array.from(initial));
  if (onMarking(space, 0)) {
    space.complete = false;
    return space;
  }
  const current = new Int32Array(net.placeCount);
  const next = new Int32Array(net.placeCount);
  for (let m = 0; m < store.size; m++) {
    if (m % 4096 === 0) {
      onProgress?.({ stage: "exploring", done: m, total: null, unit: "markings" });
      throwIfAborted(signal);
    }
    store.load(m, current);
    for (let t = 0; t < net.transitionCount; t++) {
      if (lackingPlace(net, current, t) >= 0) continue;
      next.set(current);
      fireInto(net, next, t);
      const full = store.size >= maxMarkings;
      const target = full ? store.find(next) : store.intern(next);
      if (target < 0) {
        space.complete = false;
        continue;
      }
      space.from.push(m);
      space.transition.push(t);
      space.to.push(target);
      if (target < space.parent.length) continue;
      space.parent.push(m);
      space.parentTransition.push(t);
      if (onMarking(space, target)) {
        space.complete = false;
        return space;
      }
    }
  }
  return space;
}

/** The transitions that lead from the initial marking to `marking` on a shortest way. */
export function wayTo(space: StateSpace, marking: number): number[] {
  const way: number[] = [];
  for (let m = marking; space.parent[m]! >= 0; m = space.parent[m]!) way.push(space.parentTransition[m]!);
  return way.reverse();
}
