import { quoteValue, randomStream, throwIfAborted } from "@gigamine/base";
import { z } from "zod";
import type { QcStatus } from "../../battery-plant/qc-row.js";
import { checkedOption } from "../../checked-option.js";
import type { Narrator, NoteFacts } from "../contract.js";
import { PhraseGrammar } from "./grammar.js";
import { rulesOf, slots, voiceRules } from "./phrases.js";
import { slotTexts } from "./slots.js";

/** How an operator writes: telegraphic shift log, whole sentences, hand-over to the next shift, quality engineer. */
export type NoteVoice = keyof typeof voiceRules;

/** All voices of the offline narrator. */
export const noteVoices = Object.keys(voiceRules) as readonly NoteVoice[];

/** What {@link offlineNarrator} takes. */
export interface OfflineNarratorOptions {
  /** Voices to choose from, at least one. Each operator has one of them. @default all four */
  readonly voices?: readonly NoteVoice[] | undefined;
  /** Another seed, other phrases. @default 0 */
  readonly seed?: number | string | undefined;
}

/** A narrator without a language model, which also writes single notes. */
export interface OfflineNarrator extends Narrator {
  readonly name: "offline";
  /** One note: the text depends on the facts, the seed and the voices, and on nothing else. */
  note(facts: NoteFacts): string;
}

const voicesError = `Give a list of at least one of: ${noteVoices.join(", ")}.`;
const optionsSchema = z.strictObject(
  {
    voices: z
      .array(z.enum(noteVoices, { error: voicesError }), { error: voicesError })
      .min(1, { error: voicesError })
      .readonly()
      .optional(),
    seed: z.union([z.number(), z.string()], { error: "Give a number or text; the default is 0." }).optional(),
  },
  { error: "Give any of: voices, seed." },
);

const ruleOfStatus = {
  "In Spec": "ok",
  "Tolerance Warning": "warn",
  "Critical Fail": "fail",
} as const satisfies Record<QcStatus, string>;

const reportEvery = 10_000;

/**
 * Notes from a grammar of phrases: no network, no cost, the same facts give the same text. The voice belongs to the
 * operator, the phrase to the id of the row. A note names the value with its unit, the status, and where the facts allow a
 * cause, that; rows in specification get a short one. Every note passes {@link checkNote}. O(1) a note.
 *
 * @throws GigamineError `option/out-of-range` for an unknown voice.
 */
export function offlineNarrator(options: OfflineNarratorOptions = {}): OfflineNarrator {
  const { voices = noteVoices, seed = 0 } = checkedOption("offlineNarrator", "", optionsSchema, options);
  const grammars = voices.map((voice) => new PhraseGrammar(rulesOf(voice), slots));
  const note = (facts: NoteFacts): string => {
    const voice = randomStream(seed, "note voice", facts.words["operator"] ?? facts.id).integer(
      0,
      voices.length - 1,
    );
    const random = randomStream(seed, "note", facts.id);
    const texts = slotTexts(facts);
    const rule = facts.status === null ? "plain" : ruleOfStatus[facts.status];
    for (const name of [rule, facts.status === null ? "number" : "short", "bare", "nothing"]) {
      const text = grammars[voice]!.expand(name, texts, random);
      if (text !== null) return sentenceCase(text);
    }
    throw new Error(`The phrases have nothing for row ${quoteValue(facts.id)}.`);
  };
  return {
    name: "offline",
    note,
    write: async (rows, { signal, onProgress }) =>
      rows.map((facts, i) => {
        if (i % reportEvery === 0) {
          throwIfAborted(signal);
          onProgress?.({ stage: "writing notes", done: i, total: rows.length, unit: "notes" });
        }
        return { id: facts.id, text: note(facts), source: "offline", reason: null };
      }),
  };
}

/** Sentences begin with a capital letter, but "pH" stays. */
function sentenceCase(text: string): string {
  return text.replace(/(?:^|\. )[a-z](?![A-Z])/g, (start) => start.toUpperCase());
}
