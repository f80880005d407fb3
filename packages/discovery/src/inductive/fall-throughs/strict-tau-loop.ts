import type { FollowsGraph } from "../follows-graph.js";
import type { SubLog } from "../sub-log.js";
import { splitWhere } from "./split-where.js";

/**
 * The log cut wherever a start activity directly follows an end activity, or `null` if that is nowhere. It becomes the
 * body of a loop with a silent redo part.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "strict tau loop".
 */
export function strictTauLoop(log: SubLog, graph: FollowsGraph): SubLog | null {
  return splitWhere(log, graph, graph.ends);
}
