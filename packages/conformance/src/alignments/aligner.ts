import { GigamineError } from "@gigamine/base";
import type { AcceptingPetriNet } from "@gigamine/models";
import { replayNet } from "../replay/replay-net.js";
import type { Budget } from "./budget.js";
import { MarkingGraph } from "./marking-graph.js";
import { type MoveCosts, type MoveWeights, moveWeights, refuseHeavy } from "./move-costs.js";
import { type Found, LOG_MOVE, StateSearch } from "./search.js";
import type { AlignmentMethod, AlignmentStatus } from "./types.js";

/** An alignment in numbers: codes of moves, weights of {@link MoveWeights}. */
export interface FoundAlignment {
  readonly moves: readonly number[];
  readonly weight: number;
  readonly lowerWeight: number;
  readonly states: number;
  readonly status: AlignmentStatus;
  readonly method: AlignmentMethod;
}

/** Aligns one trace after the other with a model; what it finds for one depends on no other. */
export class Aligner {
  readonly weights: MoveWeights;
  readonly emptyTrace: FoundAlignment;
  readonly #labels: Int32Array;
  readonly #search: StateSearch;
  readonly #where: string;

  constructor(
    where: string,
    model: AcceptingPetriNet,
    activities: readonly string[],
    costs: MoveCosts,
    budget: Budget,
  ) {
    const net = replayNet(model);
    const labels = model.net.transitions.map(({ label }) => label);
    this.#where = where;
    this.weights = moveWeights(where, costs, activities, labels);
    const graph = new MarkingGraph(net, () => false);
    this.#labels = graph.labelsOf(activities);
    this.#search = new StateSearch(graph, this.weights, null);
    this.emptyTrace = this.#alignEmptyTrace(budget);
  }

  align(activities: ArrayLike<number>, budget: Budget): FoundAlignment {
    if (activities.length === 0) return this.emptyTrace;
    const { log } = this.weights;
    let deleting = 0;
    for (let i = 0; i < activities.length; i++) deleting += log[activities[i]!]!;
    refuseHeavy(this.#where, deleting + this.emptyTrace.weight);
    const labels = Int32Array.from(activities, (activity) => this.#labels[activity]!);
    budget.begin();
    const found = this.#search.run({ activities, labels }, budget);
    budget.end(found.states);
    if (found.moves !== null) return optimal(found);
    const moves = [...Array.from(activities, () => LOG_MOVE), ...this.emptyTrace.moves];
    return {
      moves,
      weight: deleting + this.emptyTrace.weight,
      lowerWeight: found.weight,
      states: found.states,
      status: found.stopped === "time" ? "timed-out" : "bounded",
      method: "dijkstra",
    };
  }

  #alignEmptyTrace(budget: Budget): FoundAlignment {
    budget.begin();
    const found = this.#search.run({ activities: [], labels: [] }, budget);
    budget.end(found.states);
    if (found.moves !== null) return optimal(found);
    if (found.stopped === null) {
      throw new GigamineError(
        "alignments/final-marking-unreachable",
        `${this.#where}: the final marking of the model can't be reached from its initial marking, so no trace can be aligned. ` +
          "Check the model with checkSoundness, or give a final marking that its runs end in.",
        { where: this.#where, states: found.states },
      );
    }
    throw new GigamineError(
      "alignments/final-marking-not-found",
      `${this.#where}: within ${found.states} states, or the time given, no way was found from the initial to the final marking of the ` +
        "model, and it is not known whether there is one. Raise maxStates, or check the model with checkSoundness.",
      { where: this.#where, states: found.states },
    );
  }
}

function optimal({ moves, weight, states }: Found): FoundAlignment {
  return { moves: moves!, weight, lowerWeight: weight, states, status: "optimal", method: "dijkstra" };
}
