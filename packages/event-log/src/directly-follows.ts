import type { Dfg, EventLog, VariantLog } from "./types.js";

/** Up to this many activities arcs are counted in a dense matrix (at most 32 MB), beyond in a hash map. */
const DENSE_LIMIT = 2048;

/**
 * Counts how often each activity directly follows each other, over all cases, and how often each starts and ends one.
 *
 * One pass: O(events) from a log, O(events of the variants) from variants, plus the square of the activities where
 * these are few. Cases without events count nowhere. The arc counts sum to events minus non-empty cases.
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 6.2 (relation >).
 */
export function directlyFollows(log: EventLog | VariantLog): Dfg {
  const n = log.activities.length;
  const startCounts: number[] = new Array(n).fill(0);
  const endCounts: number[] = new Array(n).fill(0);
  const activityCounts: number[] = new Array(n).fill(0);
  const arcs = n <= DENSE_LIMIT ? new DenseArcs(n) : new SparseArcs(n);
  if ("variantOffsets" in log) {
    const { variantOffsets, sequence, counts } = log;
    for (let v = 0; v < counts.length; v++) {
      const start = variantOffsets[v]!;
      const end = variantOffsets[v + 1]!;
      if (start === end) continue;
      const count = counts[v]!;
      let previous = sequence[start]!;
      startCounts[previous]! += count;
      activityCounts[previous]! += count;
      for (let i = start + 1; i < end; i++) {
        const next = sequence[i]!;
        arcs.add(previous, next, count);
        activityCounts[next]! += count;
        previous = next;
      }
      endCounts[previous]! += count;
    }
  } else {
    const { caseOffsets, activity } = log;
    for (let c = 0; c + 1 < caseOffsets.length; c++) {
      const start = caseOffsets[c]!;
      const end = caseOffsets[c + 1]!;
      if (start === end) continue;
      let previous = activity[start]!;
      startCounts[previous]!++;
      activityCounts[previous]!++;
      for (let i = start + 1; i < end; i++) {
        const next = activity[i]!;
        arcs.add(previous, next, 1);
        activityCounts[next]!++;
        previous = next;
      }
      endCounts[previous]!++;
    }
  }
  return { activities: log.activities, ...arcs.sorted(), startCounts, endCounts, activityCounts };
}

type Arcs = Pick<Dfg, "from" | "to" | "count">;

class DenseArcs {
  readonly #n: number;
  readonly #counts: Float64Array;

  constructor(n: number) {
    this.#n = n;
    this.#counts = new Float64Array(n * n);
  }

  add(from: number, to: number, count: number): void {
    this.#counts[from * this.#n + to]! += count;
  }

  sorted(): Arcs {
    const from: number[] = [];
    const to: number[] = [];
    const count: number[] = [];
    for (let key = 0; key < this.#counts.length; key++) {
      if (this.#counts[key] === 0) continue;
      from.push(Math.floor(key / this.#n));
      to.push(key % this.#n);
      count.push(this.#counts[key]!);
    }
    return { from, to, count };
  }
}

class SparseArcs {
  readonly #n: number;
  readonly #counts = new Map<number, number>();

  constructor(n: number) {
    this.#n = n;
  }

  add(from: number, to: number, count: number): void {
    const key = from * this.#n + to;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  sorted(): Arcs {
    const keys = [...this.#counts.keys()].sort((a, b) => a - b);
    return {
      from: keys.map((key) => Math.floor(key / this.#n)),
      to: keys.map((key) => key % this.#n),
      count: keys.map((key) => this.#counts.get(key)!),
    };
  }
}
