import {
  GigamineError,
  type LongWorkOptions,
  quoteValue,
  TupleStore,
  throwIfAborted,
  tupleFactors,
} from "@gigamine/base";
import type { CompiledNet } from "./compile.js";
import { fireInto, lackingPlace, unfireInto } from "./fire.js";
import type { Marking } from "./types.js";

/** The markings a net can reach, breadth first, so that the way by `parent` to each marking is a shortest one. */
export interface StateSpace {
  readonly store: TupleStore;
  /** Per marking the one it was first reached from; -1 for the initial one. */
  readonly parent: number[];
  /** Per marking the transition that first led to it; -1 for the initial one. */
  readonly parentTransition: number[];
  /** Arcs, in the order found; empty until the search is over. */
  from: Int32Array;
  transition: Int32Array;
  to: Int32Array;
  /** Markings that have arcs besides those found; rising. */
  readonly open: number[];
  /** Whether every reachable marking and every arc is there. */
  complete: boolean;
}

/**
 * Explores until done, until one more marking would exceed `maxMarkings`, or until `onMarking` returns true. At the limit,
 * arcs between known markings are still found, arcs to further ones are left out. With `maxFirings` it also ends after so many arcs.
 *
 * @throws GigamineError `petri-net/too-many-tokens` when a place would hold 2^31 tokens or more.
 */
export function explore(
  net: CompiledNet,
  initial: Marking,
  maxMarkings: number,
  {
    signal,
    onProgress,
    maxFirings = Number.POSITIVE_INFINITY,
  }: LongWorkOptions & { readonly maxFirings?: number },
  onMarking: (space: StateSpace, marking: number) => boolean = () => false,
): StateSpace {
  const store = new TupleStore(net.placeCount);
  const space: StateSpace = {
    store,
    parent: [-1],
    parentTransition: [-1],
    from: new Int32Array(),
    transition: new Int32Array(),
    to: new Int32Array(),
    open: [],
    complete: true,
  };
  const arcs = { from: new IntegerList(), transition: new IntegerList(), to: new IntegerList() };
  const end = (): StateSpace => {
    space.from = arcs.from.values();
    space.transition = arcs.transition.values();
    space.to = arcs.to.values();
    return space;
  };
  const stop = (at: number): StateSpace => {
    space.complete = false;
    for (let m = at; m < store.size; m++) if (space.open.at(-1) !== m) space.open.push(m);
    return end();
  };
  const changes = hashChanges(net);
  const current = Int32Array.from(initial);
  store.intern(current);
  if (onMarking(space, 0)) return stop(0);
  for (let m = 0; m < store.size; m++) {
    if (m % 4096 === 0) {
      onProgress?.({ stage: "exploring", done: m, total: null, unit: "markings" });
      throwIfAborted(signal);
    }
    if (arcs.to.length >= maxFirings) return stop(m);
    const hash = store.load(m, current);
    for (let t = 0; t < net.transitionCount; t++) {
      if (lackingPlace(net, current, t) >= 0) continue;
      fireInto(net, current, t);
      checkTokens(net, current, t);
      const full = store.size >= maxMarkings;
      const nextHash = (hash + changes[t]!) | 0;
      const target = full ? store.find(current, nextHash) : store.intern(current, nextHash);
      unfireInto(net, current, t);
      if (target < 0) {
        space.complete = false;
        if (space.open.at(-1) !== m) space.open.push(m);
        continue;
      }
      arcs.from.push(m);
      arcs.transition.push(t);
      arcs.to.push(target);
      if (target < space.parent.length) continue;
      space.parent.push(m);
      space.parentTransition.push(t);
      if (onMarking(space, target)) return stop(m);
    }
  }
  return end();
}

/** 32-bit numbers whose count is not known beforehand. */
class IntegerList {
  length = 0;
  #values = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const longer = new Int32Array(this.length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.length++] = value;
  }

  values(): Int32Array {
    return this.#values.slice(0, this.length);
  }
}

/** By how much each transition changes the hash of a marking (see `TupleStore`). */
export function hashChanges(net: CompiledNet): Int32Array {
  const factors = tupleFactors(net.placeCount);
  const changes = new Int32Array(net.transitionCount);
  for (let t = 0; t < net.transitionCount; t++) {
    for (let k = net.inputOffsets[t]!; k < net.inputOffsets[t + 1]!; k++) {
      changes[t]! -= Math.imul(net.inputWeights[k]!, factors[net.inputPlaces[k]!]!);
    }
    for (let k = net.outputOffsets[t]!; k < net.outputOffsets[t + 1]!; k++) {
      changes[t]! += Math.imul(net.outputWeights[k]!, factors[net.outputPlaces[k]!]!);
    }
  }
  return changes;
}

/** Throws when a place into which `transition` has just put tokens holds more than a 32-bit number can count. */
export function checkTokens(net: CompiledNet, marking: Int32Array, transition: number): void {
  for (let k = net.outputOffsets[transition]!; k < net.outputOffsets[transition + 1]!; k++) {
    const place = net.outputPlaces[k]!;
    if (marking[place]! < 0) throw tooManyTokens(net, place, transition);
  }
}

/** @param transition The one that puts them; `null` when they are there at first. */
export function tooManyTokens(net: CompiledNet, place: number, transition: number | null): GigamineError {
  const when =
    transition === null ? "" : ` after transition ${quoteValue(net.net.transitions[transition]!.name)}`;
  return new GigamineError(
    "petri-net/too-many-tokens",
    `Place ${place} (${quoteValue(net.net.places[place]!.name)}) would hold 2147483647 tokens or more${when}. ` +
      "Divide weights and tokens by a common factor.",
    { place, transition },
  );
}

/** The transitions that lead from the initial marking to `marking` on a shortest way. */
export function wayTo(
  space: { readonly parent: readonly number[]; readonly parentTransition: readonly number[] },
  marking: number,
): number[] {
  const way: number[] = [];
  for (let m = marking; space.parent[m]! >= 0; m = space.parent[m]!) way.push(space.parentTransition[m]!);
  return way.reverse();
}

/** The arcs that lead into each marking: those of m are `arcs[offsets[m]]` … `arcs[offsets[m + 1] - 1]`. */
export function arcsInto({ store, to }: StateSpace): {
  readonly offsets: Int32Array;
  readonly arcs: Int32Array;
} {
  const count = store.size;
  const offsets = new Int32Array(count + 1);
  for (const target of to) offsets[target + 1]!++;
  for (let m = 0; m < count; m++) offsets[m + 1]! += offsets[m]!;
  const next = offsets.slice();
  const arcs = new Int32Array(to.length);
  to.forEach((target, arc) => {
    arcs[next[target]!++] = arc;
  });
  return { offsets, arcs };
}

/** Per marking 1 when one of `ends` can be reached from it, by the arcs found. O(markings + arcs). */
export function leadingTo(space: StateSpace, ends: Iterable<number>): Uint8Array {
  const { offsets, arcs } = arcsInto(space);
  const leads = new Uint8Array(space.store.size);
  const pending: number[] = [];
  const add = (m: number): void => {
    if (leads[m] === 1) return;
    leads[m] = 1;
    pending.push(m);
  };
  for (const end of ends) add(end);
  while (pending.length > 0) {
    const m = pending.pop()!;
    for (let k = offsets[m]!; k < offsets[m + 1]!; k++) add(space.from[arcs[k]!]!);
  }
  return leads;
}

/**
 * A marking on the way to `marking` that has no token more anywhere and fewer somewhere; -1 when there is none. Such a pair proves
 * the net unbounded (Karp, Miller 1969): the firings between the two may be repeated without end. `totals` are the tokens per marking.
 */
export function coveredOnTheWay(space: StateSpace, marking: number, totals: readonly number[]): number {
  const tokens = space.store.view(marking);
  for (let above = space.parent[marking]!; above >= 0; above = space.parent[above]!) {
    if (totals[above]! < totals[marking]! && covers(tokens, space.store.view(above))) return above;
  }
  return -1;
}

export function covers(larger: ArrayLike<number>, smaller: ArrayLike<number>): boolean {
  for (let p = 0; p < larger.length; p++) if (larger[p]! < smaller[p]!) return false;
  return true;
}

export function totalTokens(marking: ArrayLike<number>): number {
  let total = 0;
  for (let p = 0; p < marking.length; p++) total += marking[p]!;
  return total;
}
