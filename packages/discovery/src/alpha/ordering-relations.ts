/** What the log tells about the order of each two activities. */
export interface OrderingRelations {
  /** Activities 0 … size - 1. */
  readonly size: number;
  /** a -> b: a causes b. */
  causal(a: number, b: number): boolean;
  /** a # b: neither ever follows the other directly. `unrelated(a, a)` says that a never follows itself. */
  unrelated(a: number, b: number): boolean;
}

/**
 * The relations of the alpha algorithm from `follows`, in which `follows[a * size + b]` is 1 if a > b: a -> b if a > b and
 * not b > a, a # b if neither.
 *
 * With `shortLoops` those of alpha+: a -> b also where b > a too, if the pair is in a loop of length two; `shortLoops[a * size + b]`
 * is then 1.
 */
export function orderingRelations(
  size: number,
  follows: Uint8Array,
  shortLoops: Uint8Array | null = null,
): OrderingRelations {
  const seen = (a: number, b: number): boolean => follows[a * size + b] === 1;
  return {
    size,
    causal: (a, b) => seen(a, b) && (!seen(b, a) || shortLoops?.[a * size + b] === 1),
    unrelated: (a, b) => !seen(a, b) && !seen(b, a),
  };
}
