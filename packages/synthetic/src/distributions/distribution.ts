/**
 * A probability distribution of numbers as plain data, so that it can stand in JSON. Values have the unit of the parameters: with means
 * in minutes, draws are minutes. Draw with `sampler`, check foreign data with `distributionSchema`.
 */
export type Distribution =
  | ConstantDistribution
  | UniformDistribution
  | IntegerDistribution
  | NormalDistribution
  | TruncatedNormalDistribution
  | LognormalDistribution
  | ExponentialDistribution
  | GammaDistribution
  | BetaDistribution
  | TriangularDistribution
  | WeibullDistribution
  | PoissonDistribution
  | BinomialDistribution
  | BernoulliDistribution
  | EmpiricalDistribution;

/** Always the same value. */
export interface ConstantDistribution {
  readonly kind: "constant";
  readonly value: number;
}

/** Each value in [`low`, `high`) equally likely; `high` itself can come out by rounding only. `low` is at most `high`. */
export interface UniformDistribution {
  readonly kind: "uniform";
  readonly low: number;
  readonly high: number;
}

/** Each whole number from `low` to `high`, both included, equally likely. */
export interface IntegerDistribution {
  readonly kind: "integer";
  readonly low: number;
  readonly high: number;
}

/** Normal; `sd` is the standard deviation, at least 0. */
export interface NormalDistribution {
  readonly kind: "normal";
  readonly mean: number;
  readonly sd: number;
}

/**
 * Normal, given that the value lies in [`low`, `high`]. `mean` and `sd` (more than 0) are those of the normal before it is cut. At least
 * one bound is given, and the interval begins within 37 standard deviations of the mean.
 */
export interface TruncatedNormalDistribution {
  readonly kind: "truncatedNormal";
  readonly mean: number;
  readonly sd: number;
  /** @default no lower bound */
  readonly low?: number | undefined;
  /** @default no upper bound */
  readonly high?: number | undefined;
}

/**
 * The logarithm is normal. Either by `median` (more than 0) and `logSd`, the standard deviation of the natural logarithm (at least 0), or by
 * `mean` (more than 0) and `sd` (at least 0) of the values themselves.
 */
export type LognormalDistribution =
  | {
      readonly kind: "lognormal";
      readonly median: number;
      readonly logSd: number;
      readonly mean?: undefined;
      readonly sd?: undefined;
    }
  | {
      readonly kind: "lognormal";
      readonly mean: number;
      readonly sd: number;
      readonly median?: undefined;
      readonly logSd?: undefined;
    };

/** Times between events that come at a constant rate, 1 / `mean`; `mean` is more than 0. */
export interface ExponentialDistribution {
  readonly kind: "exponential";
  readonly mean: number;
}

/** Mean `shape` · `scale`, variance `shape` · `scale`²; both are more than 0. */
export interface GammaDistribution {
  readonly kind: "gamma";
  readonly shape: number;
  readonly scale: number;
}

/** In [0, 1], with density ∝ x^(`alpha` − 1) · (1 − x)^(`beta` − 1); both are at least 0.05. */
export interface BetaDistribution {
  readonly kind: "beta";
  readonly alpha: number;
  readonly beta: number;
}

/** Density that rises straight from `low` to `mode` and falls straight to `high`; `low` ≤ `mode` ≤ `high`. */
export interface TriangularDistribution {
  readonly kind: "triangular";
  readonly low: number;
  readonly mode: number;
  readonly high: number;
}

/** P(X > x) = exp(−(x / `scale`)^`shape`); both are more than 0, `shape` is at least 0.05. Below 1 early failures, above 1 wear. */
export interface WeibullDistribution {
  readonly kind: "weibull";
  readonly shape: number;
  readonly scale: number;
}

/** A count of events that come at a constant rate; `mean` is at least 0. */
export interface PoissonDistribution {
  readonly kind: "poisson";
  readonly mean: number;
}

/** How many of `trials` succeed, each with `probability`. */
export interface BinomialDistribution {
  readonly kind: "binomial";
  readonly trials: number;
  readonly probability: number;
}

/** 1 with `probability`, else 0. */
export interface BernoulliDistribution {
  readonly kind: "bernoulli";
  readonly probability: number;
}

/** One of `values`, each as likely as its weight by the sum of the weights. */
export interface EmpiricalDistribution {
  readonly kind: "empirical";
  /** At least one, in any order. */
  readonly values: readonly number[];
  /** One of at least 0 per value, not all 0. @default 1 each */
  readonly weights?: readonly number[] | undefined;
}
