import { Float64List, Int32List } from "./bytes/lists.js";
import type { ColumnSource } from "./column-writer.js";
import type { ActivityIds, Column, EventLog } from "./types.js";

type NamedColumns = Iterable<readonly [string, ColumnSource]>;

/**
 * Events in source order, as codes: the one place where a log is put together. `toLog` counts the events of each case,
 * places them (stable, O(events)) and sorts by time only the cases that are out of order.
 */
export class EventRows {
  readonly #case = new Int32List();
  readonly #activity = new Int32List();
  readonly #time = new Float64List();

  get count(): number {
    return this.#case.length;
  }

  /** Adds an event and returns its number in source order. NaN = no time. */
  add(caseCode: number, activityCode: number, time: number): number {
    const row = this.#case.length;
    this.#case.push(caseCode);
    this.#activity.push(activityCode);
    this.#time.push(time);
    return row;
  }

  /** The time of an event, by its number in source order. */
  time(row: number): number {
    return this.#time.get(row);
  }

  /** Sets the time of an event anew. */
  setTime(row: number, time: number): void {
    this.#time.set(row, time);
  }

  /**
   * The log of the events so far. Codes index `caseIds` and `activities`.
   *
   * @param release Whether the sources are freed one by one on the way, so that not all is held twice; nothing can be added
   * afterwards. @default false
   */
  toLog(
    caseIds: Iterable<string>,
    activities: Iterable<string>,
    eventColumns: NamedColumns,
    caseColumns: NamedColumns,
    release = false,
  ): EventLog {
    const ids = Object.freeze(Array.isArray(caseIds) && release ? caseIds : [...caseIds]);
    const names = Object.freeze([...activities]);
    const { caseOffsets, rows } = this.#order(ids.length);
    if (release) this.#case.clear();
    const activity = activityIds(names.length, rows.length);
    this.#activity.gatherInto(activity, rows);
    if (release) this.#activity.clear();
    const time = this.#time.gather(rows);
    if (release) this.#time.clear();
    const caseRows = new Uint32Array(ids.length);
    for (let c = 0; c < caseRows.length; c++) caseRows[c] = c;
    return Object.freeze({
      caseIds: ids,
      caseOffsets,
      activities: names,
      activity,
      time,
      eventAttributes: finishColumns(eventColumns, rows, release),
      caseAttributes: finishColumns(caseColumns, caseRows, release),
    });
  }

  /** `rows[i]` = source number of the event that stands at `i`. */
  #order(cases: number): { caseOffsets: Uint32Array; rows: Uint32Array } {
    const events = this.count;
    const caseOffsets = new Uint32Array(cases + 1);
    for (let e = 0; e < events; e++) caseOffsets[this.#case.get(e) + 1]!++;
    for (let c = 0; c < cases; c++) caseOffsets[c + 1]! += caseOffsets[c]!;
    const next = caseOffsets.slice(0, cases);
    const rows = new Uint32Array(events);
    for (let e = 0; e < events; e++) rows[next[this.#case.get(e)]!++] = e;
    sortCasesByTime(rows, caseOffsets, this.#time);
    return { caseOffsets, rows };
  }
}

/** An array for activity ids, as narrow as `activities` allows. */
export function activityIds(activities: number, events: number): ActivityIds {
  if (activities <= 0x100) return new Uint8Array(events);
  return activities <= 0x10000 ? new Uint16Array(events) : new Uint32Array(events);
}

/** A frozen record without a prototype, so that `__proto__` and `constructor` are names like any other. */
function finishColumns(
  sources: NamedColumns,
  rows: Uint32Array,
  release: boolean,
): Readonly<Record<string, Column>> {
  const columns: Record<string, Column> = Object.create(null);
  for (const [name, source] of sources) {
    columns[name] = source.finish(rows);
    if (release) source.release?.();
  }
  return Object.freeze(columns);
}

/** Sorts the rows of each case by time where they are not in order yet; ties and events without time keep source order. */
function sortCasesByTime(rows: Uint32Array, offsets: Uint32Array, time: Float64List): void {
  for (let c = 0; c + 1 < offsets.length; c++) {
    const start = offsets[c]!;
    const end = offsets[c + 1]!;
    let latest = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) {
      const t = time.get(rows[i]!);
      if (t < latest) {
        sortCase(rows.subarray(start, end), time);
        break;
      }
      if (t > latest) latest = t;
    }
  }
}

function sortCase(rows: Uint32Array, time: Float64List): void {
  const source = rows.slice();
  const keys = new Float64Array(rows.length);
  let carried = Number.NEGATIVE_INFINITY; // an event without a time stays behind its predecessor
  for (let i = 0; i < rows.length; i++) {
    const t = time.get(source[i]!);
    if (!Number.isNaN(t)) carried = t;
    keys[i] = carried;
  }
  const order = Uint32Array.from(source, (_, i) => i);
  order.sort((a, b) => (keys[a]! === keys[b]! ? a - b : keys[a]! - keys[b]!)); // equal infinities must not give NaN
  for (let i = 0; i < rows.length; i++) rows[i] = source[order[i]!]!;
}
