import { type Trace, traceAt } from "../rows.js";
import type { EventLog } from "../types.js";
import { casesThat } from "./case-bits.js";
import type { CasePredicate } from "./predicate.js";
import { casesWhere, select } from "./select.js";

/**
 * The cases for which `keep` says yes, with all their events, in the order of the log.
 *
 * `keep` is a {@link CasePredicate}, plain data whose leaves run at memory speed, each once; however many conditions it
 * joins, events are copied once, at the end. Or it is a function: its view makes events and attributes only when
 * they are looked at; for bulk work use its `index` with the arrays of the log. O(events) for each leaf, or plus the work of `keep`.
 *
 * @throws GigamineError `predicate/…` for a predicate that is no such; `filter/unknown-activity`, `filter/unknown-attribute` for
 * names that the log does not have.
 *
 * @example
 * filterCases(log, (trace) => trace.length >= 3);
 * filterCases(log, { kind: "and", of: [{ kind: "size", min: 3 }, { kind: "activity", names: ["Rework"] }] });
 */
export function filterCases<E extends object, C extends object>(
  log: EventLog<E, C>,
  keep: (trace: Trace<E, C>) => boolean,
): EventLog<E, C>;
export function filterCases<E extends object, C extends object>(
  log: EventLog<E, C>,
  keep: NoInfer<CasePredicate<E, C>>,
): EventLog<E, C>;
export function filterCases(log: EventLog, keep: CasePredicate | ((trace: Trace) => boolean)): EventLog {
  const bits =
    typeof keep === "function"
      ? casesWhere(log, (c) => keep(traceAt(log, c)))
      : casesThat(log, keep, { where: "filterCases", path: "predicate" });
  return select(log, bits, null);
}

/**
 * How many cases of the log `predicate` holds for, without making a log of them. O(events) for each leaf.
 *
 * @throws GigamineError as {@link filterCases}.
 */
export function countCases<E extends object, C extends object>(
  log: EventLog<E, C>,
  predicate: NoInfer<CasePredicate<E, C>>,
): number {
  return casesThat(log, predicate as CasePredicate, { where: "countCases", path: "predicate" }).count();
}
