import { type DurationSummary, describeDurations } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { caseTimes } from "./case-times.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface CaseDurations {
  /**
   * Where the clock of a case starts: `"start"`, at the earliest recorded start of its events, or `"completion"`, at
   * the completion of its first event, because the log records no starts.
   */
  readonly basis: "start" | "completion";
  /** Whether durations are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** Per case, in the order of the log; `null` for a case without events, or whose first or last event has no time. */
  readonly durationMs: readonly (number | null)[];
  /** Over the cases that have a duration. */
  readonly summary: DurationSummary;
}

/**
 * How long each case took, from its begin to the completion of its last event, in milliseconds.
 *
 * When the log records starts (event attribute `start`), the case begins at the earliest
 * start of its events, and an event without a start counts from its completion; otherwise it begins with the completion of its
 * first event, so the work on that event is not in the figure. A case of one event without a start takes 0. Durations are
 * never negative. O(cases), with starts or a calendar O(events) more. An empty log gives an empty list.
 *
 * @example
 * caseDurations(log).summary.medianMs
 */
export function caseDurations(log: EventLog, { calendar }: CalendarOption = {}): CaseDurations {
  const { log: timed, clock } = onClock("caseDurations", log, calendar);
  const { basis, from, to } = caseTimes(timed);
  const durationMs: (number | null)[] = new Array(from.length);
  const known = new Float64Array(from.length);
  let count = 0;
  for (let c = 0; c < from.length; c++) {
    const duration = to[c]! - from[c]!;
    if (Number.isNaN(duration)) {
      durationMs[c] = null;
    } else {
      durationMs[c] = duration;
      known[count++] = duration;
    }
  }
  return { basis, clock, durationMs, summary: describeDurations(known.subarray(0, count)) };
}
