import { type DurationSummary, describeDurationsByGroup, optionError } from "@gigamine/base";
import { type EventLog, variants } from "@gigamine/event-log";
import { caseDurations } from "./case-durations.js";
import type { CalendarOption, DurationClock } from "./working-time.js";

export interface VariantStatisticsOptions extends CalendarOption {
  /** The share of the cases for which `variantsToCover` counts variants, in [0, 1]. @default 0.8 */
  readonly coverage?: number | undefined;
}

/** One sequence of activities and the cases that follow it. */
export interface VariantFigures {
  /** 1 for the most frequent; of equally frequent ones the first seen comes first. */
  readonly rank: number;
  /** Its place, from 0, in the order in which variants are first seen, which is its id in `variants(log)`. */
  readonly firstSeen: number;
  readonly activities: readonly string[];
  readonly cases: number;
  /** Over all cases, in (0, 1]. */
  readonly shareOfCases: number;
  /** The share of the cases that follow this variant or one that ranks before it, in (0, 1]. */
  readonly cumulativeShare: number;
  /** Over its cases that have a duration. */
  readonly duration: DurationSummary;
}

export interface VariantStatistics {
  readonly cases: number;
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** Whether durations are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** The most frequent first, a Pareto table. Sort by `firstSeen` for the order of the log. */
  readonly variants: readonly VariantFigures[];
  /** How many of them, the most frequent first, hold at least `coverage` of the cases. */
  readonly variantsToCover: number;
  readonly coverage: number;
  /** Variants that a single case follows. */
  readonly single: number;
}

/**
 * How many cases follow each sequence of activities, how much of the log the most frequent ones hold, and how long their cases take.
 *
 * Cases without events follow the empty variant, which has no duration. An empty log has no variant, and 0 of them cover it.
 * O(events + cases log cases).
 *
 * @throws GigamineError `option/out-of-range` for a `coverage` that is no share.
 * @example
 * const { variantsToCover, variants } = variantStatistics(log, { coverage: 0.8 });
 */
export function variantStatistics(
  log: EventLog,
  { coverage = 0.8, calendar }: VariantStatisticsOptions = {},
): VariantStatistics {
  if (!(coverage >= 0 && coverage <= 1)) {
    throw optionError("variantStatistics", "coverage", coverage, "Give a share from 0 to 1, such as 0.8.");
  }
  const { basis, clock, durationMs } = caseDurations(log, { calendar });
  const { counts, variantOffsets, sequence, caseVariant, activities } = variants(log);
  const durations = describeDurationsByGroup(
    Float64Array.from(durationMs, (ms) => ms ?? Number.NaN),
    caseVariant!,
    counts.length,
  );
  const cases = log.caseIds.length;
  const enough = coverage * cases - 1e-9; // 0.7 of 10 is 7, whatever the last bit says
  let before = 0;
  let variantsToCover = 0;
  const ranking = counts.map((_, v) => v).sort((a, b) => counts[b]! - counts[a]!); // stable, so ties keep the order
  const figures = ranking.map((v, i): VariantFigures => {
    if (before < enough) variantsToCover++;
    before += counts[v]!;
    return {
      rank: i + 1,
      firstSeen: v,
      activities: sequence.slice(variantOffsets[v], variantOffsets[v + 1]).map((a) => activities[a]!),
      cases: counts[v]!,
      shareOfCases: counts[v]! / cases,
      cumulativeShare: before / cases,
      duration: durations[v]!,
    };
  });
  return {
    cases,
    basis,
    clock,
    variants: figures,
    variantsToCover,
    coverage,
    single: counts.filter((count) => count === 1).length,
  };
}
