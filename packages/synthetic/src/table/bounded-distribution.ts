import type { Distribution } from "../distributions/distribution.js";
import { everything, type Interval, intersection, isEmpty, wholeBounds } from "./interval.js";

/** Farther than this many standard deviations from the mean a truncated normal can't be drawn directly. */
const farthestCut = 37;

/**
 * The distribution given that its value lies in `within`, where that is one of the known kinds; `null` where there is no such kind (then draw and
 * look), `"impossible"` where no value can lie there.
 */
export function boundedDistribution(
  distribution: Distribution,
  within: Interval,
): Distribution | "impossible" | null {
  const rest = intersection(supportOf(distribution), within);
  if (isEmpty(rest)) return "impossible";
  if (rest.low === rest.high) {
    return isPossible(distribution, rest.low) ? { kind: "constant", value: rest.low } : "impossible";
  }
  switch (distribution.kind) {
    case "uniform":
      return { kind: "uniform", low: rest.low, high: rest.high };
    case "integer": {
      const { low, high } = wholeBounds(rest);
      return low > high ? "impossible" : { kind: "integer", low, high };
    }
    case "normal":
    case "truncatedNormal": {
      const { mean, sd } = distribution;
      if (Math.max(rest.low - mean, mean - rest.high) > farthestCut * sd) return "impossible";
      return { kind: "truncatedNormal", mean, sd, ...finiteBounds(rest) };
    }
    default:
      return null;
  }
}

/** The smallest interval that holds every value of a distribution. */
export function supportOf(distribution: Distribution): Interval {
  switch (distribution.kind) {
    case "constant":
      return closed(distribution.value, distribution.value);
    case "uniform":
    case "integer":
    case "triangular":
      return closed(distribution.low, distribution.high);
    case "normal":
      return distribution.sd === 0 ? closed(distribution.mean, distribution.mean) : everything;
    case "truncatedNormal":
      return closed(distribution.low ?? everything.low, distribution.high ?? everything.high);
    case "lognormal":
    case "exponential":
    case "gamma":
    case "weibull":
    case "poisson":
      return closed(0, everything.high);
    case "binomial":
      return closed(0, distribution.trials);
    case "beta":
    case "bernoulli":
      return closed(0, 1);
    case "empirical":
      return closed(
        distribution.values.reduce((least, value) => Math.min(least, value)),
        distribution.values.reduce((most, value) => Math.max(most, value)),
      );
  }
}

/** Whether a distribution can yield `value`, which lies in its support. */
function isPossible(distribution: Distribution, value: number): boolean {
  switch (distribution.kind) {
    case "integer":
    case "poisson":
    case "binomial":
    case "bernoulli":
      return Number.isInteger(value);
    case "empirical":
      return distribution.values.includes(value);
    default:
      return true;
  }
}

function closed(low: number, high: number): Interval {
  return { low, high, lowOpen: false, highOpen: false };
}

function finiteBounds({ low, high }: Interval): { low?: number; high?: number } {
  return {
    ...(low > Number.NEGATIVE_INFINITY && { low }),
    ...(high < Number.POSITIVE_INFINITY && { high }),
  };
}
