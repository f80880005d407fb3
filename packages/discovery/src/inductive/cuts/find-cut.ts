import type { FollowsGraph, Groups } from "../follows-graph.js";
import type { SubLog } from "../sub-log.js";
import { exclusiveCut, splitExclusive } from "./exclusive.js";
import { loopCut, splitLoop } from "./loop.js";
import { parallelCut, splitParallel } from "./parallel.js";
import { sequenceCut, splitSequence } from "./sequence.js";

/** The operators that cuts are looked for. */
export type CutOperator = "exclusive" | "sequence" | "parallel" | "loop";

/** How an operator splits a log or a graph: its children in order. */
export interface Cut {
  readonly operator: CutOperator;
  readonly groups: Groups;
}

const finders = [
  ["exclusive", exclusiveCut],
  ["sequence", sequenceCut],
  ["parallel", parallelCut],
  ["loop", loopCut],
] as const;

const splitters = {
  exclusive: splitExclusive,
  sequence: splitSequence,
  parallel: splitParallel,
  loop: splitLoop,
} as const;

/**
 * The first cut that exists, tried in the order exclusive choice, sequence, parallel, loop; `null` if none does.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: cut detection.
 */
export function findCut(graph: FollowsGraph): Cut | null {
  for (const [operator, find] of finders) {
    const groups = find(graph);
    if (groups !== null) return { operator, groups };
  }
  return null;
}

/** The part of the log that each child of a cut explains. */
export function splitLog(log: SubLog, cut: Cut): SubLog[] {
  return splitters[cut.operator](log, cut.groups);
}
