import type { ModelAnswer } from "./model-answer.js";
import type { ModelRequest } from "./model-request.js";

/** What became of a request that was sent once. */
export type SendResult =
  | { readonly kind: "answer"; readonly answer: ModelAnswer }
  /** 429 or 529: nothing was charged; `retryAfterMs` when the server says how long to wait. */
  | { readonly kind: "overloaded"; readonly status: number; readonly retryAfterMs: number | null }
  /**
   * 5xx, timeout or broken connection. `status` `null`: no answer came, so it may have been charged, unless there was never a connection
   * (`reached` false).
   */
  | {
      readonly kind: "failed";
      readonly status: number | null;
      readonly message: string;
      readonly reached: boolean;
    }
  /** Asking again can't help. */
  | { readonly kind: "rejected"; readonly status: number; readonly message: string };

/** A request under its key. */
export interface KeyedRequest {
  readonly key: string;
  readonly request: ModelRequest;
}

/** A batch as the server knows it. */
export interface BatchStatus {
  readonly id: string;
  readonly ended: boolean;
  /** Requests that are done, well or not. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What became of one request of a batch. */
export interface BatchResult {
  readonly key: string;
  /** `null` when it errored, expired or was canceled, none of which is charged. */
  readonly answer: ModelAnswer | null;
}

/** The requests we send to a service; each method sends once and never retries. */
export interface ModelClient {
  /** @param promptCache Whether the system prompt is to be kept in the prompt cache. */
  send(request: ModelRequest, promptCache: boolean, signal: AbortSignal | undefined): Promise<SendResult>;
  countTokens(request: ModelRequest, signal: AbortSignal | undefined): Promise<number>;
  createBatch(requests: readonly KeyedRequest[], promptCache: boolean): Promise<BatchStatus>;
  batchStatus(id: string, signal: AbortSignal | undefined): Promise<BatchStatus>;
  batchResults(id: string, signal: AbortSignal | undefined): AsyncIterable<BatchResult>;
  /** The newest batches first, back to `since` (ms since the epoch). */
  batchesSince(since: number, signal: AbortSignal | undefined): AsyncIterable<BatchStatus>;
}

/** What a {@link ModelClient} throws when counting or a batch fails. Never holds a key. */
export class ServiceError extends Error {
  /** HTTP status; `null` when no answer came. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** `false` when there was no connection, so that nothing can have been sent. */
  readonly reached: boolean;

  constructor(status: number | null, message: string, retryAfterMs: number | null, reached = true) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.reached = reached;
  }

  /** Whether asking again may help. */
  get passing(): boolean {
    const { status } = this;
    return status === null || status === 408 || status === 409 || status === 429 || status >= 500;
  }
}
