import { Heap } from "@gigamine/base";

/** Order of what happens at one instant: what sets members free first, what brings units next, then deadlines and wake-ups. */
export const rank = { complete: 0, arrive: 1, deadline: 2, wake: 3 } as const;

interface Entry<T> {
  readonly atMs: number;
  readonly rank: number;
  readonly order: number;
  readonly what: T;
  /** Whether it brings the system on, as opposed to calendars and maintenance, which go on for ever. */
  readonly moves: boolean;
}

/** What is going to happen, in order of (time, rank, number of planning). Plan and take cost O(log n). */
export class Agenda<T> {
  readonly #heap = new Heap<Entry<T>>(
    (a, b) =>
      a.atMs < b.atMs || (a.atMs === b.atMs && (a.rank < b.rank || (a.rank === b.rank && a.order < b.order))),
  );
  #planned = 0;
  #moving = 0;

  /** Whether anything is planned that brings the system on. */
  get moves(): boolean {
    return this.#moving > 0;
  }

  /** When the next thing happens; `Infinity` when nothing does. */
  get nextMs(): number {
    return this.#heap.peek()?.atMs ?? Number.POSITIVE_INFINITY;
  }

  plan(atMs: number, order: number, what: T): void {
    const moves = order !== rank.wake;
    if (moves) this.#moving++;
    this.#heap.push({ atMs, rank: order, order: this.#planned++, what, moves });
  }

  /** Removes what happens next; `undefined` when nothing does. */
  take(): T | undefined {
    const entry = this.#heap.pop();
    if (entry?.moves) this.#moving--;
    return entry?.what;
  }
}
