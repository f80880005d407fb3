import { type EventLog, EventLogBuilder } from "../src/index.js";

/**
 * A log written as text: `logOf({ "lot-1": "a@Ann b:start c" })`. Events are separated by blanks; `@` gives the resource, `:` the
 * transition. Event i of case c happens i hours after the c-th day of 2025; `~` before an event takes its time away.
 */
export function logOf(cases: Readonly<Record<string, string>>): EventLog {
  const builder = new EventLogBuilder();
  for (const [day, [caseId, text]] of Object.entries(cases).entries()) {
    builder.addCase(caseId, { day });
    for (const [hour, word] of text
      .split(" ")
      .filter((part) => part !== "")
      .entries()) {
      const [, untimed, activity, resource, lifecycle] = /^(~?)([^@:]+)(?:@([^:]+))?(?::(.+))?$/.exec(word)!;
      builder.addEvent(caseId, activity!, untimed === "~" ? null : Date.UTC(2025, 0, 1 + day, hour), {
        hour,
        ...(resource === undefined ? {} : { resource }),
        ...(lifecycle === undefined ? {} : { lifecycle }),
      });
    }
  }
  return builder.build();
}

/** The cases of a log as lists of activities. */
export function wordsOf(log: EventLog): Record<string, string> {
  return Object.fromEntries(
    log.caseIds.map((caseId, c) => [
      caseId,
      Array.from(
        log.activity.subarray(log.caseOffsets[c], log.caseOffsets[c + 1]),
        (id) => log.activities[id],
      ).join(" "),
    ]),
  );
}
