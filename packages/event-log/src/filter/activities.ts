import type { EventLog } from "../types.js";
import { selectThat } from "./case-bits.js";
import { mapActivities, markActivities, selectMarked } from "./select.js";

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
  const table = markActivities(log, names, "filterActivities");
  if (!keep) for (let a = 0; a < table.length; a++) table[a] = 1 - table[a]!;
  return selectMarked(log, mapActivities(log, table));
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
  return selectThat(log, { kind: "startActivity", names }, "filterStartActivities", keep);
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
  return selectThat(log, { kind: "endActivity", names }, "filterEndActivities", keep);
}
