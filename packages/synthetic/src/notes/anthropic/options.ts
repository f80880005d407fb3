import { GigamineError, quoteValue } from "@gigamine/base";
import { z } from "zod";
import { checkedOption } from "../../checked-option.js";
import { functionOption, objectWith } from "../../option-schemas.js";
import { nearestName } from "../../table/nearest-name.js";
import { type AnswerCache, memoryCache } from "../cache.js";
import type { ConnectionOptions } from "./anthropic-client.js";
import { type Clock, systemClock } from "./clock.js";
import { memoryLedger, type UsageLedger } from "./ledger.js";
import type { SpendCaps } from "./ledger-record.js";
import type { Thinking } from "./model-request.js";
import { modelTraits } from "./model-traits.js";
import type { Notice } from "./notice.js";
import { modelPricesSchema } from "./price-schema.js";
import { type ModelPrices, notePrices } from "./prices.js";

/** The model used when none is named: small and cheap. */
export const defaultNoteModel = "claude-haiku-5-5";

/** Which model, how it is asked, and what is known already: all that decides an answer. */
export interface ModelOptions {
  /** Id of the model. @default "claude-haiku-5-5" */
  readonly model?: string | undefined;
  /** The most tokens of one answer, 50 … 100000. @default 400; 1500 for models that always reason or are not known */
  readonly maxOutputTokens?: number | undefined;
  /** Whether the model reasons first; that costs output tokens. @default "off" where the model allows it */
  readonly thinking?: Thinking | undefined;
  /** Answers of earlier runs. @default memoryCache(); in Node see `fileCache` of `@gigamine/synthetic/node` */
  readonly cache?: AnswerCache | undefined;
}

/** How Claude is asked, and what that may cost. */
export interface AskOptions extends ModelOptions, ConnectionOptions {
  /**
   * The most that may be spent, US dollars, together with everything the ledger knows. 0: nothing is sent.
   * @default 0
   */
  readonly maxUsd?: number | undefined;
  /** The most requests that may be sent, failed ones included; within `maxUsd`. @default no limit */
  readonly maxRequests?: number | undefined;
  /** The most tokens, of prompts and answers; within `maxUsd`. @default no limit */
  readonly maxTokens?: number | undefined;
  /** Prices of the model. @default those of {@link notePrices}; a model that is not there needs them */
  readonly prices?: ModelPrices | undefined;
  /** The book of what was spent; caps hold for all that share it. @default memoryLedger() */
  readonly ledger?: UsageLedger | undefined;
  /** Requests under way at the same time, 1 … 1000. @default 4 */
  readonly concurrency?: number | undefined;
  /** Keeps the instructions in the service's prompt cache; pays only for long ones. @default false */
  readonly promptCache?: boolean | undefined;
  /** How long requests under way, which are paid for, may go on after an abort, in ms, 0 … 600000. @default 5000 */
  readonly drainMs?: number | undefined;
  /** Told about damaged cache entries and batches. @default nobody */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** The time, for tests. @default systemClock */
  readonly clock?: Clock | undefined;
}

const numberIn = (low: number, high: number, what: string) => {
  const error = `Give ${what} in [${low}, ${high}].`;
  return z.number({ error }).min(low, { error }).max(high, { error }).optional();
};

/** A whole number. */
export const wholeIn = (low: number, high: number) => {
  const error = `Give a whole number in [${low}, ${high}].`;
  return z.int({ error }).min(low, { error }).max(high, { error }).optional();
};

/** The options of {@link ModelOptions}, by name. */
export const modelOptionShape = {
  model: z
    .string({ error: "Give the id of a model." })
    .min(1, { error: "Give the id of a model." })
    .optional(),
  maxOutputTokens: wholeIn(50, 100_000),
  thinking: z.enum(["off", "low", "default"], { error: 'Give "off", "low" or "default".' }).optional(),
  cache: objectWith<AnswerCache>("memoryCache or fileCache", "get", "set"),
};

/** The options of {@link AskOptions}, by name. */
export const askOptionShape = {
  ...modelOptionShape,
  apiKey: z.string({ error: "Give the key as text, or leave it to ANTHROPIC_API_KEY." }).optional(),
  baseURL: z.url({ error: "Give an address such as https://api.anthropic.com." }).optional(),
  fetch: functionOption<typeof fetch>("Give a function like fetch.").optional(),
  timeoutMs: wholeIn(1, 600_000),
  dangerouslyAllowBrowser: z.boolean({ error: "Give true or false." }).optional(),
  maxUsd: numberIn(0, 1_000_000, "US dollars"),
  maxRequests: wholeIn(0, Number.MAX_SAFE_INTEGER),
  maxTokens: wholeIn(0, Number.MAX_SAFE_INTEGER),
  prices: modelPricesSchema.optional(),
  ledger: objectWith<UsageLedger>("memoryLedger or ledgerFile", "reserve", "settle", "totals", "remaining"),
  concurrency: wholeIn(1, 1000),
  promptCache: z.boolean({ error: "Give true or false." }).optional(),
  drainMs: wholeIn(0, 600_000),
  onNotice: functionOption<(notice: Notice) => void>("Give a function.").optional(),
  clock: objectWith<Clock>("systemClock", "now", "sleep"),
};

/** Checks options; no error shows a key, also not one under a wrong name or in place of the options. */
export function checkedAskOptions<T extends z.ZodRawShape>(
  where: string,
  schema: z.ZodObject<T>,
  options: unknown,
): z.output<z.ZodObject<T>> {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw optionFault(where, "options", "the options are no object. Give for instance { model, maxUsd }.");
  }
  const known = Object.keys(schema.shape);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const remedy = nearestName(unknown, known) ?? `known are ${known.join(", ")}.`;
    throw optionFault(where, unknown, `there is no option ${quoteValue(unknown)}; ${remedy}`);
  }
  const { apiKey, ...rest } = options as { readonly apiKey?: unknown };
  if (apiKey !== undefined && typeof apiKey !== "string") {
    const problem = "option apiKey is no text. Give the key as text, or leave it to ANTHROPIC_API_KEY.";
    throw optionFault(where, "apiKey", problem);
  }
  const checked = checkedOption(where, "", schema, rest);
  return apiKey === undefined ? checked : { ...checked, apiKey };
}

/** The error for an option whose value may be a key. */
function optionFault(where: string, option: string, problem: string): GigamineError {
  return new GigamineError("option/out-of-range", `${where}: ${problem}`, { where, option });
}

/** The model's settings with their defaults. */
export function modelSettings(options: ModelOptions) {
  const { model = defaultNoteModel } = options;
  const traits = modelTraits(model);
  return {
    model,
    thinking: options.thinking ?? traits.thinking,
    maxOutputTokens: options.maxOutputTokens ?? traits.maxOutputTokens,
  };
}

/** What the rest of the pipeline shares, with defaults. @throws GigamineError `notes/no-prices`. */
export function askSettings(options: AskOptions) {
  const { maxUsd = 0 } = options;
  const { model } = modelSettings(options);
  const prices = pricesOf(model, options.prices);
  if (prices === null && maxUsd > 0) throw noPrices(model);
  return {
    cache: options.cache ?? memoryCache(),
    ledger: options.ledger ?? memoryLedger(),
    caps: capsOf(options),
    prices,
    promptCache: options.promptCache ?? false,
    concurrency: options.concurrency ?? 4,
    drainMs: options.drainMs ?? 5000,
    onNotice: options.onNotice ?? (() => undefined),
    clock: options.clock ?? systemClock,
  };
}

/** The prices of a model: those given, else those of the table, else `null`. */
export function pricesOf(model: string, given: ModelPrices | undefined): ModelPrices | null {
  return given ?? (Object.hasOwn(notePrices.models, model) ? notePrices.models[model]! : null);
}

function capsOf({ maxUsd = 0, maxRequests, maxTokens }: AskOptions): SpendCaps {
  return {
    nanoUsd: Math.floor(Number((maxUsd * 1e9).toPrecision(15))),
    requests: maxRequests ?? null,
    tokens: maxTokens ?? null,
  };
}

function noPrices(model: string): GigamineError {
  const known = Object.keys(notePrices.models).join(", ");
  return new GigamineError(
    "notes/no-prices",
    `What ${model} costs is not known, so no cap on money could hold. Give { prices: { tiers: [{ upToInputTokens: null, inputUsdPerMillion, outputUsdPerMillion }] } }, or use one of ${known}.`,
    { model },
  );
}
