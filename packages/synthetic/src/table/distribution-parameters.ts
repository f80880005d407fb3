import type { Distribution } from "../distributions/distribution.js";

/** The parameters of each kind of distribution, required or not. */
export const distributionParameters = {
  constant: ["value"],
  uniform: ["low", "high"],
  integer: ["low", "high"],
  normal: ["mean", "sd"],
  truncatedNormal: ["mean", "sd", "low", "high"],
  lognormal: ["median", "logSd", "mean", "sd"],
  exponential: ["mean"],
  gamma: ["shape", "scale"],
  beta: ["alpha", "beta"],
  triangular: ["low", "mode", "high"],
  weibull: ["shape", "scale"],
  poisson: ["mean"],
  binomial: ["trials", "probability"],
  bernoulli: ["probability"],
  empirical: ["values", "weights"],
} as const satisfies { readonly [K in Distribution["kind"]]: readonly string[] };

/** The kinds, in the order of the documentation. */
export const distributionKinds = Object.keys(distributionParameters) as Distribution["kind"][];
