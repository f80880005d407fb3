import { type LongWorkOptions, TupleStore, throwIfAborted } from "@gigamine/base";
import type { CompiledNet } from "../compile.js";
import { fireInto, lackingPlace, unfireInto } from "../fire.js";
import { checkTokens, hashChanges } from "../state-space.js";
import type { Marking } from "../types.js";

/** A search looks at most at so many transitions for each marking that it may meet. */
const STEPS_PER_MARKING = 10_000;
const STEPS_BETWEEN_CHECKS = 2 ** 22;

export interface DeadlockSearch {
  /** Transitions that lead to a marking in which nothing may fire; `null` when none was found. */
  readonly way: readonly number[] | null;
  readonly markings: number;
}

/**
 * Looks for a marking in which nothing may fire, depth first, and at each marking fires only the transitions of a stubborn set: such a
 * search still meets a deadlock if there is one, and of many independent parts it follows one after the other instead of all their
 * interleavings. Ends at the first deadlock, after `maxMarkings`, or when stubborn sets have cost 10,000 steps for each of those. A
 * strongly connected, bounded free-choice net has a deadlock whenever it is not live.
 *
 * Source: Valmari, "Stubborn Sets for Reduced State Space Generation", LNCS 483, 1991; Desel, Esparza 1995, theorem 4.31.
 */
export function searchDeadlock(
  net: CompiledNet,
  initial: Marking,
  maxMarkings: number,
  { signal, onProgress }: LongWorkOptions,
): DeadlockSearch {
  const stubborn = new StubbornSets(net, maxMarkings * STEPS_PER_MARKING, signal);
  const changes = hashChanges(net);
  const store = new TupleStore(net.placeCount);
  const current = Int32Array.from(initial);
  store.intern(current);
  let hash = store.load(0, current);
  const way: number[] = [];
  /** Per marking on the way what may still be fired there, best last. */
  const left: number[][] = [stubborn.enabledAt(current)];
  if (left[0]!.length === 0) return { way, markings: 1 };
  while (left.length > 0) {
    const t = left.at(-1)!.pop();
    if (t === undefined) {
      left.pop();
      const last = way.pop();
      if (last === undefined) break;
      unfireInto(net, current, last);
      hash = (hash - changes[last]!) | 0;
      continue;
    }
    fireInto(net, current, t);
    checkTokens(net, current, t);
    const nextHash = (hash + changes[t]!) | 0;
    const known = store.size;
    if (store.intern(current, nextHash) < known) {
      unfireInto(net, current, t);
      continue;
    }
    if (known % 4096 === 0) {
      onProgress?.({ stage: "looking for a deadlock", done: known, total: null, unit: "markings" });
      throwIfAborted(signal);
    }
    hash = nextHash;
    way.push(t);
    const next = stubborn.enabledAt(current);
    if (next.length === 0) return { way, markings: store.size };
    if (store.size >= maxMarkings || stubborn.exhausted) return { way: null, markings: store.size };
    left.push(next);
  }
  return { way: null, markings: store.size };
}

/** Smallest stubborn sets among those that grow from one enabled transition each. */
class StubbornSets {
  readonly #net: CompiledNet;
  /** Per place the transitions that take from it, and those that put into it. */
  readonly #consumers: readonly (readonly number[])[];
  readonly #producers: readonly (readonly number[])[];
  readonly #stamps: Int32Array;
  readonly #maxSteps: number;
  readonly #signal: AbortSignal | undefined;
  #stamp = 0;
  #steps = 0;
  #nextCheck = STEPS_BETWEEN_CHECKS;

  constructor(net: CompiledNet, maxSteps: number, signal: AbortSignal | undefined) {
    this.#net = net;
    this.#maxSteps = maxSteps;
    this.#signal = signal;
    this.#stamps = new Int32Array(net.transitionCount);
    const byPlace = (offsets: Int32Array, places: Int32Array): number[][] => {
      const lists: number[][] = Array.from({ length: net.placeCount }, () => []);
      for (let t = 0; t < net.transitionCount; t++) {
        for (let k = offsets[t]!; k < offsets[t + 1]!; k++) lists[places[k]!]!.push(t);
      }
      return lists;
    };
    this.#consumers = byPlace(net.inputOffsets, net.inputPlaces);
    this.#producers = byPlace(net.outputOffsets, net.outputPlaces);
  }

  /** Whether all steps are used up. The sets are still stubborn then, but larger. */
  get exhausted(): boolean {
    return this.#steps >= this.#maxSteps;
  }

  /** The enabled transitions of the set with the fewest, falling; none in a deadlock. */
  enabledAt(marking: Int32Array): number[] {
    let best: number[] = [];
    for (let t = 0; t < this.#net.transitionCount; t++) {
      if (lackingPlace(this.#net, marking, t) >= 0) continue;
      const enabled = this.#grow(t, marking, best.length);
      if (best.length === 0 || enabled.length < best.length) best = enabled;
      if (best.length === 1 || this.exhausted) break;
    }
    this.#steps += this.#net.transitionCount;
    return best.sort((a, b) => b - a);
  }

  /**
   * Closes {t}: with an enabled transition come those that share an input place, with any other those that feed one of its places that
   * lacks tokens. Gives up once there are `most` enabled ones (0: never).
   */
  #grow(t: number, marking: Int32Array, most: number): number[] {
    const { inputOffsets, inputPlaces } = this.#net;
    const stamp = ++this.#stamp;
    const members = [t];
    const enabled: number[] = [];
    this.#stamps[t] = stamp;
    for (const member of members) {
      const lacking = lackingPlace(this.#net, marking, member);
      if (lacking < 0) enabled.push(member);
      if (most > 0 && enabled.length >= most) break;
      const from = lacking < 0 ? inputOffsets[member]! : lacking;
      const to = lacking < 0 ? inputOffsets[member + 1]! : lacking + 1;
      const side = lacking < 0 ? this.#consumers : this.#producers;
      for (let k = from; k < to; k++) {
        const around = side[inputPlaces[k]!]!;
        this.#steps += around.length;
        for (const next of around) {
          if (this.#stamps[next] === stamp) continue;
          this.#stamps[next] = stamp;
          members.push(next);
        }
      }
    }
    if (this.#steps >= this.#nextCheck) {
      this.#nextCheck = this.#steps + STEPS_BETWEEN_CHECKS;
      throwIfAborted(this.#signal);
    }
    return enabled;
  }
}
