import { hashTuple, TupleStore } from "@gigamine/base";
import { fire, isEnabled, type ReplayNet, type Rows, unfire } from "./replay-net.js";

/** What a search for silent firings is to reach. */
export interface SilentGoal {
  /** Tokens needed per place of `places`; with `exact`, all other places must be empty. */
  readonly places: Int32Array;
  readonly tokens: Int32Array;
  readonly exact: boolean;
  /** Per transition 1 if a shortest sequence may use it. */
  readonly relevant: Uint8Array;
  /** The places that decide whether and how the goal is reached, rising. */
  readonly scope: Int32Array;
}

/** The goal "at least these tokens", as the inputs of a transition need them. */
export function coverGoal(net: ReplayNet, places: Int32Array, tokens: Int32Array): SilentGoal {
  return { places, tokens, exact: false, ...relevantBackwards(net, places) };
}

/** The goal "exactly the final marking". */
export function exactGoal(net: ReplayNet): SilentGoal {
  const places = Int32Array.from({ length: net.placeCount }, (_, p) => p);
  return { places, tokens: net.final, exact: true, relevant: drainable(net), scope: places };
}

/**
 * Finds the shortest sequence of silent transitions that leads from a marking to a goal.
 *
 * Among equally short sequences the one whose sorted list of transition ids comes first wins. That order does not change
 * when the same firing is added to both sides, so a breadth-first search that keeps the better way into each marking
 * finds it, whatever the order of expansion.
 *
 * Three things keep the search small; all three keep every shortest sequence, up to the order of its firings:
 *
 * - Relevance: for "at least" goals, only silent transitions whose tokens can, through further silent ones, end in the
 *   goal's places. Leaving the others out of a sequence takes no token from the rest, so a shortest one has none.
 * - Stubborn sets (Valmari, "Stubborn sets for reduced state space generation", 1991; that they keep a permutation of
 *   every plan: Wehrle, Helmert, "About partial order reduction in planning and computer aided verification", ICAPS 2012):
 *   of independent branches only one is advanced at a time, so k optional parallel parts cost a sum, not 2^k markings.
 * - Dead ends: an empty stubborn set means that the goal is out of reach.
 */
export class SilentSearch {
  /** Searches that ended at the limit without an answer. */
  cut = 0;
  readonly #net: ReplayNet;
  readonly #limit: number;
  readonly #markings: TupleStore;
  readonly #marking: Int32Array;
  readonly #parents: number[] = [];
  readonly #firings: number[] = [];
  /** Stubborn set under construction: transition t is in it if `#chosen[t] === #round`. */
  readonly #chosen: Int32Array;
  #round = 0;
  readonly #queue: number[] = [];

  constructor(net: ReplayNet, limit: number) {
    this.#net = net;
    this.#limit = limit;
    this.#markings = new TupleStore(net.placeCount);
    this.#marking = new Int32Array(net.placeCount);
    this.#chosen = new Int32Array(net.transitionCount);
  }

  /** The transitions to fire, in a possible order; `null` when the goal is out of reach, or the limit was met. */
  find(from: Int32Array, goal: SilentGoal): readonly number[] | null {
    if (reached(from, goal)) return [];
    const net = this.#net;
    const marking = this.#marking;
    const parents = this.#parents;
    const firings = this.#firings;
    this.#markings.clear();
    parents.length = 0;
    firings.length = 0;
    parents.push(-1);
    firings.push(-1);
    this.#markings.intern(from, hashTuple(from, net.factors));
    const goals: number[] = [];
    // Node ids are the numbers of the store. A layer holds the markings at one distance.
    for (let layer = 0, end = 1; layer < end; layer = end, end = parents.length) {
      for (let node = layer; node < end; node++) {
        const hash = this.#markings.load(node, marking);
        for (const t of this.#stubborn(marking, goal)) {
          fire(net, marking, t);
          const next = this.#markings.intern(marking, (hash + net.hashChange[t]!) | 0);
          if (next === parents.length) {
            parents.push(node);
            firings.push(t);
            if (reached(marking, goal)) goals.push(next);
          } else if (next >= end && this.#isBetter(node, t, next)) {
            parents[next] = node;
            firings[next] = t;
          }
          unfire(net, marking, t);
        }
        if (parents.length > this.#limit) {
          if (goals.length > 0) break;
          this.cut++;
          return null;
        }
      }
      if (goals.length > 0) return this.#bestOf(goals);
    }
    return null;
  }

  /**
   * The enabled silent transitions that are enough to try in `marking`, rising. Closed under: of a disabled member,
   * all that fill one of its lacking places; of an enabled member, all that compete for a place it empties.
   */
  #stubborn(marking: Int32Array, goal: SilentGoal): readonly number[] {
    const net = this.#net;
    const queue = this.#queue;
    const enabled: number[] = [];
    queue.length = 0;
    this.#round++;
    this.#addGoal(marking, goal);
    for (let i = 0; i < queue.length; i++) {
      const t = queue[i]!;
      if (isEnabled(net, marking, t)) {
        enabled.push(t);
        this.#add(net.conflicts, t, goal);
        continue;
      }
      const { offsets, items } = net.inputs;
      let best = -1;
      for (let k = offsets[t]!; k < offsets[t + 1]!; k++) {
        const place = items[k]!;
        if (marking[place]! >= net.inputWeights[k]!) continue;
        if (best < 0 || rowLength(net.producers, place) < rowLength(net.producers, best)) best = place;
      }
      this.#add(net.producers, best, goal);
    }
    return enabled.sort((a, b) => a - b);
  }

  /** Every way to the goal fires one that fills a lacking place, or (exact) one that empties a place with too much. */
  #addGoal(marking: Int32Array, goal: SilentGoal): void {
    let surplus = -1;
    let lacking = -1;
    for (let i = 0; i < goal.places.length; i++) {
      const place = goal.places[i]!;
      const more = marking[place]! - goal.tokens[i]!;
      if (more < 0 && lacking < 0) lacking = place;
      if (more > 0 && surplus < 0) surplus = place;
    }
    if (lacking >= 0) this.#add(this.#net.producers, lacking, goal);
    else this.#add(this.#net.consumers, surplus, goal);
  }

  #add(rows: Rows, row: number, goal: SilentGoal): void {
    for (let i = rows.offsets[row]!; i < rows.offsets[row + 1]!; i++) {
      const t = rows.items[i]!;
      if (goal.relevant[t] === 0 || this.#chosen[t] === this.#round) continue;
      this.#chosen[t] = this.#round;
      this.#queue.push(t);
    }
  }

  #isBetter(node: number, t: number, than: number): boolean {
    if (this.#parents[than] === node && this.#firings[than] === t) return false;
    return comesFirst([...this.#wayTo(node), t], this.#wayTo(than));
  }

  #bestOf(nodes: readonly number[]): readonly number[] {
    let best = this.#wayTo(nodes[0]!);
    for (let i = 1; i < nodes.length; i++) {
      const way = this.#wayTo(nodes[i]!);
      if (comesFirst(way, best)) best = way;
    }
    return best;
  }

  #wayTo(node: number): number[] {
    const way: number[] = [];
    for (let n = node; this.#parents[n]! >= 0; n = this.#parents[n]!) way.push(this.#firings[n]!);
    return way.reverse();
  }
}

/**
 * Says, for one marking, which tokens silent firing could at best provide when no firing took any away: a necessary
 * condition, in one pass over the silent arcs.
 */
export class RelaxedReach {
  readonly #net: ReplayNet;
  readonly #gained: Uint8Array;
  #marking: Int32Array;

  constructor(net: ReplayNet) {
    this.#net = net;
    this.#gained = new Uint8Array(net.placeCount);
    this.#marking = net.initial;
  }

  from(marking: Int32Array): void {
    const { silent, changes, changeAmounts } = this.#net;
    this.#marking = marking;
    this.#gained.fill(0);
    let open = [...silent];
    for (let before = -1; open.length !== before; ) {
      before = open.length;
      open = open.filter((t) => {
        if (!this.canEnable(t)) return true;
        for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
          if (changeAmounts[i]! > 0) this.#gained[changes.items[i]!] = 1;
        }
        return false;
      });
    }
  }

  canEnable(t: number): boolean {
    const { offsets, items } = this.#net.inputs;
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      if (!this.canHold(items[i]!, this.#net.inputWeights[i]!)) return false;
    }
    return true;
  }

  canHold(place: number, tokens: number): boolean {
    return this.#marking[place]! >= tokens || this.#gained[place] === 1;
  }
}

function reached(marking: Int32Array, goal: SilentGoal): boolean {
  for (let i = 0; i < goal.places.length; i++) {
    const more = marking[goal.places[i]!]! - goal.tokens[i]!;
    if (more < 0 || (goal.exact && more > 0)) return false;
  }
  return true;
}

function rowLength(rows: Rows, row: number): number {
  return rows.offsets[row + 1]! - rows.offsets[row]!;
}

function comesFirst(a: readonly number[], b: readonly number[]): boolean {
  const left = a.toSorted((x, y) => x - y);
  const right = b.toSorted((x, y) => x - y);
  const at = left.findIndex((t, i) => t !== right[i]);
  return at >= 0 && left[at]! < right[at]!;
}

function relevantBackwards(net: ReplayNet, places: Int32Array): { relevant: Uint8Array; scope: Int32Array } {
  const relevant = new Uint8Array(net.transitionCount);
  const scope = new Set<number>(places);
  const queue = [...scope];
  for (let i = 0; i < queue.length; i++) {
    const place = queue[i]!;
    for (let k = net.producers.offsets[place]!; k < net.producers.offsets[place + 1]!; k++) {
      const t = net.producers.items[k]!;
      if (relevant[t] === 1) continue;
      relevant[t] = 1;
      for (let j = net.inputs.offsets[t]!; j < net.inputs.offsets[t + 1]!; j++) {
        const input = net.inputs.items[j]!;
        if (!scope.has(input)) queue.push(input);
        scope.add(input);
      }
    }
  }
  return { relevant, scope: Int32Array.from(scope).sort() };
}

/** Silent transitions that put no token where the final marking wants none and nothing silent ever takes it away. */
function drainable(net: ReplayNet): Uint8Array {
  const useful = new Uint8Array(net.transitionCount);
  for (const t of net.silent) useful[t] = 1;
  const { consumers, changes, changeAmounts } = net;
  const stuck = (place: number): boolean => {
    if (net.final[place]! > 0) return false;
    for (let i = consumers.offsets[place]!; i < consumers.offsets[place + 1]!; i++) {
      if (useful[consumers.items[i]!] === 1) return false;
    }
    return true;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const t of net.silent) {
      if (useful[t] === 0) continue;
      for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
        if (changeAmounts[i]! <= 0 || !stuck(changes.items[i]!)) continue;
        useful[t] = 0;
        changed = true;
      }
    }
  }
  return useful;
}
