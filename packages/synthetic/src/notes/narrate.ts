import {
  GigamineError,
  isGigamineError,
  type LongWorkOptions,
  optionError,
  quoteValue,
  throwIfAborted,
} from "@gigamine/base";
import { z } from "zod";
import type { QcRow } from "../battery-plant/qc-row.js";
import { checkedOption } from "../checked-option.js";
import { functionOption, objectWith, optionsObject } from "../option-schemas.js";
import { checkNote } from "./check/check-note.js";
import type { Narrator, Note, NoteChecker, NoteFacts, NoteSource } from "./contract.js";
import { type OfflineNarrator, offlineNarrator } from "./offline/offline-narrator.js";
import { qcNoteFacts } from "./qc-facts.js";
import { numbersHash, textHash } from "./table-hash.js";

/** What {@link narrate} takes. */
export interface NarrateOptions<Row> extends LongWorkOptions {
  /** Who writes. @default offlineNarrator() */
  readonly narrator?: Narrator | undefined;
  /**
   * The facts of a row, given the note of the step before (`null` for the first row of a case). @default
   * {@link qcNoteFacts}; tables of another kind must give it
   */
  readonly facts?: ((row: Row, previousNote: string | null) => NoteFacts) | undefined;
  /** Which rows belong together, in the order given, for the note of the step before; `null` = none. @default `case_id` */
  readonly caseOf?: ((row: Row) => string | null) | undefined;
  /** Rows "In Spec" get offline text and are not sent to the narrator. @default true */
  readonly skipNominal?: boolean | undefined;
  /** What every note of a narrator must pass. @default {@link checkNote} */
  readonly check?: NoteChecker | undefined;
}

/** A row with its note. */
export type NarratedRow<Row> = Omit<Row, "operator_log" | "noteSource"> & {
  readonly operator_log: string;
  readonly noteSource: NoteSource;
};

/** What {@link narrate} gives. */
export interface NarratedTable<Row> {
  /** As many as were given, in the same order. */
  readonly rows: readonly NarratedRow<Row>[];
  /** One a row, with the reason where the narrator's text could not be used. */
  readonly notes: readonly Note[];
  /** How many notes came from where. */
  readonly counts: Readonly<Record<NoteSource, number>>;
  /** SHA-256 of the texts: the same for the same facts, narrator and cache. */
  readonly textHash: string;
  /** SHA-256 of the rows without `operator_log` and `noteSource`: the same whoever writes the notes. */
  readonly numbersHash: string;
}

/** A row for the narrator. */
interface Question {
  /** Place of the row in the table. */
  readonly index: number;
  readonly facts: NoteFacts;
}

const reportEvery = 10_000;

const optionsSchema = optionsObject({
  narrator: objectWith<Narrator>("offlineNarrator, anthropicNarrator or replayNarrator", "write"),
  facts: functionOption("Give a function (row, previousNote) => facts.").optional(),
  caseOf: functionOption("Give a function (row) => case id or null.").optional(),
  skipNominal: z.boolean({ error: "Give true or false." }).optional(),
  check: functionOption<NoteChecker>("Give a function (text, facts) => complaints.").optional(),
  signal: z.instanceof(AbortSignal, { error: "Give an AbortSignal." }).optional(),
  onProgress: functionOption("Give a function (progress) => void.").optional(),
});

const sources: readonly unknown[] = ["llm", "cache", "offline", "fallback"] satisfies NoteSource[];

/**
 * Adds a note to every row. Numbers stay as they are: where functions or a narrator of one's own take part, the rows without
 * their notes are hashed before and after. No row is dropped: a note that a narrator can't write, or that {@link checkNote} refuses, is replaced by offline text with the
 * source `fallback` and a reason. The note of the step before, which facts may hold, is always its offline text, so that
 * requests to a language model do not depend on one another. O(rows), beside what the narrator does.
 *
 * @throws GigamineError `option/out-of-range`; `notes/qc-row` for a row that {@link qcNoteFacts} can't read; `notes/narrator-failed` when the narrator throws, `notes/wrong-notes` when its notes are not those of
 *   the rows asked for, `notes/rows-changed` when `facts` changed a row; the signal's reason when aborted.
 */
export function narrate<Row extends QcRow>(
  rows: readonly Row[],
  options?: NarrateOptions<Row>,
): Promise<NarratedTable<Row>>;
export function narrate<Row extends object>(
  rows: readonly Row[],
  options: NarrateOptions<Row> & { readonly facts: (row: Row, previousNote: string | null) => NoteFacts },
): Promise<NarratedTable<Row>>;
export async function narrate(
  rows: readonly QcRow[],
  options: NarrateOptions<QcRow> = {},
): Promise<NarratedTable<QcRow>> {
  checkedOption("narrate", "", optionsSchema, options);
  const { narrator = offlineNarrator(), skipNominal = true, check = checkNote, signal } = options;
  refuseOtherThanRows(rows);
  // Nothing else can reach a row while its note is written.
  const isWatched = options.facts !== undefined || options.caseOf !== undefined || !isOffline(narrator);
  const before = isWatched ? numbersHash(rows) : null;
  const isAsked = ({ status }: NoteFacts) => !isOffline(narrator) && (!skipNominal || status !== "In Spec");
  const { notes, questions } = prepare(
    rows,
    options,
    isOffline(narrator) ? narrator : offlineNarrator(),
    isAsked,
  );
  const written = await ask(narrator, questions, options);
  for (const [k, { index, facts }] of questions.entries()) {
    if (k % reportEvery === 0) throwIfAborted(signal);
    notes[index] = checked(written[k]!, facts, notes[index]!.text, check);
  }
  const narrated = rows.map((row, i) => ({
    ...row,
    operator_log: notes[i]!.text,
    noteSource: notes[i]!.source,
  }));
  const after = numbersHash(narrated);
  if (before !== null && after !== before) {
    throw new GigamineError(
      "notes/rows-changed",
      "narrate: rows were changed while their notes were written. Let `facts` only read the row it is given.",
      { before, after },
    );
  }
  return {
    rows: narrated,
    notes,
    counts: countSources(notes),
    textHash: textHash(notes),
    numbersHash: after,
  };
}

/** The offline notes of all rows, and the facts of those that the narrator is to be asked about. */
function prepare(
  rows: readonly QcRow[],
  { facts: factsOf = qcNoteFacts, caseOf = caseId, signal, onProgress }: NarrateOptions<QcRow>,
  offline: OfflineNarrator,
  isAsked: (facts: NoteFacts) => boolean,
): { notes: Note[]; questions: Question[] } {
  const latest = new Map<string, string>();
  const questions: Question[] = [];
  const notes = rows.map((row, index): Note => {
    if (index % reportEvery === 0) {
      throwIfAborted(signal);
      onProgress?.({ stage: "offline notes", done: index, total: rows.length, unit: "notes" });
    }
    const key = caseOf(row);
    const facts = factsOf(row, key === null ? null : (latest.get(key) ?? null));
    const text = offline.note(facts);
    if (key !== null) latest.set(key, text);
    if (isAsked(facts)) questions.push({ index, facts });
    return { id: facts.id, text, source: "offline", reason: null };
  });
  onProgress?.({ stage: "offline notes", done: rows.length, total: rows.length, unit: "notes" });
  return { notes, questions };
}

async function ask(
  narrator: Narrator,
  questions: readonly Question[],
  { signal, onProgress }: LongWorkOptions,
): Promise<readonly Note[]> {
  if (questions.length === 0) return [];
  const facts = questions.map((question) => question.facts);
  let written: readonly Note[];
  try {
    written = await narrator.write(facts, { signal, onProgress });
  } catch (error) {
    throwIfAborted(signal);
    if (isGigamineError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new GigamineError(
      "notes/narrator-failed",
      `narrate: the narrator ${quoteValue(narrator.name)} failed: ${message} No row was changed; mend the narrator or use offlineNarrator().`,
      { narrator: narrator.name },
      { cause: error },
    );
  }
  if (!Array.isArray(written)) throw wrongNotes(narrator, facts, `gave ${quoteValue(written)}`);
  const wrong = facts.findIndex((fact, i) => !isNoteOf(fact, written[i]));
  if (wrong === -1 && written.length === facts.length) return written;
  const where =
    wrong === -1
      ? ""
      : `; the first that is missing, out of order or no note is that of ${quoteValue(facts[wrong]!.id)}`;
  throw wrongNotes(narrator, facts, `gave ${written.length} notes for ${facts.length} rows${where}`);
}

function isNoteOf({ id }: NoteFacts, note: Note | undefined): boolean {
  return note?.id === id && typeof note.text === "string" && sources.includes(note.source);
}

function wrongNotes({ name }: Narrator, facts: readonly NoteFacts[], problem: string): GigamineError {
  return new GigamineError(
    "notes/wrong-notes",
    `narrate: the narrator ${quoteValue(name)} ${problem}. Let \`write\` give one note { id, text, source, reason } for each of the facts, in their order.`,
    { narrator: name, rows: facts.length },
  );
}

function refuseOtherThanRows(rows: readonly unknown[]): void {
  if (!Array.isArray(rows)) throw optionError("narrate", "rows", rows, "Give an array of rows.");
  const wrong = rows.findIndex((row) => typeof row !== "object" || row === null);
  if (wrong === -1) return;
  throw optionError("narrate", `rows[${wrong}]`, rows[wrong], "Give rows as objects.");
}

function checked(note: Note, facts: NoteFacts, offline: string, check: NoteChecker): Note {
  const complaints = check(note.text, facts);
  if (complaints.length === 0) return note;
  const reason = `the text was refused: ${complaints[0]}`;
  return { id: facts.id, text: offline, source: "fallback", reason };
}

function isOffline(narrator: Narrator): narrator is OfflineNarrator {
  return narrator.name === "offline" && "note" in narrator;
}

function caseId(row: { readonly case_id?: unknown }): string | null {
  return typeof row.case_id === "string" && row.case_id !== "" ? row.case_id : null;
}

function countSources(notes: readonly Note[]): Record<NoteSource, number> {
  const counts: Record<NoteSource, number> = { llm: 0, cache: 0, offline: 0, fallback: 0 };
  for (const { source } of notes) counts[source]++;
  return counts;
}
