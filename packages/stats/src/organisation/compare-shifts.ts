import {
  type DurationSummary,
  describeDurationsByGroup,
  groupValues,
  optionError,
  type WorkCalendar,
} from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { startTimes } from "../case-times.js";
import { elapsedTimes } from "../elapsed-times.js";
import { holm } from "../holm.js";
import { kruskalWallis } from "../kruskal-wallis.js";

export interface CompareShiftsOptions {
  /** Names the shifts: an event belongs to the one in which it completes. */
  readonly calendar: WorkCalendar;
}

/** One shift, over all days. */
export interface ShiftSummary {
  /** Its name; `null` for events outside of all shifts and shifts without a name. */
  readonly shift: string | null;
  readonly events: number;
  /** Cases with an event in it. */
  readonly cases: number;
}

/** One activity in the shifts. */
export interface ShiftComparison {
  readonly activity: string;
  /** What the durations are: from start to completion, or since the previous event of the case. */
  readonly basis: "service" | "gap";
  /** Aligned with `shifts`. */
  readonly durations: readonly DurationSummary[];
  /**
   * How likely differences between the shifts as large as these are by chance (Kruskal-Wallis), and the same adjusted for testing
   * all activities (Holm); `null` with fewer than two shifts of at least 5 durations.
   */
  readonly pValue: number | null;
  readonly adjustedPValue: number | null;
}

export interface ShiftsComparison {
  /** Named shifts in the order of the names, then what has none. */
  readonly shifts: readonly ShiftSummary[];
  /** In the order of activity ids. */
  readonly activities: readonly ShiftComparison[];
}

/** Durations needed of a shift to be compared. */
const ENOUGH = 5;

/**
 * Compares the shifts: how much is done in each, and whether an activity takes longer in one than in another. Durations are service
 * times where any event of the activity has a start, else gaps, in wall-clock time. Events without a time count nowhere.
 * O(events log events).
 */
export function compareShifts(log: EventLog, { calendar }: CompareShiftsOptions): ShiftsComparison {
  if (calendar === undefined) {
    throw optionError("compareShifts", "calendar", calendar, "Give a WorkCalendar with named shifts.");
  }
  const { activities, activity, time, caseOffsets } = log;
  const names: (string | null)[] = [];
  const shiftOf = new Int32Array(time.length).fill(-1);
  for (let e = 0; e < time.length; e++) {
    if (Number.isNaN(time[e]!)) continue;
    const name = calendar.shiftAt(time[e]!)?.name ?? null;
    if (!names.includes(name)) names.push(name);
    shiftOf[e] = names.indexOf(name);
  }
  const order = [...names.keys()].sort((a, b) => {
    const [x, y] = [names[a], names[b]];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x! < y! ? -1 : 1;
  });
  const rank = new Int32Array(names.length);
  order.forEach((shift, place) => {
    rank[shift] = place;
  });
  const shifts = names.length;
  const starts = startTimes(log);
  const gaps = elapsedTimes(log, () => Number.NaN);
  const byService = new Uint8Array(activities.length);
  for (let e = 0; starts !== null && e < time.length; e++)
    if (starts[e]! <= time[e]!) byService[activity[e]!] = 1;
  const durations = gaps.map((gap, e) => {
    if (shiftOf[e]! < 0) return Number.NaN;
    if (byService[activity[e]!] === 0) return gap;
    const service = time[e]! - starts![e]!;
    return service >= 0 ? service : Number.NaN;
  });
  const groupOf = Int32Array.from(durations, (_, e) =>
    shiftOf[e]! < 0 ? 0 : activity[e]! * shifts + rank[shiftOf[e]!]!,
  );
  const summaries = describeDurationsByGroup(durations, groupOf, activities.length * shifts);
  const { offsets, grouped } = groupValues(durations, groupOf, activities.length * shifts);
  const occurring = new Set(activity);
  const used = [...activities.keys()].filter((a) => occurring.has(a));
  const pValues = used.map((a) =>
    kruskalWallis(
      Array.from({ length: shifts }, (_, shift) => {
        const group = a * shifts + shift;
        return grouped.subarray(offsets[group], offsets[group + 1]);
      }).filter((group) => group.length >= ENOUGH),
    ),
  );
  const adjusted = holm(pValues);
  const events = new Uint32Array(shifts);
  const cases = new Uint32Array(shifts);
  const seenIn = new Int32Array(shifts).fill(-1);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      if (shiftOf[e]! < 0) continue;
      const place = rank[shiftOf[e]!]!;
      events[place]!++;
      if (seenIn[place] === c) continue;
      seenIn[place] = c;
      cases[place]!++;
    }
  }
  return {
    shifts: order.map((shift, place) => ({
      shift: names[shift]!,
      events: events[place]!,
      cases: cases[place]!,
    })),
    activities: used.map((a, i) => ({
      activity: activities[a]!,
      basis: byService[a] === 1 ? "service" : "gap",
      durations: summaries.slice(a * shifts, (a + 1) * shifts),
      pValue: pValues[i]!,
      adjustedPValue: adjusted[i]!,
    })),
  };
}
