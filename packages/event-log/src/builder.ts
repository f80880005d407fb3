import { GigamineError, quoteValue } from "@gigamine/base";
import { ColumnWriter } from "./columns.js";
import type { ActivityIds, AnyAttributes, Column, ColumnKind, Columns, EventLog } from "./types.js";

/** What an attribute may be given as; `null` and `undefined` mean missing. */
export type AttributeInput = string | number | boolean | Date | null | undefined;

export interface EventLogBuilderOptions {
  /** Kinds of event attributes known beforehand; others take the kind of their first value. @default {} */
  readonly eventAttributes?: Readonly<Record<string, ColumnKind>> | undefined;
  /** The same for case attributes. @default {} */
  readonly caseAttributes?: Readonly<Record<string, ColumnKind>> | undefined;
  /**
   * What happens when an attribute meets a value of another kind than before: `"throw"`, or `"widen"` the whole
   * column to text (each column so treated is listed in {@link EventLogBuilder.widened}). @default "throw"
   */
  readonly mixedKinds?: "throw" | "widen" | undefined;
}

/**
 * Makes an {@link EventLog} from events in any order, and checks it once, so that kernels may trust it.
 *
 * Adding costs amortised O(1) an event; `build` sorts by counting over the cases, then by time only where a case is
 * out of order: O(events) for ordered input.
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
  readonly #eventColumns = new Map<string, ColumnWriter>();
  readonly #caseColumns = new Map<string, ColumnWriter>();
  readonly #widened = new Set<string>();
  readonly #widen: boolean;
  #events = 0;
  #case = new Uint32Array(64);
  #activity = new Uint32Array(64);
  #time = new Float64Array(64);

  constructor({
    eventAttributes = {},
    caseAttributes = {},
    mixedKinds = "throw",
  }: EventLogBuilderOptions = {}) {
    this.#widen = mixedKinds === "widen";
    for (const [name, kind] of Object.entries(eventAttributes)) {
      this.#eventColumns.set(name, new ColumnWriter(kind));
    }
    for (const [name, kind] of Object.entries(caseAttributes))
      this.#caseColumns.set(name, new ColumnWriter(kind));
  }

  /** Events added so far. */
  get eventCount(): number {
    return this.#events;
  }

  /** Names of the attributes that met several kinds and became text; empty unless `mixedKinds` is `"widen"`. */
  get widened(): readonly string[] {
    return [...this.#widened];
  }

  /**
   * Adds one event and returns its number in source order.
   *
   * @param time Completion in ms since the epoch; NaN or `null` when not recorded.
   */
  addEvent(
    caseId: string,
    activity: string,
    time: number | null,
    attributes?: Readonly<Record<string, AttributeInput>>,
  ): number {
    const row = this.#events;
    if (row === this.#case.length) this.#grow();
    this.#case[row] = this.#caseCode(caseId);
    this.#activity[row] = code(this.#activityCodes, activity, "activity");
    if (time !== null && !Number.isFinite(time) && !Number.isNaN(time)) {
      throw new GigamineError(
        "event-log/infinite-time",
        `EventLogBuilder: the time of event ${row + 1} is ${time}. Give milliseconds since 1970, or null when not recorded.`,
        { event: row, time },
      );
    }
    this.#time[row] = time ?? Number.NaN;
    this.#events = row + 1;
    if (attributes !== undefined) {
      for (const name of Object.keys(attributes)) this.setEventAttribute(row, name, attributes[name]);
    }
    return row;
  }

  /** Makes the case known, also when it has no event, and sets attributes of it. */
  addCase(caseId: string, attributes?: Readonly<Record<string, AttributeInput>>): void {
    const row = this.#caseCode(caseId);
    if (attributes === undefined) return;
    for (const name of Object.keys(attributes))
      this.#set(this.#caseColumns, "case", row, name, attributes[name]);
  }

  /** Sets one attribute of the event that {@link addEvent} numbered `row`. */
  setEventAttribute(row: number, name: string, value: AttributeInput): void {
    this.#set(this.#eventColumns, "event", row, name, value);
  }

  /** The finished log. The builder can go on: a later `build` has the later events too. */
  build(): EventLog<E, C> {
    const events = this.#events;
    const cases = this.#caseCodes.size;
    const caseOffsets = new Uint32Array(cases + 1);
    for (let e = 0; e < events; e++) caseOffsets[this.#case[e]! + 1]!++;
    for (let c = 0; c < cases; c++) caseOffsets[c + 1]! += caseOffsets[c]!;
    const next = caseOffsets.slice(0, cases);
    const rows = new Uint32Array(events); // rows[i] = source number of the event that stands at i
    for (let e = 0; e < events; e++) rows[next[this.#case[e]!]!++] = e;
    sortCasesByTime(rows, caseOffsets, this.#time);

    const activity = activityIds(this.#activityCodes.size, events);
    const time = new Float64Array(events);
    for (let i = 0; i < events; i++) {
      activity[i] = this.#activity[rows[i]!]!;
      time[i] = this.#time[rows[i]!]!;
    }
    const caseRows = Uint32Array.from({ length: cases }, (_, c) => c);
    return Object.freeze({
      caseIds: Object.freeze([...this.#caseCodes.keys()]),
      caseOffsets,
      activities: Object.freeze([...this.#activityCodes.keys()]),
      activity,
      time,
      eventAttributes: finishColumns(this.#eventColumns, rows) as Columns<E>,
      caseAttributes: finishColumns(this.#caseColumns, caseRows) as Columns<C>,
    });
  }

  #caseCode(caseId: string): number {
    return code(this.#caseCodes, caseId, "case id");
  }

  #set(
    columns: Map<string, ColumnWriter>,
    level: "event" | "case",
    row: number,
    name: string,
    value: AttributeInput,
  ): void {
    let column = columns.get(name);
    if (column === undefined) {
      column = new ColumnWriter();
      columns.set(name, column);
    }
    if (value === null || value === undefined) return;
    if (
      typeof value === "number" ? Number.isNaN(value) : value instanceof Date && Number.isNaN(value.getTime())
    )
      return;
    const kind = ColumnWriter.kindOf(value);
    const fits =
      column.kind === null || column.kind === kind || (column.kind === "timestamp" && kind === "number");
    if (!fits && column.kind !== "string") {
      if (!this.#widen) throw mixedKinds(level, name, column.kind!, kind, value);
      column.widenToString();
      this.#widened.add(name);
    } else if (!fits) {
      if (!this.#widen) throw mixedKinds(level, name, "string", kind, value);
      this.#widened.add(name);
    }
    column.set(row, value);
  }

  #grow(): void {
    const capacity = this.#case.length * 2;
    const cases = new Uint32Array(capacity);
    cases.set(this.#case);
    this.#case = cases;
    const activities = new Uint32Array(capacity);
    activities.set(this.#activity);
    this.#activity = activities;
    const times = new Float64Array(capacity);
    times.set(this.#time);
    this.#time = times;
  }
}

/** An array for activity ids, as narrow as `activities` allows. */
export function activityIds(activities: number, events: number): ActivityIds {
  if (activities <= 0x100) return new Uint8Array(events);
  return activities <= 0x10000 ? new Uint16Array(events) : new Uint32Array(events);
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

function mixedKinds(level: string, name: string, before: string, now: string, value: unknown): GigamineError {
  return new GigamineError(
    "event-log/mixed-kinds",
    `EventLogBuilder: ${level} attribute ${quoteValue(name)} held ${before} values and now gets the ${now} ` +
      `${quoteValue(value instanceof Date ? value.toISOString() : value)}. ` +
      `Convert the values, or pass { mixedKinds: "widen" } to keep the column as text.`,
    { level, attribute: name, before, now },
  );
}

function finishColumns(
  writers: Map<string, ColumnWriter>,
  rows: Uint32Array,
): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = Object.create(null);
  for (const [name, writer] of writers) columns[name] = writer.finish(rows);
  return Object.freeze(columns);
}

/** Sorts the rows of each case by time where they are not in order yet; ties and events without time keep source order. */
function sortCasesByTime(rows: Uint32Array, offsets: Uint32Array, time: Float64Array): void {
  for (let c = 0; c + 1 < offsets.length; c++) {
    const start = offsets[c]!;
    const end = offsets[c + 1]!;
    let latest = Number.NEGATIVE_INFINITY;
    let ordered = true;
    for (let i = start; i < end; i++) {
      const t = time[rows[i]!]!;
      if (t < latest) {
        ordered = false;
        break;
      }
      if (t > latest) latest = t;
    }
    if (!ordered) sortCase(rows.subarray(start, end), time);
  }
}

function sortCase(rows: Uint32Array, time: Float64Array): void {
  const keys = new Float64Array(rows.length);
  let carried = Number.NEGATIVE_INFINITY; // an event without a time stays behind its predecessor
  for (let i = 0; i < rows.length; i++) {
    const t = time[rows[i]!]!;
    if (!Number.isNaN(t)) carried = t;
    keys[i] = carried;
  }
  const order = Array.from(rows, (row, i) => ({ row, key: keys[i]! }));
  order.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key)); // stable; equal infinities must not give NaN
  for (let i = 0; i < rows.length; i++) rows[i] = order[i]!.row;
}
