import { GigamineError, quoteValue } from "@gigamine/base";
import { columnByName, type EventLog, withAttribute } from "@gigamine/event-log";

/**
 * The log with `name` as a case attribute: its own, or else the value of the first event of the case that has the event attribute, since a
 * CSV file tells the attributes of cases on their events. An attribute that the log does not have is an error.
 */
export function withCaseAttribute(log: EventLog, name: string): EventLog {
  if (columnByName(log.caseAttributes, name) !== undefined) return log;
  const ofEvents = columnByName(log.eventAttributes, name);
  if (ofEvents === undefined) {
    const known = [...new Set([...Object.keys(log.caseAttributes), ...Object.keys(log.eventAttributes)])];
    throw new GigamineError(
      "cli/no-attribute",
      `conform: the log has no attribute ${quoteValue(name)} for --by-attribute. ` +
        (known.length === 0
          ? "It has none."
          : `Give one of ${known.map((text) => quoteValue(text)).join(", ")}.`),
      { attribute: name, known },
    );
  }
  return withAttribute(log, name, {
    kind: ofEvents.kind,
    case: ({ events }) => {
      for (const { attributes } of events) {
        const value = Object.hasOwn(attributes, name) ? attributes[name] : null;
        if (value !== null && value !== undefined) return value;
      }
      return null;
    },
  });
}
