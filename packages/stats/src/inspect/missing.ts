import type { Column } from "@gigamine/event-log";
import { counted, type Looking } from "./looking.js";
import type { DataFinding } from "./types.js";

/** Events without a completion time. */
export function missingTimes(looking: Looking): DataFinding[] {
  const { time } = looking.log;
  const found = looking.findEvents((e) => Number.isNaN(time[e]!));
  return looking.ofEvents(found, {
    check: "missing-time",
    severity: "warning",
    subject: null,
    message: `${counted(found.count, "event")} of ${looking.events} ${found.count === 1 ? "has" : "have"} no completion time.`,
    breaks: "Durations leave them out, and their place in the case is that of the source.",
  });
}

/**
 * Attributes that some events or cases have and others not. An activity none of whose events has an attribute does not lack it: many
 * logs record other things at each step.
 */
export function missingValues(looking: Looking): DataFinding[] {
  const { eventAttributes, caseAttributes, activity, activities } = looking.log;
  const findings: DataFinding[] = [];
  for (const [name, column] of Object.entries(eventAttributes as Record<string, Column>)) {
    const missing = missingRows(column);
    const hasIt = new Uint8Array(activities.length);
    missing.forEach((isMissing, e) => {
      if (isMissing === 0) hasIt[activity[e]!] = 1;
    });
    const found = looking.findEvents((e) => missing[e] === 1 && hasIt[activity[e]!] === 1);
    findings.push(
      ...looking.ofEvents(found, {
        check: "missing-value",
        severity: "note",
        subject: name,
        message: `${counted(found.count, "event has", "events have")} no ${name}, where others of the activity have one.`,
        breaks:
          name === "start"
            ? "Service times are known for the others only."
            : "What is grouped or filtered by it leaves them out.",
      }),
    );
  }
  for (const [name, column] of Object.entries(caseAttributes as Record<string, Column>)) {
    const missing = missingRows(column);
    const found = looking.findCases((c) => missing[c] === 1);
    if (found.count === looking.cases) continue; // as good as no attribute
    findings.push(
      ...looking.ofCases(found, {
        check: "missing-value",
        severity: "note",
        subject: name,
        message: `${counted(found.count, "case")} of ${looking.cases} ${found.count === 1 ? "has" : "have"} no ${name}.`,
        breaks: "What is grouped or filtered by it leaves them out.",
      }),
    );
  }
  return findings;
}

/** Per row 1 where the column has no value. */
function missingRows(column: Column): Uint8Array {
  switch (column.kind) {
    case "string":
      return Uint8Array.from(column.codes, (code) => (code < 0 ? 1 : 0));
    case "boolean":
      return Uint8Array.from(column.values, (value) => (value > 1 ? 1 : 0));
    default:
      return Uint8Array.from(column.values, (value) => (Number.isNaN(value) ? 1 : 0));
  }
}

/** Cases without events, and cases of one. */
export function shortCases(looking: Looking): DataFinding[] {
  const { caseOffsets } = looking.log;
  const ofLength = (length: number) =>
    looking.findCases((c) => caseOffsets[c + 1]! - caseOffsets[c]! === length);
  const empty = ofLength(0);
  const single = ofLength(1);
  // A log of single events is a table, not a fault of some cases.
  const isTable = single.count + empty.count === looking.cases;
  return [
    ...looking.ofCases(empty, {
      check: "empty-case",
      severity: "warning",
      subject: null,
      message: `${counted(empty.count, "case")} of ${looking.cases} ${empty.count === 1 ? "has" : "have"} no event.`,
      breaks: "They count in shares of cases and have no duration.",
    }),
    ...looking.ofCases(single, {
      check: "single-event-case",
      severity: isTable ? "warning" : "note",
      subject: null,
      message: `${counted(single.count, "case")} of ${looking.cases} ${single.count === 1 ? "has" : "have"} a single event.`,
      breaks: isTable
        ? "Nothing follows anything: the column taken for the case may be that of the event."
        : "They have a duration of 0, and may have been cut off by the extract.",
    }),
  ];
}
