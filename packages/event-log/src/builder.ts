import { GigamineError, MAX_TIME, quoteValue } from "@gigamine/base";
import { type AttributeInput, ColumnSet } from "./column-set.js";
import { EventRows } from "./event-rows.js";
import type { AnyAttributes, ColumnKind, EventLog } from "./types.js";

export interface EventLogBuilderOptions {
  /** Kinds of event attributes known beforehand; others take the kind of their first value. @default {} */
  readonly eventAttributes?: Readonly<Record<string, ColumnKind>> | undefined;
  /** The same for case attributes. @default {} */
  readonly caseAttributes?: Readonly<Record<string, ColumnKind>> | undefined;
  /**
   * What happens when an attribute meets a value of another kind than before: `"throw"`, or `"widen"` the whole
   * column to text (each column so treated is listed in {@link EventLogBuilder.widened}). The reserved attributes
   * keep their kinds and always throw. @default "throw"
   */
  readonly mixedKinds?: "throw" | "widen" | undefined;
}

/**
 * Makes an {@link EventLog} from events in any order, and checks it once, so that kernels may trust it.
 *
 * Adding costs amortised O(1) an event; `build` sorts by counting over the cases, then by time only where a case is
 * out of order: O(events) for ordered input. A builder without events gives the empty log.
 *
 * @example
 * const builder = new EventLogBuilder();
 * builder.addEvent("lot-1", "Mixing", Date.UTC(2025, 0, 6, 8), { resource: "Mixer 2" });
 * builder.addEvent("lot-1", "Coating", Date.UTC(2025, 0, 6, 12));
 * const log = builder.build();
 */
export class EventLogBuilder<E extends object = AnyAttributes, C extends object = AnyAttributes> {
  readonly #caseCodes = new Map<string, number>();
  readonly #activityCodes = new Map<string, number>();
  readonly #events = new EventRows();
  readonly #eventColumns: ColumnSet;
  readonly #caseColumns: ColumnSet;

  constructor({
    eventAttributes = {},
    caseAttributes = {},
    mixedKinds = "throw",
  }: EventLogBuilderOptions = {}) {
    const where = "EventLogBuilder";
    const widen = mixedKinds === "widen";
    this.#eventColumns = new ColumnSet({ where, level: "event", kinds: eventAttributes, widen });
    this.#caseColumns = new ColumnSet({ where, level: "case", kinds: caseAttributes, widen });
  }

  /** Events added so far. */
  get eventCount(): number {
    return this.#events.count;
  }

  /** Names of the attributes that met several kinds and became text; empty unless `mixedKinds` is `"widen"`. */
  get widened(): readonly string[] {
    return [...new Set([...this.#eventColumns.widened, ...this.#caseColumns.widened])];
  }

  /**
   * Adds one event and returns its number in source order.
   *
   * @param time Completion in ms since the epoch, within ±8.64e15; NaN or `null` when not recorded.
   */
  addEvent(
    caseId: string,
    activity: string,
    time: number | null,
    attributes?: Readonly<Record<string, AttributeInput>>,
  ): number {
    const given = time ?? Number.NaN;
    if (!(Number.isNaN(given) || Math.abs(given) <= MAX_TIME)) {
      throw new GigamineError(
        "event-log/time-out-of-range",
        `EventLogBuilder: the time of event ${this.#events.count + 1} is ${quoteValue(time)}. ` +
          `Give milliseconds since 1970, within ±8.64e15, or null when not recorded.`,
        { event: this.#events.count, time },
      );
    }
    const row = this.#events.add(
      code(this.#caseCodes, caseId, "case id"),
      code(this.#activityCodes, activity, "activity"),
      given,
    );
    if (attributes !== undefined) {
      for (const name of Object.keys(attributes)) this.#eventColumns.set(row, name, attributes[name]);
    }
    return row;
  }

  /** Makes the case known, also when it has no event, and sets attributes of it. */
  addCase(caseId: string, attributes?: Readonly<Record<string, AttributeInput>>): void {
    const row = code(this.#caseCodes, caseId, "case id");
    if (attributes === undefined) return;
    for (const name of Object.keys(attributes)) this.#caseColumns.set(row, name, attributes[name]);
  }

  /** Sets one attribute of the event that {@link addEvent} numbered `row`. */
  setEventAttribute(row: number, name: string, value: AttributeInput): void {
    if (!(Number.isInteger(row) && row >= 0 && row < this.#events.count)) {
      throw new RangeError(
        `EventLogBuilder: there is no event number ${row}. ${this.#events.count} were added; use the number that addEvent returned.`,
      );
    }
    this.#eventColumns.set(row, name, value);
  }

  /** The finished log. The builder can go on: a later `build` has the later events too. */
  build(): EventLog<E, C> {
    return this.#events.toLog(
      this.#caseCodes.keys(),
      this.#activityCodes.keys(),
      this.#eventColumns,
      this.#caseColumns,
    ) as EventLog<E, C>;
  }
}

function code(codes: Map<string, number>, text: string, what: string): number {
  let found = codes.get(text);
  if (found === undefined) {
    if (typeof text !== "string") {
      throw new GigamineError(
        "event-log/not-text",
        `EventLogBuilder: the ${what} is ${quoteValue(text)}. Give text, for example String(value).`,
        { what, value: text },
      );
    }
    found = codes.size;
    codes.set(text, found);
  }
  return found;
}
