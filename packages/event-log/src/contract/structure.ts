import { RESERVED_ATTRIBUTES, type ReservedAttribute } from "../reserved.js";
import type { AnyAttributes, Column, EventLog } from "../types.js";

/** A rule that the arrays of every log keep. */
interface StructureRule {
  readonly title: string;
  /** What is wrong, as the end of a sentence; `null` when the rule is kept. */
  fault(log: EventLog): string | null;
}

/** The rules of {@link EventLog}, in an order in which each may rely on those before it. Each costs O(events) at most. */
export const STRUCTURE_RULES: readonly StructureRule[] = [
  {
    title: "has one more offset than cases, from 0 to the number of events, never falling",
    fault({ caseIds, caseOffsets, activity }) {
      if (!(caseOffsets instanceof Uint32Array)) return "caseOffsets is no Uint32Array";
      if (caseOffsets.length !== caseIds.length + 1) {
        return `there are ${caseOffsets.length} offsets for ${caseIds.length} cases`;
      }
      if (caseOffsets[0] !== 0) return `the first offset is ${caseOffsets[0]}`;
      for (let c = 0; c < caseIds.length; c++) {
        if (caseOffsets[c + 1]! < caseOffsets[c]!) return `the offsets fall after case ${c}`;
      }
      const last = caseOffsets[caseIds.length];
      return last === activity.length
        ? null
        : `the last offset is ${last}, the events are ${activity.length}`;
    },
  },
  {
    title: "has case ids that are texts and differ",
    fault: ({ caseIds }) => distinctTexts(caseIds, "case id"),
  },
  {
    title: "has activities that are texts, differ, and occur",
    fault({ activities, activity }) {
      const fault = distinctTexts(activities, "activity");
      if (fault !== null) return fault;
      const seen = new Uint8Array(activities.length);
      for (const id of activity) {
        if (id >= activities.length) return `an event has the activity id ${id} of ${activities.length}`;
        seen[id] = 1;
      }
      const unused = seen.indexOf(0);
      return unused < 0 ? null : `activity ${JSON.stringify(activities[unused])} has no event`;
    },
  },
  {
    title: "keeps activity ids in the narrowest array",
    fault({ activities, activity }) {
      const width = activities.length <= 0x100 ? 1 : activities.length <= 0x10000 ? 2 : 4;
      return activity.BYTES_PER_ELEMENT === width
        ? null
        : `ids take ${activity.BYTES_PER_ELEMENT} bytes, not ${width}`;
    },
  },
  {
    title: "has one time per event, in order inside each case",
    fault({ caseOffsets, activity, time }) {
      if (!(time instanceof Float64Array)) return "time is no Float64Array";
      if (time.length !== activity.length)
        return `there are ${time.length} times for ${activity.length} events`;
      for (let c = 0; c + 1 < caseOffsets.length; c++) {
        let latest = Number.NEGATIVE_INFINITY;
        for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
          const t = time[e]!;
          if (Number.isNaN(t)) continue;
          if (!Number.isFinite(t)) return `event ${e} has the time ${t}`;
          if (t < latest) return `event ${e} of case ${c} is earlier than the one before it`;
          latest = t;
        }
      }
      return null;
    },
  },
  {
    title: "has columns of the right length with values of their kind",
    fault({ caseIds, activity, eventAttributes, caseAttributes }) {
      return (
        columnFaults("event", eventAttributes, activity.length) ??
        columnFaults("case", caseAttributes, caseIds.length)
      );
    },
  },
  {
    title: "keeps the kinds of the reserved attributes",
    fault({ eventAttributes }) {
      for (const name of Object.keys(RESERVED_ATTRIBUTES) as ReservedAttribute[]) {
        const column = Object.hasOwn(eventAttributes, name) ? eventAttributes[name] : undefined;
        if (column !== undefined && column.kind !== RESERVED_ATTRIBUTES[name]) {
          return `${name} holds ${column.kind} values, not ${RESERVED_ATTRIBUTES[name]}`;
        }
      }
      return null;
    },
  },
];

function distinctTexts(names: readonly string[], what: string): string | null {
  const seen = new Set<string>();
  for (const name of names) {
    if (typeof name !== "string") return `the ${what} ${String(name)} is no text`;
    if (seen.has(name)) return `the ${what} ${JSON.stringify(name)} comes twice`;
    seen.add(name);
  }
  return null;
}

function columnFaults(
  level: string,
  columns: EventLog<AnyAttributes>["eventAttributes"],
  rows: number,
): string | null {
  for (const [name, column] of Object.entries(columns)) {
    const fault = columnFault(column, rows);
    if (fault !== null) return `${level} attribute ${JSON.stringify(name)} ${fault}`;
  }
  return null;
}

function columnFault(column: Column, rows: number): string | null {
  if (column.kind === "string") {
    const { codes, dictionary } = column;
    if (!(codes instanceof Int32Array)) return "has codes that are no Int32Array";
    if (codes.length !== rows) return `has ${codes.length} values for ${rows} rows`;
    const beyond = codes.find((code) => code < -1 || code >= dictionary.length);
    if (beyond !== undefined) return `has the code ${beyond} of ${dictionary.length}`;
    return distinctTexts(dictionary, "value");
  }
  const { values } = column;
  if (values.length !== rows) return `has ${values.length} values for ${rows} rows`;
  if (column.kind === "boolean") {
    if (!(values instanceof Uint8Array)) return "has values that are no Uint8Array";
    const odd = values.find((value) => value > 1 && value !== 255);
    return odd === undefined ? null : `has the value ${odd}`;
  }
  return values instanceof Float64Array ? null : "has values that are no Float64Array";
}
