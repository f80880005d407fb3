import { DurationLists } from "./duration-lists.js";
import type { ReplayNet } from "./replay-net.js";

/**
 * The tokens of one case with the time each was put, oldest first in each place (NaN: not known), and what is measured when
 * they are taken. Whoever fires has made sure that the tokens are there.
 */
export class TimedMarking {
  readonly sojourn: DurationLists;
  readonly synchronization: DurationLists;
  readonly waiting: DurationLists;
  readonly #net: ReplayNet;
  /** Per place the times of its tokens; those before `#taken` are gone. */
  readonly #born: number[][];
  readonly #taken: Uint32Array;
  /** Places that held a token since the last reset. */
  readonly #touched: number[] = [];

  constructor(net: ReplayNet) {
    this.#net = net;
    this.#born = Array.from({ length: net.placeCount }, () => []);
    this.#taken = new Uint32Array(net.placeCount);
    this.sojourn = new DurationLists(net.placeCount);
    this.synchronization = new DurationLists(net.placeCount);
    this.waiting = new DurationLists(net.placeCount);
  }

  /** Back to the initial marking, whose tokens have no age. */
  reset(): void {
    for (const place of this.#touched) {
      this.#born[place]!.length = 0;
      this.#taken[place] = 0;
    }
    this.#touched.length = 0;
    for (let place = 0; place < this.#net.placeCount; place++) this.add(place, this.#net.initial[place]!);
  }

  /** Adds tokens without an age. */
  add(place: number, count: number): void {
    for (let i = 0; i < count; i++) this.#put(place, Number.NaN);
  }

  /** When the last token that `t` needs came; NaN when the age of one of them is not known. */
  enabledAt(t: number): number {
    const { offsets, items } = this.#net.inputs;
    let latest = Number.NEGATIVE_INFINITY;
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const place = items[i]!;
      const first = this.#taken[place]!;
      // Math.max hands NaN on.
      for (let k = 0; k < this.#net.inputWeights[i]!; k++)
        latest = Math.max(latest, this.#born[place]![first + k]!);
    }
    return latest === Number.NEGATIVE_INFINITY ? Number.NaN : latest;
  }

  /** Takes the tokens of `t` at its start and puts its own at its completion. */
  fire(t: number, enabled: number, started: number, completed: number): void {
    const { inputs, inputWeights, outputs, outputWeights } = this.#net;
    for (let i = inputs.offsets[t]!; i < inputs.offsets[t + 1]!; i++) {
      const place = inputs.items[i]!;
      for (let k = 0; k < inputWeights[i]!; k++) {
        const born = this.#born[place]![this.#taken[place]!++]!;
        this.sojourn.push(place, Math.max(0, started - born));
        this.synchronization.push(place, enabled - born);
        this.waiting.push(place, Math.max(0, started - enabled));
      }
    }
    for (let i = outputs.offsets[t]!; i < outputs.offsets[t + 1]!; i++) {
      for (let k = 0; k < outputWeights[i]!; k++) this.#put(outputs.items[i]!, completed);
    }
  }

  #put(place: number, born: number): void {
    const times = this.#born[place]!;
    if (times.length === 0) this.#touched.push(place);
    times.push(born);
  }
}
