import { GigamineError, optionError } from "@gigamine/base";
import { columnValue } from "../columns.js";
import { namedColumn } from "../filter/data-cases.js";
import { selectCases } from "../filter/select.js";
import type { EventLog } from "../types.js";
import { variants } from "../variants.js";
import { startOfUnit, TIME_UNITS, type TimeUnit } from "./time-unit.js";

type NameOf<A> = Extract<keyof A, string>;

/** What cases are told apart by: exactly one. */
export interface SplitKey<E extends object, C extends object> {
  /** The value of a case attribute. */
  readonly caseAttribute?: NameOf<C> | undefined;
  /** The value of an event attribute at the first event of the case. */
  readonly firstEvent?: NameOf<E> | undefined;
  /** The sequence of activities. */
  readonly variant?: true | undefined;
  /** The calendar period (UTC; weeks begin on Monday) of the first recorded time of the case. */
  readonly period?: TimeUnit | undefined;
}

/** One part of a log that was split. */
export interface LogPart<E extends object, C extends object> {
  /**
   * What the cases of the part have in common: the value of the attribute, the index of the variant in `variants(log)`, or the beginning
   * of the period (ms since the epoch); `null` where it is missing.
   */
  readonly value: string | number | boolean | null;
  readonly log: EventLog<E, C>;
}

/**
 * The log in parts, one for each value of the key, in first-seen order. Each case is in exactly one part and whole, in the
 * order of the log: `mergeLogs` of the parts gives the log back, up to the order of cases. O(events) for all parts together.
 *
 * @throws GigamineError `option/exactly-one`, `filter/unknown-attribute`.
 *
 * @example
 * splitBy(log, { caseAttribute: "customer" }).map((part) => part.value);
 */
export function splitBy<E extends object, C extends object>(
  log: EventLog<E, C>,
  key: SplitKey<E, C>,
): readonly LogPart<E, C>[] {
  const partOf = valuesBy(log, key);
  const groups = new Map<string | number | boolean | null, number[]>();
  for (let c = 0; c < log.caseIds.length; c++) {
    const value = partOf(c);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [c]);
    else group.push(c);
  }
  return Array.from(groups, ([value, cases]) => ({ value, log: selectCases(log, Uint32Array.from(cases)) }));
}

function valuesBy<E extends object, C extends object>(
  log: EventLog<E, C>,
  { caseAttribute, firstEvent, variant, period }: SplitKey<E, C>,
): (caseIndex: number) => string | number | boolean | null {
  const given = [caseAttribute, firstEvent, variant, period].filter((one) => one !== undefined).length;
  if (given !== 1) {
    throw new GigamineError(
      "option/exactly-one",
      `splitBy: ${given} of caseAttribute, firstEvent, variant and period are given. Give exactly one, such as { period: "month" }.`,
      { where: "splitBy", given },
    );
  }
  const { caseOffsets, time } = log;
  if (caseAttribute !== undefined) {
    const column = namedColumn(log.caseAttributes, "case", caseAttribute, "splitBy");
    return (c) => columnValue(column, c);
  }
  if (firstEvent !== undefined) {
    const column = namedColumn(log.eventAttributes, "event", firstEvent, "splitBy");
    return (c) => (caseOffsets[c] === caseOffsets[c + 1] ? null : columnValue(column, caseOffsets[c]!));
  }
  if (period !== undefined) {
    if (!TIME_UNITS.includes(period)) {
      throw optionError("splitBy", "period", period, `Give one of ${TIME_UNITS.join(", ")}.`);
    }
    return (c) => {
      for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
        if (!Number.isNaN(time[e]!)) return startOfUnit(time[e]!, period);
      }
      return null;
    };
  }
  if (variant !== true) throw optionError("splitBy", "variant", variant, "Give true, or leave it out.");
  const { caseVariant } = variants(log);
  return (c) => caseVariant![c]!;
}
