import { GigamineError, optionError } from "@gigamine/base";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";

/** A share with its confidence interval, all in [0, 1]; `null` when nothing was tried. */
export interface ShareInterval {
  /** successes / trials. */
  readonly rate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface ConfidenceOptions {
  /** How often, over repeated samples, the interval holds the true value. In (0, 1). @default 0.95 */
  readonly confidence?: number | undefined;
}

/**
 * A share of `trials` with the Wilson score interval, which keeps its confidence for few trials and shares near 0 or 1.
 *
 *     (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n),   p = successes / n, z the (1 + confidence)/2 normal quantile
 *
 * Without continuity correction. No trials give `null` throughout. O(1).
 *
 * Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American
 * Statistical Association 22(158), 1927, pages 209-212.
 *
 * @example
 * wilsonInterval(81, 263) // rate 0.308, from 0.2553 to 0.3662
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  { confidence = 0.95 }: ConfidenceOptions = {},
): ShareInterval {
  if (!(Number.isInteger(trials) && Number.isInteger(successes) && successes >= 0 && successes <= trials)) {
    throw new GigamineError(
      "stats/bad-counts",
      `wilsonInterval: ${successes} successes in ${trials} trials. Give whole numbers, 0 <= successes <= trials.`,
      { successes, trials },
    );
  }
  const z = normalScore("wilsonInterval", confidence);
  if (trials === 0) return { rate: null, lower: null, upper: null };
  const rate = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / shrink;
  const half = (z * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials))) / shrink;
  return {
    rate,
    lower: successes === 0 ? 0 : Math.max(0, centre - half), // exact at the ends, where rounding would miss them
    upper: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

/** The standard normal quantile that cuts off (1 − confidence)/2 above. */
export function normalScore(where: string, confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw optionError(where, "confidence", confidence, "Give a number between 0 and 1, such as 0.95.");
  }
  return normalQuantile((1 + confidence) / 2, 0, 1);
}
