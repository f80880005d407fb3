import gamma from "@stdlib/math-base-special-gamma";
import { checkedOption } from "../checked-option.js";
import type { Distribution } from "./distribution.js";
import { distributionSchema } from "./schema.js";
import { truncatedNormal } from "./truncated-normal.js";

/**
 * The mean of a distribution, in the unit of its parameters; exact but for rounding. O(1), empirical O(values).
 *
 * @throws GigamineError `option/out-of-range` that names the parameter at fault.
 * @example
 * distributionMean({ kind: "triangular", low: 0, mode: 1, high: 5 }); // => 2
 */
export function distributionMean(distribution: Distribution): number {
  const checked = checkedOption("distributionMean", "distribution", distributionSchema, distribution);
  switch (checked.kind) {
    case "constant":
      return checked.value;
    case "uniform":
    case "integer":
      return checked.low + (checked.high - checked.low) / 2;
    case "normal":
    case "exponential":
    case "poisson":
      return checked.mean;
    case "truncatedNormal":
      return truncatedNormal(checked).mean;
    case "lognormal":
      return checked.median === undefined ? checked.mean : checked.median * Math.exp(checked.logSd ** 2 / 2);
    case "gamma":
      return checked.shape * checked.scale;
    case "beta":
      return checked.alpha / (checked.alpha + checked.beta);
    case "triangular":
      return (checked.low + checked.mode + checked.high) / 3;
    case "weibull":
      return checked.scale * gamma(1 + 1 / checked.shape);
    case "binomial":
      return checked.trials * checked.probability;
    case "bernoulli":
      return checked.probability;
    case "empirical":
      return weightedMean(checked.values, checked.weights);
  }
}

function weightedMean(values: readonly number[], weights: readonly number[] = values.map(() => 1)): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((mean, value, i) => mean + value * (weights[i]! / total), 0);
}
