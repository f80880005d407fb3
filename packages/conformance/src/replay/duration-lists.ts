/** Growing lists of durations, one per transition or place. What is NaN is not kept. */
export class DurationLists {
  readonly #values: Float64Array[];
  readonly #lengths: Uint32Array;

  constructor(lists: number) {
    this.#values = Array.from({ length: lists }, () => NONE);
    this.#lengths = new Uint32Array(lists);
  }

  push(list: number, duration: number): void {
    if (Number.isNaN(duration)) return;
    const length = this.#lengths[list]!;
    let values = this.#values[list]!;
    if (length === values.length) {
      const grown = new Float64Array(Math.max(16, length * 2));
      grown.set(values);
      this.#values[list] = grown;
      values = grown;
    }
    values[length] = duration;
    this.#lengths[list] = length + 1;
  }

  /** The durations of one list, in the order they came. */
  take(list: number): Float64Array {
    return this.#values[list]!.subarray(0, this.#lengths[list]!);
  }
}

const NONE = new Float64Array(0);
