import { columnByName, columnValue, type EventLog, withAttribute } from "@gigamine/event-log";
import type { QcRow } from "../battery-plant/qc-row.js";
import { checkDecoys, type Decoy, type DecoyContext, decoyReader } from "./decoys.js";

/** The cells that decoys add to a row. */
export type DecoyCells = Readonly<Record<string, string | number | null>>;

/**
 * Rows of the quality table with a column more for each decoy. Other columns stay as they are; the rows given are not changed.
 *
 * @throws GigamineError `option/out-of-range` when a column of that name is there.
 */
export function decoyRows<Row extends QcRow>(
  rows: readonly Row[],
  decoys: readonly Decoy[],
  context: DecoyContext,
): readonly (Row & DecoyCells)[] {
  checkDecoys("decoyRows", decoys, (column) => rows.some((row) => Object.hasOwn(row, column)));
  const readers = decoys.map((decoy) => [decoy.column, decoyReader(decoy, context)] as const);
  const starts = new Map<string, number>();
  const times = rows.map(({ case_id, timestamp }) => {
    const timeMs = Date.parse(timestamp);
    starts.set(case_id, Math.min(starts.get(case_id) ?? timeMs, timeMs));
    return timeMs;
  });
  return rows.map((row, i) => {
    const caseId = row.case_id;
    const operator = row.operator === "" ? null : row.operator;
    const facts = { caseId, operator, timeMs: times[i]!, caseStartMs: starts.get(caseId)! };
    return Object.assign({}, row, Object.fromEntries(readers.map(([column, read]) => [column, read(facts)])));
  });
}

/**
 * A log with an event attribute more for each decoy. Operators are taken from the attribute `operator`, else from `resource`;
 * events without a time have no value.
 *
 * @throws GigamineError `option/out-of-range` when an event attribute of that name is there.
 */
export function decoyLog(log: EventLog, decoys: readonly Decoy[], context: DecoyContext): EventLog {
  checkDecoys("decoyLog", decoys, (column) => columnByName(log.eventAttributes, column) !== undefined);
  const people =
    columnByName(log.eventAttributes, "operator") ?? columnByName(log.eventAttributes, "resource");
  const starts = caseStarts(log);
  return decoys.reduce<EventLog>((tagged, decoy) => {
    const read = decoyReader(decoy, context);
    return withAttribute(tagged, decoy.column, {
      kind: decoy.kind === "spare sensor" ? "number" : "string",
      event: (_, caseIndex, eventIndex) => {
        const timeMs = log.time[eventIndex]!;
        if (Number.isNaN(timeMs)) return null;
        const operator = people === undefined ? null : columnValue(people, eventIndex);
        return read({
          caseId: log.caseIds[caseIndex]!,
          timeMs,
          caseStartMs: starts[caseIndex]!,
          operator: typeof operator === "string" ? operator : null,
        });
      },
    });
  }, log);
}

/** The time of the first event of each case that has one; NaN where none has. */
function caseStarts({ caseIds, caseOffsets, time }: EventLog): Float64Array {
  return Float64Array.from(caseIds, (_, i) => {
    const times = time.subarray(caseOffsets[i]!, caseOffsets[i + 1]!);
    return times.find((ms) => !Number.isNaN(ms)) ?? Number.NaN;
  });
}
