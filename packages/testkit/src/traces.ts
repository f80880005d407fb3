/** Variants as data, in the shape of a `VariantLog`; this package imports nothing of ours, so the shape is repeated. */
export interface TinyVariantLog {
  readonly activities: readonly string[];
  readonly variantOffsets: readonly number[];
  readonly sequence: readonly number[];
  readonly counts: readonly number[];
}

/**
 * A log written as text, one argument a variant: `traces("a b c", "3x a c b", "")`. Activities are separated by
 * blanks; a leading `3x` says how many cases follow the variant (default 1); `""` is the empty trace. Activity ids
 * are given in first-seen order; equal variants become one.
 */
export function traces(...lines: readonly string[]): TinyVariantLog {
  const ids = new Map<string, number>();
  const variants = new Map<string, { sequence: number[]; count: number }>();
  for (const line of lines) {
    const words = line.split(" ").filter((word) => word !== "");
    const times = /^(\d+)x$/.exec(words[0] ?? "");
    if (times !== null) words.shift();
    const sequence = words.map((word) => {
      if (!ids.has(word)) ids.set(word, ids.size);
      return ids.get(word)!;
    });
    const key = sequence.join(" ");
    const variant = variants.get(key) ?? { sequence, count: 0 };
    variant.count += times === null ? 1 : Number(times[1]);
    variants.set(key, variant);
  }
  const variantOffsets = [0];
  const sequence: number[] = [];
  const counts: number[] = [];
  for (const variant of variants.values()) {
    sequence.push(...variant.sequence);
    variantOffsets.push(sequence.length);
    counts.push(variant.count);
  }
  return { activities: [...ids.keys()], variantOffsets, sequence, counts };
}
