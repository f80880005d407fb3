import { GigamineError } from "@gigamine/base";
import type { HeuristicsBinding } from "@gigamine/models";

/** Numbers of the table of single activities: 4 MB. */
const MOST_SINGLES = 2 ** 20;
/** Members of all sets: 256 MB. */
const MOST_MEMBERS = 2 ** 26;

/** Counts sets of activities per side, a side being the inputs or outputs of an activity. Equal sets of a side share an id. */
export class BindingCounter {
  readonly #size: number;
  readonly #sides: number;
  /** `side · size + activity` to 1 + the id of the set of this activity alone, 0 for none yet; `null` where that would be too large. */
  readonly #singles: Int32Array | null;
  /** The members of set s are `#members[#ends[s - 1]]` … `#members[#ends[s] - 1]`. */
  #members = new Int32Array(1024);
  readonly #ends: number[] = [];
  readonly #side: number[] = [];
  readonly #hash: number[] = [];
  readonly #count: number[] = [];
  /** Hash table by open addressing: 1 + the id of a set, 0 where free. */
  #slots = new Int32Array(256);

  constructor(size: number, sides: number) {
    this.#size = size;
    this.#sides = sides;
    this.#singles = sides * size <= MOST_SINGLES ? new Int32Array(sides * size) : null;
  }

  /** Counts the set of the `length` numbers from `start` on, which it sorts in place. The empty set is not counted. O(length log length). */
  add(side: number, activities: Int32Array, start: number, length: number, weight: number): void {
    if (length === 0) return;
    if (length === 1 && this.#singles !== null) {
      const key = side * this.#size + activities[start]!;
      if (this.#singles[key] === 0) this.#singles[key] = 1 + this.#append(side, 0, activities, start, 1);
      this.#count[this.#singles[key]! - 1]! += weight;
      return;
    }
    const end = start + length;
    if (length > 16) activities.subarray(start, end).sort();
    else insertionSort(activities, start, end);
    let hash = side + 1;
    for (let i = start; i < end; i++) {
      hash = Math.imul(hash ^ activities[i]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const set = this.#slots[slot]! - 1;
      if (this.#hash[set] !== hash || !this.#equals(set, side, activities, start, length)) continue;
      this.#count[set]! += weight;
      return;
    }
    const set = this.#append(side, hash, activities, start, length);
    this.#count[set] = weight;
    this.#slots[slot] = set + 1;
    if (this.#ends.length * 2 > this.#slots.length) this.#rehash();
  }

  /** Per side its sets, unordered. */
  bindings(): HeuristicsBinding[][] {
    const result: HeuristicsBinding[][] = Array.from({ length: this.#sides }, () => []);
    let start = 0;
    this.#ends.forEach((end, set) => {
      const activities = Array.from(this.#members.subarray(start, end));
      result[this.#side[set]!]!.push({ activities, count: this.#count[set]! });
      start = end;
    });
    return result;
  }

  #equals(set: number, side: number, activities: Int32Array, start: number, length: number): boolean {
    const first = set === 0 ? 0 : this.#ends[set - 1]!;
    if (this.#side[set] !== side || this.#ends[set]! - first !== length) return false;
    for (let i = 0; i < length; i++) if (this.#members[first + i] !== activities[start + i]) return false;
    return true;
  }

  /** Stores a new set with count 0 and gives its id. */
  #append(side: number, hash: number, activities: Int32Array, start: number, length: number): number {
    const first = this.#ends.at(-1) ?? 0;
    const end = first + length;
    if (end > this.#members.length) {
      if (end > MOST_MEMBERS) throw tooManyBindings(this.#ends.length);
      const members = new Int32Array(Math.max(end, this.#members.length * 2));
      members.set(this.#members);
      this.#members = members;
    }
    for (let i = 0; i < length; i++) this.#members[first + i] = activities[start + i]!;
    this.#side.push(side);
    this.#hash.push(hash);
    this.#count.push(0);
    return this.#ends.push(end) - 1;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const taken of this.#slots) {
      if (taken === 0) continue;
      let slot = this.#hash[taken - 1]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = taken;
    }
    this.#slots = slots;
  }
}

function insertionSort(items: Int32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const item = items[i]!;
    let at = i;
    for (; at > start && items[at - 1]! > item; at--) items[at] = items[at - 1]!;
    items[at] = item;
  }
}

function tooManyBindings(sets: number): GigamineError {
  return new GigamineError(
    "heuristics-miner/too-many-bindings",
    `heuristicsMiner: after ${sets} different splits and joins the replay takes too much memory. ` +
      "Raise longDistanceThreshold or dependencyThreshold, or leave rare behaviour out of the log.",
    { sets },
  );
}
