import { GigamineError } from "@gigamine/base";

/** A cheapest way to turn one distribution into another. */
export interface TransportPlan {
  /** Sum over all moved mass of mass · cost. */
  readonly cost: number;
  /** The moves with mass, by source, then by sink. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly mass: readonly number[];
}

/**
 * Solves the transportation problem: moves `supply` to `demand` (equal sums, nothing negative) at least total cost, where moving
 * one unit from i to j costs `costs[i * demand.length + j]`, at least 0.
 *
 * The network simplex method on a rooted spanning tree: potentials make the arcs of the tree cost 0, an arc of negative
 * reduced cost enters (the best of a block, blocks in turn), the tree arc that empties first leaves. Of several, the last one on
 * the cycle leaves, which keeps the tree strongly feasible, so that it never cycles (Cunningham, "A network simplex method",
 * Mathematical Programming 11, 1976). Source: Ahuja, Magnanti, Orlin, "Network Flows", 1993, chapter 11.
 *
 * Memory O(sources + sinks) beside the costs. In practice some pivots a node, each O(√(sources · sinks)) to find and
 * O(nodes of a subtree) to carry out.
 */
export function optimalTransport(
  supply: Float64Array,
  demand: Float64Array,
  costs: Float64Array,
): TransportPlan {
  return new TransportSimplex(supply, demand, costs).solve();
}

/** Reduced costs above this share of the largest cost count as 0: potentials carry rounding errors. */
const TOLERANCE = 1e-9;

class TransportSimplex {
  readonly #sources: number;
  readonly #sinks: number;
  readonly #root: number;
  readonly #costs: Float64Array;
  readonly #tolerance: number;
  /** Per node but the root: the tree arc to its parent, whether it runs up (node -> parent), its flow. */
  readonly #parent: Int32Array;
  readonly #runsUp: Uint8Array;
  readonly #flow: Float64Array;
  readonly #depth: Int32Array;
  readonly #potential: Float64Array;
  /** Children as doubly linked lists. */
  readonly #firstChild: Int32Array;
  readonly #nextSibling: Int32Array;
  readonly #previousSibling: Int32Array;
  readonly #pending: number[] = [];

  constructor(supply: Float64Array, demand: Float64Array, costs: Float64Array) {
    const nodes = supply.length + demand.length;
    this.#sources = supply.length;
    this.#sinks = demand.length;
    this.#root = nodes;
    this.#costs = costs;
    this.#parent = new Int32Array(nodes + 1).fill(nodes);
    this.#parent[nodes] = -1;
    this.#runsUp = new Uint8Array(nodes + 1);
    this.#flow = new Float64Array(nodes + 1);
    this.#depth = new Int32Array(nodes + 1).fill(1);
    this.#depth[nodes] = 0;
    this.#potential = new Float64Array(nodes + 1);
    this.#firstChild = new Int32Array(nodes + 1).fill(-1);
    this.#nextSibling = new Int32Array(nodes + 1).fill(-1);
    this.#previousSibling = new Int32Array(nodes + 1).fill(-1);
    // At first everything goes through the root, on arcs too dear to stay.
    const largest = costs.reduce((most, cost) => Math.max(most, cost), 0);
    const dear = 1 + nodes * largest;
    this.#tolerance = TOLERANCE * largest;
    for (let node = nodes - 1; node >= 0; node--) {
      const isSource = node < this.#sources;
      this.#runsUp[node] = isSource ? 1 : 0;
      this.#flow[node] = isSource ? supply[node]! : demand[node - this.#sources]!;
      this.#potential[node] = isSource ? -dear : dear;
      this.#link(node, nodes);
    }
  }

  solve(): TransportPlan {
    const arcs = this.#sources * this.#sinks;
    const block = Math.max(64, Math.ceil(Math.sqrt(arcs)));
    let next = 0;
    for (let idle = 0; idle < arcs; ) {
      let entering = -1;
      let least = -this.#tolerance;
      const end = Math.min(next + block, arcs);
      let source = Math.floor(next / this.#sinks);
      let sink = next - source * this.#sinks;
      for (let arc = next; arc < end; arc++) {
        const reduced = this.#costs[arc]! + this.#potential[source]! - this.#potential[this.#sources + sink]!;
        if (reduced < least) {
          least = reduced;
          entering = arc;
        }
        if (++sink === this.#sinks) {
          sink = 0;
          source++;
        }
      }
      idle = entering < 0 ? idle + (end - next) : 0;
      next = end === arcs ? 0 : end;
      if (entering >= 0) this.#pivot(Math.floor(entering / this.#sinks), entering % this.#sinks, least);
    }
    return this.#plan();
  }

  /** Lets the arc source -> sink enter; `reduced` is its reduced cost. */
  #pivot(source: number, sinkIndex: number, reduced: number): void {
    const sink = this.#sources + sinkIndex;
    const parent = this.#parent;
    let apex = source;
    for (let other = sink; apex !== other; ) {
      if (this.#depth[apex]! >= this.#depth[other]!) apex = parent[apex]!;
      else other = parent[other]!;
    }
    // The cycle runs apex … source -> sink … apex. What runs against it loses flow.
    let most = Number.POSITIVE_INFINITY;
    let leaving = -1;
    let onSourceSide = true;
    for (let node = source; node !== apex; node = parent[node]!) {
      if (this.#runsUp[node] === 1 && this.#flow[node]! < most) {
        most = this.#flow[node]!;
        leaving = node;
      }
    }
    for (let node = sink; node !== apex; node = parent[node]!) {
      if (this.#runsUp[node] === 0 && this.#flow[node]! <= most) {
        most = this.#flow[node]!;
        leaving = node;
        onSourceSide = false;
      }
    }
    for (let node = source; node !== apex; node = parent[node]!) {
      this.#flow[node]! += this.#runsUp[node] === 1 ? -most : most;
    }
    for (let node = sink; node !== apex; node = parent[node]!) {
      this.#flow[node]! += this.#runsUp[node] === 0 ? -most : most;
    }
    const moved = onSourceSide ? source : sink;
    this.#rehang(moved, onSourceSide ? sink : source, leaving, onSourceSide, most);
    this.#shift(moved, onSourceSide ? -reduced : reduced);
  }

  /** Turns the way from `node` up to `leaving` round, so that the subtree hangs by `node` on `under`. */
  #rehang(node: number, under: number, leaving: number, runsUp: boolean, flow: number): void {
    let [child, newParent, up, tokens] = [node, under, runsUp ? 1 : 0, flow];
    for (;;) {
      const oldParent = this.#parent[child]!;
      const [oldUp, oldFlow] = [this.#runsUp[child]!, this.#flow[child]!];
      this.#unlink(child, oldParent);
      this.#parent[child] = newParent;
      this.#runsUp[child] = up;
      this.#flow[child] = tokens;
      this.#link(child, newParent);
      if (child === leaving) return;
      [newParent, child, up, tokens] = [child, oldParent, oldUp === 1 ? 0 : 1, oldFlow];
    }
  }

  /** Adds `by` to the potentials of the subtree at `top`, and works out its depths anew. */
  #shift(top: number, by: number): void {
    const pending = this.#pending;
    pending.push(top);
    while (pending.length > 0) {
      const node = pending.pop()!;
      this.#potential[node]! += by;
      this.#depth[node] = this.#depth[this.#parent[node]!]! + 1;
      for (let child = this.#firstChild[node]!; child >= 0; child = this.#nextSibling[child]!)
        pending.push(child);
    }
  }

  #plan(): TransportPlan {
    const moves: { source: number; sink: number; mass: number }[] = [];
    for (let node = 0; node < this.#root; node++) {
      const mass = this.#flow[node]!;
      const parent = this.#parent[node]!;
      if (mass <= 0) continue;
      if (parent === this.#root) {
        // What is left on the first arcs is the rounding of the sums.
        if (mass < 1e-9) continue;
        throw new GigamineError("transport/unbalanced", "The two distributions do not have the same mass.", {
          mass,
        });
      }
      const [source, sink] = node < this.#sources ? [node, parent] : [parent, node];
      moves.push({ source, sink: sink - this.#sources, mass });
    }
    moves.sort((a, b) => a.source - b.source || a.sink - b.sink);
    return {
      cost: moves.reduce(
        (sum, { source, sink, mass }) => sum + mass * this.#costs[source * this.#sinks + sink]!,
        0,
      ),
      from: moves.map(({ source }) => source),
      to: moves.map(({ sink }) => sink),
      mass: moves.map(({ mass }) => mass),
    };
  }

  #link(node: number, parent: number): void {
    const first = this.#firstChild[parent]!;
    this.#nextSibling[node] = first;
    this.#previousSibling[node] = -1;
    if (first >= 0) this.#previousSibling[first] = node;
    this.#firstChild[parent] = node;
  }

  #unlink(node: number, parent: number): void {
    const [before, after] = [this.#previousSibling[node]!, this.#nextSibling[node]!];
    if (before >= 0) this.#nextSibling[before] = after;
    else this.#firstChild[parent] = after;
    if (after >= 0) this.#previousSibling[after] = before;
  }
}
