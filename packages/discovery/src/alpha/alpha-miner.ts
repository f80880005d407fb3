import { optionError } from "@gigamine/base";
import { type Dfg, directlyFollows, type EventLog, type VariantLog } from "@gigamine/event-log";
import { isDfg } from "../is-dfg.js";
import { type AlphaNet, alphaNet } from "./alpha-net.js";
import { maximalPairs } from "./maximal-pairs.js";
import { orderingRelations } from "./ordering-relations.js";

export interface AlphaMinerOptions {
  /**
   * How many steps the search for places may take, at least 1; each tries to extend one pair of sets of activities. A log of a
   * structured process needs a few for each place; one that relates its activities at random can have exponentially many places.
   * @default 200_000
   */
  readonly maxSteps?: number | undefined;
  /** How many markings the check of soundness may look at before it says "undecided", at least 1. @default 1_000 */
  readonly maxMarkings?: number | undefined;
}

/**
 * Discovers a Petri net from which activity directly follows which: the alpha algorithm, with every place of its definition.
 *
 *     a > b   a is directly followed by b in some case      a -> b  if a > b and not b > a
 *     a || b  if a > b and b > a                            a #  b  if neither
 *
 * A place lies between the sets A and B for each maximal pair (A, B) of non-empty sets in which a -> b for all a in A, b in B, and
 * the members of A are pairwise #, as are those of B (so that an activity which directly follows itself has no such
 * place). A source feeds all activities that start a case, all that end one feed the sink.
 *
 * - Counts play no role. Activities that don't occur have no transition, cases without events say nothing.
 * - Deterministic: transitions in the order of activity ids, places by the ids of their inputs, then of their outputs.
 * - An empty log gives source and sink without a way between them.
 * - The net may be unsound: `soundness` has the verdict and its reasons. Loops of length one and two, silent and duplicate steps
 *   and choices that depend on earlier ones are beyond this algorithm; for the loops see {@link alphaPlusMiner}.
 *
 * O(events) from a log, O(n²) for n activities, then the search for places (see `maxSteps`) and the check of soundness.
 *
 * Source: van der Aalst, Weijters, Maruster, "Workflow Mining: Discovering Process Models from Event Logs", IEEE Transactions on
 * Knowledge and Data Engineering 16(9), 2004, definition 4.3; with examples: van der Aalst, "Process Mining: Data Science in
 * Action", 2nd edition, 2016, section 6.2.
 *
 * PM4Py 2.7.14 finds the same places, by growing pairs one by one.
 *
 * @throws GigamineError `alpha/too-many-steps` when the search for places is not done after `maxSteps`; `option/out-of-range`;
 * `log/not-a-log`.
 *
 * @example
 * const log = { activities: ["a", "b", "c"], variantOffsets: [0, 2, 4], sequence: [0, 1, 0, 2], counts: [3, 1] };
 * alphaMiner(log).placesBetween; // => [[[0], [1, 2]]]
 */
export function alphaMiner(log: EventLog | VariantLog | Dfg, options: AlphaMinerOptions = {}): AlphaNet {
  const { maxSteps, maxMarkings } = alphaOptions("alphaMiner", options);
  const dfg = isDfg(log, "alphaMiner") ? log : directlyFollows(log);
  const { from, to, count } = dfg;
  const n = dfg.activities.length;
  const follows = new Uint8Array(n * n);
  for (let i = 0; i < from.length; i++) if (count[i]! > 0) follows[from[i]! * n + to[i]!] = 1;
  const relations = orderingRelations(n, follows);
  return alphaNet(
    {
      labels: dfg.activities,
      members: positions(dfg.activityCounts),
      starts: positions(dfg.startCounts),
      ends: positions(dfg.endCounts),
      places: maximalPairs(relations, maxSteps, "alphaMiner"),
      loops: [],
    },
    maxMarkings,
  );
}

/** The ids that were counted, rising. */
function positions(counts: readonly number[]): number[] {
  const result: number[] = [];
  for (let a = 0; a < counts.length; a++) if (counts[a]! > 0) result.push(a);
  return result;
}

/** The options with their defaults, checked. */
export function alphaOptions(
  where: string,
  { maxSteps = 200_000, maxMarkings = 1_000 }: AlphaMinerOptions,
): { readonly maxSteps: number; readonly maxMarkings: number } {
  for (const [option, value] of Object.entries({ maxSteps, maxMarkings })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw optionError(where, option, value, "Give a whole number of at least 1, or leave it out.");
  }
  return { maxSteps, maxMarkings };
}
