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
  const net = "kind" in model ? treeToPetriNet(model) : model;
  const labels = net.net.transitions.map(({ label }) => label);
  return {
    where,
    model: net,
    activities,
    weights: moveWeights(where, moveCosts, activities, labels),
    method,
  };
}
