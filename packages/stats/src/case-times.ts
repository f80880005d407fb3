import { columnByName, type EventLog } from "@gigamine/event-log";

/** When each case began and ended, ms since the epoch; NaN where not known. */
export interface CaseTimes {
  /** `"start"` when the log records starts, `"completion"` when it knows completions only. */
  readonly basis: "start" | "completion";
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** The recorded starts, one per event, NaN where missing; `null` when the log has none. */
export function startTimes(log: EventLog): Float64Array | null {
  const column = columnByName(log.eventAttributes, "start");
  if (column?.kind !== "timestamp") return null;
  return column.values.every(Number.isNaN) ? null : column.values;
}

/**
 * Begin and end of every case. A case ends with the completion of its last event. It begins with the completion of its
 * first event or, when the log records starts, with the earliest start of its events (of an event without a start its
 * completion counts). A case without events, or whose first or last event has no time, has NaN. O(cases), with starts O(events).
 */
export function caseTimes(log: EventLog): CaseTimes {
  const { caseOffsets, time } = log;
  const cases = log.caseIds.length;
  const starts = startTimes(log);
  const from = new Float64Array(cases).fill(Number.NaN);
  const to = new Float64Array(cases).fill(Number.NaN);
  for (let c = 0; c < cases; c++) {
    const first = caseOffsets[c]!;
    const end = caseOffsets[c + 1]!;
    if (first === end) continue;
    to[c] = time[end - 1]!;
    let earliest = time[first]!;
    if (starts !== null && !(Number.isNaN(earliest) && Number.isNaN(starts[first]!))) {
      for (let e = first; e < end; e++) {
        if (!(earliest <= time[e]!) && !Number.isNaN(time[e]!)) earliest = time[e]!;
        if (!(earliest <= starts[e]!) && !Number.isNaN(starts[e]!)) earliest = starts[e]!;
      }
    }
    from[c] = earliest;
  }
  return { basis: starts === null ? "completion" : "start", from, to };
}
