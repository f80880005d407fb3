import { groupValues, Heap } from "@gigamine/base";

/** Active periods of some length, by begin, then by owner: whose, from when and until when. */
export interface ActivePeriods {
  readonly owner: Uint32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** The union of the intervals of each group, gaps up to `maxGapMs` included. */
export function activePeriods(
  begins: Float64Array,
  ends: Float64Array,
  groupOf: ArrayLike<number>,
  groups: number,
  maxGapMs: number,
): ActivePeriods {
  const { offsets, grouped: from } = groupValues(begins, groupOf, groups);
  const { grouped: to } = groupValues(ends, groupOf, groups);
  const periods: { owner: number; from: number; to: number }[] = [];
  for (let owner = 0; owner < groups; owner++) {
    // the union of intervals does not depend on which begin belongs to which end, so both are sorted apart
    const starts = from.subarray(offsets[owner], offsets[owner + 1]).sort();
    const stops = to.subarray(offsets[owner], offsets[owner + 1]).sort();
    for (let first = 0, i = 0; i < starts.length; i++) {
      // with the i-th end all intervals that began by then have ended, unless another has begun
      if (i + 1 < starts.length && starts[i + 1]! - stops[i]! <= maxGapMs) continue;
      if (stops[i]! > starts[first]!) periods.push({ owner, from: starts[first]!, to: stops[i]! });
      first = i + 1;
    }
  }
  periods.sort((x, y) => x.from - y.from || x.owner - y.owner);
  return {
    owner: Uint32Array.from(periods, (period) => period.owner),
    from: Float64Array.from(periods, (period) => period.from),
    to: Float64Array.from(periods, (period) => period.to),
  };
}

/** Per period 1 when at some instant it is the longest of those under way. */
export function longestSomewhere({ owner, from, to }: ActivePeriods): Uint8Array {
  const isLongest = new Uint8Array(owner.length);
  const longestFirst = new Heap<number>((x, y) => {
    const longer = to[x]! - from[x]! - (to[y]! - from[y]!);
    return longer > 0 || (longer === 0 && owner[x]! < owner[y]!); // no owner has two under way
  });
  const ends = to.slice().sort();
  for (let begun = 0, ended = 0; ended < ends.length; ) {
    const now = Math.min(from[begun] ?? Number.POSITIVE_INFINITY, ends[ended]!);
    while (begun < from.length && from[begun] === now) longestFirst.push(begun++);
    while (ended < ends.length && ends[ended] === now) ended++;
    while (longestFirst.size > 0 && to[longestFirst.peek()!]! <= now) longestFirst.pop();
    if (longestFirst.size > 0) isLongest[longestFirst.peek()!] = 1;
  }
  return isLongest;
}
