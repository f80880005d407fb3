import { optionError } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { cleanFollows } from "./clean-follows.js";
import { dependencies } from "./dependency.js";
import { followsCounts } from "./follows-counts.js";
import { loopTwoMeasure } from "./length-two-loops.js";

/** How activities depend on each other, for pairs of which one directly follows the other. JSON-safe. */
export interface DependencyMeasures {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** Per pair the id of the first activity. Pairs are sorted by `from`, then by `to`. */
  readonly from: readonly number[];
  /** Per pair the id of the activity that follows. */
  readonly to: readonly number[];
  /** Per pair |a > b|: how often `to` directly follows `from`. */
  readonly count: readonly number[];
  /** Per pair a => b, in (-1, 1); of an activity with itself a => a, in [0, 1). */
  readonly dependency: readonly number[];
  /** Per pair |a >> b|: how often `from`, `to`, `from` follow each other directly; 0 for an activity with itself. */
  readonly alternations: readonly number[];
  /** Per pair a =>2 b, in [0, 1); `null` for an activity with itself. */
  readonly loopTwo: readonly (number | null)[];
}

/**
 * The measures by which `heuristicsMiner` decides, for all pairs and not only for those in the net: what to look at before thresholds
 * are chosen.
 *
 *     a => b  = (|a > b| - |b > a|) / (|a > b| + |b > a| + 1)          a => a = |a > a| / (|a > a| + 1)
 *     a =>2 b = (|a >> b| + |b >> a|) / (|a >> b| + |b >> a| + 1)
 *
 * An empty log has no pairs. O(events) to group a log, then O(events of the variants + arcs · log arcs of an activity).
 *
 * Source: Weijters, van der Aalst, Alves de Medeiros, "Process Mining with the HeuristicsMiner Algorithm", BETA Working Paper 166, 2006.
 *
 * @param options `dfgNoiseThreshold` as for `heuristicsMiner`: pairs that it leaves out are not measured. @default 0
 * @throws GigamineError `option/out-of-range`.
 *
 * @example
 * const log = { activities: ["a", "b"], variantOffsets: [0, 2, 4], sequence: [0, 1, 1, 0], counts: [8, 1] };
 * dependencyMeasures(log).dependency; // => [0.7, -0.7]
 */
export function dependencyMeasures(
  log: EventLog | VariantLog,
  { dfgNoiseThreshold = 0 }: { readonly dfgNoiseThreshold?: number | undefined } = {},
): DependencyMeasures {
  // The negation also refuses NaN.
  if (!(typeof dfgNoiseThreshold === "number" && dfgNoiseThreshold >= 0 && dfgNoiseThreshold <= 1)) {
    throw optionError(
      "dependencyMeasures",
      "dfgNoiseThreshold",
      dfgNoiseThreshold,
      "Give a share from 0 to 1; 0 keeps all arcs.",
    );
  }
  const counts = cleanFollows(followsCounts(toVariantLog(log)), dfgNoiseThreshold, 0);
  const { from, to, count, alternations } = counts;
  return {
    activities: log.activities,
    from: Array.from(from),
    to: Array.from(to),
    count: Array.from(count),
    dependency: Array.from(dependencies(counts)),
    alternations: Array.from(alternations),
    loopTwo: Array.from(from, (a, arc) => (a === to[arc] ? null : loopTwoMeasure(counts, arc))),
  };
}
