import { BitSet, GigamineError, listNames, nearNames } from "@gigamine/base";
import { columnByName } from "../columns.js";
import type { Column, EventLog } from "../types.js";
import { badValue, endOf, type Place } from "./check-predicate.js";
import type { AttributeTest } from "./predicate.js";
import { casesWhere, mapActivities, markActivities } from "./select.js";

type Names = string | readonly string[];

/** The cases with a marked event. */
export function casesWithMark({ caseIds, caseOffsets }: EventLog, marks: Uint8Array): BitSet {
  const bits = new BitSet(caseIds.length);
  for (let c = 0; c < caseIds.length; c++) {
    const end = caseOffsets[c + 1]!;
    let e = caseOffsets[c]!;
    while (e < end && marks[e] !== 1) e++;
    if (e < end) bits.add(c);
  }
  return bits;
}

/** The cases whose first and last recorded time pass the test; those without a time never do. */
function casesBySpan(log: EventLog, holds: (begin: number, end: number) => boolean): BitSet {
  const { caseOffsets, time } = log;
  return casesWhere(log, (c) => {
    let e = caseOffsets[c]!;
    let last = caseOffsets[c + 1]! - 1;
    while (e <= last && Number.isNaN(time[e]!)) e++;
    while (last >= e && Number.isNaN(time[last]!)) last--;
    return e <= last && holds(time[e]!, time[last]!);
  });
}

export function casesByDuration(log: EventLog, minMs: number, maxMs: number): BitSet {
  return casesBySpan(log, (begin, end) => end - begin >= minMs && end - begin <= maxMs);
}

export function casesByTime(log: EventLog, low: number, high: number, mode: string): BitSet {
  switch (mode) {
    case "contained":
      return casesBySpan(log, (begin, end) => begin >= low && end <= high);
    case "intersecting":
      return casesBySpan(log, (begin, end) => begin <= high && end >= low);
    case "starting":
      return casesBySpan(log, (begin) => begin >= low && begin <= high);
    default:
      return casesBySpan(log, (_, end) => end >= low && end <= high);
  }
}

export function casesBySize({ caseIds, caseOffsets }: EventLog, min: number, max: number): BitSet {
  const bits = new BitSet(caseIds.length);
  for (let c = 0; c < caseIds.length; c++) {
    const size = caseOffsets[c + 1]! - caseOffsets[c]!;
    if (size >= min && size <= max) bits.add(c);
  }
  return bits;
}

export function casesById(log: EventLog, ids: Names): BitSet {
  const wanted = new Set(typeof ids === "string" ? [ids] : ids);
  return casesWhere(log, (c) => wanted.has(log.caseIds[c]!));
}

/** The column of an attribute that a filter names; an unknown one is an error that lists near names. */
export function namedColumn(columns: object, level: string, name: string, where: string): Column {
  const column = columnByName(columns as Readonly<Record<string, Column>>, name);
  if (column !== undefined) return column;
  const near = nearNames(name, Object.keys(columns));
  throw new GigamineError(
    "filter/unknown-attribute",
    `${where}: the log has no ${level} attribute ${JSON.stringify(name)}. ` +
      (near.length > 0
        ? `Did you mean ${listNames(near)}?`
        : `It has ${Object.keys(columns).length === 0 ? "none" : listNames(Object.keys(columns))}.`),
    { where, level, attribute: name, near },
  );
}

/** One mark per row of the column, 1 = the value passes the test. */
export function markValues(column: Column, test: AttributeTest, place: Place): Uint8Array {
  const { in: wanted, min, max } = test;
  const bounded = min !== undefined || max !== undefined;
  if (bounded && (column.kind === "string" || column.kind === "boolean")) {
    throw badValue(
      place,
      min === undefined ? "max" : "min",
      min ?? max,
      `The attribute holds ${column.kind} values, which have no order. Use in.`,
    );
  }
  if (column.kind === "number") {
    for (const [key, value] of [
      ["min", min],
      ["max", max],
    ] as const) {
      if (typeof value === "string")
        throw badValue(place, key, value, "The attribute holds numbers: give a number.");
    }
  }
  const values: ReadonlySet<unknown> | null = wanted === undefined ? null : new Set(wanted);
  const missing = values?.has(null) && !bounded ? 1 : 0;
  if (column.kind === "string") {
    const { codes, dictionary } = column;
    const table = Uint8Array.from(dictionary, (text) => (values === null || values.has(text) ? 1 : 0));
    const marks = new Uint8Array(codes.length);
    for (let i = 0; i < marks.length; i++) marks[i] = codes[i]! < 0 ? missing : table[codes[i]!]!;
    return marks;
  }
  if (column.kind === "boolean") {
    const table = new Uint8Array(256).fill(missing);
    for (const truth of [0, 1]) table[truth] = values === null || values.has(truth === 1) ? 1 : 0;
    return column.values.map((value) => table[value]!);
  }
  const low = min === undefined ? Number.NEGATIVE_INFINITY : endOf(min);
  const high = max === undefined ? Number.POSITIVE_INFINITY : endOf(max);
  const marks = new Uint8Array(column.values.length);
  for (let i = 0; i < marks.length; i++) {
    const value = column.values[i]!;
    if (Number.isNaN(value)) marks[i] = missing;
    else marks[i] = value >= low && value <= high && (values === null || values.has(value)) ? 1 : 0;
  }
  return marks;
}

const FIRST = 1;
const SECOND = 2;

/** The cases in which an event of `first` and another one of `second` share their resource, or have two. */
export function casesByFourEyes(
  log: EventLog,
  first: Names,
  second: Names,
  same: boolean,
  where: string,
): BitSet {
  const { caseOffsets } = log;
  const resource = namedColumn(log.eventAttributes, "event", "resource", where);
  const table = markActivities(log, first, where);
  const others = markActivities(log, second, where);
  for (let a = 0; a < table.length; a++) table[a]! |= others[a]! * SECOND;
  const marks = mapActivities(log, table);
  if (resource.kind !== "string") return new BitSet(log.caseIds.length); // never so in a sound log
  const { codes, dictionary } = resource;
  // per resource the case in which it last did one of `first`, one of `second`: no reset between cases
  const didFirst = new Int32Array(dictionary.length).fill(-1);
  const didSecond = new Int32Array(dictionary.length).fill(-1);
  return casesWhere(log, (c) => {
    let firsts = -1; // the resource of all events of `first` so far; -2 when there are several
    let seconds = -1;
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const mark = marks[e]!;
      const who = codes[e]!;
      if (mark === 0 || who < 0) continue;
      if (same) {
        if ((mark & FIRST) !== 0 && didSecond[who] === c) return true;
        if ((mark & SECOND) !== 0 && didFirst[who] === c) return true;
      } else {
        if ((mark & FIRST) !== 0 && seconds !== -1 && seconds !== who) return true;
        if ((mark & SECOND) !== 0 && firsts !== -1 && firsts !== who) return true;
      }
      if ((mark & FIRST) !== 0) {
        didFirst[who] = c;
        firsts = firsts === -1 || firsts === who ? who : -2;
      }
      if ((mark & SECOND) !== 0) {
        didSecond[who] = c;
        seconds = seconds === -1 || seconds === who ? who : -2;
      }
    }
    return false;
  });
}
