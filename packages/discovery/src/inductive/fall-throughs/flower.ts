import { activity, exclusive, loop, type ProcessTree, silent } from "@gigamine/models";
import type { SubLog } from "../sub-log.js";

/**
 * The model of last resort: any of the activities, any number of times, at least once.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "flower model".
 */
export function flower(log: SubLog, names: readonly string[]): ProcessTree {
  return loop(exclusive(...Array.from(log.activities, (a) => activity(names[a]!))), silent());
}
