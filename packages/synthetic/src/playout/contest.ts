import type { RandomStream } from "@gigamine/base";
import { drawIndex, sum } from "./draw-index.js";

/** Those that compete for the next turn, by weight; equally likely when none that is left has any. */
export class Contest {
  /** How many are left. */
  size: number;
  readonly #weights: number[];
  readonly #isOut: boolean[];
  #total: number;

  constructor(weights: readonly number[]) {
    this.size = weights.length;
    this.#weights = [...weights];
    this.#isOut = weights.map(() => false);
    this.#total = sum(weights);
  }

  draw(stream: RandomStream): number {
    if (this.#total === 0) {
      this.#isOut.forEach((isOut, i) => {
        this.#weights[i] = isOut ? 0 : 1;
      });
      this.#total = this.size;
    }
    return this.size === 1 ? this.#isOut.indexOf(false) : drawIndex(stream, this.#weights, this.#total);
  }

  leave(i: number): void {
    this.#isOut[i] = true;
    this.#weights[i] = 0;
    this.size--;
    this.#total = sum(this.#weights);
  }
}
