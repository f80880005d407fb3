import { optionError } from "@gigamine/base";
import { timestampMs } from "../parse-timestamp.js";
import type { EventLog } from "../types.js";
import { selectThat } from "./case-bits.js";
import { casesWithMark } from "./data-cases.js";
import { select } from "./select.js";

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
   * begin (`"starting"`) or end (`"ending"`) in it; the events in it (`"events"`); or each case trimmed to its part in the window
   * (`"trim"`), where an event without a time goes with the timed one before it, and before all of them with the first.
   * @default "contained"
   */
  readonly mode?: "contained" | "intersecting" | "starting" | "ending" | "events" | "trim" | undefined;
}

const MODES = ["contained", "intersecting", "starting", "ending", "events", "trim"];

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
  if (mode !== "events" && mode !== "trim") {
    return selectThat(log, { kind: "time", from: given(from, low), to: given(to, high), mode }, "filterTime");
  }
  const { caseOffsets, time } = log;
  const marks = new Uint8Array(time.length);
  for (let e = 0; e < marks.length; e++) marks[e] = time[e]! >= low && time[e]! <= high ? 1 : 0;
  if (mode === "trim") {
    for (let c = 0; c + 1 < caseOffsets.length; c++) {
      let timed = caseOffsets[c]!;
      while (timed < caseOffsets[c + 1]! && Number.isNaN(time[timed]!)) timed++;
      if (timed === caseOffsets[c + 1]!) continue;
      for (let e = caseOffsets[c]!; e < timed; e++) marks[e] = marks[timed]!;
      for (let e = timed + 1; e < caseOffsets[c + 1]!; e++)
        if (Number.isNaN(time[e]!)) marks[e] = marks[e - 1]!;
    }
  }
  return select(log, casesWithMark(log, marks), marks);
}

/** The end of the window as a leaf of a predicate has it; open ends are left out. */
const given = (option: TimeInput | undefined, ms: number): number | undefined =>
  option === undefined ? undefined : ms;

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
