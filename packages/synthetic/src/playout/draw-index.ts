import type { RandomStream } from "@gigamine/base";

/** Draws an index by weight. `total` is the sum of the weights, more than 0; an index of weight 0 is never drawn. */
export function drawIndex(stream: RandomStream, weights: ArrayLike<number>, total: number): number {
  let rest = stream.next() * total;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    if (rest < weight) return i;
    rest -= weight;
    last = i;
  }
  return last; // sums of rounded numbers may leave a rest
}

/** The sum of weights. */
export function sum(weights: readonly number[]): number {
  let total = 0;
  for (const weight of weights) total += weight;
  return total;
}
