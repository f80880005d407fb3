import { describe, type NumberSummary, sortNumbers } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { bisectLeft, bisectRight } from "d3-array";
import { caseTimes } from "./case-times.js";

export interface CaseOverlap {
  /** Where a case begins, see `caseDurations`. */
  readonly basis: "start" | "completion";
  /** Per case, in the order of the log, how many other cases are open at some time while it is; `null` where its begin or end is not known. */
  readonly overlaps: readonly (number | null)[];
  /** Over the cases with a number. */
  readonly summary: NumberSummary;
}

/**
 * Counts for each case the other cases that are open at some time while it is open itself.
 *
 *     overlaps(c) = |{ d ≠ c : begin(d) <= end(c) and end(d) >= begin(c) }|
 *
 * Begin and end belong to a case, so cases that touch overlap, and a case of no duration overlaps what is open at its instant. It is
 * not the number of cases open at once: a long case overlaps many short ones that never meet, see `workInProcess`. PM4Py counts the case
 * itself too, and cases with the same begin and end as one. An empty log gives an empty list. O(events + cases log cases).
 *
 * @example
 * caseOverlap(log).summary.mean
 */
export function caseOverlap(log: EventLog): CaseOverlap {
  const { basis, from, to } = caseTimes(log);
  const isTimed = (_: number, c: number): boolean => !Number.isNaN(to[c]! - from[c]!);
  const begins = sortNumbers(from.filter(isTimed));
  const ends = sortNumbers(to.filter(isTimed));
  const overlaps: (number | null)[] = new Array(from.length);
  const counts = new Float64Array(begins.length);
  let timed = 0;
  for (let c = 0; c < from.length; c++) {
    if (!isTimed(0, c)) {
      overlaps[c] = null;
      continue;
    }
    const others = bisectRight(begins, to[c]!) - bisectLeft(ends, from[c]!) - 1;
    overlaps[c] = others;
    counts[timed++] = others;
  }
  const { total: _, ...summary } = describe(counts);
  return { basis, overlaps, summary };
}
