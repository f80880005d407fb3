import { type DurationSummary, describe, type NumberSummary } from "@gigamine/base";
import { type Column, type ColumnKind, type EventLog, variants } from "@gigamine/event-log";
import { hasValue } from "./case-attribute.js";
import { caseDurations } from "./case-durations.js";
import { startTimes } from "./case-times.js";

/** How often an activity occurs. */
export interface ActivityCount {
  readonly activity: string;
  readonly events: number;
  /** Cases with at least one event of the activity. */
  readonly cases: number;
  /** `cases` over all cases of the log, in [0, 1]. */
  readonly shareOfCases: number;
}

/** How many cases start, or end, with an activity. */
export interface EndpointCount {
  readonly activity: string;
  readonly cases: number;
  /** `cases` over the cases that have an event, in (0, 1]. */
  readonly shareOfCases: number;
}

/** An attribute and how much of it is there. */
export interface AttributePresence {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Events, or cases, that have a value; infinite numbers are not counted. */
  readonly recorded: number;
}

export interface LogSummary {
  readonly events: number;
  readonly cases: number;
  readonly casesWithoutEvents: number;
  /** Distinct sequences of activities. */
  readonly variants: number;
  /** The most frequent first, ties by id. */
  readonly activities: readonly ActivityCount[];
  /** The most frequent first, ties by id. */
  readonly startActivities: readonly EndpointCount[];
  /** The most frequent first, ties by id. */
  readonly endActivities: readonly EndpointCount[];
  /** Earliest completion, or recorded start, ms since the epoch; `null` when no event has a time. */
  readonly firstTimeMs: number | null;
  /** Latest completion, ms since the epoch; `null` when no event has a time. */
  readonly lastTimeMs: number | null;
  readonly eventsWithoutTime: number;
  /** Cases without events included. */
  readonly eventsPerCase: NumberSummary;
  /** Where the clock of a case starts, see `caseDurations`. */
  readonly caseDurationBasis: "start" | "completion";
  readonly caseDuration: DurationSummary;
  /** In the order of the log. */
  readonly eventAttributes: readonly AttributePresence[];
  readonly caseAttributes: readonly AttributePresence[];
}

/**
 * What is in a log: counts of events, cases, variants and activities, where cases start and end, the time covered, how long
 * cases take, and which attributes there are. O(events × attributes + cases log cases). An empty log gives zeros, empty lists and `null`.
 *
 * @example
 * const { events, cases, activities } = summarize(log);
 */
export function summarize(log: EventLog): LogSummary {
  const { caseOffsets, activity, activities, time } = log;
  const n = activities.length;
  const cases = log.caseIds.length;
  const events = new Uint32Array(n);
  const casesWith = new Uint32Array(n);
  const startsWith = new Uint32Array(n);
  const endsWith = new Uint32Array(n);
  const seenIn = new Int32Array(n).fill(-1);
  const lengths = new Float64Array(cases);
  let casesWithoutEvents = 0;
  for (let c = 0; c < cases; c++) {
    const first = caseOffsets[c]!;
    const end = caseOffsets[c + 1]!;
    lengths[c] = end - first;
    if (first === end) {
      casesWithoutEvents++;
      continue;
    }
    startsWith[activity[first]!]!++;
    endsWith[activity[end - 1]!]!++;
    for (let e = first; e < end; e++) {
      const a = activity[e]!;
      events[a]!++;
      if (seenIn[a] !== c) {
        seenIn[a] = c;
        casesWith[a]!++;
      }
    }
  }
  const { basis, summary } = caseDurations(log);
  const { total: _, ...eventsPerCase } = describe(lengths);
  return {
    events: time.length,
    cases,
    casesWithoutEvents,
    variants: variants(log).counts.length,
    activities: mostFrequentFirst(events).map((a) => ({
      activity: activities[a]!,
      events: events[a]!,
      cases: casesWith[a]!,
      shareOfCases: casesWith[a]! / cases,
    })),
    startActivities: endpoints(activities, startsWith, cases - casesWithoutEvents),
    endActivities: endpoints(activities, endsWith, cases - casesWithoutEvents),
    ...timeRange(log),
    eventsPerCase,
    caseDurationBasis: basis,
    caseDuration: summary,
    eventAttributes: presence(log.eventAttributes, time.length),
    caseAttributes: presence(log.caseAttributes, cases),
  };
}

/** The ids that occur at all, the most frequent first. */
function mostFrequentFirst(counts: Uint32Array): number[] {
  return Array.from(counts, (_, id) => id)
    .filter((id) => counts[id]! > 0)
    .sort((a, b) => counts[b]! - counts[a]!); // stable, so ties keep the order of the ids
}

function endpoints(activities: readonly string[], counts: Uint32Array, cases: number): EndpointCount[] {
  return mostFrequentFirst(counts).map((a) => ({
    activity: activities[a]!,
    cases: counts[a]!,
    shareOfCases: counts[a]! / cases,
  }));
}

function timeRange(log: EventLog): Pick<LogSummary, "firstTimeMs" | "lastTimeMs" | "eventsWithoutTime"> {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let eventsWithoutTime = 0;
  for (let e = 0; e < log.time.length; e++) {
    const t = log.time[e]!;
    if (t < first) first = t;
    if (t > last) last = t;
    if (Number.isNaN(t)) eventsWithoutTime++;
  }
  if (last === Number.NEGATIVE_INFINITY) return { firstTimeMs: null, lastTimeMs: null, eventsWithoutTime };
  for (const t of startTimes(log) ?? []) if (t < first) first = t;
  return { firstTimeMs: first, lastTimeMs: last, eventsWithoutTime };
}

function presence(columns: Readonly<Record<string, Column>>, rows: number): AttributePresence[] {
  return Object.entries(columns).map(([name, column]) => {
    let recorded = 0;
    for (let row = 0; row < rows; row++) if (hasValue(column, row)) recorded++;
    return { name, kind: column.kind, recorded };
  });
}
