/**
 * The median; `null` for no value. `values` must hold no NaN and is reordered. O(n) on average, O(n log n) at worst.
 *
 * Source: selection as in Hoare, "Algorithm 65: Find", Communications of the ACM 4(7), 1961, with the median of three as
 * pivot; when the pivots stay bad, what is left is sorted.
 */
export function median(values: Float64Array): number | null {
  if (values.length === 0) return null;
  const upper = values.length >> 1;
  select(values, upper);
  const high = values[upper]!;
  if (values.length % 2 === 1) return high;
  let low = values[0]!;
  for (let i = 1; i < upper; i++) if (values[i]! > low) low = values[i]!;
  return low + (high - low) / 2;
}

/** Puts the k-th smallest value (from 0) at `k`, nothing greater before it and nothing smaller behind it. */
function select(values: Float64Array, k: number): void {
  let left = 0;
  let right = values.length - 1;
  for (let rounds = 64 - 2 * Math.clz32(values.length); left < right; rounds--) {
    if (rounds === 0) {
      values.subarray(left, right + 1).sort();
      return;
    }
    const pivot = middleOf(values[left]!, values[(left + right) >> 1]!, values[right]!);
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

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
