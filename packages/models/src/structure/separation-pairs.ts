/** Nodes that two others separate from the rest of a graph. */
export interface Separated {
  readonly inside: readonly number[];
  readonly border: readonly [number, number];
}

/**
 * Finds the smallest sets of nodes that two others separate from the source and the sink, in a graph with a further edge between those two: sets
 * that don't overlap, none of which has a smaller one inside. There is at least one unless the graph is a single edge.
 *
 * For each node u, the nodes that separate what is left without u are found by one depth-first search (Hopcroft, Tarjan 1973). Only the smallest
 * parts of each search are looked at. O(n (n + m)); ties by node.
 *
 * @param neighbours Per node those at the other end of its edges; none for nodes that are not in the graph. No parallel edges; no node
 * but the source and the sink has fewer than three, and the source has one.
 */
export function separatedParts(
  neighbours: readonly (readonly number[])[],
  source: number,
  sink: number,
): Separated[] {
  const search = new Search(neighbours, source, sink);
  const found: {
    readonly without: number;
    readonly at: number;
    readonly below: number;
    readonly size: number;
  }[] = [];
  neighbours.forEach((edges, without) => {
    if (edges.length === 0 || without === source) return;
    search.run(without);
    for (const part of search.smallestParts()) found.push({ without, ...part });
  });
  found.sort((x, y) => x.size - y.size || x.without - y.without || x.below - y.below);
  const isTaken = new Uint8Array(neighbours.length);
  const parts: Separated[] = [];
  for (const { without, at, below, size } of found) {
    search.run(without);
    const inside = search.order.slice(search.position[below]!, search.position[below]! + size);
    if (inside.some((node) => isTaken[node] === 1)) continue;
    for (const node of inside) isTaken[node] = 1;
    parts.push({ inside, border: [without, at] });
  }
  return parts;
}

/** Depth-first search from the source through the graph without one node. */
class Search {
  /** The nodes as they were reached. */
  order: number[] = [];
  /** Per node its place in `order`; -1 for those not reached. */
  readonly position: Int32Array;
  readonly #neighbours: readonly (readonly number[])[];
  readonly #source: number;
  readonly #sink: number;
  readonly #parent: Int32Array;
  /** Per node how many are in the tree below it, with itself. */
  readonly #size: Int32Array;
  /** Per node the first place that the tree below it has an edge to. */
  readonly #low: Int32Array;
  readonly #next: Int32Array;
  #without = -1;

  constructor(neighbours: readonly (readonly number[])[], source: number, sink: number) {
    const n = neighbours.length;
    // The further edge.
    this.#neighbours = neighbours.map((edges, node) =>
      node === source ? [...edges, sink] : node === sink ? [...edges, source] : edges,
    );
    this.#source = source;
    this.#sink = sink;
    this.position = new Int32Array(n);
    this.#parent = new Int32Array(n);
    this.#size = new Int32Array(n);
    this.#low = new Int32Array(n);
    this.#next = new Int32Array(n);
  }

  run(without: number): void {
    if (this.#without === without) return;
    this.#without = without;
    const { position } = this;
    position.fill(-1);
    this.#next.fill(0);
    this.order = [];
    const reach = (node: number, parent: number): void => {
      position[node] = this.order.push(node) - 1;
      this.#parent[node] = parent;
      this.#size[node] = 1;
      this.#low[node] = position[node]!;
    };
    reach(this.#source, -1);
    for (let node = this.#source; node >= 0; ) {
      const edges = this.#neighbours[node]!;
      const parent = this.#parent[node]!;
      if (this.#next[node]! === edges.length) {
        if (parent >= 0) {
          this.#size[parent]! += this.#size[node]!;
          this.#low[parent] = Math.min(this.#low[parent]!, this.#low[node]!);
        }
        node = parent;
        continue;
      }
      const other = edges[this.#next[node]!++]!;
      if (other === without || other === parent) continue;
      if (position[other]! >= 0) this.#low[node] = Math.min(this.#low[node]!, position[other]!);
      else {
        reach(other, node);
        node = other;
      }
    }
  }

  /** The trees below nodes that separate them from the rest, without the sink, and without those that have a smaller one inside. */
  smallestParts(): { readonly at: number; readonly below: number; readonly size: number }[] {
    const { order, position } = this;
    const parts: { at: number; below: number; size: number }[] = [];
    const sink = this.#sink === this.#without ? -1 : position[this.#sink]!;
    let first = order.length; // the first place of the part found last
    for (let p = order.length - 1; p > 0; p--) {
      const below = order[p]!;
      const at = this.#parent[below]!;
      const size = this.#size[below]!;
      if (at === this.#source || this.#low[below]! < position[at]!) continue;
      if (sink >= p && sink < p + size) continue;
      if (first < p + size) continue;
      parts.push({ at, below, size });
      first = p;
    }
    return parts;
  }
}
