import { quantileSorted } from "d3-array";
import { sortNumbers } from "./sort-numbers.js";

/** How a set of numbers is spread. All fields but `count` are `null` when there is no number. */
export interface NumberSummary {
  /** How many numbers there are. */
  readonly count: number;
  readonly mean: number | null;
  /** Sample standard deviation (divisor n − 1); `null` for fewer than two numbers. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly p10: number | null;
  readonly p25: number | null;
  readonly median: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly max: number | null;
}

/** How a set of durations is spread, in milliseconds. All fields but `count` and `totalMs` are `null` when there is none. */
export interface DurationSummary {
  /** How many durations there are. */
  readonly count: number;
  /** Their sum; 0 when there is none. */
  readonly totalMs: number;
  readonly meanMs: number | null;
  /** Sample standard deviation (divisor n − 1); `null` for fewer than two durations. */
  readonly sdMs: number | null;
  readonly minMs: number | null;
  readonly p10Ms: number | null;
  readonly p25Ms: number | null;
  readonly medianMs: number | null;
  readonly p75Ms: number | null;
  readonly p90Ms: number | null;
  readonly maxMs: number | null;
}

/**
 * Summarizes numbers; `values` must hold no NaN and is sorted in place, so the result does not depend on their order.
 *
 * Quantiles are those of type 7 in Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
 * Statistician 50(4), 1996 (linear interpolation between order statistics, as R and NumPy do by default). The sum is
 * compensated (Neumaier 1974), the variance is the corrected two-pass one of Chan, Golub and LeVeque, "Algorithms for
 * Computing the Sample Variance", The American Statistician 37(3), 1983. O(n).
 */
export function describe(values: Float64Array): NumberSummary & { readonly total: number } {
  sortNumbers(values);
  const count = values.length;
  const total = compensatedSum(values);
  if (count === 0) {
    const none = { mean: null, sd: null, min: null, p10: null, p25: null, median: null };
    return { count, total, ...none, p75: null, p90: null, max: null };
  }
  const min = values[0]!;
  const max = values[count - 1]!;
  const mean = Math.min(max, Math.max(min, total / count)); // rounding must not carry it beyond the values
  return {
    count,
    total,
    mean,
    sd: sampleDeviation(values, mean),
    min,
    p10: quantile(values, 0.1),
    p25: quantile(values, 0.25),
    median: quantile(values, 0.5),
    p75: quantile(values, 0.75),
    p90: quantile(values, 0.9),
    max,
  };
}

/** {@link describe} for durations in milliseconds; sorts `values` in place. */
export function describeDurations(values: Float64Array): DurationSummary {
  const { count, total, mean, sd, min, p10, p25, median, p75, p90, max } = describe(values);
  return {
    count,
    totalMs: total,
    meanMs: mean,
    sdMs: sd,
    minMs: min,
    p10Ms: p10,
    p25Ms: p25,
    medianMs: median,
    p75Ms: p75,
    p90Ms: p90,
    maxMs: max,
  };
}

/** One summary per group `0 … groups - 1`; value `i` belongs to group `groupOf[i]`, NaN is left out. O(n). */
export function describeDurationsByGroup(
  values: Float64Array,
  groupOf: ArrayLike<number>,
  groups: number,
): DurationSummary[] {
  const { offsets, grouped } = groupValues(values, groupOf, groups);
  const summaries: DurationSummary[] = new Array(groups);
  for (let g = 0; g < groups; g++) {
    summaries[g] = describeDurations(grouped.subarray(offsets[g], offsets[g + 1]));
  }
  return summaries;
}

/** The values of each group side by side: those of group `g` stand at `offsets[g]` … `offsets[g + 1] - 1`. O(n). */
export function groupValues(
  values: Float64Array,
  groupOf: ArrayLike<number>,
  groups: number,
): { offsets: Uint32Array; grouped: Float64Array } {
  const offsets = new Uint32Array(groups + 1);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) offsets[groupOf[i]! + 1]!++;
  }
  for (let g = 0; g < groups; g++) offsets[g + 1]! += offsets[g]!;
  const next = offsets.slice(0, groups);
  const grouped = new Float64Array(offsets[groups]!);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) grouped[next[groupOf[i]!]!++] = values[i]!;
  }
  return { offsets, grouped };
}

/** The sum with its rounding errors carried along (Neumaier 1974); 0 for no value. */
export function compensatedSum(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

function sampleDeviation(values: Float64Array, mean: number): number | null {
  const n = values.length;
  if (n < 2) return null;
  let squares = 0;
  let rest = 0; // the sum of deviations is 0 but for the rounding of the mean
  for (let i = 0; i < n; i++) {
    const deviation = values[i]! - mean;
    squares += deviation * deviation;
    rest += deviation;
  }
  return Math.sqrt(Math.max(0, squares - (rest * rest) / n) / (n - 1));
}

function quantile(sorted: Float64Array, p: number): number {
  // the declared parameter is an array, the function only reads its length and items
  return quantileSorted(sorted as unknown as number[], p)!;
}
