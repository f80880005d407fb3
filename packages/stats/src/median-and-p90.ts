import { sortNumbers } from "@gigamine/base";

/** Fewer values than this are sorted. */
const FEW = 64;
const MOST_BINS = 1024;

/**
 * The median and the quantile 0.9 (type 7, as in `describe`) of values from `min` to `max`; both `null` for no value. `values`
 * must hold no NaN and may be reordered.
 *
 * The values are counted in bins of equal width, and only the bins that hold the ranks asked for are sorted. O(n), also where one
 * value far out leaves all others in one bin.
 *
 * Source: Tibshirani, "Fast computation of the median by successive binning", arXiv 0806.3301, 2008, with sorting in place of
 * further rounds.
 */
export function medianAndP90(
  values: Float64Array,
  min: number,
  max: number,
): readonly [number | null, number | null] {
  const n = values.length;
  if (n === 0) return [null, null];
  const middle = (n - 1) * 0.5;
  const upper = (n - 1) * 0.9;
  let ranks = [Math.floor(middle), Math.ceil(middle), Math.floor(upper), Math.ceil(upper)];
  let sorted = values;
  if (n >= FEW && min < max) [sorted, ranks] = rankedPart(values, ranks, min, max);
  else values.sort();
  const between = (low: number, high: number, share: number): number => low + (high - low) * share;
  const [a, b, c, d] = ranks.map((rank) => sorted[rank]!) as [number, number, number, number];
  return [between(a, b, middle % 1), between(c, d, upper % 1)];
}

/** The bins that hold the rising `ranks`, sorted, and the ranks in there. */
function rankedPart(
  values: Float64Array,
  ranks: readonly number[],
  min: number,
  max: number,
): [Float64Array, number[]] {
  const bins = Math.min(MOST_BINS, values.length >> 2);
  const scale = (bins - 1) / (max - min); // the bin of a value never falls as the value rises
  const counts = new Uint32Array(bins);
  for (let i = 0; i < values.length; i++) counts[((values[i]! - min) * scale) | 0]!++;
  const isHeld = new Uint8Array(bins);
  const places: number[] = [];
  let below = 0;
  let held = 0;
  for (let bin = 0; places.length < ranks.length; bin++) {
    const end = below + counts[bin]!;
    if (ranks[places.length]! < end) {
      while (ranks[places.length]! < end) places.push(ranks[places.length]! - below + held);
      isHeld[bin] = 1;
      held += counts[bin]!;
    }
    below = end;
  }
  const part = new Float64Array(held);
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    if (isHeld[((values[i]! - min) * scale) | 0] === 1) part[next++] = values[i]!;
  }
  return [sortNumbers(part), places];
}
