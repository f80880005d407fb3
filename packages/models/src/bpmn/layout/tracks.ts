/** A flow that changes its height between two columns: it comes from the left at `from` and goes on to the right at `to`. */
export interface Climb {
  readonly flow: number;
  readonly from: number;
  readonly to: number;
  /** Climbs that begin (end) at the same vertex may run over each other. */
  readonly source: number;
  readonly target: number;
}

/** Room between two vertical lines, and between the ends of two in one track. */
const APART = 8;

/**
 * The track of each climb in a gap, from 0 at the left, such that vertical lines do not lie on each other and few lines cross.
 * Ties keep the order. O(climbs²).
 */
export function tracksOf(climbs: readonly Climb[]): number[] {
  // From left to right always the one that costs least, compared with all that are left.
  const rest = climbs.map((_, c) => c);
  const regret = climbs.map((climb) =>
    climbs.reduce((sum, other) => sum + cost(climb, other) - cost(other, climb), 0),
  );
  const order: number[] = [];
  while (rest.length > 0) {
    let best = 0;
    for (let i = 1; i < rest.length; i++) if (regret[rest[i]!]! < regret[rest[best]!]!) best = i;
    const [chosen] = rest.splice(best, 1) as [number];
    order.push(chosen);
    for (const c of rest) regret[c]! -= cost(climbs[c]!, climbs[chosen]!) - cost(climbs[chosen]!, climbs[c]!);
  }
  const tracks: number[] = climbs.map(() => 0);
  order.forEach((c, i) => {
    for (let j = 0; j < i; j++) {
      const [left, right] = [climbs[order[j]!]!, climbs[c]!];
      const isShared = left.source === right.source || left.target === right.target;
      const overlap =
        Math.min(Math.max(left.from, left.to), Math.max(right.from, right.to)) -
          Math.max(Math.min(left.from, left.to), Math.min(right.from, right.to)) >
        -APART;
      const mustFollow = isShared ? false : overlap || cost(left, right) !== cost(right, left);
      const least = tracks[order[j]!]! + (mustFollow ? 1 : 0);
      if (mustFollow || (isShared && overlap)) tracks[c] = Math.max(tracks[c]!, least);
    }
  });
  return tracks;
}

/** What crosses, and what lies on each other, when `left` climbs to the left of `right`. */
function cost(left: Climb, right: Climb): number {
  const within = (height: number, climb: Climb): boolean =>
    height > Math.min(climb.from, climb.to) && height < Math.max(climb.from, climb.to);
  const crossings = (within(right.from, left) ? 1 : 0) + (within(left.to, right) ? 1 : 0);
  return crossings + (left.to === right.from ? 100 : 0);
}
