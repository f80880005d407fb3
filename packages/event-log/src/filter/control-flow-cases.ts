import { BitSet } from "@gigamine/base";
import type { EventLog } from "../types.js";
import { variants as variantsOf } from "../variants.js";
import { casesWhere, mapActivities, markActivities, unknownActivity } from "./select.js";

type Names = string | readonly string[];

/** The cases with `min` … `max` events of the named activities. */
export function casesByActivity(
  log: EventLog,
  names: Names,
  min: number,
  max: number,
  where: string,
): BitSet {
  const { caseOffsets } = log;
  const marks = mapActivities(log, markActivities(log, names, where));
  return casesWhere(log, (c) => {
    const end = caseOffsets[c + 1]!;
    let count = 0;
    for (let e = caseOffsets[c]!; e < end; e++) count += marks[e]!;
    return count >= min && count <= max;
  });
}

/** The cases whose first (or last) event has one of the activities. */
export function casesByEnd(log: EventLog, names: Names, end: "first" | "last", where: string): BitSet {
  const { caseOffsets, activity } = log;
  const named = markActivities(log, names, where);
  return casesWhere(log, (c) => {
    const start = caseOffsets[c]!;
    const stop = caseOffsets[c + 1]!;
    return start < stop && named[activity[end === "first" ? start : stop - 1]!] === 1;
  });
}

const FROM = 1;
const TO = 2;

/** What a path is, as the leaves of a predicate say it. */
export interface Path {
  readonly from: Names;
  readonly to: Names;
  readonly minMs?: number | undefined;
  readonly maxMs?: number | undefined;
}

/** The cases in which `to` comes right behind `from`, or anywhere behind it. */
export function casesByPath(
  log: EventLog,
  { from, to, minMs, maxMs }: Path,
  direct: boolean,
  where: string,
): BitSet {
  const { caseOffsets, time } = log;
  const table = markActivities(log, from, where);
  const second = markActivities(log, to, where);
  for (let a = 0; a < table.length; a++) table[a]! |= second[a]! * TO;
  const marks = mapActivities(log, table);
  const timed = minMs !== undefined || maxMs !== undefined;
  const low = minMs ?? 0;
  const high = maxMs ?? Number.POSITIVE_INFINITY;
  if (direct) {
    return casesWhere(log, (c) => {
      const end = caseOffsets[c + 1]!;
      for (let e = caseOffsets[c]! + 1; e < end; e++) {
        if ((marks[e - 1]! & FROM) === 0 || (marks[e]! & TO) === 0) continue;
        const gap = time[e]! - time[e - 1]!;
        if (!timed || (gap >= low && gap <= high)) return true;
      }
      return false;
    });
  }
  return casesWhere(log, (c) => {
    // times rise, so the earliest event that is near enough to `e` only moves on: each event is passed once
    let near = caseOffsets[c]!;
    for (let e = near; e < caseOffsets[c + 1]!; e++) {
      if ((marks[e]! & TO) === 0 || (timed && Number.isNaN(time[e]!))) continue;
      while (near < e && !((marks[near]! & FROM) !== 0 && (!timed || time[e]! - time[near]! <= high))) near++;
      if (near < e && (!timed || time[e]! - time[near]! >= low)) return true;
    }
    return false;
  });
}

/** The cases in which one activity (of the named, or any) occurs at least `min` times. */
export function casesByRework(log: EventLog, names: Names | undefined, min: number, where: string): BitSet {
  const { caseOffsets, activity, activities } = log;
  const named = names === undefined ? null : markActivities(log, names, where);
  const counts = new Uint32Array(activities.length);
  return casesWhere(log, (c) => {
    let found = false;
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const a = activity[e]!;
      counts[a]!++;
      if (counts[a]! >= min && (named === null || named[a] === 1)) found = true;
    }
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) counts[activity[e]!] = 0;
    return found;
  });
}

/** Which variants are wanted, exactly one of the three. */
export interface VariantChoice {
  readonly top?: number | undefined;
  readonly coverage?: number | undefined;
  readonly variants?: readonly (readonly string[])[] | undefined;
}

export function casesByVariant(
  log: EventLog,
  { top, coverage, variants }: VariantChoice,
  where: string,
): BitSet {
  const all = variantsOf(log);
  const { counts, caseVariant } = all;
  const keep = new Uint8Array(counts.length);
  if (variants !== undefined) markSequences(log, all, variants, keep, where);
  else {
    const order = counts.map((_, v) => v).sort((a, b) => counts[b]! - counts[a]! || a - b);
    const enough = (coverage ?? Number.POSITIVE_INFINITY) * log.caseIds.length - 1e-9; // 0.7 of 10 is 7, whatever the last bit says
    let covered = 0;
    for (const v of order.slice(0, top ?? order.length)) {
      if (covered >= enough) break;
      keep[v] = 1;
      covered += counts[v]!;
    }
  }
  return casesWhere(log, (c) => keep[caseVariant![c]!] === 1);
}

function markSequences(
  log: EventLog,
  {
    variantOffsets,
    sequence,
  }: { readonly variantOffsets: readonly number[]; readonly sequence: readonly number[] },
  wanted: readonly (readonly string[])[],
  keep: Uint8Array,
  where: string,
): void {
  const ids = new Map(log.activities.map((name, id) => [name, id]));
  const keys = new Set(
    wanted.map((names) =>
      names
        .map((name) => {
          const id = ids.get(name);
          if (id === undefined) throw unknownActivity(log, name, where);
          return id;
        })
        .join(","),
    ),
  );
  for (let v = 0; v < keep.length; v++) {
    const key = sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!).join(",");
    keep[v] = keys.has(key) ? 1 : 0;
  }
}

/** The cases of a random choice of `count` among all. */
export function casesByCount(log: EventLog, count: number, next: () => number): BitSet {
  const bits = new BitSet(log.caseIds.length);
  for (const c of chooseSome(bits.size, count, next)) bits.add(c);
  return bits;
}

/** `count` of the numbers 0 … total-1 in rising order, every choice equally likely: Knuth, TAOCP 2, 3.4.2, algorithm S. */
export function* chooseSome(total: number, count: number, next: () => number): Generator<number> {
  let left = Math.min(count, total);
  for (let i = 0; left > 0; i++) {
    if ((total - i) * next() >= left) continue;
    left--;
    yield i;
  }
}
