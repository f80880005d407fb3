import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to the Messages API, as the server got it. */
export interface SeenMessage {
  readonly model: string;
  readonly max_tokens: number;
  readonly system: unknown;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly output_config?: { readonly effort?: string; readonly format?: { readonly schema: unknown } };
  readonly thinking?: unknown;
}

export interface FakeMessage {
  readonly text?: string;
  readonly content?: readonly unknown[];
  readonly stopReason?: string;
  readonly stopDetails?: unknown;
  readonly input?: number;
  readonly output?: number;
  readonly usage?: object;
}

/** How the server takes one request. */
export type Behaviour =
  | ({ readonly kind: "message"; readonly after?: Promise<void> } & FakeMessage)
  | {
      readonly kind: "error";
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "hang" }
  | { readonly kind: "drop" }
  | { readonly kind: "drop-half-way" }
  | { readonly kind: "no-json" };

export type BatchItem =
  | { readonly type: "succeeded"; readonly message: FakeMessage }
  | { readonly type: string };

interface FakeBatch {
  readonly id: string;
  readonly createdAt: string;
  readonly requests: readonly { readonly custom_id: string; readonly params: SeenMessage }[];
  polls: number;
}

/** A server on loopback that speaks the Messages and the Batches API, and misbehaves as it is told. */
export class FakeServer {
  /** Every request for a message, batches not included, in order of arrival. */
  readonly seen: SeenMessage[] = [];
  readonly batches: FakeBatch[] = [];
  counted = 0;
  onCount: () => Behaviour | "ok" = () => "ok";
  authorization = new Set<string>();
  /** Requests under way at the same time: the most there ever were. */
  mostAtOnce = 0;
  /** The n-th request (from 0) and what becomes of it. */
  onMessage: (message: SeenMessage, n: number) => Behaviour = (message) => goodAnswer(message);
  onBatchItem: (message: SeenMessage, key: string) => BatchItem = (message) => ({
    type: "succeeded",
    message: goodAnswer(message),
  });
  /** What becomes of a request that makes a batch; `lost`: made, but the client never hears of it. */
  onBatchCreate: (n: number) => Behaviour | "ok" | "lost" = () => "ok";
  /** What becomes of other requests about batches. */
  onBatchRead: (path: string) => Behaviour | "ok" = () => "ok";
  pollsUntilEnded = 2;
  now: () => number = () => Date.UTC(2026, 0, 1);
  #active = 0;
  #creates = 0;

  private constructor(readonly server: Server) {}

  static async start(): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server);
    server.on("request", (request, response) => void fake.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get baseURL(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.authorization.add(String(request.headers.authorization ?? request.headers["x-api-key"]));
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // the client went away
    }
    const body = chunks.length === 0 ? null : JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const path = request.url!.split("?")[0]!;
    if (path === "/v1/messages/count_tokens") {
      this.counted++;
      const told = this.onCount();
      if (told === "ok") json(response, 200, { input_tokens: 500 });
      else await behave(response, told, body);
    } else if (path === "/v1/messages") {
      this.#active++;
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#active);
      response.on("close", () => this.#active--);
      this.seen.push(body);
      await behave(response, this.onMessage(body, this.seen.length - 1), body);
    } else if (path === "/v1/messages/batches" && request.method === "POST") {
      await this.#createBatch(response, body);
    } else {
      const told = this.onBatchRead(path);
      if (told === "ok") this.#readBatches(response, path);
      else await behave(response, told, body);
    }
  }

  async #createBatch(response: ServerResponse, body: { requests: FakeBatch["requests"] }): Promise<void> {
    const told = this.onBatchCreate(this.#creates++);
    if (told !== "ok" && told !== "lost") {
      await behave(response, told, null);
      return;
    }
    const batch: FakeBatch = {
      id: `msgbatch_${this.batches.length + 1}`,
      createdAt: new Date(this.now()).toISOString(),
      requests: body.requests,
      polls: 0,
    };
    this.batches.push(batch);
    if (told === "lost") response.destroy();
    else json(response, 200, this.#status(batch));
  }

  #readBatches(response: ServerResponse, path: string): void {
    const [, , , , id, part] = path.split("/");
    if (id === undefined) {
      const data = this.batches.map((batch) => this.#status(batch)).reverse();
      json(response, 200, { data, has_more: false, first_id: null, last_id: null });
      return;
    }
    const batch = this.batches.find((each) => each.id === id);
    if (batch === undefined) {
      json(response, 404, errorBody(404, "no such batch"));
      return;
    }
    if (part === undefined) {
      batch.polls++;
      json(response, 200, this.#status(batch));
      return;
    }
    const lines = batch.requests.map(({ custom_id, params }) => {
      const item = this.onBatchItem(params, custom_id);
      const result =
        "message" in item ? { type: item.type, message: messageBody(item.message, params) } : item;
      return JSON.stringify({ custom_id, result });
    });
    response.writeHead(200, { "content-type": "application/x-jsonl" });
    response.end(lines.reverse().join("\n")); // the order is not that of the requests
  }

  #status(batch: FakeBatch) {
    const ended = batch.polls >= this.pollsUntilEnded;
    const total = batch.requests.length;
    return {
      id: batch.id,
      type: "message_batch",
      processing_status: ended ? "ended" : "in_progress",
      request_counts: {
        processing: ended ? 0 : total,
        succeeded: ended ? total : 0,
        errored: 0,
        canceled: 0,
        expired: 0,
      },
      created_at: batch.createdAt,
      expires_at: batch.createdAt,
      ended_at: ended ? batch.createdAt : null,
      results_url: ended ? `${this.baseURL}/v1/messages/batches/${batch.id}/results` : null,
    };
  }
}

/** The facts in a prompt. */
export function factsOf(message: SeenMessage) {
  const content = message.messages[0]!.content;
  return JSON.parse(content.slice(content.indexOf("{"), content.lastIndexOf("}") + 1)) as {
    words: Record<string, string>;
    numbers: { field: string; value: number; unit: string | null; text: string }[];
    status: string | null;
    previousNote: string | null;
  };
}

/** The answer of a model that does all as it should. */
export function goodAnswer(message: SeenMessage): { readonly kind: "message" } & FakeMessage {
  const { numbers } = factsOf(message);
  const [first] = numbers;
  return {
    kind: "message",
    text: answerText(first === undefined ? "All quiet." : `Read ${first.text}.`, numbers.slice(0, 1)),
  };
}

export function answerText(
  note: string,
  numbersUsed: readonly { field: string; value: number; unit: string | null }[] = [],
): string {
  return JSON.stringify({
    note,
    observation: "other",
    suspectedCause: "unknown",
    action: "none",
    numbersUsed: numbersUsed.map(({ field, value, unit }) => ({ field, value, unit })),
  });
}

async function behave(response: ServerResponse, told: Behaviour, request: SeenMessage | null): Promise<void> {
  switch (told.kind) {
    case "message":
      await told.after;
      json(response, 200, messageBody(told, request!));
      return;
    case "error":
      json(response, told.status, errorBody(told.status, told.message ?? "as told"), told.headers);
      return;
    case "hang":
      return;
    case "drop":
      response.destroy();
      return;
    case "drop-half-way":
      response.writeHead(200, { "content-type": "application/json", "content-length": "10000" });
      response.write('{"id":"msg_1"', () => response.destroy());
      return;
    case "no-json":
      response.writeHead(200, { "content-type": "application/json" });
      response.end("<html>");
  }
}

function messageBody(message: FakeMessage, { model }: SeenMessage) {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: message.content ?? [{ type: "text", text: message.text ?? "" }],
    stop_reason: message.stopReason ?? "end_turn",
    stop_sequence: null,
    stop_details: message.stopDetails ?? null,
    usage: message.usage ?? { input_tokens: message.input ?? 400, output_tokens: message.output ?? 100 },
  };
}

function errorBody(status: number, message: string) {
  const types: Record<number, string> = {
    400: "invalid_request_error",
    401: "authentication_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
  };
  return { type: "error", error: { type: types[status] ?? "api_error", message }, request_id: "req_1" };
}

function json(response: ServerResponse, status: number, body: unknown, headers: object = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
