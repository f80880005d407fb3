/**
 * The shares of successes in `trials` independent trials of probability `p` that are no surprise.
 *
 * A share s lies in the band when trials · KL(s ‖ p) ≤ ln(2 / falseAlarmRate), KL(s ‖ p) = s ln(s / p) +
 * (1 - s) ln((1 - s) / (1 - p)). By the bound of Chernoff (1952; Hoeffding 1963, theorem 1) a share lands outside with
 * a probability of at most `falseAlarmRate`, for any number of trials; near p = 0 and 1, where the normal
 * approximation fails, too. The price is a band some percent wider than the exact one. No trials: the band is [0, 1].
 */
export function binomialBand(
  trials: number,
  p: number,
  falseAlarmRate: number,
): { readonly low: number; readonly high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const limit = Math.log(2 / falseAlarmRate) / trials;
  const inside = (share: number): boolean => divergence(share, p) <= limit;
  const edge = (outer: number): number => {
    if (inside(outer)) return outer;
    let [near, far] = [p, outer];
    for (let i = 0; i < 60; i++) {
      const middle = (near + far) / 2;
      if (inside(middle)) near = middle;
      else far = middle;
    }
    return near;
  };
  return { low: edge(0), high: edge(1) };
}

function divergence(share: number, p: number): number {
  const term = (s: number, q: number): number => (s === 0 ? 0 : s * Math.log(s / q));
  return term(share, p) + term(1 - share, 1 - p);
}
