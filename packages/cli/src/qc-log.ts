import { columnByName, columnValue, type EventLog, withAttribute } from "@gigamine/event-log";

const prefix = "qc_data.";
/** A limit that no row has is no column of a log. */
const noLimits = { warnLow: null, warnHigh: null, specLow: null, specHigh: null };

/**
 * A quality table as JSON or NDJSON holds its measurements as objects, which readers of logs spread over columns `qc_data.…`; this gives
 * them back as the JSON text of the column `qc_data`, as it stands in CSV. Other logs stay as they are.
 */
export function withQcData(log: EventLog): EventLog {
  const names = Object.keys(log.eventAttributes).filter((name) => name.startsWith(prefix));
  if (names.length === 0 || columnByName(log.eventAttributes, "qc_data") !== undefined) return log;
  const columns = names.map(
    (name) => [name.slice(prefix.length), columnByName(log.eventAttributes, name)!] as const,
  );
  return withAttribute(log, "qc_data", {
    kind: "string",
    event: (_, _caseIndex, event) => {
      const cells = columns.map(([field, column]) => [field, columnValue(column, event)] as const);
      return JSON.stringify({ ...noLimits, ...Object.fromEntries(cells) });
    },
  });
}
