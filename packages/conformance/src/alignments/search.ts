import { spreadBits } from "@gigamine/base";
import type { Budget } from "./budget.js";
import { grown } from "./growing.js";
import type { MarkingGraph } from "./marking-graph.js";
import type { MoveWeights } from "./move-costs.js";
import { isSynchronous, LOG_MOVE, transitionOf } from "./moves.js";
import { NodeQueue } from "./node-queue.js";

/** Events as activity ids of the log, and as labels of the net, -1 where the net has none. */
export interface Trace {
  readonly activities: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** What a search found. */
export interface Found {
  /** Codes of `moves.ts`, in order; `null` when there is no way, or the search was stopped before it found one. */
  readonly moves: readonly number[] | null;
  /** What `moves` weigh. */
  readonly weight: number;
  /** No alignment weighs less; infinite: there is none. */
  readonly lowerWeight: number;
  readonly states: number;
  /** Why the search ended early, with `weight` above `lowerWeight` perhaps. */
  readonly stopped: "states" | "time" | null;
}

/** Says what an alignment weighs at least from a state on. */
export interface Estimate {
  /** Prepares for the states of one trace. */
  start(trace: Trace): void;
  /** At least the weight from this state to the end, infinite for "no way"; finds the solution that {@link holds} speaks of. */
  solve(marking: number, position: number): number;
  /** What a solve takes, in states of a search without estimate. */
  readonly work: number;
  /** The number of the solution found last. */
  readonly solution: number;
  /** Whether the solution has a move of this code left after `used` of them. */
  holds(solution: number, code: number, activity: number, used: number): boolean;
}

const OPEN_INEXACT = 0;
const OPEN_EXACT = 1;
const CLOSED = 2;

/** What a dive keeps for the way from the last event to the final marking. */
const LAST_SHARE = 1 / 4;

/**
 * A* over the states (marking, position in the trace); Dijkstra's algorithm without an estimate. Of states with equal f, the one
 * found last is looked at first.
 *
 * An estimate is found for a state only when its turn comes; until then it is its parent's less the move between them, which is exact
 * where the parent's solution goes on with that move (van Dongen, "Efficiently computing alignments: using the extended
 * marking equation", BPM 2018, section 2, after Adriansyah 2014). A state is opened again when a cheaper way to it turns up.
 */
export class StateSearch {
  readonly #graph: MarkingGraph;
  readonly #weights: MoveWeights;
  readonly #estimate: Estimate | null;
  #queue = new NodeQueue();
  /** In a dive: the nodes at the next position, and the current one; else -1. */
  #next = new NodeQueue();
  #layer = -1;
  #size = 0;
  #markings = new Int32Array(1024);
  #positions = new Int32Array(1024);
  #parents = new Int32Array(1024);
  #moves = new Int32Array(1024);
  #costs = new Float64Array(1024);
  #estimates = new Float64Array(1024);
  /** The solution behind an exact estimate; -1 when it is not known. */
  #solutions = new Int32Array(1024);
  #status = new Uint8Array(1024);
  /** Per solution the node it was found for. */
  readonly #owners: number[] = [];
  /** Open addressing from (marking, position) to node; a slot counts only if its stamp is the current one. */
  #slots = new Int32Array(2048);
  #stamps = new Int32Array(2048);
  #stamp = 0;

  constructor(graph: MarkingGraph, weights: MoveWeights, estimate: Estimate | null) {
    this.#graph = graph;
    this.#weights = weights;
    this.#estimate = estimate;
  }

  /** Finds an alignment of least weight, unless the states or the time are not enough for it. */
  run(trace: Trace, budget: Budget, most: number): Found {
    const { length } = trace.activities;
    this.#start(trace, -1);
    let lower = 0;
    for (;;) {
      const key = this.#queue.leastKey;
      const node = this.#queue.pop();
      if (node < 0) return this.#found(null, Infinity, null);
      if (this.#status[node] === CLOSED || key > this.#key(node)) continue;
      lower = key;
      if (this.#status[node] === OPEN_INEXACT) {
        if (budget.spend(this.#estimate!.work)) return this.#found(null, lower, "time");
        if (this.#estimateRises(node)) continue;
      }
      if (this.#isGoal(node, length)) return this.#found(node, this.#costs[node]!, null);
      if (this.#size >= most) return this.#found(null, lower, "states");
      if (budget.spend(1)) return this.#found(null, lower, "time");
      this.#expand(node, trace);
    }
  }

  /**
   * Finds some alignment soon, or none: goes from position to position, and at each goes on from the most promising states only, as
   * many as its share of `most` allows for (a beam search). The lower bound is what the estimate says at the start.
   *
   * @param hurries Whether it ends when the time is up.
   */
  dive(trace: Trace, budget: Budget, most: number, hurries: boolean): Found {
    const { length } = trace.activities;
    const share = ((1 - LAST_SHARE) * most) / (length + 1);
    this.#start(trace, 0);
    let lower = 0;
    for (;;) {
      const isSpent = this.#layer < length && this.#size > share * (this.#layer + 1) && this.#next.size > 0;
      const key = this.#queue.leastKey;
      const node = isSpent ? -1 : this.#queue.pop();
      if (node < 0) {
        if (this.#next.size === 0) return this.#found(null, lower, null);
        [this.#queue, this.#next] = [this.#next, this.#queue];
        this.#next.clear();
        this.#layer++;
        continue;
      }
      if (this.#status[node] === CLOSED || key > this.#key(node)) continue;
      if (this.#status[node] === OPEN_INEXACT) {
        if (budget.spend(this.#estimate!.work) && hurries) return this.#found(null, lower, "time");
        const rises = this.#estimateRises(node);
        if (node === 0) lower = this.#estimates[0]!;
        if (rises) continue;
      }
      if (this.#isGoal(node, length)) return this.#found(node, lower, null);
      if (this.#size >= most) return this.#found(null, lower, "states");
      if (budget.spend(1) && hurries) return this.#found(null, lower, "time");
      this.#expand(node, trace);
    }
  }

  #start(trace: Trace, layer: number): void {
    this.#size = 0;
    this.#stamp++;
    this.#layer = layer;
    this.#queue.clear();
    this.#next.clear();
    this.#estimate?.start(trace);
    this.#reach(this.#graph.initial, 0, -1, 0, 0, trace);
  }

  /** Makes the estimate of a node exact; whether it was too low, and the node has been put back accordingly. */
  #estimateRises(node: number): boolean {
    const estimate = this.#estimate!;
    const weight = estimate.solve(this.#markings[node]!, this.#positions[node]!);
    this.#status[node] = OPEN_EXACT;
    this.#solutions[node] = estimate.solution;
    if (estimate.solution >= 0) this.#owners[estimate.solution] = node;
    if (weight <= this.#estimates[node]!) return false;
    this.#estimates[node] = weight;
    if (weight < Infinity) this.#queue.push(this.#key(node), node);
    return true;
  }

  #isGoal(node: number, length: number): boolean {
    return this.#positions[node] === length && this.#markings[node] === this.#graph.final;
  }

  #expand(node: number, trace: Trace): void {
    const graph = this.#graph;
    const { log, synchronous, model } = this.#weights;
    const { activities, labels } = trace;
    const marking = this.#markings[node]!;
    const position = this.#positions[node]!;
    const cost = this.#costs[node]!;
    this.#status[node] = CLOSED;
    let label = graph.end;
    if (position < activities.length) {
      label = labels[position]!;
      this.#reach(marking, position + 1, node, LOG_MOVE, cost + log[activities[position]!]!, trace);
      if (label < 0) return;
    }
    const record = graph.record(marking, label);
    const until = graph.offsets[record + 1]!;
    for (let k = graph.offsets[record]!; k < until; k++) {
      const code = graph.codes[k]!;
      const target = graph.targets[k]!;
      const t = transitionOf(code);
      if (isSynchronous(code)) this.#reach(target, position + 1, node, code, cost + synchronous[t]!, trace);
      else this.#reach(target, position, node, code, cost + model[t]!, trace);
    }
  }

  #reach(marking: number, position: number, parent: number, move: number, cost: number, trace: Trace): void {
    const node = this.#nodeOf(marking, position);
    const isNew = node === this.#size;
    if (isNew) {
      this.#size++;
      this.#markings[node] = marking;
      this.#positions[node] = position;
      this.#estimates[node] = 0;
      this.#status[node] = this.#estimate === null ? OPEN_EXACT : OPEN_INEXACT;
      this.#solutions[node] = -1;
    } else if (cost >= this.#costs[node]!) return;
    this.#parents[node] = parent;
    this.#moves[node] = move;
    this.#costs[node] = cost;
    if (this.#status[node] === CLOSED) this.#status[node] = OPEN_EXACT;
    if (this.#estimate !== null && parent >= 0) this.#derive(node, trace);
    if (this.#estimates[node] === Infinity) return;
    const queue = this.#layer >= 0 && position > this.#layer ? this.#next : this.#queue;
    queue.push(this.#key(node), node);
  }

  /** Takes over what the parent's estimate says about `node`, after it has been reached from there. */
  #derive(node: number, trace: Trace): void {
    const parent = this.#parents[node]!;
    const rest = this.#estimates[parent]! - (this.#costs[node]! - this.#costs[parent]!);
    if (rest > this.#estimates[node]!) this.#estimates[node] = rest;
    const solution = this.#solutions[parent]!;
    if (this.#status[node] === OPEN_EXACT) {
      // The way to it has changed, and with it what is left of the solution.
      this.#solutions[node] = -1;
      return;
    }
    if (solution < 0) return;
    const move = this.#moves[node]!;
    const activityOf = (n: number): number => trace.activities[this.#positions[n]! - 1]!;
    const activity = move === LOG_MOVE ? activityOf(node) : -1;
    let used = 0;
    let n = parent;
    for (; this.#parents[n]! >= 0 && this.#solutions[this.#parents[n]!] === solution; n = this.#parents[n]!) {
      if (this.#moves[n] === move && (move !== LOG_MOVE || activityOf(n) === activity)) used++;
    }
    // Where a way has changed in between, the moves before it are not known.
    if (this.#owners[solution] !== n || !this.#estimate!.holds(solution, move, activity, used)) return;
    this.#estimates[node] = rest;
    this.#status[node] = OPEN_EXACT;
    this.#solutions[node] = solution;
  }

  #key(node: number): number {
    return this.#costs[node]! + this.#estimates[node]!;
  }

  /** The node of a state; equal to the number of nodes when the state is new. */
  #nodeOf(marking: number, position: number): number {
    if (this.#size === this.#markings.length) this.#grow();
    const mask = this.#slots.length - 1;
    let slot = spreadBits(Math.imul(marking, 0x9e3779b1) + position) & mask;
    while (this.#stamps[slot] === this.#stamp) {
      const node = this.#slots[slot]!;
      if (this.#markings[node] === marking && this.#positions[node] === position) return node;
      slot = (slot + 1) & mask;
    }
    this.#stamps[slot] = this.#stamp;
    this.#slots[slot] = this.#size;
    return this.#size;
  }

  #wayTo(node: number): number[] {
    const way: number[] = [];
    for (let n = node; this.#parents[n]! >= 0; n = this.#parents[n]!) way.push(this.#moves[n]!);
    return way.reverse();
  }

  #found(goal: number | null, lowerWeight: number, stopped: Found["stopped"]): Found {
    const states = this.#size;
    if (goal === null) return { moves: null, weight: Infinity, lowerWeight, states, stopped };
    return { moves: this.#wayTo(goal), weight: this.#costs[goal]!, lowerWeight, states, stopped };
  }

  #grow(): void {
    const capacity = this.#size * 2;
    const longer = (array: Int32Array<ArrayBuffer>) => grown(array, new Int32Array(capacity));
    this.#markings = longer(this.#markings);
    this.#positions = longer(this.#positions);
    this.#parents = longer(this.#parents);
    this.#moves = longer(this.#moves);
    this.#solutions = longer(this.#solutions);
    this.#costs = grown(this.#costs, new Float64Array(capacity));
    this.#estimates = grown(this.#estimates, new Float64Array(capacity));
    this.#status = grown(this.#status, new Uint8Array(capacity));
    this.#slots = new Int32Array(capacity * 2);
    this.#stamps = new Int32Array(capacity * 2);
    this.#stamp = 1;
    const mask = this.#slots.length - 1;
    for (let node = 0; node < this.#size; node++) {
      let slot = spreadBits(Math.imul(this.#markings[node]!, 0x9e3779b1) + this.#positions[node]!) & mask;
      while (this.#stamps[slot] === 1) slot = (slot + 1) & mask;
      this.#stamps[slot] = 1;
      this.#slots[slot] = node;
    }
  }
}
