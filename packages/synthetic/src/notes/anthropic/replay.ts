import { GigamineError, quoteValue } from "@gigamine/base";
import { z } from "zod";
import { functionOption } from "../../option-schemas.js";
import { type AnswerCache, lookUp } from "../cache.js";
import { checkNote } from "../check/check-note.js";
import type { Narrator, Note, NoteChecker, NoteFacts } from "../contract.js";
import { offlineNarrator } from "../offline/offline-narrator.js";
import type { Reply } from "./asker.js";
import { converse } from "./conversation.js";
import { judgeNote } from "./judge-note.js";
import { type ModelRequest, requestKey } from "./model-request.js";
import { NoteRequests } from "./note-request.js";
import { checkedAskOptions, type ModelOptions, modelOptionShape, modelSettings } from "./options.js";

/** What {@link replayNarrator} takes: the same model settings that filled the cache. */
export interface ReplayNarratorOptions extends ModelOptions {
  /** The answers. */
  readonly cache: AnswerCache;
  /** @default checkNote */
  readonly check?: NoteChecker | undefined;
  /** The text of rows for which the model had no usable answer. @default that of offlineNarrator() */
  readonly fallback?: ((facts: NoteFacts) => string) | undefined;
}

const optionsSchema = z.strictObject(
  {
    ...modelOptionShape,
    cache: modelOptionShape.cache.nonoptional({
      error: "Give the cache that an anthropicNarrator has filled.",
    }),
    check: functionOption<NoteChecker>("Give a function (text, facts) => complaints.").optional(),
    fallback: functionOption<(facts: NoteFacts) => string>("Give a function (facts) => text.").optional(),
  },
  { error: "Give options as an object with a cache." },
);

/**
 * A narrator that writes what Claude wrote before, from the cache alone: no network, no key, no SDK, the same text in
 * every run. A row that the cache does not know is an error.
 *
 * @throws GigamineError `option/out-of-range`; `write` rejects with `notes/not-cached`.
 */
export function replayNarrator(options: ReplayNarratorOptions): Narrator {
  const {
    cache,
    check = checkNote,
    fallback = offlineNarrator().note,
    ...rest
  } = checkedAskOptions("replayNarrator", optionsSchema, options);
  const settings = modelSettings(rest);
  return {
    name: "replay",
    async write(facts, { signal, onProgress }) {
      const requests = new NoteRequests(settings);
      const notes: Note[] = [];
      for (const each of facts) {
        signal?.throwIfAborted();
        const form = requests.formOf(each);
        const end = await converse(requests.of(each), {
          ask: (request) => replay(cache, request, each.id),
          judge: (text) => judgeNote(text, each, form, check),
          smaller: requests.smaller(each),
        });
        notes.push(
          end.kind === "done"
            ? { id: each.id, text: end.value, source: "cache", reason: null }
            : { id: each.id, text: fallback(each), source: "fallback", reason: end.reason },
        );
        onProgress?.({ stage: "writing notes", done: notes.length, total: facts.length, unit: "notes" });
      }
      return notes;
    },
  };
}

async function replay(cache: AnswerCache, request: ModelRequest, row: string): Promise<Reply> {
  const key = requestKey(request);
  const found = await lookUp(cache, key);
  if (found.kind === "hit") return { kind: "answer", answer: found.answer, cached: true };
  const what = found.kind === "miss" ? "has no answer for it" : "has a damaged answer for it";
  throw new GigamineError(
    "notes/not-cached",
    `replayNarrator: the cache ${what}: row ${quoteValue(row)}, model ${request.model}. Write the notes once with anthropicNarrator, the same cache and model settings, and maxUsd above 0.`,
    { row, key, model: request.model },
  );
}
