import type { EventLog } from "@gigamine/event-log";
import type { Finding } from "../check.js";
import { countWords, eventWords, Violations } from "../violations.js";
import type { ReadQcRow } from "./qc-columns.js";

/** Rows of which `complaint` has something to say. */
export function rowsAgainst(
  rows: readonly ReadQcRow[],
  log: EventLog,
  what: string,
  complaint: (row: ReadQcRow) => string | null,
): Finding {
  const found = new Violations();
  for (const row of rows) {
    const words = complaint(row);
    if (words !== null) found.add(() => `${eventWords(log, row.batch, row.event)} ${words}`);
  }
  const observed = `${found.count} of ${countWords(rows.length, "row")} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}
