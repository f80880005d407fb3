import type { FootprintRelation, Footprints } from "@gigamine/models";

/** A cell in which two footprint matrices differ. */
export interface FootprintDifference {
  readonly from: string;
  readonly to: string;
  /** The relation of `from` to `to` in the first and in the second footprints; `"#"` where they do not know one of the two. */
  readonly first: FootprintRelation;
  readonly second: FootprintRelation;
}

export interface FootprintComparison {
  /** The activities of the first footprints, then those that only the second have. */
  readonly activities: readonly string[];
  /** Cells that differ, in the order of the matrix over `activities`, row by row. */
  readonly differences: readonly FootprintDifference[];
  /** Share of equal cells, in [0, 1]; `null` when there are no activities. */
  readonly similarity: number | null;
  /** Pairs "directly followed by" (-> or ||) of each, and of both. */
  readonly firstPairs: number;
  readonly secondPairs: number;
  readonly sharedPairs: number;
}

/**
 * Compares two footprint matrices cell by cell: of a log and a model, of two logs, of two models.
 *
 *     similarity = equal cells / n²     over all n activities of either
 *
 * O(n²). Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 8.3 ("conformance based on
 * footprints"), where both have the same activities.
 *
 * @example
 * compareFootprints(footprints(log), treeFootprints(tree)).similarity;
 */
export function compareFootprints(first: Footprints, second: Footprints): FootprintComparison {
  const known = new Set(first.activities);
  const activities = [...first.activities, ...second.activities.filter((name) => !known.has(name))];
  const relationsOf = [first, second].map((footprints) => {
    const ids = new Map(footprints.activities.map((name, id) => [name, id]));
    return { footprints, ids: activities.map((name) => ids.get(name) ?? -1) };
  });
  const differences: FootprintDifference[] = [];
  let [firstPairs, secondPairs, sharedPairs] = [0, 0, 0];
  activities.forEach((from, a) => {
    activities.forEach((to, b) => {
      const [one, two] = relationsOf.map(({ footprints, ids }): FootprintRelation => {
        const [x, y] = [ids[a]!, ids[b]!];
        return x < 0 || y < 0 ? "#" : footprints.relations[x * footprints.activities.length + y]!;
      }) as [FootprintRelation, FootprintRelation];
      if (one !== two) differences.push({ from, to, first: one, second: two });
      const [inFirst, inSecond] = [isFollowed(one), isFollowed(two)];
      if (inFirst) firstPairs++;
      if (inSecond) secondPairs++;
      if (inFirst && inSecond) sharedPairs++;
    });
  });
  const cells = activities.length ** 2;
  const similarity = cells === 0 ? null : 1 - differences.length / cells;
  return { activities, differences, similarity, firstPairs, secondPairs, sharedPairs };
}

/** Whether the relation says that the second activity directly follows the first at least once. */
export function isFollowed(relation: FootprintRelation): boolean {
  return relation === "->" || relation === "||";
}
