/** Below this many numbers the platform's sort is faster. */
const FEWEST = 4000;
const BITS = 11;
const RADIX = 1 << BITS;
/** Which half of a number holds its sign, in the byte order of the machine. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/**
 * Sorts numbers in place, rising, in linear time; the same result as `values.sort()`. `values` must hold no NaN.
 *
 * The bits of doubles of one sign rise as their size does, so numbers are sorted by their digits of 11 (and 10) bits from the lowest on;
 * the negative ones, which then stand behind in falling order, are turned round at the end. A digit that all numbers share costs
 * nothing, as the lowest ones of whole milliseconds. O(n), with a copy of the numbers.
 *
 * Source: least-significant-digit radix sort as in Knuth, "The Art of Computer Programming", volume 3, section 5.2.5.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  const n = values.length;
  if (n < FEWEST) return values.sort();
  const counts = countDigits(values);
  let source = values;
  let target: Float64Array = new Float64Array(n);
  for (let digit = 0; digit < 6; digit++) {
    const next = counts.subarray(digit * RADIX, (digit + 1) * RADIX);
    if (!toPlaces(next, n)) continue;
    sortByDigit(source, target, next, digit < 3 ? LOW : HIGH, (digit % 3) * BITS);
    [source, target] = [target, source];
  }
  if (source !== values) values.set(source);
  turnNegatives(values);
  return values;
}

/** How often each value of each of the six digits occurs, one digit after the other. */
function countDigits(values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const counts = new Uint32Array(6 * RADIX);
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i + LOW]!;
    const high = words[i + HIGH]!;
    counts[low & (RADIX - 1)]!++;
    counts[RADIX + ((low >>> BITS) & (RADIX - 1))]!++;
    counts[2 * RADIX + (low >>> (2 * BITS))]!++;
    counts[3 * RADIX + (high & (RADIX - 1))]!++;
    counts[4 * RADIX + ((high >>> BITS) & (RADIX - 1))]!++;
    counts[5 * RADIX + (high >>> (2 * BITS))]!++;
  }
  return counts;
}

/** Turns the counts of a digit into the first place of each of its values; false when all numbers share one. */
function toPlaces(counts: Uint32Array, n: number): boolean {
  let place = 0;
  for (let value = 0; value < RADIX; value++) {
    const count = counts[value]!;
    if (count === n) return false;
    counts[value] = place;
    place += count;
  }
  return true;
}

/** Copies the numbers in the order of one digit; those that share its value keep their order. */
function sortByDigit(
  source: Float64Array,
  target: Float64Array,
  next: Uint32Array,
  half: number,
  shift: number,
): void {
  const words = new Uint32Array(source.buffer, source.byteOffset, 2 * source.length);
  for (let i = 0, word = half; i < source.length; i++, word += 2) {
    target[next[(words[word]! >>> shift) & (RADIX - 1)]!++] = source[i]!;
  }
}

/** Brings the negative numbers, which stand at the end and fall, to the front and turns them round. */
function turnNegatives(values: Float64Array): void {
  let first = values.length;
  while (first > 0 && (values[first - 1]! < 0 || Object.is(values[first - 1], -0))) first--;
  if (first === values.length) return;
  const negative = values.slice(first).reverse();
  values.copyWithin(negative.length, 0, first);
  values.set(negative);
}
