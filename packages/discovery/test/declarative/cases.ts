import type { VariantLog } from "@gigamine/event-log";

/** The cases of a log as lists of names, one after the other. */
export function casesOf({ activities, variantOffsets, sequence, counts }: VariantLog): string[][] {
  return counts.flatMap((count, v) => {
    const trace = sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!).map((id) => activities[id]!);
    return Array.from({ length: count }, () => trace);
  });
}

/** The same cases with variants and activity ids in another order, and other names. */
export function mixed(
  log: VariantLog,
  order: readonly number[],
  rename: (name: string) => string,
): VariantLog {
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item, i) => [item, order[i] ?? 0] as const)
      .sort(([, a], [, b]) => b - a)
      .map(([item]) => item);
  const activities = shuffle(log.activities);
  const ids = new Map(activities.map((name, id) => [name, id]));
  const variants = shuffle([...log.counts.keys()]);
  const variantOffsets = [0];
  const sequence: number[] = [];
  for (const v of variants) {
    for (let i = log.variantOffsets[v]!; i < log.variantOffsets[v + 1]!; i++) {
      sequence.push(ids.get(log.activities[log.sequence[i]!]!)!);
    }
    variantOffsets.push(sequence.length);
  }
  return {
    activities: activities.map(rename),
    variantOffsets,
    sequence,
    counts: variants.map((v) => log.counts[v]!),
  };
}
