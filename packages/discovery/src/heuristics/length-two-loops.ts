import { type FollowsCounts, findArc } from "./follows-counts.js";

/** Two activities that alternate, `first` < `second`. */
export interface LoopOfTwo {
  readonly first: number;
  readonly second: number;
  readonly measure: number;
}

/**
 * How sure it is that a and b alternate:
 *
 *     a =>2 b = (|a >> b| + |b >> a|) / (|a >> b| + |b >> a| + 1),   |a >> b| = how often a, b, a follow each other directly
 *
 * In [0, 1), the same for both directions. Source: Weijters, van der Aalst, Alves de Medeiros 2006, mining of the dependency graph.
 *
 * @param arc An arc from a to b, a ≠ b.
 */
export function loopTwoMeasure(counts: FollowsCounts, arc: number): number {
  const reverse = findArc(counts, counts.to[arc]!, counts.from[arc]!);
  const seen = counts.alternations[arc]! + (reverse < 0 ? 0 : counts.alternations[reverse]!);
  return seen / (seen + 1);
}

/**
 * Finds the pairs of activities that alternate, and how surely, from `threshold` on. Their dependency measure is near 0, so that without
 * this step they would pass for parallel. O(arcs · log arcs of an activity).
 */
export function lengthTwoLoops(counts: FollowsCounts, threshold: number): LoopOfTwo[] {
  const { from, to } = counts;
  const loops: LoopOfTwo[] = [];
  for (let arc = 0; arc < to.length; arc++) {
    const [a, b] = [from[arc]!, to[arc]!];
    // Where a, b, a was seen both arcs exist, so that looking at one of them is enough.
    if (a >= b) continue;
    const measure = loopTwoMeasure(counts, arc);
    if (measure > 0 && measure >= threshold) loops.push({ first: a, second: b, measure });
  }
  return loops;
}
