import { Heap } from "@gigamine/base";

/** Order of what happens at one instant: what sets members free first, what brings units next, then deadlines and wake-ups. */
export const rank = { complete: 0, arrive: 1, deadline: 2, wake: 3 } as const;

/** Something that is going to happen. */
export interface Planned<T> {
  readonly atMs: number;
  readonly rank: number;
  readonly order: number;
  readonly what: T;
  /** Whether it brings the system on, as opposed to calendars and maintenance, which go on for ever. */
  readonly moves: boolean;
  cancelled: boolean;
}

/** What is going to happen, in order of (time, rank, number of planning). Plan, take and cancel cost O(log n) amortised. */
export class Agenda<T> {
  readonly #heap = new Heap<Planned<T>>(
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

  plan(atMs: number, order: number, what: T): Planned<T> {
    const moves = order !== rank.wake;
    if (moves) this.#moving++;
    const planned = { atMs, rank: order, order: this.#planned++, what, moves, cancelled: false };
    this.#heap.push(planned);
    return planned;
  }

  /** Lets something not happen that has not been taken yet. */
  cancel(planned: Planned<T>): void {
    planned.cancelled = true;
    if (planned.moves) this.#moving--;
    this.#dropCancelled();
  }

  /** Removes what happens next; `undefined` when nothing does. */
  take(): T | undefined {
    const planned = this.#heap.pop();
    if (planned?.moves) this.#moving--;
    this.#dropCancelled();
    return planned?.what;
  }

  /** What stands first is going to happen. */
  #dropCancelled(): void {
    while (this.#heap.peek()?.cancelled) this.#heap.pop();
  }
}
