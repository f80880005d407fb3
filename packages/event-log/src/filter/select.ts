import { GigamineError, optionError } from "@gigamine/base";
import { gatherColumn } from "../columns.js";
import { activityIds } from "../event-rows.js";
import { listNames, nearNames } from "../near-names.js";
import type { Column, EventLog } from "../types.js";

/**
 * A new log of the marked events of the marked cases. Activities that are left without an event go; the others keep their
 * order and are numbered anew. Dictionaries are shared with the old log. O(events).
 *
 * @param keepCase One mark per case, 1 = keep.
 * @param keepEvent One mark per event, 1 = keep; `null` keeps all events of the kept cases.
 */
export function select<E extends object, C extends object>(
  log: EventLog<E, C>,
  keepCase: Uint8Array,
  keepEvent: Uint8Array | null,
): EventLog<E, C> {
  const cases: number[] = [];
  const rows = new Uint32Array(log.activity.length);
  const offsets: number[] = [0];
  let kept = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    if (keepCase[c] === 0) continue;
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      if (keepEvent === null || keepEvent[e] === 1) rows[kept++] = e;
    }
    cases.push(c);
    offsets.push(kept);
  }
  const eventRows = rows.slice(0, kept);
  const used = new Uint8Array(log.activities.length);
  for (let i = 0; i < kept; i++) used[log.activity[eventRows[i]!]!] = 1;
  const newId = new Uint32Array(used.length);
  const activities: string[] = [];
  for (let a = 0; a < used.length; a++) {
    newId[a] = activities.length;
    if (used[a] === 1) activities.push(log.activities[a]!);
  }
  const activity = activityIds(activities.length, kept);
  const time = new Float64Array(kept);
  for (let i = 0; i < kept; i++) {
    activity[i] = newId[log.activity[eventRows[i]!]!]!;
    time[i] = log.time[eventRows[i]!]!;
  }
  return Object.freeze({
    caseIds: Object.freeze(cases.map((c) => log.caseIds[c]!)),
    caseOffsets: Uint32Array.from(offsets),
    activities: Object.freeze(activities),
    activity,
    time,
    eventAttributes: gatherColumns(log.eventAttributes, eventRows),
    caseAttributes: gatherColumns(log.caseAttributes, Uint32Array.from(cases)),
  });
}

/** Marks for {@link select}: the cases for which `keep` holds. */
export function markCases(log: EventLog, keep: (caseIndex: number) => boolean): Uint8Array {
  const marks = new Uint8Array(log.caseIds.length);
  for (let c = 0; c < marks.length; c++) marks[c] = keep(c) ? 1 : 0;
  return marks;
}

/** Marks for {@link select}: all cases but those that lose all their events; a case that had none stays. */
export function casesWithEvents(log: EventLog, keepEvent: Uint8Array): Uint8Array {
  return markCases(log, (c) => {
    const start = log.caseOffsets[c]!;
    const end = log.caseOffsets[c + 1]!;
    if (start === end) return true;
    for (let e = start; e < end; e++) if (keepEvent[e] === 1) return true;
    return false;
  });
}

/** One mark per activity id, 1 = named. A name that the log does not have is an error that lists near ones. */
export function markActivities(log: EventLog, names: string | readonly string[], where: string): Uint8Array {
  const marks = new Uint8Array(log.activities.length);
  const list: unknown = typeof names === "string" ? [names] : names;
  if (!Array.isArray(list)) throw optionError(where, "names", names, "Give one activity or a list of them.");
  const ids = new Map(log.activities.map((name, id) => [name, id]));
  for (const name of list as readonly string[]) {
    const id = ids.get(name);
    if (id === undefined) throw unknownActivity(log, name, where);
    marks[id] = 1;
  }
  return marks;
}

export function unknownActivity(log: EventLog, name: string, where: string): GigamineError {
  const near = nearNames(String(name), log.activities);
  return new GigamineError(
    "filter/unknown-activity",
    `${where}: the log has no activity ${JSON.stringify(name)}. ` +
      (near.length > 0
        ? `Did you mean ${listNames(near)}?`
        : `Its activities are ${listNames(log.activities)}.`),
    { where, activity: name, near },
  );
}

function gatherColumns<A>(columns: A, rows: Uint32Array): A {
  const gathered: Record<string, Column> = Object.create(null);
  for (const [name, column] of Object.entries(columns as Record<string, Column>)) {
    gathered[name] = gatherColumn(column, rows);
  }
  return Object.freeze(gathered) as A;
}
