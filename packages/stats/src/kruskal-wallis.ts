import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";

/**
 * The Kruskal-Wallis test: how likely groups of numbers differ in level as much as these by chance. Groups must hold no NaN and are
 * sorted in place.
 *
 *     H = (12 / (N(N + 1)) · Σ R²/n − 3(N + 1)) / (1 − Σ(t³ − t)/(N³ − N)),   p = 1 − F(H; groups − 1)
 *
 * for groups of n numbers with rank sum R, N in all, t of which are equal to each other, and the chi-squared distribution F. `null` for
 * fewer than two groups that are not empty, or when all numbers are equal. Fit for some 5 numbers a group and more. O(N log N); the
 * test of @stdlib takes quadratic time.
 *
 * Source: Kruskal, Wallis, "Use of Ranks in One-Criterion Variance Analysis", Journal of the American Statistical Association
 * 47(260), 1952.
 */
export function kruskalWallis(groups: readonly Float64Array[]): number | null {
  const used = groups.filter((group) => group.length > 0);
  const all = used.reduce((sum, group) => sum + group.length, 0);
  if (used.length < 2) return null;
  const pooled = new Float64Array(all);
  let filled = 0;
  for (const group of used) {
    group.sort();
    pooled.set(group, filled);
    filled += group.length;
  }
  pooled.sort();
  const position = new Uint32Array(used.length);
  const rankSums = new Float64Array(used.length);
  let ties = 0;
  for (let from = 0, to = 0; from < all; from = to) {
    const value = pooled[from]!;
    while (to < all && pooled[to] === value) to++;
    const rank = (from + 1 + to) / 2; // the mean of the ranks from + 1 … to
    ties += (to - from) ** 3 - (to - from);
    used.forEach((group, g) => {
      while (position[g]! < group.length && group[position[g]!] === value) {
        rankSums[g]! += rank;
        position[g]!++;
      }
    });
  }
  if (ties === all ** 3 - all) return null;
  const squares = used.reduce((sum, group, g) => sum + rankSums[g]! ** 2 / group.length, 0);
  const h = ((12 / (all * (all + 1))) * squares - 3 * (all + 1)) / (1 - ties / (all ** 3 - all));
  return Math.min(1, Math.max(0, 1 - chiSquareCdf(Math.max(0, h), used.length - 1)));
}
