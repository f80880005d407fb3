import { optionError } from "@gigamine/base";
import type { AnyAttributes, EventLog, RowValue } from "../types.js";
import { selectThat } from "./case-bits.js";
import { checkPredicate } from "./check-predicate.js";
import { markValues, namedColumn } from "./data-cases.js";
import type { KeepOptions } from "./named-cases.js";
import type { AttributeTest, CasePredicate } from "./predicate.js";
import { selectMarked } from "./select.js";

type NameOf<A> = Extract<keyof A, string>;

/** What values are kept, see {@link AttributeTest}; `keep: false` takes them out. */
export type AttributeFilterOptions<V> = AttributeTest<V> & KeepOptions;

/** Which events or cases an event filter selects. */
export interface LevelOptions {
  /** Whether single events are selected, or whole cases that have such an event. @default "event" */
  readonly level?: "event" | "case" | undefined;
}

/**
 * The cases whose attribute `name` has one of the values, or lies in the range; both, when both are given. O(events).
 *
 * @throws GigamineError `filter/unknown-attribute`; `option/…` for a range of values without order.
 *
 * @example
 * filterCaseAttribute(log, "customer", { in: ["north", "south"] });
 */
export function filterCaseAttribute<E extends object, C extends object, const N extends NameOf<C>>(
  log: EventLog<E, C>,
  name: N,
  { keep, ...test }: AttributeFilterOptions<RowValue<C[N]>> = {},
): EventLog<E, C> {
  const leaf = { ...test, kind: "caseAttribute", name } as CasePredicate<AnyAttributes, AnyAttributes>;
  return selectThat(log, leaf, "filterCaseAttribute", keep);
}

/**
 * The events whose attribute `name` has one of the values, or lies in the range; with `level: "case"` the cases that have such
 * an event. A case that loses all its events goes; one that had none stays. O(events).
 *
 * @throws GigamineError `filter/unknown-attribute`; `option/…` for a range of values without order.
 *
 * @example
 * filterEventAttribute(log, "temperature", { min: 80, level: "case" });
 */
export function filterEventAttribute<E extends object, C extends object, const N extends NameOf<E>>(
  log: EventLog<E, C>,
  name: N,
  { keep, level, ...test }: AttributeFilterOptions<RowValue<E[N]>> & LevelOptions = {},
): EventLog<E, C> {
  return byEventValue(log, name, test as AttributeTest, keep, level, "filterEventAttribute");
}

/**
 * The events done by these resources; with `level: "case"` the cases in which they took part. O(events).
 *
 * @throws GigamineError `filter/unknown-attribute` when the log has no resources.
 */
export function filterResources<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: string | readonly string[],
  { keep, level }: KeepOptions & LevelOptions = {},
): EventLog<E, C> {
  const wanted = typeof names === "string" ? [names] : names;
  return byEventValue(log, "resource", { in: wanted }, keep, level, "filterResources");
}

function byEventValue<E extends object, C extends object>(
  log: EventLog<E, C>,
  name: string,
  test: AttributeTest,
  keep = true,
  level: string = "event",
  where: string,
): EventLog<E, C> {
  const leaf: CasePredicate = { ...test, kind: "eventAttribute", name };
  if (level === "case") return selectThat(log, leaf, where, keep);
  if (level !== "event") throw optionError(where, "level", level, 'Give "event" or "case".');
  const place = { where, path: "" };
  checkPredicate(leaf, place);
  const marks = markValues(namedColumn(log.eventAttributes, "event", name, where), test, place);
  if (!keep) for (let e = 0; e < marks.length; e++) marks[e] = 1 - marks[e]!;
  return selectMarked(log, marks);
}
