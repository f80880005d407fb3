import { optionError } from "@gigamine/base";
import { timestampMs } from "../parse-timestamp.js";
import type { EventLog } from "../types.js";
import { casesWithEvents, markCases, select } from "./select.js";

/** An instant: ms since the epoch, a Date, or ISO 8601 text (UTC unless it says otherwise). */
export type TimeInput = number | Date | string;

/** Options of {@link filterTime}. */
export interface TimeFilterOptions {
  /** Begin of the window, included. @default without begin */
  readonly from?: TimeInput | undefined;
  /** End of the window, included. @default without end */
  readonly to?: TimeInput | undefined;
  /**
   * What is kept: cases that lie wholly in the window (`"contained"`), that share a moment with it (`"intersecting"`), that
   * begin (`"starting"`) or end (`"ending"`) in it, or the events in it (`"events"`). @default "contained"
   */
  readonly mode?: "contained" | "intersecting" | "starting" | "ending" | "events" | undefined;
}

const MODES = ["contained", "intersecting", "starting", "ending", "events"];

/**
 * The cases or events in a window of time, both ends included. A case lasts from its first to its last recorded time; cases
 * and events without a time lie in no window. O(events).
 *
 * @example
 * filterTime(log, { from: "2025-01-06", to: "2025-01-12T23:59:59.999", mode: "events" });
 */
export function filterTime<E extends object, C extends object>(
  log: EventLog<E, C>,
  { from, to, mode = "contained" }: TimeFilterOptions,
): EventLog<E, C> {
  const low = from === undefined ? Number.NEGATIVE_INFINITY : instant(from, "from");
  const high = to === undefined ? Number.POSITIVE_INFINITY : instant(to, "to");
  if (low > high) throw optionError("filterTime", "from", from, "It lies behind option to; swap them.");
  if (!MODES.includes(mode))
    throw optionError("filterTime", "mode", mode, `Give one of ${MODES.join(", ")}.`);
  const { caseOffsets, time } = log;
  if (mode === "events") {
    const marks = new Uint8Array(time.length);
    for (let e = 0; e < marks.length; e++) marks[e] = time[e]! >= low && time[e]! <= high ? 1 : 0;
    const cases = casesWithEvents(log, marks);
    for (let c = 0; c < cases.length; c++) if (caseOffsets[c] === caseOffsets[c + 1]) cases[c] = 0;
    return select(log, cases, marks);
  }
  const marks = markCases(log, (c) => {
    let e = caseOffsets[c]!;
    let last = caseOffsets[c + 1]! - 1;
    while (e <= last && Number.isNaN(time[e]!)) e++;
    while (last >= e && Number.isNaN(time[last]!)) last--;
    if (e > last) return false;
    const begin = time[e]!;
    const end = time[last]!;
    switch (mode) {
      case "contained":
        return begin >= low && end <= high;
      case "intersecting":
        return begin <= high && end >= low;
      case "starting":
        return begin >= low && begin <= high;
      default:
        return end >= low && end <= high;
    }
  });
  return select(log, marks, null);
}

function instant(value: TimeInput, option: string): number {
  const ms = typeof value === "string" ? timestampMs(value) : value instanceof Date ? value.getTime() : value;
  if (typeof ms !== "number" || Number.isNaN(ms)) {
    const shown = value instanceof Date ? "an invalid Date" : value;
    throw optionError(
      "filterTime",
      option,
      shown,
      "Give ms since 1970, a Date, or ISO 8601 such as 2025-01-06T08:00:00Z.",
    );
  }
  return ms;
}
