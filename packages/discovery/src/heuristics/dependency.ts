import { type FollowsCounts, findArc } from "./follows-counts.js";

/**
 * Per arc how sure it is that its second activity depends on the first:
 *
 *     a => b = (|a > b| - |b > a|) / (|a > b| + |b > a| + 1)   for a ≠ b
 *     a => a = |a > a| / (|a > a| + 1)                         for a length-one loop
 *
 * In (-1, 1): near 1 if b often follows a and never the other way round, near 0 if both ways are as frequent or it was seen
 * rarely. O(arcs · log arcs of an activity).
 *
 * Source: Weijters, van der Aalst, Alves de Medeiros 2006, mining of the dependency graph.
 */
export function dependencies(counts: FollowsCounts): Float64Array {
  const { from, to, count } = counts;
  return Float64Array.from(count, (forward, arc) => {
    if (from[arc] === to[arc]) return terminalDependency(forward);
    const reverse = findArc(counts, to[arc]!, from[arc]!);
    const backward = reverse < 0 ? 0 : count[reverse]!;
    return (forward - backward) / (forward + backward + 1);
  });
}

/** The measure for an arc that can't have a reverse: a length-one loop, the start, the end. In [0, 1). */
export function terminalDependency(count: number): number {
  return count / (count + 1);
}
