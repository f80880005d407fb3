/** Nodes 0 … size-1 that wait to be looked at, each at most once, first in first out. At first all wait. */
export class NodeQueue {
  readonly #waits: Uint8Array;
  #nodes: number[];
  #head = 0;

  constructor(size: number) {
    this.#waits = new Uint8Array(size).fill(1);
    this.#nodes = Array.from({ length: size }, (_, node) => node);
  }

  /** Does nothing for a node that waits already. */
  add(node: number): void {
    if (this.#waits[node] === 1) return;
    this.#waits[node] = 1;
    this.#nodes.push(node);
  }

  /** The node that waits longest, which leaves the queue; -1 when none waits. */
  take(): number {
    if (this.#head === this.#nodes.length) {
      this.#nodes = [];
      this.#head = 0;
      return -1;
    }
    const node = this.#nodes[this.#head++]!;
    this.#waits[node] = 0;
    return node;
  }
}
