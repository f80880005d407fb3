import type { RandomStream } from "@gigamine/base";
import {
  randomBeta,
  randomBinomial,
  randomExponential,
  randomGamma,
  randomPoisson,
  randomWeibull,
} from "d3-random";
import { checkedOption } from "../checked-option.js";
import type { Distribution, EmpiricalDistribution, LognormalDistribution } from "./distribution.js";
import { distributionSchema } from "./schema.js";
import { truncatedNormal } from "./truncated-normal.js";

/** Draws one number. What is drawn depends on the state of the stream and on nothing else. */
export type Sampler = (stream: RandomStream) => number;

/**
 * A function that draws from `distribution` with the numbers of a stream. Make it once, call it often; one sampler may serve many streams.
 *
 * Constants draw nothing; uniform, integer, truncated normal, triangular, exponential, Weibull, Bernoulli and empirical take exactly one
 * number of the stream, so that two runs stay in step when only parameters differ; all others take as many as chance wills. O(1) a draw; empirical
 * O(log values); Poisson and binomial O(log mean).
 *
 * `Math.exp`, `Math.log` and their kin may differ in the last bit between JavaScript engines, and so may draws of all kinds but constant,
 * uniform, integer, triangular, truncated normal, Bernoulli and empirical; round before you compare bytes across engines. Within one engine the same stream
 * gives the same draws.
 *
 * Source: d3-random for gamma (Marsaglia and Tsang 2000), beta, Poisson, binomial, exponential and Weibull; inversion for the others.
 *
 * @throws GigamineError `option/out-of-range` that names the parameter at fault.
 * @example
 * const minutes = sampler({ kind: "lognormal", median: 30, logSd: 0.2 });
 * minutes(randomStream(42, "lot", 1, "mixing"));
 */
export function sampler(distribution: Distribution): Sampler {
  const checked = checkedOption("sampler", "distribution", distributionSchema, distribution);
  return samplerOf(checked);
}

/** The same for a distribution that has been checked. */
export function samplerOf(distribution: Distribution): Sampler {
  switch (distribution.kind) {
    case "constant":
      return () => distribution.value;
    case "uniform": {
      const { low, high } = distribution;
      return (stream) => low + stream.next() * (high - low);
    }
    case "integer": {
      const { low, high } = distribution;
      return (stream) => stream.integer(low, high);
    }
    case "normal": {
      const { mean, sd } = distribution;
      return (stream) => mean + sd * stream.normal();
    }
    case "truncatedNormal": {
      const { quantile } = truncatedNormal(distribution);
      return (stream) => quantile(stream.next() + halfStep);
    }
    case "lognormal": {
      const { logMean, logSd } = lognormalLogs(distribution);
      return (stream) => Math.exp(logMean + logSd * stream.normal());
    }
    case "exponential": {
      const rate = 1 / distribution.mean;
      return (stream) => randomExponential.source(source(stream))(rate)();
    }
    case "gamma": {
      const { shape, scale } = distribution;
      return (stream) => randomGamma.source(source(stream))(shape, scale)();
    }
    case "beta": {
      const { alpha, beta } = distribution;
      return (stream) => randomBeta.source(source(stream))(alpha, beta)();
    }
    case "triangular": {
      const { low, mode, high } = distribution;
      return (stream) => triangularQuantile(low, mode, high, stream.next());
    }
    case "weibull": {
      const { shape, scale } = distribution;
      return (stream) => randomWeibull.source(source(stream))(shape, 0, scale)();
    }
    case "poisson": {
      const { mean } = distribution;
      return (stream) => randomPoisson.source(source(stream))(mean)();
    }
    case "binomial": {
      const { trials, probability } = distribution;
      return (stream) => randomBinomial.source(source(stream))(trials, probability)();
    }
    case "bernoulli": {
      const { probability } = distribution;
      return (stream) => (stream.chance(probability) ? 1 : 0);
    }
    case "empirical":
      return empirical(distribution);
  }
}

/** Half the resolution of a stream: keeps a share off 0, whose quantile may be infinite. */
const halfStep = 2 ** -33;

/**
 * What d3-random draws from. Its samplers are made anew for each draw: they keep a spare normal, and a draw would depend on
 * those before it, also of other streams.
 */
const source = (stream: RandomStream) => (): number => stream.next();

/** Mean and standard deviation of the logarithm. */
function lognormalLogs(distribution: LognormalDistribution): {
  readonly logMean: number;
  readonly logSd: number;
} {
  if (distribution.median !== undefined) {
    return { logMean: Math.log(distribution.median), logSd: distribution.logSd };
  }
  const { mean, sd } = distribution;
  const logVariance = Math.log1p((sd / mean) ** 2);
  return { logMean: Math.log(mean) - logVariance / 2, logSd: Math.sqrt(logVariance) };
}

function triangularQuantile(low: number, mode: number, high: number, p: number): number {
  const width = high - low;
  if (width === 0) return low;
  return p * width < mode - low
    ? low + Math.sqrt(p * width * (mode - low))
    : high - Math.sqrt((1 - p) * width * (high - mode));
}

function empirical({ values, weights }: EmpiricalDistribution): Sampler {
  if (weights === undefined) return (stream) => stream.pick(values);
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!;
    sums[i] = total;
  }
  return (stream) => values[firstAbove(sums, stream.next() * total)]!;
}

/** Index of the first number above `x` in a rising list whose last number is above it. */
function firstAbove(rising: Float64Array, x: number): number {
  let low = 0;
  let high = rising.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
