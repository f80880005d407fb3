import type { FollowsGraph } from "../follows-graph.js";
import type { SubLog } from "../sub-log.js";
import { splitWhere } from "./split-where.js";

/**
 * The log cut before every start activity inside a trace, or `null` if there is none. It becomes the body of a loop
 * with a silent redo part.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "tau loop".
 */
export function tauLoop(log: SubLog, graph: FollowsGraph): SubLog | null {
  return splitWhere(log, graph, graph.members);
}
