import { optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { similarLabels } from "./labels.js";
import { Looking } from "./looking.js";
import { missingTimes, missingValues, shortCases } from "./missing.js";
import { orderFaults } from "./order.js";
import {
  coarseTimes,
  equalTimes,
  extremeDurations,
  futureTimes,
  implausibleTimes,
  reversedStarts,
} from "./times.js";
import type { DataCheck, DataFinding, DataQuality } from "./types.js";
import { oddValues } from "./values.js";

export interface InspectOptions {
  /** Now, in ms since the epoch: times after it are faults. @default not checked, because nothing here reads a clock */
  readonly nowMs?: number | undefined;
  /** How many examples each finding has at most, a whole number of at least 0. @default 5 */
  readonly examples?: number | undefined;
}

/** All checks, in the order in which findings are reported. */
const CHECKS: readonly DataCheck[] = [
  "implausible-time",
  "future-time",
  "start-after-completion",
  "missing-time",
  "duplicate-event",
  "same-time",
  "shared-start",
  "coarse-times",
  "order-violation",
  "mixed-time-zones",
  "clock-skew",
  "extreme-duration",
  "similar-labels",
  "unit-change",
  "value-drift",
  "empty-case",
  "single-event-case",
  "missing-value",
];

const SEVERITIES = ["error", "warning", "note"];

/**
 * Looks for what is wrong in a log before anyone draws conclusions from it: missing, equal, impossible and shared times, duplicates,
 * orders that hardly any case has, clocks and time zones that are off, labels that may be one, numbers in two units or of a level
 * that changes, cases that are too short.
 *
 * Each finding says how many, which, and which results it spoils. Nothing is changed. Rules and their thresholds:
 *
 * - `shared-start`: at least 5 cases and 5 % begin at one instant. `coarse-times`: 95 % of the times are midnight (UTC).
 * - `order-violation`: of two activities, by their first occurrences in at least 20 cases, one comes first in all but 2 %.
 * - `clock-skew`, `mixed-time-zones`: half of the cases of a resource, at least 10, have an order that 5 % of those of others have;
 *   a shift of whole hours, to 3 minutes, is taken for a time zone. Smaller skews leave no trace in the order and are not seen.
 * - `extreme-duration`: a gap before an activity above ten times what nine of ten take, and above the median + 20 · (p90 − median).
 * - `similar-labels`: activities, and text attributes of up to 300 values, equal but for case and punctuation, an edit or two apart, or
 *   one with all words of the other; not activities that most cases have both of, nor names that differ in a number.
 * - `value-drift`: the halves of the log differ (Kruskal-Wallis, p < 0.01 by Holm) with Cliff's delta of at least 0.33.
 * - `unit-change`: values at a usual factor (10 to a million) from others that all lie within a factor of 2.
 *
 * O(events log events) and O(activities²); an empty log has no findings.
 *
 * Source: the kinds follow Suriadi, Andrews, ter Hofstede, Wynn, "Event log imperfection patterns for process mining", Information
 * Systems 64, 2017 (form-based capture, inadvertent time travel, unanchored event, distorted and synonymous labels, …).
 */
export function inspect(log: EventLog, { nowMs, examples = 5 }: InspectOptions = {}): DataQuality {
  if (nowMs !== undefined && !Number.isFinite(nowMs)) {
    throw optionError("inspect", "nowMs", nowMs, "Give ms since 1970, such as Date.now().");
  }
  if (!(Number.isInteger(examples) && examples >= 0)) {
    throw optionError("inspect", "examples", examples, "Give a whole number of at least 0, such as 5.");
  }
  const looking = new Looking(log, examples);
  const findings: DataFinding[] =
    looking.cases === 0
      ? []
      : [
          ...implausibleTimes(looking),
          ...(nowMs === undefined ? [] : futureTimes(looking, nowMs)),
          ...reversedStarts(looking),
          ...missingTimes(looking),
          ...equalTimes(looking),
          ...coarseTimes(looking),
          ...orderFaults(looking),
          ...extremeDurations(looking),
          ...similarLabels(looking),
          ...oddValues(looking),
          ...shortCases(looking),
          ...missingValues(looking),
        ];
  const notChecked = [
    ...(nowMs === undefined
      ? [{ check: "future-time" as const, reason: "Pass nowMs to check for it." }]
      : []),
    ...(looking.starts === null
      ? [{ check: "start-after-completion" as const, reason: "The log records no starts." }]
      : []),
  ];
  const found = new Set(findings.map(({ check }) => check));
  return {
    events: looking.events,
    cases: looking.cases,
    findings: findings.sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check),
    ),
    passed: CHECKS.filter(
      (check) => !found.has(check) && notChecked.every((skipped) => skipped.check !== check),
    ),
    notChecked,
  };
}
