import type { Anthropic } from "@anthropic-ai/sdk";
import { GigamineError } from "@gigamine/base";
import type { Clock } from "./clock.js";
import { messageParams, readAnswer, tooLarge } from "./messages-api.js";
import {
  type BatchStatus,
  type KeyedRequest,
  type ModelClient,
  type SendResult,
  ServiceError,
} from "./model-client.js";
import type { ModelRequest } from "./model-request.js";
import { loadSdk, type Sdk } from "./sdk.js";

/** How to reach the service. */
export interface ConnectionOptions {
  /**
   * The key. Never logged, cached or put into a message.
   * @default the environment variable `ANTHROPIC_API_KEY`, in Node
   */
  readonly apiKey?: string | undefined;
  /** Address of the service. @default that of the SDK */
  readonly baseURL?: string | undefined;
  /** Sends HTTP requests. @default the global `fetch` */
  readonly fetch?: typeof fetch | undefined;
  /** How long to wait for one answer, in ms, 1 … 600000. @default 60000 */
  readonly timeoutMs?: number | undefined;
  /** Allows use in a browser, where every visitor can read the key. @default false */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

const overloadStatuses = [429, 529];
/** A batch may be tens of megabytes. */
const uploadMs = 600_000;

/** Connects to Claude by the vendor's SDK. Loads it, and asks for a key, at once: call this when something is to be sent. */
export async function anthropicClient(options: ConnectionOptions, clock: Clock): Promise<ModelClient> {
  // HTTP leaves blanks at its ends away; the server may say the rest in a message, where it is hidden.
  const apiKey = (options.apiKey ?? keyOfEnvironment() ?? "").trim();
  if (apiKey === "") throw noKey();
  if (!/^[!-~]+$/.test(apiKey)) throw badKey();
  const sdk = await loadSdk();
  const client = new sdk.Anthropic({
    apiKey,
    maxRetries: 0, // the ledger sees every attempt
    logLevel: "off", // debug logs hold headers
    timeout: options.timeoutMs ?? 60_000,
    dangerouslyAllowBrowser: options.dangerouslyAllowBrowser === true,
    ...(options.baseURL === undefined ? {} : { baseURL: options.baseURL }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  return new SdkClient(sdk, client, clock, apiKey);
}

class SdkClient implements ModelClient {
  readonly #sdk: Sdk;
  readonly #client: Anthropic;
  readonly #clock: Clock;
  readonly #apiKey: string;

  constructor(sdk: Sdk, client: Anthropic, clock: Clock, apiKey: string) {
    this.#sdk = sdk;
    this.#client = client;
    this.#clock = clock;
    this.#apiKey = apiKey;
  }

  async send(
    request: ModelRequest,
    promptCache: boolean,
    signal: AbortSignal | undefined,
  ): Promise<SendResult> {
    try {
      const params = messageParams(this.#sdk, request, promptCache ? "5m" : null);
      const message = await this.#client.messages.create(params, { signal: signal ?? null });
      return { kind: "answer", answer: this.#read(message) };
    } catch (error) {
      signal?.throwIfAborted();
      const { status, message, retryAfterMs, passing, reached } = this.#fault(error);
      if (status === 413 || (status === 400 && /prompt is too long/i.test(message))) {
        return { kind: "answer", answer: tooLarge(request.model, this.#date(), this.#sdk.VERSION) };
      }
      if (status !== null && overloadStatuses.includes(status)) {
        return { kind: "overloaded", status, retryAfterMs };
      }
      if (status === null || passing) return { kind: "failed", status, message, reached };
      return { kind: "rejected", status, message };
    }
  }

  async countTokens(request: ModelRequest, signal: AbortSignal | undefined): Promise<number> {
    const { max_tokens: _, ...params } = messageParams(this.#sdk, request, null);
    const counted = await this.#guard(this.#client.messages.countTokens(params, { signal: signal ?? null }));
    return counted.input_tokens;
  }

  async createBatch(requests: readonly KeyedRequest[], promptCache: boolean): Promise<BatchStatus> {
    const items = requests.map(({ key, request }) => ({
      custom_id: key,
      params: messageParams(this.#sdk, request, promptCache ? "1h" : null),
    }));
    const call = this.#client.messages.batches.create({ requests: items }, { timeout: uploadMs });
    return statusOf(await this.#guard(call));
  }

  async batchStatus(id: string, signal: AbortSignal | undefined): Promise<BatchStatus> {
    const call = this.#client.messages.batches.retrieve(id, undefined, { signal: signal ?? null });
    return statusOf(await this.#guard(call));
  }

  async *batchResults(id: string, signal: AbortSignal | undefined) {
    try {
      const lines = await this.#client.messages.batches.results(id, undefined, { signal: signal ?? null });
      for await (const { custom_id: key, result } of lines) {
        yield { key, answer: result.type === "succeeded" ? this.#readOrNull(result.message) : null };
      }
    } catch (error) {
      throw this.#fault(error);
    }
  }

  async *batchesSince(since: number, signal: AbortSignal | undefined) {
    try {
      for await (const batch of this.#client.messages.batches.list(undefined, { signal: signal ?? null })) {
        const status = statusOf(batch);
        if (status.createdAt < since) return;
        yield status;
      }
    } catch (error) {
      throw this.#fault(error);
    }
  }

  #read(message: unknown) {
    return readAnswer(message, this.#date(), this.#sdk.VERSION);
  }

  /** One answer that is none must not keep the others of its batch from being read. */
  #readOrNull(message: unknown) {
    try {
      return this.#read(message);
    } catch {
      return null;
    }
  }

  #date(): string {
    return new Date(this.#clock.now()).toISOString();
  }

  async #guard<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw this.#fault(error);
    }
  }

  /** The facts of an error, without what it may hold of the request. */
  #fault(error: unknown): ServiceError {
    const api = error instanceof this.#sdk.APIError ? error : null;
    const told = api?.apiMessage ?? (error instanceof Error ? error.message : String(error));
    const message = told.replaceAll(this.#apiKey, "[key]").slice(0, 300);
    const status = api?.status ?? null;
    const code = status === null ? connectionCode(error) : null;
    if (code !== null) return new ServiceError(null, `no connection, ${code}`, null, false);
    return new ServiceError(status, message, retryAfterMs(api?.headers, this.#clock));
  }
}

/** Codes of Node for connections that never came about. */
const neverConnected: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** Such a code of an error or of one of its causes; `null` when there is none, as in browsers, which don't tell. */
function connectionCode(error: unknown): string | null {
  let cause = error;
  for (let depth = 0; depth < 10 && typeof cause === "object" && cause !== null; depth++) {
    if ("code" in cause && neverConnected.has(cause.code)) return String(cause.code);
    cause = "cause" in cause ? cause.cause : null;
  }
  return null;
}

function statusOf(batch: Anthropic.Messages.MessageBatch): BatchStatus {
  const { processing, ...finished } = batch.request_counts;
  const done = Object.values(finished).reduce((sum, count) => sum + count, 0);
  return {
    id: batch.id,
    ended: batch.processing_status === "ended",
    done,
    total: done + processing,
    createdAt: Date.parse(batch.created_at),
  };
}

/** Seconds or a date, as HTTP has it; at most five minutes. */
function retryAfterMs(headers: Headers | undefined, clock: Clock): number | null {
  const value = headers?.get("retry-after");
  if (value === null || value === undefined) return null;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - clock.now() : seconds * 1000;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 300_000);
}

function keyOfEnvironment(): string | undefined {
  return typeof process === "undefined" ? undefined : process.env?.["ANTHROPIC_API_KEY"];
}

function badKey(): GigamineError {
  return new GigamineError(
    "notes/bad-api-key",
    "The key to ask Claude with holds a blank, a line break or a letter that no key has. Copy it again, into the environment variable ANTHROPIC_API_KEY or the option apiKey.",
    { variable: "ANTHROPIC_API_KEY" },
  );
}

function noKey(): GigamineError {
  return new GigamineError(
    "notes/no-api-key",
    "There is no key to ask Claude with. Set the environment variable ANTHROPIC_API_KEY, pass { apiKey }, or leave maxUsd at 0 for offline notes.",
    { variable: "ANTHROPIC_API_KEY" },
  );
}
