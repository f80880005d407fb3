import { bisectRight } from "d3-array";
import type { ActivePeriods } from "./active-periods.js";

/** Tells for how long of any stretch of time one bottleneck period was under way, and for how long several were. */
export class OverlapClock {
  /** The instants at which the number of periods under way changes, rising. */
  readonly #at: Float64Array;
  /** Per instant the time before it with one period under way, and with several. */
  readonly #sole: Float64Array;
  readonly #shifting: Float64Array;
  /** Per instant how many periods are under way after it. */
  readonly #level: Uint32Array;

  constructor({ from, to }: ActivePeriods, isIncluded: Uint8Array) {
    const begins = from.filter((_, p) => isIncluded[p] === 1);
    const ends = to.filter((_, p) => isIncluded[p] === 1).sort();
    this.#at = new Float64Array(2 * begins.length);
    this.#sole = this.#at.slice();
    this.#shifting = this.#at.slice();
    this.#level = new Uint32Array(this.#at.length);
    for (let i = 0, begun = 0, ended = 0; i < this.#at.length; i++) {
      const isBegin = begun < begins.length && begins[begun]! <= ends[ended]!;
      this.#at[i] = isBegin ? begins[begun++]! : ends[ended++]!;
      if (i > 0) {
        this.#sole[i] = this.#before(this.#sole, this.#at[i]!, i - 1);
        this.#shifting[i] = this.#before(this.#shifting, this.#at[i]!, i - 1);
      }
      this.#level[i] = begun - ended;
    }
  }

  /** Both times between two instants at which, and between which, some period is under way. */
  between(from: number, to: number): { soleMs: number; shiftingMs: number } {
    const first = bisectRight(this.#at, from) - 1;
    const last = bisectRight(this.#at, to) - 1;
    return {
      soleMs: this.#before(this.#sole, to, last) - this.#before(this.#sole, from, first),
      shiftingMs: this.#before(this.#shifting, to, last) - this.#before(this.#shifting, from, first),
    };
  }

  /** The time of one kind before `instant`, which the change `i` comes before or with. */
  #before(times: Float64Array, instant: number, i: number): number {
    const counts = times === this.#sole ? this.#level[i] === 1 : this.#level[i]! > 1;
    return times[i]! + (counts ? instant - this.#at[i]! : 0);
  }
}
