import { type DurationSummary, describeDurations, GigamineError, optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { oneOf } from "./activity-selection.js";
import { startTimes } from "./case-times.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

/** How long a case may take between two steps. At least one of the limits is given. */
export interface DwellRule {
  /** The step after which the time runs. */
  readonly from: string;
  /** The step until which it runs. */
  readonly to: string;
  /** The least time allowed, in ms, at least 0. @default none */
  readonly minMs?: number | undefined;
  /** The greatest time allowed, in ms, at least 0 and `minMs`. @default none */
  readonly maxMs?: number | undefined;
  /**
   * Which occurrences in a case are measured: `"each-from"`, every `from` until the first `to` behind it; `"each-to"`, every `to` since the
   * last `from` before it; `"first"`, the first `from` until the first `to` behind it; `"span"`, the first `from` until the
   * last `to` behind it. @default "each-from"
   */
  readonly occurrences?: "each-from" | "each-to" | "first" | "span" | undefined;
  /** When the time begins: with the completion of `from`, or with its recorded start. @default "completion" */
  readonly since?: "completion" | "start" | undefined;
  /** When the time ends: with the completion of `to`, or with its recorded start. @default "completion" */
  readonly until?: "completion" | "start" | undefined;
}

/** A dwell time outside its limits. */
export interface DwellOffence {
  readonly caseId: string;
  /** The events in the log, counted from 0. */
  readonly fromEvent: number;
  readonly toEvent: number;
  /** When the time began and ended, ms since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly durationMs: number;
  readonly fault: "too-short" | "too-long";
}

export interface DwellTimes {
  readonly rule: DwellRule;
  /** Whether times are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** Over all measured times. */
  readonly summary: DurationSummary;
  readonly tooShort: number;
  readonly tooLong: number;
  /** Cases with a measured time. */
  readonly cases: number;
  /** Cases with at least one offence. */
  readonly offendingCases: number;
  /** In the order of the log. */
  readonly offences: readonly DwellOffence[];
  /** Occurrences without their counterpart in the case: `from` that no `to` follows, with `"each-to"` `to` that no `from` precedes. */
  readonly unmatched: number;
  /** Matched occurrences that are left unmeasured because a time, or a start that the rule asks for, is not recorded. */
  readonly unmeasured: number;
  /** Names of the rule that the log does not have: a typing error, unless the log was filtered. */
  readonly unknownActivities: readonly string[];
}

/**
 * Measures how long cases stay between two steps, and names those that stay too short or too long: slurry that must be coated within
 * 12 hours, cells that must soak for at least 24.
 *
 * A time equal to a limit is allowed. With `since` and `until` set to recorded starts that overlap a time can be negative, which is too short
 * for any `minMs`. With a calendar all limits count working time; physics does not pause at night, so most such rules want none.
 * With `from` equal to `to`, the time runs from one occurrence to another. One result a rule, in their order; an empty log
 * measures nothing. O(events × rules).
 *
 * @throws GigamineError `option/out-of-range` for a limit or word out of range; `stats/rule-without-limit`.
 * @example
 * dwellTimes(log, [{ from: "Mixing", to: "Coating", maxMs: 12 * 3_600_000 }])[0]?.offences
 */
export function dwellTimes(
  wallLog: EventLog,
  rules: readonly DwellRule[],
  { calendar }: CalendarOption = {},
): DwellTimes[] {
  rules.forEach(checkRule);
  const { log, clock } = onClock("dwellTimes", wallLog, calendar);
  const idOf = new Map(log.activities.map((name, id) => [name, id]));
  const timesOf = (source: EventLog, which: "completion" | "start" = "completion"): Float64Array | null =>
    which === "completion" ? source.time : startTimes(source);
  return rules.map((rule) => {
    const begins = timesOf(log, rule.since);
    const ends = timesOf(log, rule.until);
    const wallBegins = timesOf(wallLog, rule.since);
    const wallEnds = timesOf(wallLog, rule.until);
    const { pairs, unmatched } = matchOccurrences(
      log,
      idOf.get(rule.from),
      idOf.get(rule.to),
      rule.occurrences,
    );
    const measured = new Float64Array(pairs.length / 2);
    const offences: DwellOffence[] = [];
    let known = 0;
    let tooShort = 0;
    let cases = 0;
    let offendingCases = 0;
    let lastMeasured = -1;
    let lastOffending = -1;
    let c = 0;
    for (let i = 0; i < pairs.length; i += 2) {
      const fromEvent = pairs[i]!;
      const toEvent = pairs[i + 1]!;
      const durationMs = (ends?.[toEvent] ?? Number.NaN) - (begins?.[fromEvent] ?? Number.NaN);
      if (Number.isNaN(durationMs)) continue;
      while (log.caseOffsets[c + 1]! <= fromEvent) c++;
      measured[known++] = durationMs;
      if (lastMeasured !== c) cases++;
      lastMeasured = c;
      const isShort = rule.minMs !== undefined && durationMs < rule.minMs;
      if (!isShort && !(rule.maxMs !== undefined && durationMs > rule.maxMs)) continue;
      if (isShort) tooShort++;
      if (lastOffending !== c) offendingCases++;
      lastOffending = c;
      offences.push({
        caseId: log.caseIds[c]!,
        fromEvent,
        toEvent,
        fromMs: wallBegins![fromEvent]!,
        toMs: wallEnds![toEvent]!,
        durationMs,
        fault: isShort ? "too-short" : "too-long",
      });
    }
    return {
      rule,
      clock,
      summary: describeDurations(measured.subarray(0, known)),
      tooShort,
      tooLong: offences.length - tooShort,
      cases,
      offendingCases,
      offences,
      unmatched,
      unmeasured: pairs.length / 2 - known,
      unknownActivities: [...new Set([rule.from, rule.to])].filter((name) => !idOf.has(name)),
    };
  });
}

function checkRule({ minMs, maxMs, occurrences, since, until }: DwellRule, index: number): void {
  const name = (field: string): string => `rules[${index}].${field}`;
  for (const [field, limit] of Object.entries({ minMs, maxMs })) {
    if (limit !== undefined && !(limit >= 0 && Number.isFinite(limit))) {
      throw optionError("dwellTimes", name(field), limit, "Give milliseconds, 0 or more.");
    }
  }
  if (minMs === undefined && maxMs === undefined) {
    throw new GigamineError(
      "stats/rule-without-limit",
      `dwellTimes: rules[${index}] has no limit. Give minMs, maxMs, or both.`,
      { rule: index },
    );
  }
  if (minMs !== undefined && maxMs !== undefined && minMs > maxMs) {
    throw optionError(
      "dwellTimes",
      name("minMs"),
      minMs,
      `No time is allowed: give at most maxMs, ${maxMs}.`,
    );
  }
  const words = ["completion", "start"] as const;
  oneOf("dwellTimes", name("occurrences"), occurrences ?? "each-from", [
    "each-from",
    "each-to",
    "first",
    "span",
  ]);
  oneOf("dwellTimes", name("since"), since ?? "completion", words);
  oneOf("dwellTimes", name("until"), until ?? "completion", words);
}

/** The events of each measured pair, `from` and `to` in turn, rising by case; and how many occurrences have no counterpart. */
function matchOccurrences(
  { activity, caseOffsets }: EventLog,
  from: number | undefined,
  to: number | undefined,
  occurrences: DwellRule["occurrences"] = "each-from",
): { pairs: number[]; unmatched: number } {
  const pairs: number[] = [];
  let unmatched = 0;
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    const first = caseOffsets[c]!;
    const end = caseOffsets[c + 1]!;
    if (occurrences === "each-to") {
      let latest = -1;
      for (let e = first; e < end; e++) {
        if (activity[e] === to) {
          if (latest >= 0) pairs.push(latest, e);
          else unmatched++;
        }
        if (activity[e] === from) latest = e;
      }
    } else if (occurrences === "each-from") {
      const waiting = pairs.length; // `from` events that wait for their `to` stand behind here, each twice
      let matched = waiting;
      for (let e = first; e < end; e++) {
        if (activity[e] === to) {
          for (; matched < pairs.length; matched += 2) pairs[matched + 1] = e;
        }
        if (activity[e] === from) pairs.push(e, e);
      }
      unmatched += (pairs.length - matched) / 2;
      pairs.length = matched;
    } else {
      let begin = -1;
      let match = -1;
      for (let e = first; e < end; e++) {
        if (begin >= 0 && activity[e] === to && (match < 0 || occurrences === "span")) match = e;
        if (begin < 0 && activity[e] === from) begin = e;
      }
      if (match >= 0) pairs.push(begin, match);
      else if (begin >= 0) unmatched++;
    }
  }
  return { pairs, unmatched };
}
