import type { AlignmentMove } from "../alignments/types.js";

/**
 * The positions of the moves that are one activity at two places: an event without its transition and a transition without its
 * event, of the same activity. Pairs are made nearest first (ties: the earlier event, then the earlier transition), each move
 * in at most one. O(k²) for the k such moves of an activity.
 */
export function pairMisplaced(moves: readonly AlignmentMove[]): ReadonlySet<number> {
  const byActivity = new Map<string, { log: number[]; model: number[] }>();
  moves.forEach(({ kind, activity }, m) => {
    if (kind !== "log" && kind !== "model") return;
    const sides = byActivity.get(activity) ?? { log: [], model: [] };
    byActivity.set(activity, sides);
    sides[kind].push(m);
  });
  const paired = new Set<number>();
  for (const { log, model } of byActivity.values()) {
    const pairs = log
      .flatMap((l) => model.map((m) => [l, m] as const))
      .sort(([l, m], [k, n]) => Math.abs(l - m) - Math.abs(k - n) || l - k || m - n);
    for (const [l, m] of pairs) {
      if (paired.has(l) || paired.has(m)) continue;
      paired.add(l);
      paired.add(m);
    }
  }
  return paired;
}
