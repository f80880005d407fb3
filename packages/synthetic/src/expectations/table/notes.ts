import type { EventLog } from "@gigamine/event-log";
import { checkNote } from "../../notes/check/check-note.js";
import { qcNoteFacts } from "../../notes/qc-facts.js";
import type { Finding } from "../check.js";
import { countWords } from "../violations.js";
import type { ReadQcRow } from "./qc-columns.js";
import { rowsAgainst } from "./rows-against.js";

const repeatedShare = 0.05;

/** Every note passes the check that narrators have to pass: numbers, status words and causes come from the row. */
export function notesAgree(rows: readonly ReadQcRow[], log: EventLog): Finding {
  const noted = rows.filter((row) => hasNote(row) && row.qc !== null);
  return rowsAgainst(noted, log, "with a note that says something else", (row) => {
    const facts = qcNoteFacts({
      row_id: `${log.caseIds[row.batch]!}/${row.event}`,
      timestamp: "",
      shift: row.shift ?? "",
      process_step: row.processStep ?? 0,
      subcategory: row.subcategory ?? "",
      case_id: log.caseIds[row.batch]!,
      activity: log.activities[log.activity[row.event]!]!,
      location: row.location ?? "",
      resource: row.resource ?? "",
      operator: row.operator ?? "",
      attempt: row.attempt ?? 1,
      qc_data: row.qc!,
      ambient_temp_c: row.ambientC ?? Number.NaN,
      operator_log: "",
    });
    return checkNote(row.note!, facts)[0] ?? null;
  });
}

export function noteRepeats(rows: readonly ReadQcRow[]): Finding {
  const notes = rows.filter(hasNote).map((row) => row.note!);
  const repeated = notes.length - new Set(notes).size;
  return {
    observed: `${repeated} of ${countWords(notes.length, "note")} repeated`,
    violations: repeated >= repeatedShare * notes.length && repeated > 0 ? repeated : 0,
    examples: [],
  };
}

function hasNote(row: ReadQcRow): boolean {
  return row.note !== null && row.note.trim() !== "";
}
