/**
 * The median; `null` for no value. `values` must hold no NaN and is reordered. O(n) on average, O(n log n) at worst.
 *
 * Source: selection as in Hoare, "Algorithm 65: Find", Communications of the ACM 4(7), 1961, with the median of three as
 * pivot or, of many values, a pivot chosen from a sample as in Floyd and Rivest, "Algorithm 489: SELECT", Communications of
 * the ACM 18(3), 1975; when the pivots stay bad, what is left is sorted.
 */
export function median(values: Float64Array): number | null {
  if (values.length === 0) return null;
  const upper = values.length >> 1;
  select(values, upper, 0, values.length - 1);
  const high = values[upper]!;
  if (values.length % 2 === 1) return high;
  let low = values[0]!;
  for (let i = 1; i < upper; i++) if (values[i]! > low) low = values[i]!;
  return low + (high - low) / 2;
}

/** {@link median} and the quantile 0.9 (type 7, as in `describe` of base), both `null` for no value. Reorders `values`. */
export function medianAndP90(values: Float64Array): readonly [number | null, number | null] {
  const middle = median(values);
  const last = values.length - 1;
  if (last < 0) return [null, null];
  const at = last * 0.9;
  const k = Math.floor(at);
  select(values, k, Math.min(k, values.length >> 1), last); // no value before the middle is greater
  const low = values[k]!;
  if (k === last) return [middle, low];
  let high = values[k + 1]!;
  for (let i = k + 2; i <= last; i++) if (values[i]! < high) high = values[i]!;
  return [middle, low + (high - low) * (at - k)];
}

/** Beyond this many values a pivot from a sample is worth its cost (the limit of Algorithm 489). */
const SAMPLED = 600;

/**
 * Puts the k-th smallest of the values from `left` to `right` (all counted from 0) at `k`, nothing greater before it and
 * nothing smaller behind it.
 */
function select(values: Float64Array, k: number, left: number, right: number): void {
  for (let rounds = 64 - 2 * Math.clz32(right - left + 1); left < right; rounds--) {
    if (rounds === 0) {
      values.subarray(left, right + 1).sort();
      return;
    }
    const pivot =
      right - left > SAMPLED
        ? sampledPivot(values, k, left, right)
        : middleOf(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const moved = values[i]!;
      values[i++] = values[j]!;
      values[j--] = moved;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

/** A value a little beyond the k-th smallest, on the side of the middle, so that the larger part is most likely cut off. */
function sampledPivot(values: Float64Array, k: number, left: number, right: number): number {
  const n = right - left + 1;
  const rank = k - left + 1;
  const log = Math.log(n);
  const size = 0.5 * Math.exp((2 * log) / 3);
  const shift = 0.5 * Math.sqrt((log * size * (n - size)) / n) * Math.sign(rank - n / 2);
  const from = Math.max(left, Math.floor(k - (rank * size) / n + shift));
  const to = Math.min(right, Math.floor(k + ((n - rank) * size) / n + shift));
  select(values, k, from, to);
  return values[k]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
