import { randomStream } from "@gigamine/base";

/** What a noise is like. */
export interface NoiseOptions {
  /** Standard deviation of every value. */
  readonly sd: number;
  /** Time after which the correlation of two values has fallen to 1/e, ms. */
  readonly correlationMs: number;
  /** Time from one value to the next, ms. */
  readonly gridMs: number;
}

/** Values on a grid of instants; index 0 stands at the epoch. */
export interface GridNoise {
  /** The value at a grid index, a whole number. Any order of asking gives the same values. */
  at(index: number): number;
}

const indicesPerBlock = 144;
const blocksKept = 64;
const warmUpCorrelations = 8;

/**
 * Normal noise whose values are correlated in time, AR(1): x(i) = φ x(i − 1) + √(1 − φ²) · sd · N, φ = exp(−grid /
 * correlation).
 *
 * A recursion from the beginning of time could not be asked for one far instant. So the grid is cut into blocks of 144,
 * each with a stream of innovations of its own, and the values of a block are those of the recursion that starts from a
 * stationary draw at least 8 correlation times earlier. The standard deviation is exact everywhere and the recursion is
 * exact inside a block; from the last value of a block to the first of the next it is missed by some exp(−8) = 0.03 % of a
 * standard deviation. (Filtering white noise over a window would be exact too, at the price of a window per value; mixing
 * two independent processes near the seams would bend the correlation there.)
 *
 * O(1) amortised for neighbours, one block plus its warm-up for a jump; some 64 blocks are kept.
 */
export function autoregressiveNoise(
  { sd, correlationMs, gridMs }: NoiseOptions,
  seed: number | string,
  ...keys: readonly string[]
): GridNoise {
  const phi = Math.exp(-gridMs / correlationMs);
  const innovation = Math.sqrt(1 - phi * phi);
  const warmUpBlocks = Math.ceil((warmUpCorrelations * correlationMs) / gridMs / indicesPerBlock);
  const blocks = new Map<number, Float64Array>();

  const walk = (block: number, from: number, values: Float64Array): number => {
    const stream = randomStream(seed, ...keys, "innovation", block);
    let value = from;
    for (let i = 0; i < indicesPerBlock; i++) {
      value = phi * value + innovation * stream.normal();
      values[i] = value;
    }
    return value;
  };

  const valuesOf = (block: number): Float64Array => {
    const known = blocks.get(block);
    if (known !== undefined) return known;
    const values = new Float64Array(indicesPerBlock);
    const first = block - warmUpBlocks;
    let value = randomStream(seed, ...keys, "start", first).normal();
    for (let b = first; b <= block; b++) value = walk(b, value, values);
    if (blocks.size >= blocksKept) blocks.clear();
    blocks.set(block, values);
    return values;
  };

  return {
    at: (index) => {
      const block = Math.floor(index / indicesPerBlock);
      return sd * valuesOf(block)[index - block * indicesPerBlock]!;
    },
  };
}
