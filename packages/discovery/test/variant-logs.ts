import type { VariantLog } from "@gigamine/event-log";

/** The activities of each variant, in its order. */
export function variantWords({ activities, variantOffsets, sequence }: VariantLog): string[][] {
  return Array.from({ length: variantOffsets.length - 1 }, (_, v) =>
    sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!).map((a) => activities[a]!),
  );
}

/** 100,000 different variants of 18 events: a number in binary digits, then `end`. */
export function manyVariants(): VariantLog {
  return {
    activities: ["0", "1", "end"],
    variantOffsets: Array.from({ length: 100_001 }, (_, v) => v * 18),
    sequence: Array.from({ length: 1_800_000 }, (_, i) =>
      i % 18 === 17 ? 2 : (Math.floor(i / 18) >> (i % 18)) & 1,
    ),
    counts: new Array(100_000).fill(1),
  };
}

/** One case of 100,000 events: a, then b and c in turns, then d. */
export function longCase(): VariantLog {
  const sequence = Array.from({ length: 100_000 }, (_, i) => (i === 0 ? 0 : i === 99_999 ? 3 : 2 - (i % 2)));
  return { activities: ["a", "b", "c", "d"], variantOffsets: [0, 100_000], sequence, counts: [1] };
}
