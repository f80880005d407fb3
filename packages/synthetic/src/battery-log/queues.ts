import { Heap } from "@gigamine/base";

/** What passes through the queues: lot `l` makes the visits `visitOffsets[l]` … `visitOffsets[l + 1] - 1`, in order. */
export interface QueueInput {
  /** Per lot the instant at which it joins the queue of its first visit. Whole seconds. */
  readonly releases: Float64Array;
  /** Lots + 1 rising offsets. */
  readonly visitOffsets: Uint32Array;
  /** Per visit the pool that does it. */
  readonly pool: Uint8Array;
  /** Per visit how long it holds a resource, at least 1 s. */
  readonly workSeconds: Float64Array;
  /** Per visit how long the lot rests afterwards, without a resource. */
  readonly restSeconds: Float64Array;
  /** Resources of each pool; at least one each. */
  readonly poolSizes: readonly number[];
}

/** When and by whom each visit was made. */
export interface QueueOutput {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Per visit the resource, counted from 0 within its pool. */
  readonly resource: Uint32Array;
}

interface Happening {
  readonly time: number;
  readonly order: number;
  readonly lot: number;
  /** The lot's work ends, rather than that it joins a queue. */
  readonly ends: boolean;
}

/**
 * Lets all lots through the pools: discrete events in order of (time, number of creation).
 *
 * - A resource does one visit at a time and never pauses one.
 * - Each pool has one queue, first come first served; lots that come in the same second keep the order in which they
 *   were created.
 * - A free lot takes the resource that has been idle longest; at the beginning, the first of the pool.
 * - A resource that becomes free serves the queue before the lot it has finished can join it again.
 *
 * O((lots + visits) log lots). `afterShipment` is told after each lot's last visit.
 */
export function passQueues(input: QueueInput, afterShipment: (shipped: number) => void): QueueOutput {
  const { releases, visitOffsets, pool, workSeconds, restSeconds, poolSizes } = input;
  const visits = pool.length;
  const start = new Float64Array(visits);
  const end = new Float64Array(visits);
  const resource = new Uint32Array(visits);
  const nextVisit = visitOffsets.slice(0, releases.length);
  const waiting = poolSizes.map(() => new Queue());
  const idle = poolSizes.map((size) => new Queue(Array.from({ length: size }, (_, i) => i)));

  const agenda = new Heap<Happening>((a, b) => a.time < b.time || (a.time === b.time && a.order < b.order));
  let created = 0;
  const plan = (time: number, lot: number, ends: boolean): void =>
    agenda.push({ time, order: created++, lot, ends });

  const serve = (p: number, now: number): void => {
    while (waiting[p]!.size > 0 && idle[p]!.size > 0) {
      const lot = waiting[p]!.take();
      const visit = nextVisit[lot]!;
      start[visit] = now;
      end[visit] = now + workSeconds[visit]!;
      resource[visit] = idle[p]!.take();
      plan(end[visit]!, lot, true);
    }
  };
  const join = (lot: number, now: number): void => {
    const p = pool[nextVisit[lot]!]!;
    waiting[p]!.add(lot);
    serve(p, now);
  };

  let shipped = 0;
  for (let lot = 0; lot < releases.length; lot++) {
    if (visitOffsets[lot + 1]! > visitOffsets[lot]!) plan(releases[lot]!, lot, false);
  }
  for (let event = agenda.pop(); event !== undefined; event = agenda.pop()) {
    const { time, lot } = event;
    if (!event.ends) {
      join(lot, time);
      continue;
    }
    const visit = nextVisit[lot]!;
    const p = pool[visit]!;
    idle[p]!.add(resource[visit]!);
    serve(p, time);
    nextVisit[lot] = visit + 1;
    if (visit + 1 === visitOffsets[lot + 1]!) afterShipment(++shipped);
    else if (restSeconds[visit]! > 0) plan(time + restSeconds[visit]!, lot, false);
    else join(lot, time);
  }
  return { start, end, resource };
}

/** First in, first out; amortised O(1). */
class Queue {
  #items: number[];
  #head = 0;

  constructor(items: number[] = []) {
    this.#items = items;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  add(item: number): void {
    this.#items.push(item);
  }

  /** The queue must not be empty. */
  take(): number {
    const item = this.#items[this.#head++]!;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
