import type { HeuristicsBinding } from "@gigamine/models";

const MOST_SINGLES = 2 ** 20;

/** Counts sets of activities per side, a side being the inputs or outputs of an activity. Sets are paths in one tree of ids. */
export class BindingCounter {
  readonly #size: number;
  readonly #sides: number;
  /** `node · size + activity` to the node of the set with that activity added. The first nodes are the empty sets of the sides. */
  readonly #children = new Map<number, number>();
  /** `side · size + activity` to the node of the set of this activity alone, 0 if there is none yet; `null` where that would be too large. */
  readonly #singles: Int32Array | null;
  readonly #parent: number[];
  readonly #activity: number[];
  readonly #count: number[];

  constructor(size: number, sides: number) {
    this.#size = size;
    this.#sides = sides;
    this.#singles = sides * size <= MOST_SINGLES ? new Int32Array(sides * size) : null;
    this.#parent = new Array<number>(sides).fill(-1);
    this.#activity = new Array<number>(sides).fill(-1);
    this.#count = new Array<number>(sides).fill(0);
  }

  /** Counts the set of the `length` numbers from `start` on, which it sorts in place. The empty set is not counted. */
  add(side: number, activities: Int32Array, start: number, length: number, weight: number): void {
    if (length === 0) return;
    const end = start + length;
    if (length > 16) activities.subarray(start, end).sort();
    else insertionSort(activities, start, end);
    let node = side;
    let i = start;
    if (this.#singles !== null) {
      // Most sets have one member, and all begin with one.
      const key = side * this.#size + activities[i]!;
      node = this.#singles[key]!;
      if (node === 0) {
        node = this.#grow(side, activities[i]!);
        this.#singles[key] = node;
      }
      i++;
    }
    for (; i < end; i++) {
      const key = node * this.#size + activities[i]!;
      let child = this.#children.get(key);
      if (child === undefined) {
        child = this.#grow(node, activities[i]!);
        this.#children.set(key, child);
      }
      node = child;
    }
    this.#count[node]! += weight;
  }

  #grow(parent: number, activity: number): number {
    this.#parent.push(parent);
    this.#activity.push(activity);
    return this.#count.push(0) - 1;
  }

  /** Per side its sets, unordered. */
  bindings(): HeuristicsBinding[][] {
    const result: HeuristicsBinding[][] = Array.from({ length: this.#sides }, () => []);
    for (let node = this.#sides; node < this.#count.length; node++) {
      const count = this.#count[node]!;
      if (count === 0) continue;
      const activities: number[] = [];
      let at = node;
      for (; at >= this.#sides; at = this.#parent[at]!) activities.push(this.#activity[at]!);
      result[at]!.push({ activities: activities.reverse(), count });
    }
    return result;
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
