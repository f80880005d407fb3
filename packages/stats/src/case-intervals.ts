import type { EventLog } from "@gigamine/event-log";
import { caseTimes } from "./case-times.js";

/** When the cases of a log began and ended, those with both times only. */
export interface CaseIntervals {
  readonly basis: "start" | "completion";
  /** Begins and ends, ms, of the same case at the same place. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Cases left out because their begin or end is not known. */
  readonly casesWithoutTimes: number;
  /** The first begin and the last end; ∞ and -∞ without a case. */
  readonly earliest: number;
  readonly latest: number;
}

/** The intervals of the cases with known times, in the order of the log. O(cases), with starts O(events). */
export function caseIntervals(log: EventLog): CaseIntervals {
  const { basis, from, to } = caseTimes(log);
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  let cases = 0;
  for (let c = 0; c < from.length; c++) {
    if (Number.isNaN(to[c]! - from[c]!)) continue;
    if (from[c]! < earliest) earliest = from[c]!;
    if (to[c]! > latest) latest = to[c]!;
    from[cases] = from[c]!;
    to[cases++] = to[c]!;
  }
  return {
    basis,
    from: from.subarray(0, cases),
    to: to.subarray(0, cases),
    casesWithoutTimes: from.length - cases,
    earliest,
    latest,
  };
}
