import type { Dfg } from "./types.js";

/** Counts per ordered pair of activities, sorted by `from`, then by `to`. */
export type Arcs = Pick<Dfg, "from" | "to" | "count">;

/** Up to this many activities pairs are counted in a dense matrix (at most 32 MB), beyond in a hash map. */
export const DENSE_LIMIT = 2048;

/** The pairs of a dense matrix, `counts[from * n + to]`, that were counted. */
export function denseArcs(counts: Float64Array | Uint32Array, n: number): Arcs {
  const from: number[] = [];
  const to: number[] = [];
  const count: number[] = [];
  for (let a = 0, key = 0; a < n; a++) {
    for (let b = 0; b < n; b++, key++) {
      if (counts[key] === 0) continue;
      from.push(a);
      to.push(b);
      count.push(counts[key]!);
    }
  }
  return { from, to, count };
}

/** A counter of pairs with weights, for any number of activities. */
export class ArcCounter {
  readonly #n: number;
  readonly #dense: Float64Array | null;
  readonly #sparse = new Map<number, number>();

  constructor(n: number) {
    this.#n = n;
    this.#dense = n <= DENSE_LIMIT ? new Float64Array(n * n) : null;
  }

  add(from: number, to: number, count: number): void {
    const key = from * this.#n + to;
    if (this.#dense !== null) this.#dense[key]! += count;
    else this.#sparse.set(key, (this.#sparse.get(key) ?? 0) + count);
  }

  sorted(): Arcs {
    const n = this.#n;
    if (this.#dense !== null) return denseArcs(this.#dense, n);
    const keys = [...this.#sparse.keys()].sort((a, b) => a - b);
    return {
      from: keys.map((key) => Math.floor(key / n)),
      to: keys.map((key) => key % n),
      count: keys.map((key) => this.#sparse.get(key)!),
    };
  }
}
