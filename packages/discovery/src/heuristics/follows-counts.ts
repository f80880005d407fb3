import { directlyFollows, type VariantLog } from "@gigamine/event-log";

/** What the measures are made of. Arcs are pairs of activities of which one directly follows the other, in rows by the first. */
export interface FollowsCounts {
  /** Activities. */
  readonly size: number;
  /** The arcs from activity `a` are `rows[a]` … `rows[a + 1] - 1`. */
  readonly rows: Uint32Array;
  /** Per arc the first activity. */
  readonly from: Uint32Array;
  /** Per arc the second activity, rising in each row. */
  readonly to: Uint32Array;
  /** Per arc |a > b|. */
  readonly count: Float64Array;
  /** Per arc |a >> b|: how often a, b, a follow each other directly, a ≠ b. */
  readonly alternations: Float64Array;
  /** Per activity how many cases start with it. */
  readonly starts: readonly number[];
  /** Per activity how many cases end with it. */
  readonly ends: readonly number[];
  /** Per activity how many events it has. */
  readonly events: readonly number[];
}

/** The arc from `a` to `b`; -1 if there is none. O(log arcs of a). */
export function findArc({ rows, to }: FollowsCounts, a: number, b: number): number {
  let low = rows[a]!;
  let high = rows[a + 1]! - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (to[middle] === b) return middle;
    if (to[middle]! < b) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Counts direct followers and alternations over the variants. O(events of the variants · log arcs of an activity). */
export function followsCounts(log: VariantLog): FollowsCounts {
  const dfg = directlyFollows(log);
  const counts = fromArcs(dfg.activities.length, dfg.from, dfg.to, dfg.count, dfg);
  const { variantOffsets, sequence } = log;
  for (let v = 0; v < log.counts.length; v++) {
    const end = variantOffsets[v + 1]!;
    for (let i = variantOffsets[v]! + 2; i < end; i++) {
      const a = sequence[i]!;
      const b = sequence[i - 1]!;
      if (a !== sequence[i - 2] || a === b) continue;
      counts.alternations[findArc(counts, a, b)]! += log.counts[v]!;
    }
  }
  return counts;
}

/** The same counts with those arcs only for which `keep` says so. */
export function selectArcs(counts: FollowsCounts, keep: (arc: number) => boolean): FollowsCounts {
  const kept: number[] = [];
  for (let arc = 0; arc < counts.to.length; arc++) if (keep(arc)) kept.push(arc);
  const { size, from, to, count, alternations, starts, ends, events } = counts;
  const result = fromArcs(
    size,
    kept.map((arc) => from[arc]!),
    kept.map((arc) => to[arc]!),
    kept.map((arc) => count[arc]!),
    { startCounts: starts, endCounts: ends, activityCounts: events },
  );
  kept.forEach((arc, index) => {
    result.alternations[index] = alternations[arc]!;
  });
  return result;
}

function fromArcs(
  size: number,
  from: readonly number[],
  to: readonly number[],
  count: readonly number[],
  ends: {
    readonly startCounts: readonly number[];
    readonly endCounts: readonly number[];
    readonly activityCounts: readonly number[];
  },
): FollowsCounts {
  const rows = new Uint32Array(size + 1);
  for (const a of from) rows[a + 1]!++;
  for (let a = 0; a < size; a++) rows[a + 1]! += rows[a]!;
  return {
    size,
    rows,
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    count: Float64Array.from(count),
    alternations: new Float64Array(to.length),
    starts: ends.startCounts,
    ends: ends.endCounts,
    events: ends.activityCounts,
  };
}
