import normalCdf from "@stdlib/stats-base-dists-normal-cdf";

/** Two lists of numbers compared by which is greater. */
export interface RankComparison {
  /**
   * Cliff's delta, in [−1, 1]: how much more often a number of the second list is greater than one of the first than the reverse, over
   * all pairs; `null` when a list is empty.
   */
  readonly cliffsDelta: number | null;
  /** Two-sided p value; `null` when a list is empty or all numbers are equal, so that nothing can be said. */
  readonly pValue: number | null;
}

/**
 * The Mann-Whitney test of two lists, with Cliff's delta as the size of the effect. Lists must hold no NaN and are sorted in place.
 *
 *     U = pairs with the second greater + equal pairs / 2,   delta = 2U/mn − 1
 *     z = (U − mn/2) / √(mn/12 · (N + 1 − Σ(t³ − t)/(N(N − 1)))),   p = 2Φ(−|z|)
 *
 * for m and n numbers, N in all, t of which are equal to each other. This is the normal approximation, corrected for ties and without
 * correction for continuity: the Kruskal-Wallis test of two groups. It is fit for some 5 numbers a list and more. O(N log N).
 *
 * Sources: Mann, Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other", Annals of
 * Mathematical Statistics 18(1), 1947; Cliff, "Dominance Statistics: Ordinal Analyses to Answer Ordinal Questions", Psychological
 * Bulletin 114(3), 1993.
 */
export function mannWhitney(first: Float64Array, second: Float64Array): RankComparison {
  const m = first.length;
  const n = second.length;
  if (m === 0 || n === 0) return { cliffsDelta: null, pValue: null };
  first.sort();
  second.sort();
  let surplus = 0; // pairs with the second greater, minus those with it smaller: 2U − mn
  let ties = 0;
  for (let i = 0, j = 0; i < m || j < n; ) {
    const value = i === m || second[j]! < first[i]! ? second[j]! : first[i]!;
    const below = i;
    while (i < m && first[i] === value) i++;
    const from = j;
    while (j < n && second[j] === value) j++;
    surplus += (j - from) * (below - (m - i));
    const tied = i - below + j - from;
    ties += tied ** 3 - tied;
  }
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)));
  const isConstant = ties === all ** 3 - all;
  return {
    cliffsDelta: surplus / (m * n),
    pValue: isConstant
      ? null
      : Math.min(1, 2 * normalCdf(-Math.abs(surplus) / 2 / Math.sqrt(variance), 0, 1)),
  };
}
