import type { EventLog } from "@gigamine/event-log";
import { checkNote } from "../../notes/check/check-note.js";
import type { NoteFacts } from "../../notes/contract.js";
import { qcNoteFacts } from "../../notes/qc-facts.js";
import type { Finding } from "../check.js";
import { countWords } from "../violations.js";
import type { ReadQcRow, ReadQcValue } from "./qc-columns.js";
import { rowsAgainst } from "./rows-against.js";

const repeatedShare = 0.05;

/** Every note passes the check that narrators have to pass: numbers, status words and causes come from the row. */
export function notesAgree(rows: readonly ReadQcRow[], log: EventLog): Finding {
  const noted = rows.filter((row) => hasNote(row) && row.qc !== null);
  return rowsAgainst(
    noted,
    log,
    "with a note that says something else",
    (row) => checkNote(row.note!, factsOf(row, row.qc!, log))[0] ?? null,
  );
}

/** A temperature or attempt that the row does not hold, or not as a number that it can be, is no fact: then no note may state it. */
function factsOf(row: ReadQcRow, qc: ReadQcValue, log: EventLog): NoteFacts {
  const { ambientC, attempt } = row;
  const knowsRoom = ambientC !== null && Number.isFinite(ambientC);
  const knowsAttempt = attempt === null || (Number.isSafeInteger(attempt) && attempt >= 1);
  const facts = qcNoteFacts(
    {
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
      attempt: knowsAttempt ? (attempt ?? 1) : 1,
      qc_data: qc,
      ambient_temp_c: knowsRoom ? ambientC : 0,
      operator_log: "",
    },
    null,
    knowsRoom ? {} : { rooms: {} },
  );
  const known = (field: string): boolean =>
    (knowsRoom || field !== "ambient_temp_c") && (knowsAttempt || field !== "attempt");
  return { ...facts, numbers: facts.numbers.filter(({ field }) => known(field)) };
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
