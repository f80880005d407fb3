/** Kolmogorov's statistic: the largest distance between the values and a distribution function. */
export function ksDistance(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce((most, x, i) => {
    const p = cdf(x);
    return Math.max(most, (i + 1) / n - p, p - i / n);
  }, 0);
}

/** Above this the hypothesis is refused, wrongly in 1 of 1000 samples: 1.949 / √n (Smirnov's limit law, P(K > 1.949) = 0.001). */
export function ksLimit(n: number): number {
  return 1.949 / Math.sqrt(n);
}

/** Pearson's statistic for counts against shares that sum to 1. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, i) => sum + (count - n * shares[i]!) ** 2 / (n * shares[i]!), 0);
}

/** The 0.999 quantile of chi-square by degrees of freedom, from tables (NIST handbook 1.3.6.7.4). */
export const chiSquareLimit: Readonly<Record<number, number>> = {
  1: 10.828,
  2: 13.816,
  3: 16.266,
  4: 18.467,
  5: 20.515,
  9: 27.877,
  11: 31.264,
  15: 37.697,
  99: 148.23,
};

/** The standard normal distribution function, by Abramowitz and Stegun 26.2.17 (error below 7.5e-8). */
export function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}
