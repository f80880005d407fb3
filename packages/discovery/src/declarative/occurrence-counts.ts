import type { VariantLog } from "@gigamine/event-log";

/** How often activities occur in cases. */
export interface OccurrenceCounts {
  /** All cases. */
  readonly cases: number;
  /** Per activity: how many cases have it once, twice, …; keys are at least 1. */
  readonly histograms: readonly ReadonlyMap<number, number>[];
  /** Per activity in how many cases it occurs. */
  readonly having: Float64Array;
  /** Per activity how many cases begin with it. */
  readonly starts: Float64Array;
  /** Per activity how many cases end with it. */
  readonly ends: Float64Array;
}

/** One pass over the variants: O(events of the variants). */
export function countOccurrences({
  activities,
  sequence,
  variantOffsets,
  counts,
}: VariantLog): OccurrenceCounts {
  const n = activities.length;
  const histograms = activities.map(() => new Map<number, number>());
  const having = new Float64Array(n);
  const starts = new Float64Array(n);
  const ends = new Float64Array(n);
  const inVariant = new Float64Array(n);
  let cases = 0;
  for (let v = 0; v < counts.length; v++) {
    const weight = counts[v]!;
    const start = variantOffsets[v]!;
    const end = variantOffsets[v + 1]!;
    cases += weight;
    if (start === end) continue;
    starts[sequence[start]!]! += weight;
    ends[sequence[end - 1]!]! += weight;
    for (let i = start; i < end; i++) inVariant[sequence[i]!]!++;
    for (let i = start; i < end; i++) {
      const a = sequence[i]!;
      const times = inVariant[a]!;
      if (times === 0) continue; // counted at its first event
      inVariant[a] = 0;
      having[a]! += weight;
      histograms[a]!.set(times, (histograms[a]!.get(times) ?? 0) + weight);
    }
  }
  return { cases, histograms, having, starts, ends };
}
