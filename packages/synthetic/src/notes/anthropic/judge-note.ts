import type { NoteChecker, NoteFacts } from "../contract.js";
import type { Judgement } from "./conversation.js";
import type { NoteForm } from "./note-request.js";

/** Whether the raw text of a model is a note that agrees with the facts; the value is the note. */
export function judgeNote(
  text: string,
  facts: NoteFacts,
  form: NoteForm,
  check: NoteChecker,
): Judgement<string> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { good: false, complaints: ["The answer is not valid JSON."] };
  }
  const answer = form.schema.safeParse(data);
  if (!answer.success) {
    const faults = answer.error.issues.map(
      ({ path, message }) => `${path.join(".") || "answer"}: ${message}`,
    );
    return { good: false, complaints: faults.slice(0, 5) };
  }
  const { note, numbersUsed } = answer.data;
  const complaints = [...check(note, facts), ...numbersUsed.flatMap((used) => numberComplaints(used, facts))];
  return complaints.length === 0 ? { good: true, value: note } : { good: false, complaints };
}

function numberComplaints(
  used: { field: string; value: number; unit: string | null },
  { numbers }: NoteFacts,
): string[] {
  const fact = numbers.find(({ field }) => field === used.field);
  if (fact === undefined) return [`numbersUsed: there is no number called "${used.field}".`];
  const shown = fact.value.toFixed(fact.decimals);
  const halfDigit = 0.5 * 10 ** -fact.decimals;
  if (Math.abs(used.value - Number(shown)) > halfDigit) {
    return [`numbersUsed: ${used.field} is ${shown}, not ${used.value}.`];
  }
  if (used.unit === fact.unit) return [];
  return [
    fact.unit === null
      ? `numbersUsed: ${used.field} has no unit.`
      : `numbersUsed: the unit of ${used.field} is "${fact.unit}".`,
  ];
}
