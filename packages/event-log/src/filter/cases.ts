import { type Trace, traceAt } from "../rows.js";
import type { EventLog } from "../types.js";
import { markCases, select } from "./select.js";

/**
 * The cases for which `keep` says yes, with all their events, in the order of the log. The view that `keep` gets makes
 * events and attributes only when they are looked at; for bulk work use its `index` with the arrays of the log.
 * O(events) plus the work of `keep`.
 *
 * @example
 * filterCases(log, (trace) => trace.length >= 3);
 */
export function filterCases<E extends object, C extends object>(
  log: EventLog<E, C>,
  keep: (trace: Trace<E, C>) => boolean,
): EventLog<E, C> {
  return select(
    log,
    markCases(log, (c) => keep(traceAt(log, c))),
    null,
  );
}
