/** The ids of activities in the order of their names, by UTF-16 code units. */
export function idsByName(activities: readonly string[]): number[] {
  return [...activities.keys()].sort((a, b) => (activities[a]! < activities[b]! ? -1 : 1));
}

/** Per id its place in `order`; 0 for ids that are not in it. */
export function ranksIn(order: readonly number[], size: number): Uint32Array {
  const rank = new Uint32Array(size);
  for (let r = 0; r < order.length; r++) rank[order[r]!] = r;
  return rank;
}
