import { GigamineError, quoteValue } from "@gigamine/base";
import { type Column, columnByName, type EventLog } from "@gigamine/event-log";

/** One value per case, taken from a case attribute, or from the first event of the case that has the event attribute. */
export interface CaseAttribute {
  readonly level: "case" | "event";
  readonly column: Column;
  /** Per case the row of `column`; -1 where the case has no value. */
  readonly rows: Int32Array;
}

/** The attribute `name`, one value per case; a case attribute wins over an event attribute. O(cases), from events O(events). */
export function caseAttribute(where: string, log: EventLog, name: string): CaseAttribute {
  const ofCase = columnByName(log.caseAttributes, name);
  if (ofCase !== undefined) {
    const rows = Int32Array.from(log.caseIds, (_, c) => (hasValue(ofCase, c) ? c : -1));
    return { level: "case", column: ofCase, rows };
  }
  const ofEvent = columnByName(log.eventAttributes, name);
  if (ofEvent !== undefined) return { level: "event", column: ofEvent, rows: firstRows(log, ofEvent) };
  const known = [...new Set([...Object.keys(log.caseAttributes), ...Object.keys(log.eventAttributes)])];
  throw new GigamineError(
    "stats/unknown-attribute",
    `${where}: the log has no attribute ${quoteValue(name)}. ` +
      (known.length === 0
        ? "It has no attributes at all."
        : `Give one of ${known
            .slice(0, 20)
            .map((text) => quoteValue(text))
            .join(", ")}${known.length > 20 ? ", …" : ""}.`),
    { where, attribute: name, known },
  );
}

/** Per case the first event that has a value; -1 without one. */
function firstRows(log: EventLog, column: Column): Int32Array {
  const { caseOffsets } = log;
  const rows = new Int32Array(log.caseIds.length).fill(-1);
  for (let c = 0; c < rows.length; c++) {
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      if (!hasValue(column, e)) continue;
      rows[c] = e;
      break;
    }
  }
  return rows;
}

/** Whether a row is usable: not missing, and not an infinite number. */
export function hasValue(column: Column, row: number): boolean {
  if (column.kind === "string") return column.codes[row]! >= 0;
  if (column.kind === "boolean") return column.values[row]! <= 1;
  return Number.isFinite(column.values[row]!);
}
