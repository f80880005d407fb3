import { grown } from "./growing.js";

/**
 * A min-heap of node numbers by key; of equal keys the last pushed leaves first, so that a search goes deep before it goes wide.
 * Push and pop cost O(log n) on typed arrays.
 */
export class NodeQueue {
  size = 0;
  #keys = new Float64Array(1024);
  #nodes = new Int32Array(1024);
  #ages = new Int32Array(1024);
  #pushed = 0;

  clear(): void {
    this.size = 0;
    this.#pushed = 0;
  }

  /** The least key; infinite when empty. */
  get leastKey(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.#keys[0]!;
  }

  push(key: number, node: number): void {
    if (this.size === this.#keys.length) this.#grow();
    const [keys, nodes, ages] = [this.#keys, this.#nodes, this.#ages];
    const age = this.#pushed++;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (keys[parent]! < key) break;
      keys[hole] = keys[parent]!;
      nodes[hole] = nodes[parent]!;
      ages[hole] = ages[parent]!;
      hole = parent;
    }
    keys[hole] = key;
    nodes[hole] = node;
    ages[hole] = age;
  }

  /** Removes and returns the first node; -1 when empty. */
  pop(): number {
    if (this.size === 0) return -1;
    const [keys, nodes, ages] = [this.#keys, this.#nodes, this.#ages];
    const first = nodes[0]!;
    const last = --this.size;
    const key = keys[last]!;
    const age = ages[last]!;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      const right = child + 1;
      if (
        right < last &&
        (keys[right]! < keys[child]! || (keys[right] === keys[child] && ages[right]! > ages[child]!))
      ) {
        child = right;
      }
      if (key < keys[child]! || (key === keys[child] && age > ages[child]!)) break;
      keys[hole] = keys[child]!;
      nodes[hole] = nodes[child]!;
      ages[hole] = ages[child]!;
      hole = child;
    }
    keys[hole] = key;
    nodes[hole] = nodes[last]!;
    ages[hole] = age;
    return first;
  }

  #grow(): void {
    this.#keys = grown(this.#keys, new Float64Array(this.size * 2));
    this.#nodes = grown(this.#nodes, new Int32Array(this.size * 2));
    this.#ages = grown(this.#ages, new Int32Array(this.size * 2));
  }
}
