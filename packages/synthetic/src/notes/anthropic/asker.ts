import { GigamineError } from "@gigamine/base";
import { bytesToHex } from "@noble/hashes/utils.js";
import { type AnswerCache, lookUp, remember } from "../cache.js";
import type { Clock } from "./clock.js";
import type { UsageLedger } from "./ledger.js";
import type { Spend, SpendCaps } from "./ledger-record.js";
import { type ModelAnswer, noUsage } from "./model-answer.js";
import type { ModelClient, SendResult } from "./model-client.js";
import { type ModelRequest, maximumInputTokens, requestKey } from "./model-request.js";
import type { Notice } from "./notice.js";
import { costInNanoUsd, type ModelPrices, type SendMode, worstCostInNanoUsd } from "./prices.js";
import type { StopScopes } from "./run-tasks.js";
import type { Throttle } from "./throttle.js";

/** What asking gives. `none`: there is no answer for now; `why` says whether asking later in the run may help. */
export type Reply =
  | { readonly kind: "answer"; readonly answer: ModelAnswer; readonly cached: boolean }
  | { readonly kind: "none"; readonly why: "budget" | "later" | "stopped"; readonly reason: string };

/** What all requests of a narrator have in common. */
export interface AskerParts {
  readonly cache: AnswerCache;
  readonly ledger: UsageLedger;
  readonly caps: SpendCaps;
  /** `null` only when nothing may be spent. */
  readonly prices: ModelPrices | null;
  readonly promptCache: boolean;
  readonly throttle: Throttle;
  readonly clock: Clock;
  /** Connects when something is to be sent; always the same client. */
  readonly client: () => Promise<ModelClient>;
  readonly onNotice: (notice: Notice) => void;
}

const failuresBeforeLater = 3;
const overloadsBeforeLater = 8;
const backOffMs = 1000;
const longestBackOffMs = 60_000;

/** Answers requests: from the cache, else live within the budget; what is answered goes into the cache at once. */
export class Asker {
  readonly parts: AskerParts;

  constructor(parts: AskerParts) {
    this.parts = parts;
  }

  /** The answer that the cache has; `null` when it has none that can be read. */
  async cached(request: ModelRequest): Promise<ModelAnswer | null> {
    const key = requestKey(request);
    const found = await lookUp(this.parts.cache, key);
    if (found.kind === "damaged") this.parts.onNotice({ kind: "cache-damaged", key });
    return found.kind === "hit" ? found.answer : null;
  }

  /** @throws GigamineError when the service says that asking again can't help: wrong key, unknown model, bad request. */
  async ask(request: ModelRequest, scopes: StopScopes): Promise<Reply> {
    scopes.launch.throwIfAborted();
    const known = await this.cached(request);
    if (known !== null) return { kind: "answer", answer: known, cached: true };
    const { throttle, clock } = this.parts;
    let failures = 0;
    let overloads = 0;
    for (;;) {
      if (throttle.broken !== null) return { kind: "none", why: "stopped", reason: throttle.broken };
      const result = await this.#attempt(request, scopes, overloads);
      if (result === null) return { kind: "none", why: "budget", reason: this.#overBudget() };
      if (result.kind === "answer") return { kind: "answer", answer: result.answer, cached: false };
      if (result.kind === "rejected") throw rejection(result.status, result.message, request.model);
      if (result.kind === "overloaded") {
        if (++overloads >= overloadsBeforeLater) return later(`the service is overloaded (${result.status})`);
      } else {
        const { status, message } = result;
        if (++failures >= failuresBeforeLater) return later(`the service failed (${status ?? message})`);
        await scopes.launch.run((signal) => clock.sleep(backOff(failures - 1), signal));
      }
    }
  }

  /** Sends once, with everything booked; `null` when the budget does not allow it. */
  async #attempt(request: ModelRequest, scopes: StopScopes, overloads: number): Promise<SendResult | null> {
    const { throttle, ledger, caps, cache, promptCache } = this.parts;
    if (caps.nanoUsd === 0) return null;
    const client = await this.parts.client();
    await throttle.enter(scopes.launch);
    try {
      const spend = this.worstSpend(request, "live");
      const id = await this.reserve(request.model, spend, "live");
      if (id === null) return null;
      let result: SendResult | null = null;
      try {
        result = await scopes.cut.run((signal) => client.send(request, promptCache, signal));
        if (result.kind === "answer") await remember(cache, requestKey(request), result.answer);
      } finally {
        await ledger.settle(this.#settlement(id, spend, result));
      }
      if (result.kind === "overloaded") {
        throttle.report("overloaded", { waitMs: result.retryAfterMs ?? backOff(overloads) });
      } else if (result.kind === "failed") {
        throttle.report("failed", { why: result.message });
      } else {
        throttle.report("ok");
      }
      return result;
    } finally {
      throttle.leave();
    }
  }

  /** The most a request can cost. */
  worstSpend(request: ModelRequest, mode: SendMode): Spend {
    const { prices, promptCache } = this.parts;
    const input = maximumInputTokens(request);
    const output = request.maxOutputTokens;
    const nanoUsd = prices === null ? 0 : worstCostInNanoUsd(input, output, prices, mode, promptCache);
    return { nanoUsd, requests: 1, tokens: input + output };
  }

  /** What an answer did cost. */
  realSpend({ usage }: ModelAnswer, mode: SendMode): Spend {
    const { prices } = this.parts;
    const tokens = usage.input + usage.cacheWrite + usage.cacheRead + usage.output;
    return {
      nanoUsd: prices === null ? 0 : costInNanoUsd(usage, prices, mode),
      requests: 1,
      tokens: Math.min(Number.MAX_SAFE_INTEGER, tokens),
    };
  }

  /** Sets an amount aside; gives the id under which it is to be settled, or `null` when the caps do not allow it. */
  async reserve(model: string, spend: Spend, mode: SendMode): Promise<string | null> {
    // Unique among all processes that share the ledger; no result depends on it.
    const id = bytesToHex(crypto.getRandomValues(new Uint8Array(16)));
    const { ledger, caps } = this.parts;
    const record = { kind: "reserve", id, model, mode, spend, caps, date: this.date() } as const;
    return (await ledger.reserve(record)) ? id : null;
  }

  date(): string {
    return new Date(this.parts.clock.now()).toISOString();
  }

  #settlement(id: string, reserved: Spend, result: SendResult | null) {
    const base = { kind: "settle", id, date: this.date() } as const;
    if (result?.kind === "answer") {
      const { usage, outcome } = result.answer;
      return { ...base, spend: this.realSpend(result.answer, "live"), usage, outcome };
    }
    const status = result?.status ?? null;
    const nothing = { nanoUsd: 0, requests: 1, tokens: 0 };
    if (result?.kind === "failed" && !result.reached)
      return { ...base, spend: nothing, usage: noUsage, outcome: "not reached" };
    // Without an answer nobody knows what was charged: the worst is assumed.
    const spend = status === null ? reserved : nothing;
    return { ...base, spend, usage: noUsage, outcome: status === null ? "unknown" : String(status) };
  }

  #overBudget(): string {
    return this.parts.caps.nanoUsd === 0
      ? "not in the cache, and maxUsd is 0"
      : "not in the cache, and a cap on money, requests or tokens is reached";
  }
}

const backOff = (attempt: number) => Math.min(longestBackOffMs, backOffMs * 2 ** attempt);

const later = (reason: string): Reply => ({ kind: "none", why: "later", reason });

/** The error for a request that the service will never take. */
export function rejection(status: number, message: string, model: string): GigamineError {
  const [code, advice] =
    rejections[status] ?? (["notes/bad-request", "Mend the request, then run again."] as const);
  return new GigamineError(
    code,
    `The service refused a request (${status}): ${message.replace(/[.\s]+$/, "")}. ${advice} What was answered so far is in the cache.`,
    { status, model },
  );
}

const rejections: Readonly<Record<number, readonly [code: string, advice: string]>> = {
  401: ["notes/unauthorised", "Check ANTHROPIC_API_KEY or the option apiKey."],
  402: ["notes/unpaid", "Check the billing of the account."],
  403: ["notes/forbidden", "The key may not use this model or address: check its rights."],
  404: ["notes/unknown-model", "Check the options model and baseURL."],
};
