import type { EventLog } from "../types.js";
import { casesWithEvents, markActivities, markCases, select } from "./select.js";

/** Options of the filters by activity. */
export interface ActivityFilterOptions {
  /** Whether the named activities are kept, or taken out. @default true */
  readonly keep?: boolean | undefined;
}

/**
 * The events with one of these activities, or without them (`keep: false`). A case that loses all its events goes too; a
 * case that had none stays. O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have.
 *
 * @example
 * filterActivities(log, ["Mixing", "Coating"]);
 */
export function filterActivities<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: string | readonly string[],
  { keep = true }: ActivityFilterOptions = {},
): EventLog<E, C> {
  const named = markActivities(log, names, "filterActivities");
  const wanted = keep ? 1 : 0;
  const marks = new Uint8Array(log.activity.length);
  for (let e = 0; e < marks.length; e++) marks[e] = named[log.activity[e]!] === wanted ? 1 : 0;
  return select(log, casesWithEvents(log, marks), marks);
}

/**
 * The cases that begin with one of these activities, or with another one (`keep: false`). A case without events begins with
 * none: it goes, and with `keep: false` it stays. O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have.
 */
export function filterStartActivities<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: string | readonly string[],
  { keep = true }: ActivityFilterOptions = {},
): EventLog<E, C> {
  const named = markActivities(log, names, "filterStartActivities");
  return filterByEvent(log, named, keep, (c) => log.caseOffsets[c]!);
}

/**
 * The cases that end with one of these activities, or with another one (`keep: false`). A case without events ends with
 * none: it goes, and with `keep: false` it stays. O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have.
 */
export function filterEndActivities<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: string | readonly string[],
  { keep = true }: ActivityFilterOptions = {},
): EventLog<E, C> {
  const named = markActivities(log, names, "filterEndActivities");
  return filterByEvent(log, named, keep, (c) => log.caseOffsets[c + 1]! - 1);
}

function filterByEvent<E extends object, C extends object>(
  log: EventLog<E, C>,
  named: Uint8Array,
  keep: boolean,
  eventOf: (caseIndex: number) => number,
): EventLog<E, C> {
  const marks = markCases(log, (c) => {
    const empty = log.caseOffsets[c] === log.caseOffsets[c + 1];
    return (!empty && named[log.activity[eventOf(c)]!] === 1) === keep;
  });
  return select(log, marks, null);
}
