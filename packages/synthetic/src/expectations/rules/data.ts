import { quoteValue } from "@gigamine/base";
import { columnByName, columnValue, type EventLog } from "@gigamine/event-log";
import { casesAgainst, eventsAgainst, mustHold } from "../against.js";
import type { Expectation, Finding } from "../check.js";
import { countWords } from "../violations.js";
import type { CheckedRules } from "./schema.js";

/** Columns and ids. */
export function dataRules({ rules, caseId }: CheckedRules): readonly Expectation[] {
  const found: Expectation[] = [];
  for (const [name, kind] of Object.entries(rules.columns ?? {})) {
    found.push(
      mustHold(`rules/column:${name}`, `Every event has a ${kind} in column ${quoteValue(name)}`, (log) =>
        column(log, name, kind),
      ),
    );
  }
  if (caseId !== null) {
    found.push(
      mustHold("rules/case-id", `Every case id has the form ${rules.caseIdPattern}`, (log) =>
        casesAgainst(log, "case", "of another form", (_first, _end, c) =>
          caseId.test(log.caseIds[c]!) ? null : "",
        ),
      ),
    );
  }
  return found;
}

function column(log: EventLog, name: string, kind: string): Finding {
  const found = columnByName(log.eventAttributes, name);
  if (found === undefined || found.kind !== kind) {
    const known = Object.keys(log.eventAttributes);
    const observed =
      found === undefined
        ? `no such column among ${known.length === 0 ? "none" : known.map((k) => quoteValue(k)).join(", ")}`
        : `the column holds ${found.kind} values`;
    return { observed, violations: Math.max(1, log.activity.length), examples: [] };
  }
  const finding = eventsAgainst(log, "without a value", (e) => (columnValue(found, e) === null ? "" : null));
  return log.activity.length === 0 ? { ...finding, observed: countWords(0, "event") } : finding;
}
