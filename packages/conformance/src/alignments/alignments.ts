import type { LongWorkOptions } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, type ProcessTree, treeToPetriNet } from "@gigamine/models";
import { Aligner } from "./aligner.js";
import { type AlignmentLimits, Budget } from "./budget.js";
import type { MoveCosts } from "./move-costs.js";
import { AlignmentTally } from "./tally.js";
import type { AlignmentsResult } from "./types.js";

export interface AlignmentsOptions extends LongWorkOptions, AlignmentLimits {
  /** What the moves cost. @default 1 for an event or a visible transition alone, 0 for all else */
  readonly moveCosts?: MoveCosts | undefined;
}

export function alignments(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet | ProcessTree,
  options: AlignmentsOptions = {},
): AlignmentsResult {
  const { moveCosts = {}, ...work } = options;
  const { variantOffsets, sequence, counts, activities } = toVariantLog(log);
  const net = "kind" in model ? treeToPetriNet(model) : model;
  const budget = new Budget("alignments", work, counts.length, work);
  const aligner = new Aligner("alignments", net, activities, moveCosts, budget);
  const tally = new AlignmentTally(net, activities, aligner.weights, aligner.emptyTrace);
  for (let v = 0; v < counts.length; v++) {
    const trace = sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!);
    tally.add(trace, counts[v]!, aligner.align(trace, budget));
  }
  options.onProgress?.({ stage: "aligning", done: counts.length, total: counts.length, unit: "variants" });
  return tally.result();
}
