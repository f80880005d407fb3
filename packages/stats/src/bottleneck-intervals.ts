import {
  compensatedSum,
  describe,
  type LongWorkOptions,
  optionError,
  randomStream,
  throwIfAborted,
} from "@gigamine/base";
import { quantileSorted } from "d3-array";

export interface BootstrapOptions extends LongWorkOptions {
  /** How often the cases are drawn anew, a whole number in [2, 1,000,000]. Interval ends need about 1000. @default 1000 */
  readonly samples?: number | undefined;
  /** How often, over repeated logs, an interval holds the true value, in (0, 1). @default 0.95 */
  readonly confidence?: number | undefined;
  /** The same seed draws the same cases. @default 0 */
  readonly seed?: number | string | undefined;
}

/** How a figure varies when other cases of the same process are observed; in the unit of the figure. */
export interface BootstrapInterval {
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the figure over the resamples (divisor samples − 1); `null` when it is defined in one only. */
  readonly standardError: number | null;
}

/**
 * Percentile intervals over resamples of the cases. Resamples in which a figure is undefined, because none of the cases of the
 * entry was drawn or no time passed, do not count for that figure; `null` when it is undefined in all.
 */
export interface BottleneckIntervals {
  readonly totalMs: BootstrapInterval;
  readonly meanMs: BootstrapInterval | null;
  readonly medianMs: BootstrapInterval | null;
  readonly shareOfTime: BootstrapInterval | null;
  /** The share of the resamples in which this entry ranks first, in [0, 1]; ties go to the better rank in the log. */
  readonly shareRankedFirst: number;
}

/** The measured times of a log, by what they are ranked by. */
export interface RankedTimes {
  readonly caseOffsets: Uint32Array;
  /** Per event its time, ms. */
  readonly elapsed: Float64Array;
  /** Per event the place in the ranking that its time belongs to, from 0; -1 = to none. */
  readonly placeOf: Int32Array;
  /** How many places there are. */
  readonly places: number;
}

export type RankBy = "total" | "mean" | "median";

/**
 * Bootstrap intervals for each place of a ranking: cases are drawn with replacement, as many as there are, with all their events, so
 * that times of one case stay together; each figure is computed anew; the interval runs between the (1 ∓ confidence)/2 quantiles
 * (type 7) of the results.
 *
 * O(samples × measured events) time, O(events + samples × places) memory. The same seed gives the same result.
 *
 * Source: Efron, Tibshirani, "An Introduction to the Bootstrap", 1993, chapters 6 (standard errors), 8 (what is drawn are whole
 * units) and 13 (percentile intervals).
 */
export function bottleneckIntervals(
  where: string,
  times: RankedTimes,
  rankBy: RankBy,
  { samples = 1000, confidence = 0.95, seed = 0, signal, onProgress }: BootstrapOptions,
): BottleneckIntervals[] {
  if (!(Number.isInteger(samples) && samples >= 2 && samples <= 1_000_000)) {
    throw optionError(where, "bootstrap.samples", samples, "Give a whole number from 2 to 1000000.");
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw optionError(
      where,
      "bootstrap.confidence",
      confidence,
      "Give a number between 0 and 1, such as 0.95.",
    );
  }
  const { places } = times;
  const cases = times.caseOffsets.length - 1;
  const sums = caseSums(times);
  const sorted = sortedTimes(times);
  const random = randomStream(seed, where, "bootstrap");
  const totals = replicates(places, samples);
  const means = replicates(places, samples);
  const medians = replicates(places, samples);
  const shares = replicates(places, samples);
  const figures = { total: totals, mean: means, median: medians }[rankBy];
  const first = new Uint32Array(places);
  const drawn = new Uint32Array(cases);
  const count = new Float64Array(places);
  const total = new Float64Array(places);
  for (let s = 0; s < samples; s++) {
    throwIfAborted(signal);
    if (s % 64 === 0) onProgress?.({ stage: "resampling", done: s, total: samples, unit: "samples" });
    drawn.fill(0);
    for (let i = 0; i < cases; i++) drawn[Math.floor(random.next() * cases)]!++;
    addUp(sums, drawn, count, total);
    const all = compensatedSum(total);
    let best = -1;
    for (let p = 0; p < places; p++) {
      totals[p]![s] = total[p]!;
      if (all > 0) shares[p]![s] = total[p]! / all;
      if (count[p] === 0) continue;
      means[p]![s] = total[p]! / count[p]!;
      medians[p]![s] = drawnMedian(sorted[p]!, drawn, count[p]!);
      if (best < 0 || figures[p]![s]! > figures[best]![s]!) best = p;
    }
    if (best >= 0) first[best]!++;
  }
  onProgress?.({ stage: "resampling", done: samples, total: samples, unit: "samples" });
  return Array.from(first, (firsts, p) => ({
    totalMs: interval(totals[p]!, confidence)!,
    meanMs: interval(means[p]!, confidence),
    medianMs: interval(medians[p]!, confidence),
    shareOfTime: interval(shares[p]!, confidence),
    shareRankedFirst: firsts / samples,
  }));
}

/** Per place one number a sample, NaN where it is undefined. */
function replicates(places: number, samples: number): Float64Array[] {
  return Array.from({ length: places }, () => new Float64Array(samples).fill(Number.NaN));
}

/**
 * The sum and number of the times that each case has for a place: the entries of case `c` stand at `offsets[c]` … `offsets[c +
 * 1] - 1`.
 */
interface CaseSums {
  readonly offsets: Uint32Array;
  readonly place: Uint32Array;
  readonly count: Uint32Array;
  readonly total: Float64Array;
}

function caseSums({ caseOffsets, elapsed, placeOf, places }: RankedTimes): CaseSums {
  const cases = caseOffsets.length - 1;
  const offsets = new Uint32Array(cases + 1);
  const place = new Uint32Array(elapsed.length);
  const count = new Uint32Array(elapsed.length);
  const total = new Float64Array(elapsed.length);
  const entryOf = new Int32Array(places).fill(-1);
  let entries = 0;
  for (let c = 0; c < cases; c++) {
    const begin = entries;
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const p = placeOf[e]!;
      if (p < 0) continue;
      if (entryOf[p]! < begin) {
        entryOf[p] = entries;
        place[entries++] = p;
      }
      count[entryOf[p]!]!++;
      total[entryOf[p]!]! += elapsed[e]!;
    }
    offsets[c + 1] = entries;
  }
  return { offsets, place, count, total };
}

function addUp(sums: CaseSums, drawn: Uint32Array, count: Float64Array, total: Float64Array): void {
  count.fill(0);
  total.fill(0);
  for (let c = 0; c < drawn.length; c++) {
    const times = drawn[c]!;
    if (times === 0) continue;
    for (let i = sums.offsets[c]!; i < sums.offsets[c + 1]!; i++) {
      const p = sums.place[i]!;
      count[p]! += times * sums.count[i]!;
      total[p]! += times * sums.total[i]!;
    }
  }
}

/** The times of one place, rising, and the case of each. */
interface SortedTimes {
  readonly values: Float64Array;
  readonly caseOf: Uint32Array;
}

function sortedTimes({ caseOffsets, elapsed, placeOf, places }: RankedTimes): SortedTimes[] {
  const ends = new Uint32Array(places + 1);
  for (const p of placeOf) if (p >= 0) ends[p + 1]!++;
  for (let p = 0; p < places; p++) ends[p + 1]! += ends[p]!;
  const begins = ends.slice();
  const events = new Uint32Array(ends[places]!);
  for (let e = 0; e < placeOf.length; e++) if (placeOf[e]! >= 0) events[begins[placeOf[e]!]!++] = e;
  const caseOfEvent = new Uint32Array(elapsed.length);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    caseOfEvent.fill(c, caseOffsets[c], caseOffsets[c + 1]);
  }
  return Array.from({ length: places }, (_, p) => {
    const order = events.subarray(ends[p], ends[p + 1]).sort((x, y) => elapsed[x]! - elapsed[y]!);
    return {
      values: Float64Array.from(order, (e) => elapsed[e]!),
      caseOf: Uint32Array.from(order, (e) => caseOfEvent[e]!),
    };
  });
}

/** The median of the times when each counts as often as its case was drawn, `count` in all, at least 1. */
function drawnMedian({ values, caseOf }: SortedTimes, drawn: Uint32Array, count: number): number {
  let passed = 0;
  let i = 0;
  for (const lower = (count - 1) >> 1; passed <= lower; i++) passed += drawn[caseOf[i]!]!;
  const low = values[i - 1]!;
  for (const upper = count >> 1; passed <= upper; i++) passed += drawn[caseOf[i]!]!;
  return low + (values[i - 1]! - low) / 2;
}

function interval(replicate: Float64Array, confidence: number): BootstrapInterval | null {
  const known = replicate.filter((value) => !Number.isNaN(value));
  const { count, sd } = describe(known); // sorts
  if (count === 0) return null;
  // the declared parameter is an array, the function only reads its length and items
  const quantile = (p: number): number => quantileSorted(known as unknown as number[], p)!;
  return { lower: quantile((1 - confidence) / 2), upper: quantile((1 + confidence) / 2), standardError: sd };
}
