import { z } from "zod";
import { functionOption, objectWith } from "../../option-schemas.js";
import { checkNote } from "../check/check-note.js";
import type { Narrator, NarratorContext, Note, NoteChecker, NoteFacts } from "../contract.js";
import { offlineNarrator } from "../offline/offline-narrator.js";
import type { Asker } from "./asker.js";
import { prepareAsking } from "./asking.js";
import { type BatchState, memoryBatchState } from "./batch-state.js";
import { Batches } from "./batches.js";
import { type ConversationEnd, converse } from "./conversation.js";
import { groupRequests, type NoteGroup } from "./group-requests.js";
import { judgeNote } from "./judge-note.js";
import { NoteRequests } from "./note-request.js";
import { type AskOptions, askOptionShape, checkedAskOptions, modelSettings, wholeIn } from "./options.js";
import { runTasks, type StopScopes, stopScopes } from "./run-tasks.js";

/** What {@link anthropicNarrator} takes. */
export interface AnthropicNarratorOptions extends AskOptions {
  /** What notes must pass; the complaints are sent back to the model once. @default checkNote */
  readonly check?: NoteChecker | undefined;
  /** The text of rows that the model does not write. @default that of offlineNarrator() */
  readonly fallback?: ((facts: NoteFacts) => string) | undefined;
  /**
   * `live`: answers at once. `batch`: half the price, up to a day. `auto`: a batch when more than `batchAbove` requests
   * are to be sent. @default "live"
   */
  readonly mode?: "live" | "batch" | "auto" | undefined;
  /** For `auto`: the most requests that are sent live, 0 … 100000. @default 500 */
  readonly batchAbove?: number | undefined;
  /** Remembers batches under way. @default memoryBatchState(); in Node see `batchFolder` of `@gigamine/synthetic/node` */
  readonly batchState?: BatchState | undefined;
  /** How often to ask whether a batch has ended, in ms, 1 … 3600000. @default 60000 */
  readonly batchPollMs?: number | undefined;
  /** The most requests in one batch, 1 … 100000. @default 10000 */
  readonly batchSize?: number | undefined;
}

/** The options of {@link AnthropicNarratorOptions}, by name. */
export const narratorOptionShape = {
  ...askOptionShape,
  check: functionOption<NoteChecker>("Give a function (text, facts) => complaints.").optional(),
  fallback: functionOption<(facts: NoteFacts) => string>("Give a function (facts) => text.").optional(),
  mode: z.enum(["live", "batch", "auto"], { error: 'Give "live", "batch" or "auto".' }).optional(),
  batchAbove: wholeIn(0, 100_000),
  batchState: objectWith<BatchState>("memoryBatchState or batchFolder", "load", "put", "remove"),
  batchPollMs: wholeIn(1, 3_600_000),
  batchSize: wholeIn(1, 100_000),
};

const optionsSchema = z.strictObject(narratorOptionShape, {
  error: "Give options that AnthropicNarratorOptions lists, as an object.",
});

/**
 * A narrator that has notes written by Claude. Each distinct set of facts is asked for once; answers are kept in the
 * cache, so a run that was stopped goes on where it was and pays nothing twice. Every note is checked against the facts;
 * one with faults is sent back once, and if it still has faults the row gets offline text with the source `fallback`.
 * Rows that the budget does not cover, or that the service does not answer, get offline text with the source `offline`
 * and a reason. Nothing is sent unless `maxUsd` is more than 0.
 *
 * Needs the package `@anthropic-ai/sdk`, loaded when the first request is sent, and a key. Facts are sent to Anthropic.
 * The caps hold as long as a prompt has no more tokens than bytes (+ 1000): the worst cost of a request is reserved in
 * the ledger before it is sent. An aborted `write` waits for what is under way for `drainMs` and caches it.
 *
 * @throws GigamineError `option/out-of-range`; `notes/no-prices` for a model without prices. `write` rejects with
 *   `notes/no-api-key`, `notes/bad-api-key`, `notes/no-sdk`, `notes/unauthorised`, `notes/unpaid`, `notes/forbidden`,
 *   `notes/unknown-model`, `notes/bad-request`, `notes/batch-unreachable`. No message holds the key.
 */
export function anthropicNarrator(options: AnthropicNarratorOptions = {}): Narrator {
  const given = checkedAskOptions("anthropicNarrator", optionsSchema, options);
  const checked = { ...given, batchState: given.batchState ?? memoryBatchState() };
  const asking = prepareAsking(checked);
  return {
    name: "anthropic",
    async write(facts, context) {
      context.signal?.throwIfAborted();
      const run = new NarratorRun(facts, asking.newAsker(), checked, context);
      const { scopes, close } = stopScopes(context.signal, asking.drainMs, asking.clock);
      try {
        return await run.write(scopes);
      } finally {
        close();
      }
    },
  };
}

type RunOptions = AnthropicNarratorOptions & { readonly batchState: BatchState };

/** The work on one call of `write`. */
class NarratorRun {
  readonly #facts: readonly NoteFacts[];
  readonly #asker: Asker;
  readonly #options: RunOptions;
  readonly #context: NarratorContext;
  readonly #requests: NoteRequests;
  readonly #check: NoteChecker;
  readonly #fallback: (facts: NoteFacts) => string;
  readonly #notes: Note[] = [];
  /** Questions that batches of this run have answered; they are in the cache by now. */
  #fresh: ReadonlySet<string> = new Set();
  #done = 0;

  constructor(facts: readonly NoteFacts[], asker: Asker, options: RunOptions, context: NarratorContext) {
    this.#facts = facts;
    this.#asker = asker;
    this.#options = options;
    this.#context = context;
    this.#requests = new NoteRequests(modelSettings(options));
    this.#check = options.check ?? checkNote;
    this.#fallback = options.fallback ?? offlineNarrator().note;
  }

  async write(scopes: StopScopes): Promise<readonly Note[]> {
    const groups = groupRequests(this.#facts, this.#requests);
    await this.#sendBatches(groups, scopes);
    const postponed: NoteGroup[] = [];
    await this.#runAll(groups, scopes, (group) => postponed.push(group));
    await this.#runAll(postponed, scopes, null);
    return this.#notes;
  }

  async #sendBatches(groups: readonly NoteGroup[], scopes: StopScopes): Promise<void> {
    const {
      mode = "live",
      batchAbove = 500,
      batchPollMs = 60_000,
      batchSize = 10_000,
      batchState,
    } = this.#options;
    const { caps, client } = this.#asker.parts;
    if (mode === "live" || caps.nanoUsd === 0) return;
    const missing: NoteGroup[] = [];
    for (const group of groups) {
      if ((await this.#asker.cached(group.request)) === null) missing.push(group);
    }
    if (missing.length === 0) return;
    const batches = new Batches(
      this.#asker,
      await client(),
      {
        state: batchState,
        pollMs: batchPollMs,
        maximumRequests: batchSize,
        minimumRequests: mode === "auto" ? batchAbove + 1 : 1,
        onProgress: this.#context.onProgress,
      },
      scopes,
    );
    this.#fresh = await batches.answer(missing, missing.length < groups.length);
  }

  async #runAll(
    groups: readonly NoteGroup[],
    scopes: StopScopes,
    postpone: ((group: NoteGroup) => void) | null,
  ): Promise<void> {
    const { limit } = this.#asker.parts.throttle;
    await runTasks(groups, limit, scopes.launch, async (group) => {
      const end = await this.#converse(group, scopes);
      if (postpone !== null && end.kind === "none" && end.why === "later") postpone(group);
      else this.#put(group, end);
    });
  }

  #converse(group: NoteGroup, scopes: StopScopes): Promise<ConversationEnd<string>> {
    const facts = this.#facts[group.rows[0]!]!;
    const form = this.#requests.formOf(facts);
    return converse(group.request, {
      ask: (request) => this.#asker.ask(request, scopes),
      judge: (text) => judgeNote(text, facts, form, this.#check),
      smaller: this.#requests.smaller(facts),
    });
  }

  #put({ key, rows }: NoteGroup, end: ConversationEnd<string>): void {
    for (const row of rows) {
      const facts = this.#facts[row]!;
      const { id } = facts;
      if (end.kind === "done") {
        const source = end.cached && !this.#fresh.has(key) ? "cache" : "llm";
        this.#notes[row] = { id, text: end.value, source, reason: null };
      } else {
        const source = end.kind === "unusable" ? "fallback" : "offline";
        this.#notes[row] = { id, text: this.#fallback(facts), source, reason: end.reason };
      }
    }
    this.#done += rows.length;
    const total = this.#facts.length;
    this.#context.onProgress?.({ stage: "writing notes", done: this.#done, total, unit: "notes" });
  }
}
