import { optionError } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { oneOf } from "./activity-selection.js";

export interface ReworkOptions {
  /** Activities whose name starts with this are rework by their name; `null` when the log has no such habit. @default "REWORK_" */
  readonly prefix?: string | null | undefined;
  /**
   * Which events are rework: `"prefix"`, those of activities with the prefix; `"repeats"`, every occurrence of an activity
   * beyond its first in the case; `"both"`, each event that is one of the two; `"auto"`, by prefix when the log has an
   * activity with it, else by repeats. @default "auto"
   */
  readonly basis?: "auto" | "prefix" | "repeats" | "both" | undefined;
}

/** How often one activity is repeated. Counted for every activity, whatever the basis. */
export interface ActivityRework {
  readonly activity: string;
  readonly events: number;
  /** Cases with at least one event of the activity. */
  readonly cases: number;
  /** Occurrences beyond the first in a case: `events` − `cases`. */
  readonly repeats: number;
  /** Cases with at least two events of the activity. */
  readonly casesWithRepeats: number;
  /** Occurrences directly after an occurrence of the same activity. */
  readonly selfLoops: number;
  readonly casesWithSelfLoops: number;
  /**
   * Of the repeats, those by the resource that did the activity last in the case, and those by another one; `null` when the log does
   * not say who did what. Where one of the two events names nobody, the repeat is in neither.
   */
  readonly repeatsBySame: number | null;
  readonly repeatsByOther: number | null;
}

/** An activity that is rework by its name. */
export interface PrefixedActivity {
  readonly activity: string;
  /** The name without the prefix: the activity that is done again. */
  readonly base: string;
  readonly events: number;
  readonly cases: number;
}

export interface Rework {
  /** Which events count as rework in the figures below and in `reworkEvents`. */
  readonly basis: "prefix" | "repeats" | "both";
  readonly cases: number;
  readonly casesWithRework: number;
  /** `casesWithRework` over `cases`, in [0, 1]; `null` for a log without cases. */
  readonly reworkRate: number | null;
  /** Rework events in all. */
  readonly totalReworkEvents: number;
  /** Per case, in the order of the log, how many of its events are rework. */
  readonly reworkEvents: readonly number[];
  /** All activities that occur, in the order of their ids. */
  readonly activities: readonly ActivityRework[];
  /** The activities with the prefix, in the order of their ids. */
  readonly prefixed: readonly PrefixedActivity[];
}

/**
 * Counts what was done again: repeats and immediate repeats (self-loops) of every activity, activities that are rework by
 * their name, and the cases affected. O(events). Cases without events are cases without rework.
 *
 * An activity is not matched with its renamed rework: `REWORK_Coating` after `Coating` is an event of the prefix, not a repeat
 * of `Coating`. The figure known as "rework cases per activity" is `casesWithRepeats`, of the activities where it is not 0.
 *
 * @example
 * rework(log).reworkRate
 */
export function rework(log: EventLog, options: ReworkOptions = {}): Rework {
  const { basis, events, isPrefixed, countsPrefix, countsRepeats, prefix } = reworkRule(
    "rework",
    log,
    options,
  );
  const { activities, activity, caseOffsets } = log;
  const n = activities.length;
  const cases = log.caseIds.length;
  const resource = columnByName(log.eventAttributes, "resource");
  const codes = resource?.kind === "string" ? resource.codes : null;
  const bySame = new Uint32Array(n);
  const byOther = new Uint32Array(n);
  const lastBy = new Int32Array(n); // who did an activity last in the case
  const casesWith = new Uint32Array(n);
  const casesWithRepeats = new Uint32Array(n);
  const selfLoops = new Uint32Array(n);
  const casesWithSelfLoops = new Uint32Array(n);
  const seenIn = new Int32Array(n).fill(-1); // the last case in which an activity occurred, occurred twice, looped
  const repeatedIn = new Int32Array(n).fill(-1);
  const loopedIn = new Int32Array(n).fill(-1);
  const reworkEvents: number[] = new Array(cases);
  let casesWithRework = 0;
  let totalReworkEvents = 0;
  for (let c = 0; c < cases; c++) {
    let found = 0;
    let previous = -1;
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const a = activity[e]!;
      let counts = countsPrefix[a] === 1;
      const by = codes?.[e] ?? -1;
      if (seenIn[a] !== c) {
        seenIn[a] = c;
        casesWith[a]!++;
      } else {
        counts ||= countsRepeats;
        if (by >= 0 && lastBy[a]! >= 0) (by === lastBy[a] ? bySame : byOther)[a]!++;
        if (repeatedIn[a] !== c) {
          repeatedIn[a] = c;
          casesWithRepeats[a]!++;
        }
        if (a === previous) {
          selfLoops[a]!++;
          if (loopedIn[a] !== c) {
            loopedIn[a] = c;
            casesWithSelfLoops[a]!++;
          }
        }
      }
      lastBy[a] = by;
      if (counts) found++;
      previous = a;
    }
    reworkEvents[c] = found;
    totalReworkEvents += found;
    if (found > 0) casesWithRework++;
  }
  return {
    basis,
    cases,
    casesWithRework,
    reworkRate: cases === 0 ? null : casesWithRework / cases,
    totalReworkEvents,
    reworkEvents,
    activities: activities.flatMap((name, a) =>
      events[a] === 0
        ? []
        : [
            {
              activity: name,
              events: events[a]!,
              cases: casesWith[a]!,
              repeats: events[a]! - casesWith[a]!,
              casesWithRepeats: casesWithRepeats[a]!,
              selfLoops: selfLoops[a]!,
              casesWithSelfLoops: casesWithSelfLoops[a]!,
              repeatsBySame: codes === null ? null : bySame[a]!,
              repeatsByOther: codes === null ? null : byOther[a]!,
            },
          ],
    ),
    prefixed: activities.flatMap((name, a) =>
      prefix !== null && isPrefixed[a]
        ? [{ activity: name, base: name.slice(prefix.length), events: events[a]!, cases: casesWith[a]! }]
        : [],
    ),
  };
}

/** Which events are rework, from options that have been checked. */
export function reworkRule(
  where: string,
  log: EventLog,
  { prefix = "REWORK_", basis = "auto" }: ReworkOptions,
): {
  readonly basis: Rework["basis"];
  readonly prefix: string | null;
  /** Events of each activity. */
  readonly events: Uint32Array;
  readonly isPrefixed: readonly boolean[];
  /** Per activity 1 when each of its events is rework by name. */
  readonly countsPrefix: Uint8Array;
  readonly countsRepeats: boolean;
} {
  oneOf(where, "basis", basis, ["auto", "prefix", "repeats", "both"]);
  if (prefix === "") {
    throw optionError(where, "prefix", prefix, "Every name starts with it. Give a prefix, or null for none.");
  }
  if (prefix === null && (basis === "prefix" || basis === "both")) {
    throw optionError(where, "basis", basis, 'With prefix null there is only "repeats".');
  }
  const { activities, activity } = log;
  const events = new Uint32Array(activities.length);
  for (let e = 0; e < activity.length; e++) events[activity[e]!]!++;
  const isPrefixed = activities.map(
    (name, a) => prefix !== null && name.startsWith(prefix) && events[a]! > 0,
  );
  const resolved = basis !== "auto" ? basis : isPrefixed.includes(true) ? "prefix" : "repeats";
  return {
    basis: resolved,
    prefix,
    events,
    isPrefixed,
    countsPrefix: Uint8Array.from(isPrefixed, (is) => (is && resolved !== "repeats" ? 1 : 0)),
    countsRepeats: resolved !== "prefix",
  };
}
