import hypergeometric from "@stdlib/stats-base-dists-hypergeometric-pmf";
import normalCdf from "@stdlib/stats-base-dists-normal-cdf";

/**
 * Two-sided p value of two shares, `a` of `m` and `b` of `n`, being equal in truth; `null` when there is nothing to tell: nothing
 * tried in a group, or all tries alike.
 *
 * Where all four expected counts are at least 1 it is the "N − 1" chi-squared test on one degree of freedom,
 *
 *     X² = (N − 1)(a(n − b) − b(m − a))² / (m n (a + b)(N − a − b)),   N = m + n
 *
 * and otherwise Fisher's exact test by Irwin's rule: the probability of all tables with these margins that are at most as likely.
 * O(1), for the exact test O(√N).
 *
 * Source: Campbell, "Chi-Squared and Fisher-Irwin Tests of Two-by-Two Tables with Small Sample Recommendations", Statistics in
 * Medicine 26(19), 2007.
 */
export function twoProportions(a: number, m: number, b: number, n: number): number | null {
  const all = m + n;
  const hits = a + b;
  if (m === 0 || n === 0 || hits === 0 || hits === all) return null;
  const leastExpected = (Math.min(m, n) * Math.min(hits, all - hits)) / all;
  return leastExpected >= 1 ? chiSquared(a, m, b, n) : fisherIrwin(a, m, b, n);
}

export function chiSquared(a: number, m: number, b: number, n: number): number {
  const all = m + n;
  const hits = a + b;
  const root = (Math.abs(a * n - b * m) / Math.sqrt(m * n)) * Math.sqrt((all - 1) / hits / (all - hits));
  return 2 * normalCdf(-root, 0, 1); // one degree of freedom: X² is the square of a normal score
}

export function fisherIrwin(a: number, m: number, b: number, n: number): number {
  const hits = a + b;
  const probability = (x: number): number => hypergeometric(x, m + n, hits, m);
  const atMost = probability(a) * (1 + 1e-7); // equally likely, whatever the last bits say
  let p = 0;
  for (let x = Math.max(0, hits - n); x <= Math.min(hits, m); x++) {
    const likely = probability(x);
    if (likely <= atMost) p += likely;
  }
  return Math.min(1, p);
}
