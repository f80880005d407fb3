import type { NoteChecker, NoteComplaints, NoteFacts } from "../contract.js";
import { displayFact, displayUnit } from "../display.js";
import { requiredFact, roleOf } from "../roles.js";
import { readNumbers } from "./binding.js";
import { causeComplaints } from "./cause-claims.js";
import { maskKnownWords } from "./known-words.js";
import { limitComplaints } from "./limit-claims.js";
import { findNames, type Name } from "./names.js";
import { masked, normaliseNote } from "./normalise.js";
import { type Numeral, type Stray, scanNumerals, type UnitFinder } from "./numerals.js";
import { placeComplaints } from "./place-claims.js";
import { statusComplaints } from "./status-claims.js";
import { type Unit, unitOfCode } from "./units.js";

/** A note longer than this is a story. */
const longestNote = 600;

/**
 * Checks a note in English against the facts it was written from, without a language model. What it finds wrong it says in
 * sentences that name the place and what may be written instead, fit to be sent back to the writer; an empty list means that
 * nothing was found.
 *
 * - Numbers, in digits or words, with point or comma as the decimal sign: each must be a fact, in the fact's unit or one
 *   that converts to it, rounded to the digits written (half of the last digit, at most 5 %, and not over a limit). A number
 *   beside a name ("room", "target", "upper warning limit") must be the one so named. A number without a name must be the
 *   one the note is about. Distances ("1.2 µm above target", "+1.2 µm", "over the limit by 0.5 µm") must be those of the facts.
 * - The required number must stand there with its unit unless the status is "In Spec".
 * - Words for a status, also denied ones, must fit the status; "above target" and the like must be so.
 * - Days, shifts, rooms, machines, steps and numbered names must be those of the row.
 * - Causes must be among those permitted.
 *
 * It prefers to refuse: a refused note costs a second try, a wrong one that passes costs trust. Times and dates pass only as
 * they stand in the words of the facts. What has neither number nor status it knows by its words only: an invented event in
 * words that it does not know can pass. O(length of the note · number of facts).
 */
export const checkNote: NoteChecker = (text, facts) => {
  const formal = formComplaints(text);
  if (formal.length > 0) return formal;
  const known = maskKnownWords(normaliseNote(text), facts);
  const names = findNames(known, facts);
  const untitled = maskNames(known, names, isTitle);
  const { numbers, strays } = scanNumerals(
    maskNames(known, names, ({ written }) => /\d/.test(written)),
    unitFinder(facts),
  );
  const { complaints, statesRequired } = readNumbers(known, countable(known, numbers), names, facts);
  return [
    ...strays.map((stray) => strayComplaint(stray)),
    ...complaints,
    ...requiredComplaint(facts, statesRequired),
    ...statusComplaints(untitled, names, facts),
    ...limitComplaints(known, names, facts),
    ...placeComplaints(known, facts),
    ...causeComplaints(known, untitled, facts),
  ];
};

function formComplaints(text: string): NoteComplaints {
  if (text.trim() === "") return ["The note is empty. Write one sentence at least."];
  if (text.length > longestNote) {
    return [
      `The note has ${text.length} characters. Write at most ${longestNote}, better one or two sentences.`,
    ];
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
  if (/[\u0000-\u0008\u000b-\u001f\u007f]|\p{Cf}|\uE000/u.test(text)) {
    return ["The note holds invisible or control characters. Write plain text."];
  }
  return [];
}

/** A whole title of a number that is no limit; parts of it, such as "pass", may be said for themselves. */
function isTitle({ written, facts }: Name): boolean {
  const plain = (name: string) =>
    normaliseNote(name)
      .toLowerCase()
      .replace(/[\s_-]+/g, " ");
  return facts.some(({ field, title }) => roleOf(field) === null && plain(title) === plain(written));
}

function maskNames(text: string, names: readonly Name[], which: (name: Name) => boolean): string {
  return names.filter(which).reduce((rest, { start, end }) => masked(rest, start, end), text);
}

/** "First" at the start of a sentence and "a second look" count nothing. */
function countable(text: string, numbers: readonly Numeral[]): Numeral[] {
  return numbers.filter(
    ({ ordinal, start, end }) =>
      !ordinal ||
      !/^(?:first(?! (?:attempt|pass|run|try|time|round|batch))|second (?:look|opinion|shift)|third shift)\b/i.test(
        text.slice(start, end + 10),
      ),
  );
}

/** Units of the facts that the general scanner does not know, as the facts write them. */
function unitFinder(facts: NoteFacts): UnitFinder {
  const own = new Map<string, Unit>();
  for (const { unit } of facts.numbers) {
    if (unit === null) continue;
    const known = unitOfCode(unit);
    if (!known.dimension.startsWith("code ")) continue;
    for (const form of [unit, displayUnit(unit)]) own.set(normaliseNote(form), known);
  }
  return (text, start) => {
    for (const [form, unit] of own) {
      const end = start + form.length;
      if (text.startsWith(form, start) && !/\w/.test(text.charAt(end))) return { unit, end };
    }
    return null;
  };
}

function strayComplaint({ written, problem }: Stray): string {
  const quoted = `"${written.trim()}"`;
  if (problem === "name")
    return `${quoted} is no name of this row. Use the names of the facts as they stand there.`;
  if (problem === "time") return `${quoted} is a time or date that the facts do not hold. Leave it out.`;
  if (problem === "vague") return `${quoted} is an amount without a number. Give the number of the facts.`;
  return `${quoted} can't be read as a number with a unit. Write it like 12.3 µm.`;
}

function requiredComplaint(facts: NoteFacts, stated: boolean): NoteComplaints {
  const required = requiredFact(facts);
  if (required === null || stated || facts.status === null || facts.status === "In Spec") return [];
  return [`The ${required.title} is missing. State ${displayFact(required)}.`];
}
