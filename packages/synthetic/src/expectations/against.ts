import { type Column, columnByName, type EventLog } from "@gigamine/event-log";
import type { Expectation, Finding } from "./check.js";
import { caseWords, countWords, eventWords, Violations } from "./violations.js";

/** Events of which `complaint` has something to say; `first` is the number of the first event of the case. */
export function eventsAgainst(
  log: EventLog,
  what: string,
  complaint: (event: number, first: number, c: number) => string | null,
): Finding {
  const found = new Violations();
  for (let c = 0; c < log.caseIds.length; c++) {
    const first = log.caseOffsets[c]!;
    for (let e = first; e < log.caseOffsets[c + 1]!; e++) {
      const words = complaint(e, first, c);
      if (words !== null) found.add(() => `${eventWords(log, c, e)} ${words}`.trimEnd());
    }
  }
  const observed = `${found.count} of ${countWords(log.activity.length, "event")} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}

/**
 * Cases (`singular` names one) of which `complaint` has something to say; it is given the numbers of the first event and of
 * the one behind the last.
 */
export function casesAgainst(
  log: EventLog,
  singular: string,
  what: string,
  complaint: (first: number, end: number, c: number) => string | null,
): Finding {
  const found = new Violations();
  for (let c = 0; c < log.caseIds.length; c++) {
    const words = complaint(log.caseOffsets[c]!, log.caseOffsets[c + 1]!, c);
    if (words !== null) found.add(() => `${caseWords(log, c)} ${words}`.trimEnd());
  }
  const observed = `${found.count} of ${countWords(log.caseIds.length, singular)} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}

/** An expectation of severity error. */
export function mustHold<Subject = EventLog>(
  id: string,
  title: string,
  check: (subject: Subject) => Finding,
): Expectation<Subject> {
  return { id, title, severity: "error", check };
}

/** Of a text column the text at an event, or `null`. */
export function textAt(column: Column | undefined, event: number): string | null {
  if (column?.kind !== "string") return null;
  const code = column.codes[event]!;
  return code < 0 ? null : column.dictionary[code]!;
}

/** Values of a column of times or numbers; `null` when the log has no such column. */
export function numbersOf(log: EventLog, name: string): ArrayLike<number> | null {
  const column = columnByName(log.eventAttributes, name);
  return column?.kind === "timestamp" || column?.kind === "number" ? column.values : null;
}

/** For each event the number of its case. */
export function casesOfEvents(log: EventLog): Uint32Array {
  const caseOf = new Uint32Array(log.activity.length);
  for (let c = 0; c < log.caseIds.length; c++) {
    caseOf.fill(c, log.caseOffsets[c]!, log.caseOffsets[c + 1]!);
  }
  return caseOf;
}
