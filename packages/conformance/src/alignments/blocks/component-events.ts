import { grown } from "../growing.js";

/** The events of one component so far. Typed arrays, so that the loops over tables never meet another kind of number. */
export class ComponentEvents {
  count = 0;
  /** Index of each event in the trace, and in the component that the block stands in. */
  global: Int32Array<ArrayBuffer> = new Int32Array(16);
  outer: Int32Array<ArrayBuffer> = new Int32Array(16);
  /** What deleting the first k of them weighs; one entry more than there are events. */
  deleting: Float64Array<ArrayBuffer> = new Float64Array(17);

  clear(): void {
    this.count = 0;
  }

  add(global: number, outer: number, weight: number): void {
    const at = this.count++;
    if (at === this.global.length) {
      this.global = grown(this.global, new Int32Array(at * 2));
      this.outer = grown(this.outer, new Int32Array(at * 2));
      this.deleting = grown(this.deleting, new Float64Array(at * 2 + 1));
    }
    this.global[at] = global;
    this.outer[at] = outer;
    this.deleting[at + 1] = this.deleting[at]! + weight;
  }

  /** What deleting all of them weighs. */
  get deletingAll(): number {
    return this.deleting[this.count]!;
  }
}
