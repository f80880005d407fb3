import type { ColumnSource } from "./column-writer.js";
import type { ActivityIds, Column, EventLog } from "./types.js";

type NamedColumns = Iterable<readonly [string, ColumnSource]>;

/**
 * Events in source order, as codes: the one place where a log is put together. `toLog` counts the events of each case,
 * places them (stable, O(events)) and sorts by time only the cases that are out of order.
 */
export class EventRows {
  #count = 0;
  #case = new Uint32Array(64);
  #activity = new Uint32Array(64);
  #time = new Float64Array(64);

  get count(): number {
    return this.#count;
  }

  /** Adds an event and returns its number in source order. NaN = no time. */
  add(caseCode: number, activityCode: number, time: number): number {
    const row = this.#count;
    if (row === this.#case.length) this.#grow();
    this.#case[row] = caseCode;
    this.#activity[row] = activityCode;
    this.#time[row] = time;
    this.#count = row + 1;
    return row;
  }

  /** The log of the events so far. Codes index `caseIds` and `activities`. */
  toLog(
    caseIds: Iterable<string>,
    activities: Iterable<string>,
    eventColumns: NamedColumns,
    caseColumns: NamedColumns,
  ): EventLog {
    const ids = Object.freeze([...caseIds]);
    const names = Object.freeze([...activities]);
    const { caseOffsets, rows } = this.#order(ids.length);
    const events = rows.length;
    const activity = activityIds(names.length, events);
    const time = new Float64Array(events);
    for (let i = 0; i < events; i++) {
      activity[i] = this.#activity[rows[i]!]!;
      time[i] = this.#time[rows[i]!]!;
    }
    const caseRows = new Uint32Array(ids.length);
    for (let c = 0; c < caseRows.length; c++) caseRows[c] = c;
    return Object.freeze({
      caseIds: ids,
      caseOffsets,
      activities: names,
      activity,
      time,
      eventAttributes: finishColumns(eventColumns, rows),
      caseAttributes: finishColumns(caseColumns, caseRows),
    });
  }

  /** `rows[i]` = source number of the event that stands at `i`. */
  #order(cases: number): { caseOffsets: Uint32Array; rows: Uint32Array } {
    const events = this.#count;
    const caseOffsets = new Uint32Array(cases + 1);
    for (let e = 0; e < events; e++) caseOffsets[this.#case[e]! + 1]!++;
    for (let c = 0; c < cases; c++) caseOffsets[c + 1]! += caseOffsets[c]!;
    const next = caseOffsets.slice(0, cases);
    const rows = new Uint32Array(events);
    for (let e = 0; e < events; e++) rows[next[this.#case[e]!]!++] = e;
    sortCasesByTime(rows, caseOffsets, this.#time);
    return { caseOffsets, rows };
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

/** A frozen record without a prototype, so that `__proto__` and `constructor` are names like any other. */
function finishColumns(sources: NamedColumns, rows: Uint32Array): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = Object.create(null);
  for (const [name, source] of sources) columns[name] = source.finish(rows);
  return Object.freeze(columns);
}

/** Sorts the rows of each case by time where they are not in order yet; ties and events without time keep source order. */
function sortCasesByTime(rows: Uint32Array, offsets: Uint32Array, time: Float64Array): void {
  for (let c = 0; c + 1 < offsets.length; c++) {
    const start = offsets[c]!;
    const end = offsets[c + 1]!;
    let latest = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) {
      const t = time[rows[i]!]!;
      if (t < latest) {
        sortCase(rows.subarray(start, end), time);
        break;
      }
      if (t > latest) latest = t;
    }
  }
}

function sortCase(rows: Uint32Array, time: Float64Array): void {
  const source = rows.slice();
  const keys = new Float64Array(rows.length);
  let carried = Number.NEGATIVE_INFINITY; // an event without a time stays behind its predecessor
  for (let i = 0; i < rows.length; i++) {
    const t = time[source[i]!]!;
    if (!Number.isNaN(t)) carried = t;
    keys[i] = carried;
  }
  const order = Uint32Array.from(source, (_, i) => i);
  order.sort((a, b) => (keys[a]! === keys[b]! ? a - b : keys[a]! - keys[b]!)); // equal infinities must not give NaN
  for (let i = 0; i < rows.length; i++) rows[i] = source[order[i]!]!;
}
