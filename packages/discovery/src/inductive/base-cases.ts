import { activity, type ProcessTree, silent } from "@gigamine/models";
import type { SubLog } from "./sub-log.js";

/**
 * The leaf for a log without empty traces that needs no operator, or `null`: no trace at all is silent; one trace of one
 * event, however often, is that activity. An activity that repeats inside a trace is not a base case.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: base cases.
 */
export function baseCase(log: SubLog, names: readonly string[]): ProcessTree | null {
  if (log.sequence.length === 0) return silent();
  if (log.sequence.length === 1) return activity(names[log.activities[0]!]!);
  return null;
}
