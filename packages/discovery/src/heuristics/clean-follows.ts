import { type FollowsCounts, selectArcs } from "./follows-counts.js";

/**
 * Leaves out what is too rare before anything is measured: activities with fewer than `minActivityCount` events, with all their arcs; and
 * arcs that are rare beside the other arcs of both their activities, a > b if
 *
 *     |a > b| < noiseThreshold · min(M(a), M(b)),   M(x) = the largest count of an arc into or out of x.
 *
 * The latter is not in the papers: PM4Py does so, with threshold 0.05. Threshold 0 leaves all arcs. O(n + arcs).
 */
export function cleanFollows(
  counts: FollowsCounts,
  noiseThreshold: number,
  minActivityCount: number,
): FollowsCounts {
  const { size, from, to, count, events } = counts;
  const most = new Float64Array(size);
  for (let arc = 0; arc < to.length; arc++) {
    for (const a of [from[arc]!, to[arc]!]) if (count[arc]! > most[a]!) most[a] = count[arc]!;
  }
  const stays = (a: number): boolean => events[a]! >= minActivityCount;
  const kept = selectArcs(counts, (arc) => {
    const [a, b] = [from[arc]!, to[arc]!];
    return (
      stays(a) && stays(b) && count[arc]! >= Math.min(noiseThreshold * most[a]!, noiseThreshold * most[b]!)
    );
  });
  const ofStaying = (seen: readonly number[]): number[] => seen.map((n, a) => (stays(a) ? n : 0));
  return {
    ...kept,
    starts: ofStaying(counts.starts),
    ends: ofStaying(counts.ends),
    events: ofStaying(counts.events),
  };
}
