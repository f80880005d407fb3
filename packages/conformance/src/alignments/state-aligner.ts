import type { ReplayNet } from "../replay/replay-net.js";
import type { Budget } from "./budget.js";
import { MarkingEquation } from "./marking-equation.js";
import { MarkingGraph } from "./marking-graph.js";
import type { MoveWeights } from "./move-costs.js";
import { type Found, StateSearch, type Trace } from "./search.js";
import type { AlignmentMethod } from "./types.js";

/** Of the states allowed, the part kept for finding any alignment should the optimal one stay out of reach. */
const RESERVE = 1 / 8;
/** States that may still be reached for that when the time of the alignment is over, but not that of all. */
const LAST_STATES = 2_000;
/** Rows beyond which the marking equation is not made unless asked for: a solve would take as long as thousands of states. */
const MOST_ROWS = 800;

/**
 * Aligns with any net, by search over markings and positions.
 *
 * Dijkstra's algorithm looks at a state in a microsecond, the marking equation of m rows takes some m² nanoseconds, and saves the more
 * states the more a trace deviates. So left to itself it begins without, and begins again with the equation once `2000 + 0.4 m²` states have
 * not been enough: what that loses is less than what a few hundred solves cost.
 *
 * When the states or the time run out, a last, narrow search goes for any alignment; the open states of the searches before say what an
 * optimal one costs at least. Nets of very many places and labels go without the equation.
 */
export class StateAligner {
  /** By which method the last alignment was found, or not. */
  method: AlignmentMethod = "dijkstra";
  readonly #choice: "auto" | "a-star" | "dijkstra";
  readonly #graph: MarkingGraph;
  readonly #plain: StateSearch;
  readonly #patience: number;
  readonly #makeInformed: () => StateSearch;
  #informed: StateSearch | null = null;

  constructor(
    net: ReplayNet,
    useful: Uint8Array,
    weights: MoveWeights,
    labelOfActivity: Int32Array,
    choice: "auto" | "a-star" | "dijkstra",
  ) {
    const graph = new MarkingGraph(net, useful, aloneIsCheaper(net, weights, labelOfActivity));
    const rows = net.placeCount + labelOfActivity.length;
    this.#choice = choice === "auto" && rows > MOST_ROWS ? "dijkstra" : choice;
    this.#graph = graph;
    this.#plain = new StateSearch(graph, weights, null);
    this.#patience = 2_000 + 0.4 * rows * rows;
    this.#makeInformed = () =>
      rows > MOST_ROWS && choice !== "a-star"
        ? this.#plain
        : new StateSearch(graph, weights, new MarkingEquation(graph, useful, weights, labelOfActivity));
  }

  align(trace: Trace, budget: Budget): Found {
    this.#graph.makeRoom();
    const most = beforeDive(budget.states);
    const reserve = budget.states - most;
    let states = 0;
    let lowerWeight = 0;
    let stopped: Found["stopped"] = null;
    if (this.#choice !== "a-star") {
      this.method = "dijkstra";
      const patience = this.#choice === "dijkstra" ? most : Math.min(most, this.#patience);
      const found = this.#plain.run(trace, budget, patience);
      if (found.stopped === null) return found;
      ({ states, lowerWeight, stopped } = found);
    }
    if (stopped !== "time" && this.#choice !== "dijkstra" && states < most) {
      this.method = "a-star";
      const found = this.#search().run(trace, budget, most - states);
      states += found.states;
      lowerWeight = Math.max(lowerWeight, found.lowerWeight);
      if (found.stopped === null) return { ...found, states };
      ({ stopped } = found);
    }
    const isLate = stopped === "time";
    const last = this.#search().dive(
      trace,
      budget,
      isLate ? this.#lastStates(budget, reserve) : reserve,
      !isLate,
    );
    return {
      ...last,
      lowerWeight: Math.max(lowerWeight, last.lowerWeight),
      states: states + last.states,
      stopped: last.stopped === "time" ? "time" : stopped,
    };
  }

  #lastStates(budget: Budget, reserve: number): number {
    return budget.allTimeIsUp ? 0 : Math.min(reserve, LAST_STATES);
  }

  #search(): StateSearch {
    this.#informed ??= this.#makeInformed();
    return this.#informed;
  }
}

/** Of the states allowed, those that may be spent on the optimal alignment. */
export function beforeDive(states: number): number {
  return states - Math.floor(states * RESERVE);
}

/** Per label 1 where a log and a model move cost less than a synchronous one. */
function aloneIsCheaper(
  net: ReplayNet,
  { log, model, synchronous }: MoveWeights,
  labelOfActivity: Int32Array,
): Uint8Array {
  const cheaper = new Uint8Array(net.labels.length);
  labelOfActivity.forEach((label, activity) => {
    if (label < 0) return;
    const t = net.transitionsOfLabel[label]![0]!;
    if (log[activity]! + model[t]! < synchronous[t]!) cheaper[label] = 1;
  });
  return cheaper;
}
