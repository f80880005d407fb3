import erfcinv from "@stdlib/math-base-special-erfcinv";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import type { TruncatedNormalDistribution } from "./distribution.js";

interface TruncatedNormal {
  readonly mean: number;
  /** The value below which a share `p` in [0, 1) of the distribution lies; rises with `p`. */
  quantile(p: number): number;
}

/** Narrower than this, in standard deviations, the density is as good as flat, and differences of probabilities lose their digits. */
const flatWidth = 1e-6;

/**
 * Quantiles and mean of a truncated normal by inversion. An interval right of the mean is mirrored, because only the lower tail
 * of the cumulative distribution keeps its digits. Source: Johnson, Kotz, Balakrishnan, "Continuous Univariate Distributions" 1, 1994, 13.10.1.
 */
export function truncatedNormal({ mean, sd, low, high }: TruncatedNormalDistribution): TruncatedNormal {
  const below = low ?? Number.NEGATIVE_INFINITY;
  const above = high ?? Number.POSITIVE_INFINITY;
  const within = (value: number): number => Math.min(above, Math.max(below, value));
  const mirrored = below + above > 2 * mean;
  const sign = mirrored ? -1 : 1;
  const a = mirrored ? (mean - above) / sd : (below - mean) / sd;
  const b = mirrored ? (mean - below) / sd : (above - mean) / sd;
  if (b - a < flatWidth) {
    return { mean: within((below + above) / 2), quantile: (p) => within(below + p * (above - below)) };
  }
  const from = normalCdf(a, 0, 1);
  const mass = normalCdf(b, 0, 1) - from;
  return {
    mean: within(mean + (sign * sd * (density(a) - density(b))) / mass),
    quantile: (p) => within(mean + sign * sd * standardQuantile(from + (mirrored ? 1 - p : p) * mass)),
  };
}

/** By the complementary error function, which keeps its digits in the lower tail. */
function standardQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
