import { GigamineError } from "@gigamine/base";
import tCdf from "@stdlib/stats-base-dists-t-cdf";
import { type ConfidenceOptions, normalScore } from "./wilson-interval.js";

/** How strongly two variables go together in a straight line. */
export interface Correlation {
  /** Pearson's coefficient, in [-1, 1]; `null` when undefined, see `reason`. */
  readonly r: number | null;
  /** Pairs used. */
  readonly n: number;
  /** Pairs left out because one of the two is missing (`null`, `undefined`, NaN or infinite). */
  readonly dropped: number;
  /** Chance of an |r| at least this large without any correlation, two-sided; `null` with `r`. */
  readonly pValue: number | null;
  /** Ends of the confidence interval of r; `null` with `r`, and for n = 3, where the interval has no finite width. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Why `r` is `null`: fewer than three pairs, or a variable that takes one value only. `null` when `r` is there. */
  readonly reason: "too-few-pairs" | "no-variation" | null;
}

/**
 * Pearson's correlation coefficient of the pairs (x[i], y[i]), with its test and its interval.
 *
 *     r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²)
 *     p = 2 P(T ≤ −|t|),  t = r √((n − 2)/(1 − r²)),  T Student's t with n − 2 degrees of freedom
 *     interval = tanh(artanh r ± z/√(n − 3)),  z the (1 + confidence)/2 normal quantile
 *
 * Corrected two-pass sums on values scaled by a power of two, so neither a large offset nor a large magnitude harms the result.
 * Test and interval assume pairs drawn independently from a bivariate normal distribution. O(n). Lists of unequal length are an error.
 *
 * Source: Fisher, "Frequency Distribution of the Values of the Correlation Coefficient in Samples from an Indefinitely Large
 * Population", Biometrika 10(4), 1915 (test), and "On the 'Probable Error' of a Coefficient of Correlation Deduced from a Small
 * Sample", Metron 1, 1921 (interval); Chan, Golub and LeVeque, The American Statistician 37(3), 1983 (sums).
 *
 * @example
 * pearson([1, 2, 3, 4], [1, 3, 2, 4]).r // 0.8
 */
export function pearson(
  x: ArrayLike<number | null | undefined>,
  y: ArrayLike<number | null | undefined>,
  { confidence = 0.95 }: ConfidenceOptions = {},
): Correlation {
  if (x.length !== y.length) {
    throw new GigamineError(
      "stats/unequal-lengths",
      `pearson: x has ${x.length} values and y has ${y.length}. Give one y for each x, null where missing.`,
      { x: x.length, y: y.length },
    );
  }
  const z = normalScore("pearson", confidence);
  const xs = new Float64Array(x.length);
  const ys = new Float64Array(x.length);
  let n = 0;
  for (let i = 0; i < x.length; i++) {
    const a = x[i];
    const b = y[i];
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    xs[n] = a as number;
    ys[n++] = b as number;
  }
  const dropped = x.length - n;
  const undefinedFor = (reason: NonNullable<Correlation["reason"]>): Correlation => ({
    r: null,
    n,
    dropped,
    pValue: null,
    lower: null,
    upper: null,
    reason,
  });
  if (n < 3) return undefinedFor("too-few-pairs");
  const dx = deviations(xs.subarray(0, n));
  const dy = deviations(ys.subarray(0, n));
  if (dx === null || dy === null) return undefinedFor("no-variation");
  const r = coefficient(dx, dy);
  const t = Math.abs(r) * Math.sqrt((n - 2) / ((1 - r) * (1 + r))); // infinite for |r| = 1, where p is 0
  const pValue = Math.min(1, 2 * tCdf(-t, n - 2));
  if (n === 3) return { r, n, dropped, pValue, lower: null, upper: null, reason: null };
  const half = z / Math.sqrt(n - 3);
  const lower = Math.tanh(Math.atanh(r) - half);
  const upper = Math.tanh(Math.atanh(r) + half);
  return { r, n, dropped, pValue, lower, upper, reason: null };
}

/** Differences from the mean, up to a factor; `null` when all values are equal. */
function deviations(values: Float64Array): Float64Array | null {
  let min = values[0]!;
  let max = min;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min === max) return null;
  // a power of two scales without rounding, and keeps the squares of huge and of tiny values in range
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const exponent = Math.min(1000, Math.max(-1000, Math.floor(Math.log2(largest))));
  const scale = 2 ** -exponent;
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]! * scale;
  const mean = sum / n;
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) result[i] = values[i]! * scale - mean;
  return result;
}

function coefficient(dx: Float64Array, dy: Float64Array): number {
  const n = dx.length;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (let i = 0; i < n; i++) {
    const a = dx[i]!;
    const b = dy[i]!;
    sx += a;
    sy += b;
    sxx += a * a;
    syy += b * b;
    sxy += a * b;
  }
  // what the rounding of the means left behind
  sxx -= (sx * sx) / n;
  syy -= (sy * sy) / n;
  sxy -= (sx * sy) / n;
  const r = sxy / (Math.sqrt(sxx) * Math.sqrt(syy));
  return Math.min(1, Math.max(-1, r)) + 0; // + 0 turns -0 into 0
}
