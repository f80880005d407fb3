import { activity, exclusive, loop, type ProcessTree, silent } from "@gigamine/models";

/**
 * The model of last resort: any of the activities, any number of times, at least once.
 *
 * @param activities Ids in the whole log, whose names are `names`.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "flower model".
 */
export function flower(activities: Uint32Array, names: readonly string[]): ProcessTree {
  return loop(exclusive(...Array.from(activities, (a) => activity(names[a]!))), silent());
}
