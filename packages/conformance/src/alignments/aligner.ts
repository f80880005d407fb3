import { GigamineError, optionError } from "@gigamine/base";
import type { AcceptingPetriNet } from "@gigamine/models";
import { type ReplayNet, replayNet } from "../replay/replay-net.js";
import { BlockTable } from "./blocks/block-table.js";
import { compileBlocks } from "./blocks/compile.js";
import { decomposeNet } from "./blocks/decompose.js";
import type { Budget } from "./budget.js";
import { costOf, type MoveWeights, refuseHeavy } from "./move-costs.js";
import { LOG_MOVE, logMovesFirst } from "./moves.js";
import type { Found, Trace } from "./search.js";
import { StateAligner } from "./state-aligner.js";
import type { AlignmentMethod, AlignmentStatus } from "./types.js";
import { usefulTransitions } from "./useful-transitions.js";

/** An alignment in numbers: codes of moves, weights of {@link MoveWeights}. */
export interface FoundAlignment {
  readonly moves: readonly number[];
  readonly weight: number;
  readonly lowerWeight: number;
  readonly states: number;
  readonly status: AlignmentStatus;
  readonly method: AlignmentMethod;
}

/** What stays the same for all traces. Plain data, to be sent to workers. */
export interface AlignmentTask {
  /** Name of the public function, for messages. */
  readonly where: string;
  readonly model: AcceptingPetriNet;
  readonly activities: readonly string[];
  readonly weights: MoveWeights;
  readonly method: AlignmentMethod | "auto";
}

/** Aligns one trace after the other with a model. What it finds for one depends on no other. */
export class Aligner {
  readonly emptyTrace: FoundAlignment;
  readonly #where: string;
  readonly #weights: MoveWeights;
  /** Per activity the label of the net, -1 when no transition that may fire has it. */
  readonly #labels: Int32Array;
  readonly #find: (trace: Trace, budget: Budget) => Found & { readonly method: AlignmentMethod };

  /** @param budget For what is prepared, and for the empty trace, which is aligned at once. */
  constructor({ where, model, activities, weights, method }: AlignmentTask, budget: Budget) {
    const net = replayNet(model);
    const useful = usefulTransitions(net);
    this.#where = where;
    this.#weights = weights;
    const labelIds = new Map<string, number>();
    net.labels.forEach((label, id) => {
      if (net.transitionsOfLabel[id]!.some((t) => useful[t] === 1)) labelIds.set(label, id);
    });
    this.#labels = Int32Array.from(activities, (activity) => labelIds.get(activity) ?? -1);
    const blocks = method === "auto" || method === "blocks" ? this.#blockTable(net, useful, budget) : null;
    if (method === "blocks" && blocks === null) {
      const remedy =
        'The model is not made of nested blocks with distinct labels in parallel; leave the choice to "auto".';
      throw optionError(where, "method", method, remedy);
    }
    if (blocks !== null) {
      this.#find = (trace, budget) => ({
        ...blocks.align(trace, this.#weights.log, budget),
        method: "blocks",
      });
    } else {
      const choice = method === "blocks" ? "auto" : method;
      const search = new StateAligner(net, useful, this.#weights, this.#labels, choice);
      this.#find = (trace, budget) => ({ ...search.align(trace, budget), method: search.method });
    }
    this.emptyTrace = this.#alignEmptyTrace(budget);
  }

  /** Aligns the events, given as activity ids, with what the budget has begun to allow for them. */
  align(activities: ArrayLike<number>, budget: Budget): FoundAlignment {
    if (activities.length === 0) return this.emptyTrace;
    const { log } = this.#weights;
    let deleting = 0;
    for (let i = 0; i < activities.length; i++) deleting += log[activities[i]!]!;
    refuseHeavy(this.#where, deleting + this.emptyTrace.weight);
    const labels = Int32Array.from(activities, (activity) => this.#labels[activity]!);
    const found = this.#find({ activities, labels }, budget);
    const { lowerWeight, states, method } = found;
    // Deleting all events and running the model is always an alignment.
    const trivial = deleting + this.emptyTrace.weight;
    const weight = Math.min(found.weight, trivial);
    const moves =
      found.moves !== null && found.weight === weight
        ? logMovesFirst(found.moves)
        : [...Array.from(activities, () => LOG_MOVE), ...this.emptyTrace.moves];
    return { moves, weight, lowerWeight, states, status: this.#status(weight, found), method };
  }

  /** Where limits ended the search, costs may be proved least all the same; free moves then need not be fewest. */
  #status(weight: number, { lowerWeight, stopped }: Found): AlignmentStatus {
    if (costOf(weight, this.#weights) === costOf(lowerWeight, this.#weights)) return "optimal";
    return stopped === "time" ? "timed-out" : "bounded";
  }

  #blockTable(net: ReplayNet, useful: Uint8Array, budget: Budget): BlockTable | null {
    const blocks = decomposeNet(net, useful);
    const compiled = blocks === null ? null : compileBlocks(net, blocks, this.#weights, budget);
    return compiled === null ? null : new BlockTable(compiled);
  }

  #alignEmptyTrace(budget: Budget): FoundAlignment {
    budget.beginEmpty();
    const found = this.#find({ activities: [], labels: [] }, budget);
    const { moves, weight, lowerWeight, states, stopped, method } = found;
    if (moves !== null)
      return { moves, weight, lowerWeight, states, status: this.#status(weight, found), method };
    const fields = { where: this.#where, states };
    if (stopped === null) {
      throw new GigamineError(
        "alignments/final-marking-unreachable",
        `${this.#where}: the final marking of the model can't be reached from its initial marking, so no trace can be aligned. ` +
          "Check the model with checkSoundness, or give a final marking that its runs end in.",
        fields,
      );
    }
    throw new GigamineError(
      "alignments/final-marking-not-found",
      `${this.#where}: within ${states} states, or the time given, no way was found from the initial to the final marking of the ` +
        "model, and it is not known whether there is one. Raise maxStates, or check the model with checkSoundness.",
      fields,
    );
  }
}
