import { quoteValue } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { casesAgainst, eventsAgainst } from "./against.js";
import type { Expectation, Finding } from "./check.js";
import { countWords, eventWords, timeWords, Violations } from "./violations.js";

/**
 * What analysis relies on, for any log: ten expectations named `log/…`.
 *
 * Errors: there is at least one case (`has-cases`); every event has a time (`times-recorded`); the events of a case are
 * in time order (`time-order`), so that no case ends before it begins; no event has the same activity and time as the
 * one before it (`no-repeated-event`); no event ends before its `start` (`durations-not-negative`).
 *
 * Warnings: no case is empty (`no-empty-cases`) or has one event only (`no-single-event-cases`); no two activities
 * differ only by upper and lower case or blanks (`labels-distinct`); at least half of the cases begin with the same
 * activity (`common-start`) and end with the same (`common-end`): otherwise cases may have been cut.
 *
 * An empty log breaks `has-cases` only. Whether times lie in the future is not checked: there is no clock here.
 */
export function logExpectations(): readonly Expectation[] {
  return [
    {
      id: "log/has-cases",
      title: "The log has at least one case",
      severity: "error",
      check: (log) => {
        const cases = log.caseIds.length;
        const observed = `${countWords(cases, "case")}, ${countWords(log.activity.length, "event")}`;
        return { observed, violations: cases === 0 ? 1 : 0, examples: [] };
      },
    },
    {
      id: "log/times-recorded",
      title: "Every event has a time",
      severity: "error",
      check: (log) =>
        eventsAgainst(log, "without a time", (e) =>
          Number.isFinite(log.time[e]) ? null : `at ${timeWords(log.time[e]!)}`,
        ),
    },
    {
      id: "log/time-order",
      title: "The events of a case are in time order",
      severity: "error",
      check: timeOrder,
    },
    {
      id: "log/no-repeated-event",
      title: "No event repeats the activity and the time of the event before it",
      severity: "error",
      check: (log) =>
        eventsAgainst(log, "recorded twice in a row", (e, first) =>
          e > first && log.activity[e] === log.activity[e - 1] && log.time[e] === log.time[e - 1]
            ? `at ${timeWords(log.time[e]!)}`
            : null,
        ),
    },
    {
      id: "log/durations-not-negative",
      title: "No event ends before it starts",
      severity: "error",
      check: durations,
    },
    {
      id: "log/no-empty-cases",
      title: "Every case has an event",
      severity: "warning",
      check: (log) =>
        casesAgainst(log, "case", "without events", (first, end) => (first === end ? "" : null)),
    },
    {
      id: "log/no-single-event-cases",
      title: "No case has only one event",
      severity: "warning",
      check: (log) =>
        casesAgainst(log, "case", "with one event", (first, end) => (end - first === 1 ? "" : null)),
    },
    {
      id: "log/labels-distinct",
      title: "No two activities differ only by upper and lower case or blanks",
      severity: "warning",
      check: labels,
    },
    {
      id: "log/common-start",
      title: "At least half of the cases begin with the same activity",
      severity: "warning",
      check: (log) => commonActivity(log, "begin", (first) => first),
    },
    {
      id: "log/common-end",
      title: "At least half of the cases end with the same activity",
      severity: "warning",
      check: (log) => commonActivity(log, "end", (_first, end) => end - 1),
    },
  ];
}

/** Events without a time are passed over: they are the matter of another expectation. */
function timeOrder(log: EventLog): Finding {
  const found = new Violations();
  for (let c = 0; c < log.caseIds.length; c++) {
    let latest = Number.NEGATIVE_INFINITY;
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const time = log.time[e]!;
      const before = latest;
      if (time < before) {
        found.add(() => `${eventWords(log, c, e)} at ${timeWords(time)} stands behind ${timeWords(before)}`);
      } else if (time > before) {
        latest = time;
      }
    }
  }
  const observed = `${found.count} of ${countWords(log.activity.length, "event")} before an earlier one`;
  return { observed, violations: found.count, examples: found.examples };
}

function durations(log: EventLog): Finding {
  const start = columnByName(log.eventAttributes, "start");
  if (start === undefined || start.kind === "string" || start.kind === "boolean") {
    return { observed: "no start times to compare with", violations: 0, examples: [] };
  }
  const found = new Violations();
  for (let c = 0; c < log.caseIds.length; c++) {
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const [from, to] = [start.values[e]!, log.time[e]!];
      if (to < from) {
        found.add(() => `${eventWords(log, c, e)} starts at ${timeWords(from)} and ends at ${timeWords(to)}`);
      }
    }
  }
  const observed = `${found.count} of ${countWords(log.activity.length, "event")} end before they start`;
  return { observed, violations: found.count, examples: found.examples };
}

function labels(log: EventLog): Finding {
  const groups = new Map<string, string[]>();
  for (const name of log.activities) {
    const plain = name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
    const group = groups.get(plain);
    if (group === undefined) groups.set(plain, [name]);
    else group.push(name);
  }
  const found = new Violations();
  for (const group of groups.values()) {
    if (group.length > 1) found.add(() => group.map((name) => quoteValue(name)).join(", "));
  }
  const observed = `${countWords(log.activities.length, "activity", "activities")}, ${countWords(found.count, "group")} of look-alikes`;
  return { observed, violations: found.count, examples: found.examples };
}

function commonActivity(
  log: EventLog,
  verb: string,
  eventOf: (first: number, end: number) => number,
): Finding {
  const counts = new Array<number>(log.activities.length).fill(0);
  let cases = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    const [first, end] = [log.caseOffsets[c]!, log.caseOffsets[c + 1]!];
    if (first === end) continue;
    counts[log.activity[eventOf(first, end)]!]!++;
    cases++;
  }
  if (cases === 0) return { observed: "no case with events", violations: 0, examples: [] };
  const most = counts.reduce((best, count, id) => (count > counts[best]! ? id : best), 0);
  const others = cases - counts[most]!;
  const found = new Violations();
  for (const [id, count] of counts.entries()) {
    if (count === 0 || id === most || others * 2 <= cases) continue;
    found.add(() => `${countWords(count, "case")} ${verb} with ${quoteValue(log.activities[id])}`);
  }
  return {
    observed: `${counts[most]} of ${countWords(cases, "case")} ${verb} with ${quoteValue(log.activities[most])}`,
    violations: others * 2 > cases ? others : 0,
    examples: found.examples,
  };
}
