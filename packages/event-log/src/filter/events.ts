import { type EventRow, eventAt } from "../rows.js";
import type { EventLog } from "../types.js";
import { selectMarked } from "./select.js";

/**
 * The events for which `keep` says yes. A case that loses all its events goes too; a case that had none stays.
 * The row that `keep` gets makes attributes only when they are looked at. O(events) plus the work of `keep`.
 *
 * @param keep Gets the event, the index of its case, and its own index in the log.
 *
 * @example
 * filterEvents(log, (event) => event.attributes.lifecycle === "complete");
 */
export function filterEvents<E extends object, C extends object>(
  log: EventLog<E, C>,
  keep: (event: EventRow<E>, caseIndex: number, eventIndex: number) => boolean,
): EventLog<E, C> {
  const marks = new Uint8Array(log.activity.length);
  for (let c = 0; c < log.caseIds.length; c++) {
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      marks[e] = keep(eventAt(log, e), c, e) ? 1 : 0;
    }
  }
  return selectMarked(log, marks);
}
