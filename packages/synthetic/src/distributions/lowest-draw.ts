import type { Distribution } from "./distribution.js";

/** No draw is below this. −∞ when there is no such bound. */
export function lowestDraw(distribution: Distribution): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform":
    case "integer":
    case "triangular":
      return distribution.low;
    case "normal":
      return distribution.sd === 0 ? distribution.mean : Number.NEGATIVE_INFINITY;
    case "truncatedNormal":
      return distribution.low ?? Number.NEGATIVE_INFINITY;
    case "empirical":
      return distribution.values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    default:
      return 0;
  }
}
