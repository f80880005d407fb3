/** A link from one node to another. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/**
 * The links with passing nodes left out, in the order of their first pieces: a link to a passing node leads on to where the link
 * from there leads. Each passing node has one link from it, and no circle consists of passing nodes only. O(links) times passing
 * nodes in a row.
 */
export function bypass<L extends Link>(links: readonly L[], isPassing: (node: number) => boolean): L[] {
  const next = new Map<number, number>();
  for (const { from, to } of links) if (isPassing(from)) next.set(from, to);
  const kept: L[] = [];
  for (const link of links) {
    if (isPassing(link.from)) continue;
    let to = link.to;
    while (isPassing(to)) to = next.get(to)!;
    kept.push({ ...link, to });
  }
  return kept;
}
