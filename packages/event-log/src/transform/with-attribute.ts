import { GigamineError } from "@gigamine/base";
import { type AttributeInput, ColumnSet } from "../column-set.js";
import { type EventRow, eventAt, type Trace, traceAt } from "../rows.js";
import type { Column, ColumnKind, EventLog } from "../types.js";
import { withoutReport } from "./rename-activities.js";

/** Options of {@link withAttribute} for an attribute of events. */
export interface ComputedEvent<E extends object, V extends AttributeInput> {
  /** The value of each event: gets its row, the index of its case, and its own index in the log. */
  readonly event: (event: EventRow<E>, caseIndex: number, eventIndex: number) => V;
  /** The kind of the column when no value shows it. @default the kind of the first value, else text */
  readonly kind?: ColumnKind | undefined;
}

/** Options of {@link withAttribute} for an attribute of cases. */
export interface ComputedCase<E extends object, C extends object, V extends AttributeInput> {
  /** The value of each case: gets its view. */
  readonly case: (trace: Trace<E, C>) => V;
  /** As for events. */
  readonly kind?: ColumnKind | undefined;
}

/** `A` with an attribute `N` of type `V`, in place of one of that name. */
export type WithAttribute<A, N extends PropertyKey, V> = {
  [K in keyof A as K extends N ? never : K]: A[K];
} & {
  [K in N]: Widened<V>;
};

/** A computed `true` is a truth value, and so on; `undefined` counts as missing. */
type Widened<V> = V extends string
  ? string
  : V extends number
    ? number
    : V extends boolean
      ? boolean
      : V extends Date
        ? Date
        : null;

/**
 * The log with one more attribute, computed for each event or each case, and typed by what the function gives: text, a number, true or false,
 * a Date for an instant, `null` for a missing value. An attribute of that name is replaced. Other columns are shared with the old log.
 * O(events) plus the work of the function.
 *
 * @throws GigamineError `event-log/mixed-kinds` for values of several kinds, `event-log/reserved-attribute` for a reserved event attribute of another kind.
 *
 * @example
 * const tagged = withAttribute(log, "hour", { event: ({ time }) => (time === null ? null : new Date(time).getUTCHours()) });
 * const sized = withAttribute(tagged, "long", { case: (trace) => trace.length > 10 });
 */
export function withAttribute<
  E extends object,
  C extends object,
  const N extends string,
  V extends AttributeInput,
>(log: EventLog<E, C>, name: N, compute: ComputedEvent<E, V>): EventLog<WithAttribute<E, N, V>, C>;
export function withAttribute<
  E extends object,
  C extends object,
  const N extends string,
  V extends AttributeInput,
>(log: EventLog<E, C>, name: N, compute: ComputedCase<E, C, V>): EventLog<E, WithAttribute<C, N, V>>;
export function withAttribute(
  log: EventLog,
  name: string,
  compute: {
    readonly event?: (event: EventRow, caseIndex: number, eventIndex: number) => AttributeInput;
    readonly case?: (trace: Trace) => AttributeInput;
    readonly kind?: ColumnKind | undefined;
  },
): EventLog {
  const { event: ofEvent, case: ofCase, kind } = compute;
  if (typeof name !== "string" || (typeof ofEvent === "function") === (typeof ofCase === "function")) {
    throw new GigamineError(
      "option/exactly-one",
      "withAttribute: give a name, and exactly one function: { event: (event) => … } or { case: (trace) => … }.",
      { where: "withAttribute" },
    );
  }
  const level = ofEvent === undefined ? "case" : "event";
  const columns = new ColumnSet({ where: "withAttribute", level, widen: false });
  columns.declare(name, kind ?? null);
  if (ofEvent !== undefined) {
    for (let c = 0; c < log.caseIds.length; c++) {
      for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
        columns.set(e, name, ofEvent(eventAt(log, e), c, e));
      }
    }
  } else if (ofCase !== undefined) {
    for (let c = 0; c < log.caseIds.length; c++) columns.set(c, name, ofCase(traceAt(log, c)));
  }
  const rows = new Uint32Array(level === "event" ? log.activity.length : log.caseIds.length);
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  const key = level === "event" ? "eventAttributes" : "caseAttributes";
  const column = columns.declare(name, null).finish(rows);
  return Object.freeze({ ...withoutReport(log), [key]: withColumn(log[key], name, column) });
}

function withColumn(columns: object, name: string, column: Column): Readonly<Record<string, Column>> {
  const all: Record<string, Column> = Object.create(null);
  for (const [other, old] of Object.entries(columns)) all[other] = old;
  all[name] = column;
  return Object.freeze(all);
}
