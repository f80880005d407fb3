import type { EventLog } from "@gigamine/event-log";

/**
 * Per event the time since the previous event of its case completed, in ms; NaN where one of the two has no time. The
 * first event of a case has `first(e)`. Over a fully timed log these split the case durations without overlap. O(events).
 */
export function elapsedTimes(log: EventLog, first: (event: number) => number): Float64Array {
  const { caseOffsets, time } = log;
  const elapsed = new Float64Array(time.length);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    const begin = caseOffsets[c]!;
    const end = caseOffsets[c + 1]!;
    if (begin === end) continue;
    elapsed[begin] = first(begin);
    for (let e = begin + 1; e < end; e++) elapsed[e] = time[e]! - time[e - 1]!;
  }
  return elapsed;
}
