import { BitSet, GigamineError, listNames, nearNames, optionError } from "@gigamine/base";
import { gatherColumn } from "../columns.js";
import { activityIds } from "../event-rows.js";
import type { ActivityIds, Column, EventLog } from "../types.js";

/**
 * A new log of the marked events of some cases. Activities that are left without an event go; the others keep their
 * order and are numbered anew. Dictionaries are shared with the old log. O(events of the log).
 *
 * @param keepEvent One mark per event, 1 = keep; `null` keeps all events of the kept cases.
 */
export function select<E extends object, C extends object>(
  log: EventLog<E, C>,
  keepCase: BitSet,
  keepEvent: Uint8Array | null,
): EventLog<E, C> {
  const cases = new Uint32Array(keepCase.count());
  let count = 0;
  for (let c = 0; c < keepCase.size; c++) if (keepCase.has(c)) cases[count++] = c;
  return keepEvent === null ? selectCases(log, cases) : selectEvents(log, cases, keepEvent);
}

/** A new log of these cases, in this order. O(events of these cases). */
export function selectCases<E extends object, C extends object>(
  log: EventLog<E, C>,
  cases: Uint32Array,
): EventLog<E, C> {
  const { caseOffsets } = log;
  const offsets = new Uint32Array(cases.length + 1);
  for (let i = 0; i < cases.length; i++) {
    const c = cases[i]!;
    offsets[i + 1] = offsets[i]! + caseOffsets[c + 1]! - caseOffsets[c]!;
  }
  const rows = new Uint32Array(offsets[cases.length]!);
  for (let i = 0; i < cases.length; i++) {
    const end = offsets[i + 1]!;
    const shift = caseOffsets[cases[i]!]! - offsets[i]!;
    for (let row = offsets[i]!; row < end; row++) rows[row] = row + shift;
  }
  return gatherLog(log, cases, offsets, rows);
}

function selectEvents<E extends object, C extends object>(
  log: EventLog<E, C>,
  cases: Uint32Array,
  keepEvent: Uint8Array,
): EventLog<E, C> {
  const { caseOffsets } = log;
  const offsets = new Uint32Array(cases.length + 1);
  const rows = new Uint32Array(log.activity.length);
  let kept = 0;
  for (let i = 0; i < cases.length; i++) {
    const end = caseOffsets[cases[i]! + 1]!;
    for (let e = caseOffsets[cases[i]!]!; e < end; e++) if (keepEvent[e] === 1) rows[kept++] = e;
    offsets[i + 1] = kept;
  }
  return gatherLog(log, cases, offsets, rows.subarray(0, kept));
}

/**
 * The log whose case `i` is made from case `cases[i]` with the events `rows[offsets[i]]` … `rows[offsets[i + 1] - 1]`.
 * The ids are those of the cases unless `caseIds` gives others, which must differ.
 */
export function gatherLog<E extends object, C extends object>(
  log: EventLog<E, C>,
  cases: Uint32Array,
  offsets: Uint32Array,
  rows: Uint32Array,
  caseIds: readonly string[] = idsOf(log, cases),
): EventLog<E, C> {
  const { activities, activity } = compactActivities(log.activities, gatherIds(log.activity, rows));
  const time = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) time[i] = log.time[rows[i]!]!;
  return Object.freeze({
    caseIds: Object.freeze(caseIds),
    caseOffsets: offsets,
    activities,
    activity,
    time,
    eventAttributes: gatherColumns(log.eventAttributes, rows),
    caseAttributes: gatherColumns(log.caseAttributes, cases),
  });
}

function idsOf({ caseIds }: EventLog, cases: Uint32Array): readonly string[] {
  const ids = new Array<string>(cases.length);
  for (let i = 0; i < cases.length; i++) ids[i] = caseIds[cases[i]!]!;
  return ids;
}

function gatherIds(activity: ActivityIds, rows: Uint32Array): ActivityIds {
  const width = activity.BYTES_PER_ELEMENT; // not its class, which differs between frames
  const ids =
    width === 1
      ? new Uint8Array(rows.length)
      : width === 2
        ? new Uint16Array(rows.length)
        : new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) ids[i] = activity[rows[i]!]!;
  return ids;
}

/** Takes out the names that have no event, numbers the others anew in their order, in the narrowest array. `ids` may be changed. */
export function compactActivities(
  names: readonly string[],
  ids: ActivityIds,
): { readonly activities: readonly string[]; readonly activity: ActivityIds } {
  const used = new Uint8Array(names.length);
  for (let e = 0; e < ids.length; e++) used[ids[e]!] = 1;
  const newIds = new Uint32Array(names.length);
  const activities: string[] = [];
  for (let a = 0; a < names.length; a++) {
    newIds[a] = activities.length;
    if (used[a] === 1) activities.push(names[a]!);
  }
  if (activities.length === names.length) return { activities: names, activity: ids };
  const narrow = activityIds(activities.length, ids.length);
  for (let e = 0; e < ids.length; e++) narrow[e] = newIds[ids[e]!]!;
  return { activities: Object.freeze(activities), activity: narrow };
}

/** The cases for which `keep` holds. */
export function casesWhere(log: EventLog, keep: (caseIndex: number) => boolean): BitSet {
  const bits = new BitSet(log.caseIds.length);
  for (let c = 0; c < bits.size; c++) if (keep(c)) bits.add(c);
  return bits;
}

/** All cases but those that lose all their events; a case that had none stays. */
function casesWithEvents(log: EventLog, keepEvent: Uint8Array): BitSet {
  const { caseOffsets } = log;
  return casesWhere(log, (c) => {
    const start = caseOffsets[c]!;
    const end = caseOffsets[c + 1]!;
    let e = start;
    while (e < end && keepEvent[e] !== 1) e++;
    return e < end || start === end;
  });
}

/** The log of the marked events, without the cases that lose all of theirs. */
export function selectMarked<E extends object, C extends object>(
  log: EventLog<E, C>,
  keepEvent: Uint8Array,
): EventLog<E, C> {
  return select(log, casesWithEvents(log, keepEvent), keepEvent);
}

/** `table[activity]` of every event: the one loop over ids, so that kernels run on bytes, whatever the width of the ids. */
export function mapActivities({ activity }: EventLog, table: Uint8Array): Uint8Array {
  const marks = new Uint8Array(activity.length);
  for (let e = 0; e < marks.length; e++) marks[e] = table[activity[e]!]!;
  return marks;
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
