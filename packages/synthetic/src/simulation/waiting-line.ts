import { Heap } from "@gigamine/base";
import type { Job } from "./job.js";
import type { StepSpec, Unit } from "./model.js";

type Discipline<Data> = NonNullable<StepSpec<Data>["queue"]>;

/** The jobs that wait for a step, in the order in which they are to be served. */
export interface WaitingLine<Data> {
  readonly size: number;
  /** Job number `i` of those that wait, from 0; `undefined` beyond. */
  at(i: number): Job<Data> | undefined;
  join(job: Job<Data>): void;
  remove(i: number): void;
}

/** @param picky Whether others than the first will be asked for. */
export function makeWaitingLine<Data>(discipline: Discipline<Data>, picky: boolean): WaitingLine<Data> {
  const order = jobOrder(discipline);
  return picky || discipline === "first come" ? new SortedLine(order) : new HeapLine(order);
}

/**
 * Joining at the end, as first come first served always does, and leaving at the front cost O(1) amortised, elsewhere O(log waiting)
 * comparisons and a move in memory.
 */
class SortedLine<Data> implements WaitingLine<Data> {
  readonly #order: (a: Job<Data>, b: Job<Data>) => number;
  #jobs: Job<Data>[] = [];
  /** Jobs before it have left. */
  #head = 0;

  constructor(order: (a: Job<Data>, b: Job<Data>) => number) {
    this.#order = order;
  }

  get size(): number {
    return this.#jobs.length - this.#head;
  }

  at(i: number): Job<Data> | undefined {
    return this.#jobs[this.#head + i];
  }

  join(job: Job<Data>): void {
    const jobs = this.#jobs;
    let low = this.#head;
    let high = jobs.length;
    if (high > low && this.#order(jobs[high - 1]!, job) <= 0) low = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order(jobs[middle]!, job) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === jobs.length) jobs.push(job);
    else jobs.splice(low, 0, job);
  }

  remove(i: number): void {
    if (i > 0) {
      this.#jobs.splice(this.#head + i, 1);
      return;
    }
    this.#head++;
    if (this.#head > 32 && this.#head * 2 > this.#jobs.length) {
      this.#jobs = this.#jobs.slice(this.#head);
      this.#head = 0;
    }
  }
}

/** Shows its first job only; joining and leaving cost O(log waiting). */
class HeapLine<Data> implements WaitingLine<Data> {
  readonly #heap: Heap<Job<Data>>;

  constructor(order: (a: Job<Data>, b: Job<Data>) => number) {
    this.#heap = new Heap((a, b) => order(a, b) < 0);
  }

  get size(): number {
    return this.#heap.size;
  }

  at(): Job<Data> | undefined {
    return this.#heap.peek();
  }

  join(job: Job<Data>): void {
    this.#heap.push(job);
  }

  remove(): void {
    this.#heap.pop();
  }
}

function jobOrder<Data>(discipline: Discipline<Data>): (a: Job<Data>, b: Job<Data>) => number {
  if (typeof discipline === "function") {
    return (a, b) => discipline(a.lead, b.lead) || a.order - b.order;
  }
  if (discipline === "priority") return (a, b) => b.lead.priority - a.lead.priority || a.order - b.order;
  if (discipline === "due date") return (a, b) => due(a.lead) - due(b.lead) || a.order - b.order;
  return (a, b) => a.order - b.order;
}

/** Which of the units of a batch speaks for it in the queue: the most urgent, ties by order. */
export function leadOf<Data>(units: readonly Unit<Data>[], discipline: Discipline<Data>): Unit<Data> {
  const first = units[0]!;
  if (units.length === 1 || discipline === "first come") return first;
  const order = unitOrder(discipline);
  return units.reduce((lead, unit) => (order(unit, lead) < 0 ? unit : lead), first);
}

function unitOrder<Data>(
  discipline: Exclude<Discipline<Data>, "first come">,
): (a: Unit<Data>, b: Unit<Data>) => number {
  if (typeof discipline === "function") return discipline;
  return discipline === "priority" ? (a, b) => b.priority - a.priority : (a, b) => due(a) - due(b);
}

/** `Infinity − Infinity` is no order, so none is a day that never comes but can be subtracted. */
function due({ dueMs }: Unit<unknown>): number {
  return dueMs ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Whether `a` goes before `b` where they wait for different steps: greater priority, then earlier due date, of the steps that go by them,
 * then who came first.
 */
export function goesBefore<Data>(a: Job<Data>, b: Job<Data>): boolean {
  // Compared and not subtracted: two of endless priority are as urgent as each other.
  const [urgencyA, urgencyB] = [urgency(a), urgency(b)];
  if (urgencyA !== urgencyB) return urgencyA > urgencyB;
  const [dueA, dueB] = [dueOf(a), dueOf(b)];
  return dueA === dueB ? a.order < b.order : dueA < dueB;
}

const urgency = <Data>({ step, lead }: Job<Data>): number => (step.queue === "priority" ? lead.priority : 0);

const dueOf = <Data>({ step, lead }: Job<Data>): number =>
  step.queue === "due date" ? due(lead) : Number.MAX_SAFE_INTEGER;
