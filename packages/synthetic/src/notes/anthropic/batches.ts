import { GigamineError, type Progress } from "@gigamine/base";
import { remember } from "../cache.js";
import { type Asker, rejection } from "./asker.js";
import type { BatchState, PendingBatch } from "./batch-state.js";
import { fits } from "./ledger.js";
import type { Spend } from "./ledger-record.js";
import { noUsage, type TokenUsage } from "./model-answer.js";
import { type BatchStatus, type KeyedRequest, type ModelClient, ServiceError } from "./model-client.js";
import { promptLength } from "./model-request.js";
import type { Notice } from "./notice.js";
import type { StopScopes } from "./run-tasks.js";

/** Settings of the way by batches. */
export interface BatchSettings {
  readonly state: BatchState;
  /** Between two questions whether a batch has ended, ms. */
  readonly pollMs: number;
  /** The most requests in one batch. */
  readonly maximumRequests: number;
  /** No batch is made for fewer requests than this. */
  readonly minimumRequests: number;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** The service takes 256 MB; the schema and JSON's own signs come on top of what is counted here. */
const maximumCharacters = 50_000_000;
const clockSkewMs = 5 * 60_000;
/** A process that is sending a batch has named it or failed by then. */
const longestSendingMs = 11 * 60_000;
const tries = 4;
const nothing: Spend = { nanoUsd: 0, requests: 0, tokens: 0 };

/**
 * Has requests answered by batches: half the price, up to a day of waiting. All answers go into the asker's cache;
 * what a batch did not answer, or the budget did not allow, is simply not there afterwards. A batch is written down
 * before it is sent and again once the service has named it, so that a run that was killed at any point finds it.
 */
export class Batches {
  readonly #asker: Asker;
  readonly #settings: BatchSettings;
  readonly #client: ModelClient;
  readonly #scopes: StopScopes;
  readonly #answered = new Set<string>();

  constructor(asker: Asker, client: ModelClient, settings: BatchSettings, scopes: StopScopes) {
    this.#asker = asker;
    this.#client = client;
    this.#settings = settings;
    this.#scopes = scopes;
  }

  /**
   * @param requests Requests that are not in the cache, each key once.
   * @param tried Whether requests like these have been answered before; else the first is sent live, to see that they
   *   are taken: a batch says so only when it has ended.
   * @returns The keys that are answered now and were not before.
   */
  async answer(requests: readonly KeyedRequest[], tried: boolean): Promise<ReadonlySet<string>> {
    const wanted = new Set(requests.map(({ key }) => key));
    const earlier = (await this.#settings.state.load()).filter(({ keys }) =>
      keys.some((key) => wanted.has(key)),
    );
    const attached: PendingBatch[] = [];
    for (const batch of earlier) {
      const found = await this.#attach(batch).catch((error) => {
        throw problem(error, batch);
      });
      if (found === null) {
        // Another process may be sending it at the moment: what that has reserved stays.
        const age = this.#asker.parts.clock.now() - Date.parse(batch.date);
        if (age > longestSendingMs) await this.#forget(batch, nothing);
        continue;
      }
      attached.push(found);
      for (const key of found.keys) wanted.delete(key);
    }
    const fresh = requests.filter(({ key }) => wanted.has(key));
    let left: readonly KeyedRequest[] = fresh.length < this.#settings.minimumRequests ? [] : fresh;
    if (left.length > 0 && !tried && attached.length === 0) left = await this.#withoutFirst(left);
    for (let underWay = attached; underWay.length > 0 || left.length > 0; underWay = []) {
      const sent = await this.#send(left);
      await this.#collectAll([...underWay, ...sent]);
      if (sent.length === 0) break;
      // What was reserved is more than what is paid, so there may be money for more now.
      left = left.slice(sent.reduce((sum, { keys }) => sum + keys.length, 0));
    }
    return this.#answered;
  }

  /** Sends the first request live and gives the others; none if it was not answered. */
  async #withoutFirst([first, ...others]: readonly KeyedRequest[]): Promise<readonly KeyedRequest[]> {
    const reply = await this.#asker.ask(first!.request, this.#scopes);
    if (reply.kind === "none") return [];
    this.#answered.add(first!.key);
    return others;
  }

  /** Finds a batch at the service that was sent or may have been; `null` when it is not there. */
  async #attach(batch: PendingBatch): Promise<PendingBatch | null> {
    const found = batch.batchId === null ? await this.#findUnnamed(batch) : batch;
    if (found === null) return null;
    this.#notice({ kind: "batch-attached", batchId: found.batchId! });
    return found;
  }

  /** A batch that was being sent when the run ended: the service has it if one with our keys was made since. */
  async #findUnnamed(batch: PendingBatch): Promise<PendingBatch | null> {
    const named = new Set((await this.#settings.state.load()).map(({ batchId }) => batchId));
    const since = Date.parse(batch.date) - clockSkewMs;
    const keys = new Set(batch.keys);
    return this.#scopes.cut.run(async (signal) => {
      for await (const candidate of this.#client.batchesSince(since, signal)) {
        if (named.has(candidate.id) || candidate.total !== batch.keys.length) continue;
        await this.#untilEnded(candidate);
        if (!(await this.#beginsWithOneOf(keys, candidate.id))) continue;
        const found = { ...batch, batchId: candidate.id };
        await this.#settings.state.put(found);
        return found;
      }
      return null;
    });
  }

  /** Whether the first result of a batch that has ended is that of one of our requests. */
  #beginsWithOneOf(keys: ReadonlySet<string>, batchId: string): Promise<boolean> {
    return this.#scopes.cut.run(async (signal) => {
      for await (const { key } of this.#client.batchResults(batchId, signal)) return keys.has(key);
      return false;
    });
  }

  /** Sends requests in as many batches as the budget allows, in their order. */
  async #send(requests: readonly KeyedRequest[]): Promise<PendingBatch[]> {
    const sent: PendingBatch[] = [];
    for (let next = 0; next < requests.length; ) {
      const part = await this.#affordable(requests, next);
      if (part.requests.length === 0) break;
      const id = await this.#asker.reserve(requests[0]!.request.model, part.spend, "batch");
      if (id === null) continue; // another run took from the budget in the meantime: see what is left
      const batch = await this.#create(id, part.requests);
      if (batch === null) break;
      sent.push(batch);
      next += part.requests.length;
    }
    return sent;
  }

  /** As many requests from `start` on as fit into one batch and into what is left to spend. */
  async #affordable(requests: readonly KeyedRequest[], start: number) {
    const left = await this.#asker.parts.ledger.remaining(this.#asker.parts.caps);
    let spend = nothing;
    let characters = 0;
    let end = start;
    for (; end < requests.length && end - start < this.#settings.maximumRequests; end++) {
      const { request } = requests[end]!;
      const more = plus(spend, this.#asker.worstSpend(request, "batch"));
      characters += promptLength(request);
      if (!fits(more, left) || characters > maximumCharacters) break;
      spend = more;
    }
    return { requests: requests.slice(start, end), spend };
  }

  /** Sends one batch; `null` when the service does not take batches at the moment. */
  async #create(id: string, requests: readonly KeyedRequest[]): Promise<PendingBatch | null> {
    const { state } = this.#settings;
    const model = requests[0]!.request.model;
    const keys = requests.map(({ key }) => key);
    const intent: PendingBatch = { id, batchId: null, model, keys, date: this.#asker.date() };
    await state.put(intent);
    let status: BatchStatus;
    try {
      const { promptCache } = this.#asker.parts;
      status = await this.#patiently(() => this.#client.createBatch(requests, promptCache), false);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.status === null) {
        const found = await this.#attach(intent).catch((unreachable) => {
          throw problem(unreachable, intent); // it may have arrived
        });
        if (found === null) await this.#forget(intent, nothing);
        return found;
      }
      await this.#forget(intent, nothing);
      if (!error.passing) throw rejection(error.status, error.message, model);
      return null;
    }
    const batch = { ...intent, batchId: status.id };
    await state.put(batch);
    this.#notice({ kind: "batch-created", batchId: status.id, requests: keys.length });
    return batch;
  }

  async #collectAll(batches: readonly PendingBatch[]): Promise<void> {
    const total = batches.reduce((sum, { keys }) => sum + keys.length, 0);
    let before = 0;
    for (const batch of batches) {
      try {
        const status = await this.#patiently(() => this.#status(batch.batchId!));
        await this.#untilEnded(status, (done) =>
          this.#settings.onProgress?.({
            stage: "waiting for batches",
            done: before + done,
            total,
            unit: "requests",
          }),
        );
        await this.#patiently(() => this.#collect(batch));
      } catch (error) {
        if (!(error instanceof ServiceError) || error.status !== 404) throw problem(error, batch);
        // The service no longer has it: what was reserved counts as spent.
        await this.#settings.state.remove(batch.id);
        this.#notice({ kind: "batch-lost", batchId: batch.batchId! });
      }
      before += batch.keys.length;
    }
  }

  async #untilEnded(status: BatchStatus, onProgress?: (done: number) => void): Promise<void> {
    for (let now = status; !now.ended; ) {
      onProgress?.(now.done);
      await this.#sleep(this.#settings.pollMs);
      now = await this.#patiently(() => this.#status(status.id));
    }
  }

  /** Puts the answers of a batch that has ended into the cache, books its cost, and forgets it, in this order. */
  async #collect(batch: PendingBatch): Promise<void> {
    const keys = new Set(batch.keys);
    let spend: Spend = { ...nothing, requests: batch.keys.length };
    let usage = noUsage;
    let answered = 0;
    await this.#scopes.cut.run(async (signal) => {
      for await (const { key, answer } of this.#client.batchResults(batch.batchId!, signal)) {
        if (answer === null || !keys.delete(key)) continue;
        await remember(this.#asker.parts.cache, key, answer);
        this.#answered.add(key);
        spend = plus(spend, { ...this.#asker.realSpend(answer, "batch"), requests: 0 });
        usage = sum(usage, answer.usage);
        answered++;
      }
    });
    await this.#forget(batch, spend, usage);
    const unanswered = batch.keys.length - answered;
    this.#notice({ kind: "batch-ended", batchId: batch.batchId!, answered, unanswered });
  }

  async #forget({ id }: PendingBatch, spend: Spend, usage = noUsage): Promise<void> {
    const date = this.#asker.date();
    await this.#asker.parts.ledger.settle({ kind: "settle", id, spend, usage, outcome: "batch", date });
    await this.#settings.state.remove(id);
  }

  /** Asks again while that may help. @param repeatable Whether a call that may have arrived may be made again. */
  async #patiently<T>(call: () => Promise<T>, repeatable = true): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call();
      } catch (error) {
        this.#scopes.cut.throwIfAborted();
        const passing =
          error instanceof ServiceError && error.passing && (repeatable || error.status !== null);
        if (!passing || attempt === tries) throw error;
        await this.#sleep(error.retryAfterMs ?? this.#settings.pollMs);
      }
    }
  }

  #status(batchId: string): Promise<BatchStatus> {
    return this.#scopes.cut.run((signal) => this.#client.batchStatus(batchId, signal));
  }

  #sleep(ms: number): Promise<void> {
    return this.#scopes.launch.run((signal) => this.#asker.parts.clock.sleep(ms, signal));
  }

  #notice(notice: Notice): void {
    this.#asker.parts.onNotice(notice);
  }
}

/** A batch that can't be reached stops the run: its requests must not be paid for a second time. */
function problem(error: unknown, { batchId, model }: PendingBatch): unknown {
  if (!(error instanceof ServiceError)) return error;
  if (!error.passing) return rejection(error.status!, error.message, model);
  return new GigamineError(
    "notes/batch-unreachable",
    `Batch ${batchId ?? "of an earlier run"} can't be reached (${error.status ?? error.message}). Run again later with the same cache and batch state: what was sent is not paid for twice.`,
    { batchId, status: error.status },
  );
}

function plus(a: Spend, b: Spend): Spend {
  return {
    nanoUsd: a.nanoUsd + b.nanoUsd,
    requests: a.requests + b.requests,
    tokens: a.tokens + b.tokens,
  };
}

function sum(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    cacheRead: a.cacheRead + b.cacheRead,
  };
}
