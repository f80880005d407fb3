import { type LongWorkOptions, optionError } from "@gigamine/base";
import { type EventLog, toVariantLog, type VariantLog } from "@gigamine/event-log";
import { type ActivityPair, type LogSkeleton, PairFacts } from "@gigamine/models";
import { countPairs } from "./count-pairs.js";
import { countOccurrences } from "./occurrence-counts.js";

export interface LogSkeletonOptions extends LongWorkOptions {
  /**
   * A rule stays although a few cases break it: at most this share of the cases that it concerns. In [0, 1). With more
   * noise there are more relations, fewer allowed steps and narrower counts. @default 0
   */
  readonly noiseThreshold?: number | undefined;
}

const MASKS = [
  0,
  PairFacts.sameCount,
  PairFacts.response,
  PairFacts.precedence,
  PairFacts.chainResponse,
  PairFacts.notChainSuccession,
] as const;

/**
 * Finds the log skeleton: which activities occur equally often, always after or before each other, never together, which
 * may follow directly, and how often each may occur. Every case of the log keeps all rules of its skeleton, unless noise is
 * allowed.
 *
 * A rule is kept when the share of cases that break it, among those it concerns, is at most `noiseThreshold`:
 *
 * | rule | concerns cases with | is broken where |
 * | --- | --- | --- |
 * | `equivalence` a, b | a or b | their counts differ |
 * | `alwaysAfter` a, b | a | some a has no b later |
 * | `alwaysBefore` a, b | a | some a has no b earlier |
 * | `neverTogether` a, b | the rarer of the two | both occur |
 * | `alwaysDirectlyAfter` a, b | a | the next event behind some a is not b |
 * | a step a, b not in `directlyFollows` | a | b comes directly behind some a |
 * | an activity not in `startActivities` (`endActivities`) | any case | the case begins (ends) with it |
 * | a count not in `occurrences` | any case | it has that count; the rarest counts go first, together within the share |
 *
 * An empty log gives no activities and no rules. Works on variants: O(events · k + variants · k²) for k distinct activities
 * a variant, plus n² for n activities, at most 2048.
 *
 * Source: Verbeek, Medeiros de Carvalho, "Log skeletons: a classification approach to process discovery", arXiv 1806.08247,
 * 2018; the noise threshold is ours. PM4Py differs: there, `equivalence` looks only at cases with a and is not
 * symmetric; `always_after` (a, b) demands that nothing but b ever comes after an a, `always_before` likewise;
 * `directly_follows` is what we call `alwaysDirectlyAfter`.
 *
 * @throws GigamineError `declarative/too-many-activities` beyond 2048 activities.
 * @example
 * logSkeleton(log).neverTogether;
 */
export function logSkeleton(
  log: EventLog | VariantLog,
  { noiseThreshold = 0, ...work }: LogSkeletonOptions = {},
): LogSkeleton {
  if (!(typeof noiseThreshold === "number" && noiseThreshold >= 0 && noiseThreshold < 1)) {
    throw optionError(
      "logSkeleton",
      "noiseThreshold",
      noiseThreshold,
      "Give a number in [0, 1), such as 0.05.",
    );
  }
  const variantLog = toVariantLog(log);
  const { activities } = variantLog;
  const n = activities.length;
  const { counts } = countPairs(
    "logSkeleton",
    variantLog,
    Int32Array.from(activities.keys()),
    n,
    MASKS,
    work,
  );
  const { cases, histograms, having, starts, ends } = countOccurrences(variantLog);
  const few = (broken: number, concerned: number): boolean =>
    concerned > 0 && broken / concerned <= noiseThreshold;

  const relations = {
    equivalence: [] as ActivityPair[],
    alwaysAfter: [] as ActivityPair[],
    alwaysBefore: [] as ActivityPair[],
    neverTogether: [] as ActivityPair[],
    alwaysDirectlyAfter: [] as ActivityPair[],
    directlyFollows: [] as ActivityPair[],
  };
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const cell = (a * n + b) * MASKS.length;
      const [both, same, after, , directly, notDirectly] = counts.subarray(cell, cell + MASKS.length);
      if (!few(both! - notDirectly!, having[a]!) && both! > notDirectly!)
        relations.directlyFollows.push([a, b]);
      if (a === b) continue;
      const before = counts[(b * n + a) * MASKS.length + 3]!; // the first b before the first a
      if (few(having[a]! - after!, having[a]!)) relations.alwaysAfter.push([a, b]);
      if (few(having[a]! - before, having[a]!)) relations.alwaysBefore.push([a, b]);
      if (few(having[a]! - directly!, having[a]!)) relations.alwaysDirectlyAfter.push([a, b]);
      if (a > b) continue;
      const either = having[a]! + having[b]! - both!;
      if (few(either - same!, either)) relations.equivalence.push([a, b]);
      if (few(both!, Math.min(having[a]!, having[b]!))) relations.neverTogether.push([a, b]);
    }
  }
  const usual = (counted: Float64Array): number[] =>
    Array.from(counted.keys()).filter((a) => counted[a]! > 0 && !few(counted[a]!, cases));
  return {
    activities,
    ...relations,
    startActivities: usual(starts),
    endActivities: usual(ends),
    occurrences: histograms.map((histogram, a) =>
      usualCounts([[0, cases - having[a]!], ...histogram], (dropped) => few(dropped, cases)),
    ),
  };
}

/**
 * The counts that remain when the rarest go, as long as few cases have them together; of equally rare ones the highest
 * first.
 */
function usualCounts(
  histogram: readonly (readonly [count: number, cases: number])[],
  few: (cases: number) => boolean,
): number[] {
  const rarestFirst = histogram
    .filter(([, cases]) => cases > 0)
    .sort(([countA, casesA], [countB, casesB]) => casesA - casesB || countB - countA);
  let dropped = 0;
  const from = rarestFirst.findIndex(([, cases]) => {
    dropped += cases;
    return !few(dropped);
  });
  return rarestFirst
    .slice(from)
    .map(([count]) => count)
    .sort((a, b) => a - b);
}
