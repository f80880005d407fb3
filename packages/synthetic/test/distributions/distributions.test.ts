import { isGigamineError, randomStream } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import fc from "fast-check";
import type { Distribution } from "../../src/distributions/distribution.js";
import { distributionMean } from "../../src/distributions/distribution-mean.js";
import { sampler } from "../../src/distributions/sampler.js";
import { distributionSchema } from "../../src/distributions/schema.js";

const n = 20_000;

function draws(distribution: Distribution, seed = 7): number[] {
  const draw = sampler(distribution);
  const stream = randomStream(seed, distribution.kind);
  return Array.from({ length: n }, () => draw(stream));
}

/**
 * Largest distance between the draws and the cumulative distribution, times √n. By the Dvoretzky–Kiefer–Wolfowitz bound
 * it exceeds 2.7 by chance in one of a million seeds; the seed is fixed, so a test passes always or never.
 */
function distance(distribution: Distribution, cumulative: (x: number) => number): number {
  const sorted = draws(distribution).sort((a, b) => a - b);
  const gaps = sorted.map((x, i) => Math.max(cumulative(x) - i / n, (i + 1) / n - cumulative(x)));
  return Math.sqrt(n) * Math.max(...gaps);
}

/**
 * Pearson's statistic less its bound: above 0 by chance in less than one of a million seeds (Laurent and Massart 2000: for k degrees of
 * freedom P(X ≥ k + 2√(kx) + 2x) ≤ e^−x, x = 14).
 */
function excess(distribution: Distribution, probabilities: ReadonlyMap<number, number>): number {
  const counts = new Map<number, number>();
  for (const x of draws(distribution)) counts.set(x, (counts.get(x) ?? 0) + 1);
  for (const x of counts.keys()) expect(probabilities.has(x)).toBe(true);
  let statistic = 0;
  for (const [x, p] of probabilities) statistic += ((counts.get(x) ?? 0) - n * p) ** 2 / (n * p);
  const k = probabilities.size - 1;
  return statistic - (k + 2 * Math.sqrt(14 * k) + 28);
}

const choose = (m: number, k: number): number => (k === 0 ? 1 : (choose(m, k - 1) * (m - k + 1)) / k);
const factorial = (k: number): number => (k === 0 ? 1 : k * factorial(k - 1));
const clamp = (x: number): number => Math.min(1, Math.max(0, x));

/** Cumulative distributions written down by hand. */
const continuous: readonly (readonly [Distribution, (x: number) => number])[] = [
  [{ kind: "uniform", low: -2, high: 6 }, (x) => clamp((x + 2) / 8)],
  [{ kind: "normal", mean: 3, sd: 2 }, (x) => normalCdf(x, 3, 2)],
  [
    { kind: "truncatedNormal", mean: 0, sd: 1, low: -1, high: 2 },
    (x) => (normalCdf(x, 0, 1) - normalCdf(-1, 0, 1)) / (normalCdf(2, 0, 1) - normalCdf(-1, 0, 1)),
  ],
  // Nine deviations out on the right: by symmetry the lower tail, where the function keeps its digits.
  [{ kind: "truncatedNormal", mean: 0, sd: 1, low: 9 }, (x) => 1 - normalCdf(-x, 0, 1) / normalCdf(-9, 0, 1)],
  [{ kind: "lognormal", median: 30, logSd: 0.4 }, (x) => normalCdf(Math.log(x / 30), 0, 0.4)],
  // sd = mean: the variance of the logarithm is ln 2, and the median is mean / √2.
  [
    { kind: "lognormal", mean: 10, sd: 10 },
    (x) => normalCdf(Math.log((x * Math.SQRT2) / 10), 0, Math.sqrt(Math.LN2)),
  ],
  [{ kind: "exponential", mean: 4 }, (x) => 1 - Math.exp(-x / 4)],
  // Shape 3 is the sum of three exponentials (Erlang).
  [{ kind: "gamma", shape: 3, scale: 2 }, (x) => 1 - Math.exp(-x / 2) * (1 + x / 2 + x ** 2 / 8)],
  // Shape ½ and scale 2 is the square of a standard normal.
  [{ kind: "gamma", shape: 0.5, scale: 2 }, (x) => 1 - 2 * normalCdf(-Math.sqrt(x), 0, 1)],
  // ∫ 12 x² (1 − x) dx
  [{ kind: "beta", alpha: 3, beta: 2 }, (x) => 4 * x ** 3 - 3 * x ** 4],
  // Arcsine law.
  [{ kind: "beta", alpha: 0.5, beta: 0.5 }, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
  // Area of the triangle with base 4 and height ½: (x − 1)²/4 left of 2, 1 − (5 − x)²/12 right of it.
  [
    { kind: "triangular", low: 1, mode: 2, high: 5 },
    (x) => (x < 2 ? (x - 1) ** 2 / 4 : 1 - (5 - x) ** 2 / 12),
  ],
  [{ kind: "weibull", shape: 2, scale: 3 }, (x) => 1 - Math.exp(-((x / 3) ** 2))],
];

describe("sampler", () => {
  it.each(continuous)(
    "%j follows its cumulative distribution (one failure in 10^6 seeds)",
    (distribution, cumulative) => {
      expect(distance(distribution, cumulative)).toBeLessThan(2.7);
    },
  );

  it("integer: each whole number between the bounds, both included, is equally likely", () => {
    const sides = new Map([-1, 0, 1, 2, 3].map((x) => [x, 1 / 5]));
    expect(excess({ kind: "integer", low: -1, high: 3 }, sides)).toBeLessThan(0);
  });

  it("binomial: C(m, k) p^k (1 − p)^(m − k)", () => {
    const of = new Map([0, 1, 2, 3, 4, 5].map((k) => [k, choose(5, k) * 0.3 ** k * 0.7 ** (5 - k)]));
    expect(excess({ kind: "binomial", trials: 5, probability: 0.3 }, of)).toBeLessThan(0);
  });

  it("poisson: e^−m m^k / k!", () => {
    const capped = draws({ kind: "poisson", mean: 2 });
    const probabilities = Array.from({ length: 8 }, (_, k) => (Math.exp(-2) * 2 ** k) / factorial(k));
    // Counts of 0 … 7, each within five and a half standard errors: 1 in 10^6 for all eight.
    probabilities.forEach((p, k) => {
      const count = capped.filter((x) => x === k).length;
      expect(Math.abs(count - n * p)).toBeLessThan(5.5 * Math.sqrt(n * p * (1 - p)));
    });
  });

  it("poisson and binomial with large means have the mean and variance of the definition", () => {
    for (const [distribution, mean, variance] of [
      [{ kind: "poisson", mean: 1000 }, 1000, 1000],
      [{ kind: "binomial", trials: 10_000, probability: 0.2 }, 2000, 1600],
    ] as const) {
      const sample = draws(distribution);
      const average = sample.reduce((sum, x) => sum + x, 0) / n;
      const spread = sample.reduce((sum, x) => sum + (x - average) ** 2, 0) / n;
      expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / n));
      expect(Math.abs(spread / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
      expect(sample.every(Number.isInteger)).toBe(true);
    }
  });

  it("bernoulli: 1 with its probability, else 0", () => {
    const of = new Map([
      [0, 0.75],
      [1, 0.25],
    ]);
    expect(excess({ kind: "bernoulli", probability: 0.25 }, of)).toBeLessThan(0);
  });

  it("empirical: each value by its weight; a value of weight 0 never, a value that stands twice twice as often", () => {
    const weighted: Distribution = { kind: "empirical", values: [5, 1, 9, 5], weights: [1, 2, 0, 1] };
    expect(
      excess(
        weighted,
        new Map([
          [5, 1 / 2],
          [1, 1 / 2],
        ]),
      ),
    ).toBeLessThan(0);
    const plain: Distribution = { kind: "empirical", values: [5, 1, 5] };
    expect(
      excess(
        plain,
        new Map([
          [5, 2 / 3],
          [1, 1 / 3],
        ]),
      ),
    ).toBeLessThan(0);
  });

  it("constant: always the value, and the stream stays where it was", () => {
    const stream = randomStream(1);
    expect(sampler({ kind: "constant", value: -0.5 })(stream)).toBe(-0.5);
    expect(stream.next()).toBe(randomStream(1).next());
  });

  it("what is drawn depends on the stream alone, not on what the sampler drew before from others", () => {
    for (const [distribution] of continuous) {
      const used = sampler(distribution);
      used(randomStream("another"));
      const again = randomStream("s");
      const fresh = randomStream("s");
      for (let i = 0; i < 5; i++) expect(used(again)).toBe(sampler(distribution)(fresh));
    }
  });

  it("kinds drawn by inversion take one number each, so that two runs stay in step", () => {
    for (const distribution of [
      { kind: "uniform", low: 0, high: 1 },
      { kind: "integer", low: 0, high: 9 },
      { kind: "truncatedNormal", mean: 0, sd: 1, low: 3 },
      { kind: "triangular", low: 0, mode: 1, high: 2 },
      { kind: "exponential", mean: 1 },
      { kind: "weibull", shape: 2, scale: 1 },
      { kind: "bernoulli", probability: 0.5 },
      { kind: "empirical", values: [1, 2], weights: [1, 3] },
    ] as const) {
      const drawn = randomStream("in step");
      const other = randomStream("in step");
      sampler(distribution)(drawn);
      other.next();
      expect(drawn.next()).toBe(other.next());
    }
  });

  it("a truncated normal stays within its bounds, wherever they lie", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -37, max: 37, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.integer(),
        (low, width, seed) => {
          const high = low + width;
          const distribution: Distribution = { kind: "truncatedNormal", mean: 0, sd: 1, low, high };
          const draw = sampler(distribution);
          const stream = randomStream(seed);
          for (let i = 0; i < 20; i++) {
            const x = draw(stream);
            expect(x >= low && x <= high).toBe(true);
          }
          const mean = distributionMean(distribution);
          expect(mean >= low && mean <= high).toBe(true);
        },
      ),
      { seed: 1 },
    );
  });

  it("an unbounded side of a truncated normal gives no infinity where the stream gives 0", () => {
    const zero = { ...randomStream(1), next: () => 0 };
    expect(sampler({ kind: "truncatedNormal", mean: 0, sd: 1, high: 1 })(zero)).toBeGreaterThan(-10);
    expect(sampler({ kind: "truncatedNormal", mean: 0, sd: 1, low: 1 })(zero)).toBeCloseTo(1, 8);
  });
});

describe("distributionMean", () => {
  it.each<[Distribution, number]>([
    [{ kind: "constant", value: 3 }, 3],
    [{ kind: "uniform", low: -2, high: 6 }, 2],
    [{ kind: "integer", low: 1, high: 6 }, 3.5],
    [{ kind: "normal", mean: 3, sd: 2 }, 3],
    // Half a normal: √(2/π) standard deviations from its mean.
    [{ kind: "truncatedNormal", mean: 5, sd: 2, low: 5 }, 5 + 2 * Math.sqrt(2 / Math.PI)],
    [{ kind: "truncatedNormal", mean: 5, sd: 2, high: 5 }, 5 - 2 * Math.sqrt(2 / Math.PI)],
    [{ kind: "truncatedNormal", mean: 5, sd: 2, low: 2, high: 8 }, 5],
    [{ kind: "lognormal", median: 30, logSd: 0.4 }, 30 * Math.exp(0.08)],
    [{ kind: "lognormal", mean: 10, sd: 3 }, 10],
    [{ kind: "exponential", mean: 4 }, 4],
    [{ kind: "gamma", shape: 3, scale: 2 }, 6],
    [{ kind: "beta", alpha: 3, beta: 2 }, 0.6],
    [{ kind: "triangular", low: 1, mode: 2, high: 6 }, 3],
    // Γ(1 + 1/2) = √π / 2, Γ(1 + 1) = 1
    [{ kind: "weibull", shape: 2, scale: 3 }, (3 * Math.sqrt(Math.PI)) / 2],
    [{ kind: "weibull", shape: 1, scale: 3 }, 3],
    [{ kind: "poisson", mean: 2 }, 2],
    [{ kind: "binomial", trials: 5, probability: 0.3 }, 1.5],
    [{ kind: "bernoulli", probability: 0.25 }, 0.25],
    [{ kind: "empirical", values: [5, 1, 9], weights: [1, 2, 0] }, 7 / 3],
    [{ kind: "empirical", values: [5, 1] }, 3],
  ])("%j has the mean %d, and the mean of many draws is near it", (distribution, mean) => {
    expect(distributionMean(distribution)).toBeCloseTo(mean, 12);
    // No standard deviation above is more than 12.3 (30 · 0.41), so 5 standard errors are below 0.45.
    const average = draws(distribution).reduce((sum, x) => sum + x, 0) / n;
    expect(Math.abs(average - mean)).toBeLessThan(0.45);
  });
});

describe("distributionSchema", () => {
  it.each(continuous)("%j comes back from JSON as it was", (distribution) => {
    expect(distributionSchema.parse(JSON.parse(JSON.stringify(distribution)))).toEqual(distribution);
  });

  const bad: readonly (readonly [unknown, string, RegExp])[] = [
    [undefined, "distribution", /such as \{ kind/],
    ["normal", "distribution", /such as \{ kind/],
    [{ kind: "gaussian", mean: 1 }, "distribution.kind", /"normal"/],
    [{ mean: 1 }, "distribution.kind", /"normal"/],
    [{ kind: "normal", mean: 1 }, "distribution.sd", /at least 0/],
    [{ kind: "normal", mean: 1, sd: -1 }, "distribution.sd", /at least 0/],
    [{ kind: "normal", mean: Number.NaN, sd: 1 }, "distribution.mean", /finite/],
    [{ kind: "normal", mean: 1, sd: Number.POSITIVE_INFINITY }, "distribution.sd", /at least 0/],
    [{ kind: "normal", mean: 1, sd: 1, sigma: 1 }, "distribution.sigma", /mean, sd/],
    [{ kind: "uniform", low: 2, high: 1 }, "distribution.high", /at least low/],
    [{ kind: "uniform", low: -1e308, high: 1e308 }, "distribution.high", /finite/],
    [{ kind: "integer", low: 0.5, high: 1 }, "distribution.low", /whole/],
    [{ kind: "integer", low: 0, high: 2 ** 40 }, "distribution.high", /2\^32/],
    [{ kind: "truncatedNormal", mean: 0, sd: 1 }, "distribution.low", /low, high or both/],
    [{ kind: "truncatedNormal", mean: 0, sd: 1, low: 2, high: 1 }, "distribution.high", /at least low/],
    [{ kind: "truncatedNormal", mean: 0, sd: 1, low: 38 }, "distribution.mean", /37 sd/],
    [{ kind: "truncatedNormal", mean: 0, sd: 1, high: -38 }, "distribution.mean", /37 sd/],
    [{ kind: "lognormal", median: 1 }, "distribution", /either median and logSd, or mean and sd/],
    [{ kind: "lognormal", median: 1, logSd: 1, mean: 1, sd: 1 }, "distribution", /either median/],
    [{ kind: "lognormal", median: 0, logSd: 1 }, "distribution.median", /greater than 0/],
    [{ kind: "exponential", mean: 0 }, "distribution.mean", /greater than 0/],
    [{ kind: "gamma", shape: "3", scale: 1 }, "distribution.shape", /greater than 0/],
    [{ kind: "beta", alpha: 0.01, beta: 1 }, "distribution.alpha", /0\.05/],
    [{ kind: "triangular", low: 0, mode: 3, high: 2 }, "distribution.mode", /from low to high/],
    [{ kind: "weibull", shape: 0, scale: 1 }, "distribution.shape", /0\.05/],
    [{ kind: "poisson", mean: -1 }, "distribution.mean", /at least 0/],
    [{ kind: "binomial", trials: 1.5, probability: 0.5 }, "distribution.trials", /whole/],
    [{ kind: "binomial", trials: -1, probability: 0.5 }, "distribution.trials", /at least 0/],
    [{ kind: "bernoulli", probability: 1.1 }, "distribution.probability", /\[0, 1\]/],
    [{ kind: "empirical", values: [] }, "distribution.values", /at least one/],
    [{ kind: "empirical", values: [1, "2"] }, "distribution.values[1]", /finite/],
    [{ kind: "empirical", values: [1, 2], weights: [1] }, "distribution.weights", /one weight per value/],
    [{ kind: "empirical", values: [1, 2], weights: [0, 0] }, "distribution.weights", /greater than 0/],
    [{ kind: "empirical", values: [1, 2], weights: [1, -1] }, "distribution.weights[1]", /at least 0/],
  ];
  it.each(bad)("refuses %j: names %s and says what to give", (value, option, advice) => {
    for (const [where, call] of [
      ["sampler", () => sampler(value as Distribution)],
      ["distributionMean", () => distributionMean(value as Distribution)],
    ] as const) {
      let caught: unknown;
      try {
        call();
      } catch (error) {
        caught = error;
      }
      if (!isGigamineError(caught, "option/out-of-range"))
        throw new Error(`no error of ours: ${String(caught)}`);
      expect(caught.fields).toMatchObject({ where, option });
      expect(caught.message).toMatch(advice);
    }
  });
});
