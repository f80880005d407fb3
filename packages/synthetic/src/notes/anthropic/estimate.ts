import { GigamineError } from "@gigamine/base";
import { z } from "zod";
import { lookUp, memoryCache } from "../cache.js";
import type { NoteFacts } from "../contract.js";
import { anthropicClient, type ConnectionOptions } from "./anthropic-client.js";
import { rejection } from "./asker.js";
import { systemClock } from "./clock.js";
import { groupRequests, type NoteGroup } from "./group-requests.js";
import type { TokenUsage } from "./model-answer.js";
import { ServiceError } from "./model-client.js";
import { type ModelRequest, maximumInputTokens, promptLength } from "./model-request.js";
import { type AnthropicNarratorOptions, narratorOptionShape } from "./narrator.js";
import { NoteRequests } from "./note-request.js";
import { checkedAskOptions, modelSettings, pricesOf } from "./options.js";
import { costInNanoUsd, type ModelPrices, notePrices, type SendMode } from "./prices.js";

/** What {@link estimateNotes} takes: the options that the narrator is to have, of which caps and pace change nothing. */
export interface EstimateNotesOptions extends AnthropicNarratorOptions {
  /** Rows "In Spec" are not sent, as `narrate` has it by default. @default true */
  readonly skipNominal?: boolean | undefined;
  /** Has the tokens of five prompts counted by the service, which is free of charge but needs a key. @default false */
  readonly online?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A number that is not known yet. `max`: every answer is as long as it may be and has to be repaired. */
export interface EstimateRange {
  readonly low: number;
  readonly expected: number;
  readonly max: number;
}

/** What writing notes will take. */
export interface NotesEstimate {
  readonly model: string;
  /** Rows given. */
  readonly rows: number;
  /** Rows "In Spec", which are not sent. */
  readonly nominal: number;
  /** Rows whose facts equal those of an earlier row. */
  readonly duplicates: number;
  /** Questions that the cache has an answer for. */
  readonly cacheHits: number;
  /** Questions that would be sent, repairs not included. */
  readonly requests: number;
  /** Tokens of prompts and of answers. */
  readonly tokens: { readonly input: EstimateRange; readonly output: EstimateRange };
  /** US dollars, by how they are sent; `null` when the price of the model is not known. */
  readonly usd: {
    readonly live: EstimateRange;
    readonly batch: EstimateRange;
    /** With the service's prompt cache, if the model keeps instructions as short as ours. */
    readonly batchWithPromptCache: EstimateRange;
  } | null;
  /** Date of the price table; `null` with prices of one's own. */
  readonly priceDate: string | null;
  /** Whether tokens were counted by the service, or taken as characters / 2.7. */
  readonly counted: boolean;
}

const charactersPerToken = 2.7;
/** Share of the longest answer that answers have, where none has been seen. */
const usualOutputShare = 0.4;
const samples = 5;

const optionsSchema = z.strictObject(
  {
    ...narratorOptionShape,
    skipNominal: z.boolean({ error: "Give true or false." }).optional(),
    online: z.boolean({ error: "Give true or false." }).optional(),
    signal: z.instanceof(AbortSignal, { error: "Give an AbortSignal." }).optional(),
  },
  { error: "Give options that EstimateNotesOptions lists, as an object." },
);

/**
 * What `anthropicNarrator` would send for these rows and what that would cost, before anything is spent. Needs no key and
 * no network unless `online`. Low and expected assume that no answer has to be repaired; the length of answers is taken
 * from those in the cache, if there are any. O(rows).
 *
 * @throws GigamineError `option/out-of-range`; when `online` also `notes/no-api-key`, `notes/no-sdk`, `notes/not-counted` when the
 *   service is in trouble, and the errors of {@link anthropicNarrator} for a service that will never answer; the signal's
 *   reason when aborted.
 */
export async function estimateNotes(
  facts: readonly NoteFacts[],
  options: EstimateNotesOptions = {},
): Promise<NotesEstimate> {
  const checked = checkedAskOptions("estimateNotes", optionsSchema, options);
  const settings = modelSettings(checked);
  const { skipNominal = true, online = false, cache = memoryCache() } = checked;
  const asked = skipNominal ? facts.filter(({ status }) => status !== "In Spec") : facts;
  const groups = groupRequests(asked, new NoteRequests(settings));
  const missing: NoteGroup[] = [];
  const outputs: number[] = [];
  for (const group of groups) {
    const found = await lookUp(cache, group.key);
    if (found.kind === "hit") outputs.push(found.answer.usage.output);
    else missing.push(group);
  }
  const perCharacter = online ? await countSamples(missing, checked, settings.model) : 1 / charactersPerToken;
  const output = meanOf(outputs) ?? usualOutputShare * settings.maxOutputTokens;
  const cases = missing.map(({ request }) => caseOf(request, perCharacter, output));
  const prices = pricesOf(settings.model, checked.prices);
  return {
    model: settings.model,
    rows: facts.length,
    nominal: facts.length - asked.length,
    duplicates: asked.length - groups.length,
    cacheHits: groups.length - missing.length,
    requests: missing.length,
    tokens: {
      input: rangeOf(cases, ({ input }) => input),
      output: rangeOf(cases, (usage) => usage.output),
    },
    usd: prices === null ? null : costs(cases, prices),
    priceDate: checked.prices === undefined && prices !== null ? notePrices.date : null,
    counted: online && missing.length > 0,
  };
}

/** Tokens of one request in the three cases, with the part of the prompt that all requests share. */
interface RequestCase {
  readonly low: TokenUsage;
  readonly expected: TokenUsage;
  readonly max: TokenUsage;
  readonly shared: number;
}

function caseOf(request: ModelRequest, perCharacter: number, output: number): RequestCase {
  const input = promptLength(request) * perCharacter;
  const bound = maximumInputTokens(request);
  const cap = request.maxOutputTokens;
  const usage = (inputTokens: number, outputTokens: number): TokenUsage => ({
    input: Math.min(Math.round(inputTokens), 2 * bound + cap),
    output: Math.min(Math.round(outputTokens), 2 * cap),
    cacheWrite: 0,
    cacheRead: 0,
  });
  return {
    low: usage(0.8 * input, 0.7 * output),
    expected: usage(input, output),
    max: usage(2 * bound + cap, 2 * cap),
    shared: Math.round(request.system.length * perCharacter),
  };
}

function costs(cases: readonly RequestCase[], prices: ModelPrices) {
  const [first, ...rest] = cases;
  const cached = [
    ...(first === undefined ? [] : [withPromptCache(first, "cacheWrite")]),
    ...rest.map((each) => withPromptCache(each, "cacheRead")),
  ];
  return {
    live: usdRange(cases, prices, "live"),
    batch: usdRange(cases, prices, "batch"),
    batchWithPromptCache: usdRange(cached, prices, "batch"),
  };
}

/** At worst, the prompt cache is written for each request and never read. */
function withPromptCache(
  { low, expected, max, shared }: RequestCase,
  part: "cacheWrite" | "cacheRead",
): RequestCase {
  const move = (usage: TokenUsage, to: "cacheWrite" | "cacheRead"): TokenUsage => {
    const moved = Math.min(usage.input, shared);
    return { ...usage, input: usage.input - moved, [to]: moved };
  };
  return { low: move(low, part), expected: move(expected, part), max: move(max, "cacheWrite"), shared };
}

function usdRange(cases: readonly RequestCase[], prices: ModelPrices, mode: SendMode): EstimateRange {
  // Whole billionths have an exact sum.
  const { low, expected, max } = rangeOf(cases, (usage) => costInNanoUsd(usage, prices, mode));
  return { low: low / 1e9, expected: expected / 1e9, max: max / 1e9 };
}

function rangeOf(cases: readonly RequestCase[], amount: (usage: TokenUsage) => number): EstimateRange {
  let low = 0;
  let expected = 0;
  let max = 0;
  for (const each of cases) {
    low += amount(each.low);
    expected += amount(each.expected);
    max += amount(each.max);
  }
  return { low, expected, max };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Tokens per character, from prompts spread over all that would be sent. */
async function countSamples(
  groups: readonly NoteGroup[],
  options: Pick<EstimateNotesOptions, keyof ConnectionOptions | "signal" | "clock">,
  model: string,
): Promise<number> {
  if (groups.length === 0) return 1 / charactersPerToken;
  const client = await anthropicClient(options, options.clock ?? systemClock);
  const step = Math.max(1, Math.floor(groups.length / samples));
  let tokens = 0;
  let characters = 0;
  for (let i = 0; i < groups.length && i < samples * step; i += step) {
    const { request } = groups[i]!;
    tokens += await client.countTokens(request, options.signal).catch((error) => {
      options.signal?.throwIfAborted();
      throw notCounted(error, model);
    });
    characters += promptLength(request);
  }
  return tokens / characters;
}

function notCounted(error: unknown, model: string): unknown {
  if (!(error instanceof ServiceError)) return error;
  const { status, message, passing } = error;
  if (!passing) return rejection(status!, message, model);
  return new GigamineError(
    "notes/not-counted",
    `estimateNotes: the service does not count tokens at the moment (${status ?? message}). Try again later, or leave online away.`,
    { status: status ?? "none", model },
  );
}
