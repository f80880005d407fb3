import { type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet } from "@gigamine/models";
import { Aligner, type AlignmentTask } from "./aligner.js";
import { type AlignmentLimits, Budget, checkLimits } from "./budget.js";
import { type MoveCosts, moveWeights } from "./move-costs.js";
import { AlignmentTally } from "./tally.js";
import type { AlignmentMethod, AlignmentsResult } from "./types.js";

export interface AlignmentsOptions extends LongWorkOptions, AlignmentLimits {
  /** What the moves cost. @default 1 for an event or a visible transition alone, 0 for all else */
  readonly moveCosts?: MoveCosts | undefined;
  /**
   * How to search. `"auto"`: `"blocks"` where the model allows, else `"dijkstra"` and, when that takes long, `"a-star"`. All find the
   * same costs. @default "auto"
   */
  readonly method?: AlignmentMethod | "auto" | undefined;
}

/**
 * Aligns every variant of a log with a model at least cost: says which events and which transitions belong together, which events the
 * model does not do, and what the model does that the log does not show.
 *
 *     fitness = 1 − cost / (cost of deleting all events + cost of the empty trace)
 *
 * of a variant, or from sums over cases; in [0, 1], and 1 where nothing can deviate. By default an event or a visible transition alone costs
 * 1 and all else nothing. Of the cheapest alignments one with the fewest silent moves is taken (in general: moves that cost nothing
 * and are not synchronous); which one of those does not depend on the other variants, on their order or on the number of workers.
 *
 * The model may be any net whose final marking can be reached: unsound, unbounded, with weights, with several tokens. A process tree is
 * aligned as the net that `treeToPetriNet` makes of it. How the optimum is found depends on the net:
 *
 * - `"blocks"`: nets of nested blocks whose parallel branches have no label in common, as the inductive miner makes them: a table is
 *   filled in one pass over the trace, in time linear in its length as long as it roughly fits, polynomial in any case.
 * - `"dijkstra"`, then `"a-star"` with the marking equation for a bound: all others. Exponential at worst, as the problem is; strong
 *   stubborn sets keep parallel branches from being interleaved, and what is found about the net is shared by all variants.
 *
 * When a limit ends a search, the variant gets an alignment, bounds of the optimum, and a status that says so.
 *
 * Source: Adriansyah, "Aligning Observed and Modeled Behavior", TU Eindhoven 2014, chapters 3 to 5; van der Aalst, "Process Mining: Data
 * Science in Action", 2nd ed. 2016, section 8.3. PM4Py's costs per variant are the same, but for silent moves, which it counts with a
 * ten-thousandth, so that log fitness can be below 1 where every trace fits.
 *
 * @throws GigamineError `alignments/final-marking-unreachable`; `alignments/final-marking-not-found` when a limit ended the search for it;
 *   `alignments/costs-too-far-apart`.
 */
export function alignments(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | ProcessTree,
  options: AlignmentsOptions = {},
): AlignmentsResult {
  throwIfAborted(options.signal);
  const { variantOffsets, sequence, counts, activities } = toVariantLog(log);
  const task = alignmentTask("alignments", activities, model, options);
  const budget = new Budget(checkLimits("alignments", options), counts.length, options);
  const aligner = new Aligner(task, budget);
  const tally = new AlignmentTally(task, aligner.emptyTrace);
  for (let v = 0; v < counts.length; v++) {
    const trace = sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!);
    budget.begin(v);
    const found = aligner.align(trace, budget);
    budget.end(found.states);
    tally.add(trace, counts[v]!, found);
  }
  options.onProgress?.({ stage: "aligning", done: counts.length, total: counts.length, unit: "variants" });
  return tally.result();
}

/** Checks what is to be done, but for the limits. */
export function alignmentTask(
  where: string,
  activities: readonly string[],
  model: AcceptingPetriNet | ProcessTree,
  { moveCosts = {}, method = "auto" }: AlignmentsOptions,
): AlignmentTask {
  if (!["auto", "blocks", "a-star", "dijkstra"].includes(method)) {
    throw optionError(where, "method", method, 'Give "auto", "blocks", "a-star" or "dijkstra".');
  }
  const { net, initialMarking, finalMarking } = "kind" in model ? treeToPetriNet(model) : model;
  const labels = net.transitions.map(({ label }) => label);
  return {
    where,
    model: { net, initialMarking, finalMarking },
    activities,
    weights: moveWeights(where, moveCosts, activities, labels),
    method,
  };
}
