import { DualSimplex, type SparseLines } from "./dual-simplex.js";
import type { MarkingGraph } from "./marking-graph.js";
import { type MoveWeights, TIE } from "./move-costs.js";
import { LOG_MOVE, moveCode } from "./moves.js";
import type { Estimate, Trace } from "./search.js";

/** Relative error of costs found by the simplex method that is allowed for. */
const ROUNDING = 1e-6;

/**
 * What an alignment weighs at least from a state on, by the marking equation of the synchronous product: numbers of moves, fractions
 * allowed, that lead from the marking to the final one and move each event that is left once, in whatever order.
 *
 *     minimize Σ weight · moves   subject to   marking + Σ change of the transition · moves = final marking,
 *     for each label: synchronous moves + log moves = events left
 *
 * Costs count first and free moves second, so the least number of free moves of the cheapest solutions is known too. Alignments
 * cost whole units, so a cost between two is rounded up. The rows are the places and labels of the net: one program serves all states
 * of all traces, only the right-hand side changes.
 *
 * Source: Adriansyah, "Aligning Observed and Modeled Behavior", TU Eindhoven 2014, section 4.4.
 */
export class MarkingEquation implements Estimate {
  readonly work: number;
  solution = -1;
  readonly #graph: MarkingGraph;
  readonly #log: Float64Array;
  readonly #simplex: DualSimplex;
  /** What a first cost of 1 in the program stands for. */
  readonly #scale: number;
  readonly #rightSide: Float64Array;
  readonly #marking: Int32Array;
  /** Per place and per label its row; -1 without one. */
  readonly #rowOfPlace: Int32Array;
  readonly #rowOfLabel: Int32Array;
  /** Per code of a move, and per label for its log move, the column; -1 without one. */
  readonly #columnOfCode: Int32Array;
  readonly #columnOfLabel: Int32Array;
  readonly #labelOfActivity: Int32Array;
  #trace: Trace = { activities: [], labels: [] };
  #position = 0;
  /** Per position what deleting the events from there on weighs that no transition has. */
  #unknown = new Float64Array(1);
  /** Solution s holds `#counts[k]` whole moves of column `#columns[k]`, k in [`#offsets[s]`, `#offsets[s + 1]`). */
  readonly #offsets: number[] = [0];
  readonly #columns: number[] = [];
  readonly #counts: number[] = [];

  /** @param labelOfActivity Per activity of the log the label of the net, or -1. */
  constructor(graph: MarkingGraph, useful: Uint8Array, weights: MoveWeights, labelOfActivity: Int32Array) {
    const { net } = graph;
    this.#graph = graph;
    this.#log = weights.log;
    this.#labelOfActivity = labelOfActivity;
    this.#marking = new Int32Array(net.placeCount);
    this.#rowOfPlace = new Int32Array(net.placeCount).fill(-1);
    this.#rowOfLabel = new Int32Array(net.labels.length).fill(-1);
    this.#columnOfCode = new Int32Array(net.transitionCount * 4).fill(-1);
    this.#columnOfLabel = new Int32Array(net.labels.length).fill(-1);

    let rows = 0;
    const columns: { entries: (readonly [number, number])[]; weight: number }[] = [];
    labelOfActivity.forEach((label, activity) => {
      if (label < 0) return;
      this.#rowOfLabel[label] = rows++;
      this.#columnOfLabel[label] = columns.length;
      columns.push({ entries: [[this.#rowOfLabel[label]!, 1]], weight: weights.log[activity]! });
    });
    const labelOf = net.labelOfTransition;
    for (let t = 0; t < net.transitionCount; t++) {
      if (useful[t] === 0) continue;
      const entries: (readonly [number, number])[] = [];
      for (let i = net.changes.offsets[t]!; i < net.changes.offsets[t + 1]!; i++) {
        const place = net.changes.items[i]!;
        if (this.#rowOfPlace[place]! < 0) this.#rowOfPlace[place] = rows++;
        entries.push([this.#rowOfPlace[place]!, net.changeAmounts[i]!]);
      }
      this.#columnOfCode[moveCode(t, 2)] = columns.length;
      columns.push({ entries, weight: weights.model[t]! });
      const row = labelOf[t]! < 0 ? -1 : this.#rowOfLabel[labelOf[t]!]!;
      if (row < 0) continue;
      this.#columnOfCode[moveCode(t, 1)] = columns.length;
      columns.push({ entries: [...entries, [row, 1]], weight: weights.synchronous[t]! });
    }
    const first = Float64Array.from(columns, ({ weight }) => Math.floor(weight / TIE));
    const second = Float64Array.from(columns, ({ weight }) => weight % TIE);
    this.#scale = first.reduce((most, cost) => Math.max(most, cost), 1);
    this.#rightSide = new Float64Array(rows);
    this.work = 5 + (rows * rows) / 500;
    const matrix = {
      columns: lines(columns.map(({ entries }) => entries)),
      rows: lines(transposed(columns, rows)),
    };
    this.#simplex = new DualSimplex(
      matrix,
      first.map((cost) => cost / this.#scale),
      second,
    );
    this.start({ activities: [], labels: [] });
    this.solve(graph.initial, 0);
    this.#simplex.keepAsHome();
  }

  start(trace: Trace): void {
    const { activities, labels } = trace;
    this.#trace = trace;
    this.#position = 0;
    this.#unknown = new Float64Array(activities.length + 1);
    this.#rightSide.fill(0);
    for (let i = activities.length - 1; i >= 0; i--) {
      const label = labels[i]!;
      this.#unknown[i] = this.#unknown[i + 1]! + (label < 0 ? this.#log[activities[i]!]! : 0);
      if (label >= 0) this.#rightSide[this.#rowOfLabel[label]!]!++;
    }
    this.#offsets.length = 1;
    this.#columns.length = 0;
    this.#counts.length = 0;
    this.#simplex.goHome();
  }

  solve(marking: number, position: number): number {
    const { final } = this.#graph.net;
    const rightSide = this.#rightSide;
    for (; this.#position < position; this.#position++) this.#leave(this.#position, -1);
    while (this.#position > position) this.#leave(--this.#position, 1);
    this.#graph.markings.load(marking, this.#marking);
    this.solution = -1;
    for (let place = 0; place < final.length; place++) {
      const lacking = final[place]! - this.#marking[place]!;
      const row = this.#rowOfPlace[place]!;
      if (row >= 0) rightSide[row] = lacking;
      else if (lacking !== 0) return Number.POSITIVE_INFINITY;
    }
    const outcome = this.#simplex.solve(rightSide);
    if (outcome === "infeasible") return Number.POSITIVE_INFINITY;
    if (outcome === "unknown") return this.#unknown[position]!;
    this.#keepSolution();
    const cost = this.#simplex.first * this.#scale;
    const slack = ROUNDING * (1 + cost);
    const units = Math.ceil(cost - slack);
    const free =
      units > cost + slack ? 0 : Math.max(0, Math.ceil(this.#simplex.second * (1 - ROUNDING) - ROUNDING));
    return units * TIE + free + this.#unknown[position]!;
  }

  holds(solution: number, code: number, activity: number, used: number): boolean {
    let column: number;
    if (code === LOG_MOVE) {
      const label = this.#labelOfActivity[activity]!;
      if (label < 0) return true; // there is no other move for this event
      column = this.#columnOfLabel[label]!;
    } else column = this.#columnOfCode[code]!;
    for (let k = this.#offsets[solution]!; k < this.#offsets[solution + 1]!; k++) {
      if (this.#columns[k] === column) return this.#counts[k]! > used;
    }
    return false;
  }

  #leave(position: number, by: 1 | -1): void {
    const label = this.#trace.labels[position]!;
    if (label >= 0) this.#rightSide[this.#rowOfLabel[label]!]! += by;
  }

  #keepSolution(): void {
    this.solution = this.#offsets.length - 1;
    for (let row = 0; row < this.#rightSide.length; row++) {
      const column = this.#simplex.basicColumn(row);
      if (column < 0) continue;
      const whole = Math.floor(this.#simplex.value(column) + ROUNDING);
      if (whole < 1) continue;
      this.#columns.push(column);
      this.#counts.push(whole);
    }
    this.#offsets.push(this.#columns.length);
  }
}

function transposed(
  columns: readonly { readonly entries: readonly (readonly [number, number])[] }[],
  rowCount: number,
): (readonly [number, number])[][] {
  const rows: (readonly [number, number])[][] = Array.from({ length: rowCount }, () => []);
  columns.forEach(({ entries }, column) => {
    for (const [row, value] of entries) rows[row]!.push([column, value]);
  });
  return rows;
}

function lines(entries: readonly (readonly (readonly [number, number])[])[]): SparseLines {
  const offsets = new Int32Array(entries.length + 1);
  entries.forEach((line, i) => {
    offsets[i + 1] = offsets[i]! + line.length;
  });
  const flat = entries.flat();
  return {
    offsets,
    items: Int32Array.from(flat, ([item]) => item),
    values: Float64Array.from(flat, ([, value]) => value),
  };
}
