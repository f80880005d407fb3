import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { batchFolder, ledgerFile } from "../../../src/node.js";
import { memoryBatchState } from "../../../src/notes/anthropic/batch-state.js";
import { estimateNotes } from "../../../src/notes/anthropic/estimate.js";
import { memoryLedger } from "../../../src/notes/anthropic/ledger.js";
import { requestKey } from "../../../src/notes/anthropic/model-request.js";
import { NoteRequests } from "../../../src/notes/anthropic/note-request.js";
import type { Notice } from "../../../src/notes/anthropic/notice.js";
import { modelSettings } from "../../../src/notes/anthropic/options.js";
import { memoryCache } from "../../../src/notes/cache.js";
import { fakeClock } from "./fake-clock.js";
import { factsOf, goodAnswer } from "./fake-server.js";
import { files, narratorFor, rows, serverAndFolder, sources, texts } from "./setting.js";

const { server, folder } = serverAndFolder();

const asked = () => [
  ...server().seen.map((message) => factsOf(message).numbers[0]!.value),
  ...server().batches.flatMap(({ requests }) =>
    requests.map(({ params }) => factsOf(params).numbers[0]!.value),
  ),
];
const readings = (count: number) =>
  rows(count).map(({ numbers }) => `Read ${numbers[0]!.value.toFixed(1)} µm.`);

describe("mode batch", () => {
  it("sends the first request live, to see that it is taken, and the others in a batch", async () => {
    const notes = await narratorFor(server(), { mode: "batch" }).write(rows(5), {});
    expect(texts(notes)).toEqual(readings(5)); // the results came in reverse order
    expect(server().seen.length).toBe(1);
    expect(server().batches.map(({ requests }) => requests.length)).toEqual([4]);
  });

  it("says of what it has just paid for that the model wrote it, and of the rest that it was in the cache", async () => {
    const options = { mode: "batch" as const, cache: memoryCache() };
    const first = await narratorFor(server(), options).write(rows(3), {});
    expect(sources(first)).toEqual(["llm", "llm", "llm"]);
    const second = await narratorFor(server(), options).write(rows(5), {});
    expect(sources(second)).toEqual(["cache", "cache", "cache", "llm", "llm"]);
  });

  it("sends no batch when the first request is turned away", async () => {
    server().onMessage = () => ({ kind: "error", status: 400 });
    await expect(narratorFor(server(), { mode: "batch" }).write(rows(5), {})).rejects.toMatchObject({
      code: "notes/bad-request",
    });
    expect(server().batches.length).toBe(0);
  });

  it("pays half: one answer of 90 millionths of a dollar and four of 45", async () => {
    const ledger = memoryLedger();
    await narratorFor(server(), { mode: "batch", ledger }).write(rows(5), {});
    expect(await ledger.totals()).toEqual({ usd: 0.00027, reservedUsd: 0, requests: 5, tokens: 2500 });
  });

  it.each(["errored", "expired", "canceled"])("asks live, in the same budget, for what %s", async (type) => {
    const ledger = memoryLedger();
    server().onBatchItem = (message) =>
      factsOf(message).numbers[0]!.value === 100.2
        ? { type }
        : { type: "succeeded", message: goodAnswer(message) };
    const notes = await narratorFor(server(), { mode: "batch", ledger }).write(rows(4), {});
    expect(texts(notes)).toEqual(readings(4));
    expect(server().seen.length).toBe(2);
    expect((await ledger.totals()).usd).toBe(2 * 0.00009 + 2 * 0.000045);
  });

  it("asks live for an answer of a batch that is no message, and keeps the others", async () => {
    server().onBatchItem = (message) =>
      factsOf(message).numbers[0]!.value === 100.2
        ? { type: "succeeded", message: { content: "none" as never } }
        : { type: "succeeded", message: goodAnswer(message) };
    expect(texts(await narratorFor(server(), { mode: "batch" }).write(rows(4), {}))).toEqual(readings(4));
    expect(server().seen.length).toBe(2);
  });

  it("repairs answers of a batch live", async () => {
    server().onBatchItem = () => ({ type: "succeeded", message: { text: "no JSON" } });
    server().onMessage = (message) => goodAnswer(message);
    const notes = await narratorFor(server(), { mode: "batch" }).write(rows(3), {});
    expect(texts(notes)).toEqual(readings(3));
    expect(server().seen.map(({ messages }) => messages.length)).toEqual([1, 3, 3]);
  });

  it("makes batches no larger than it may, and than what is left to spend", async () => {
    await narratorFor(server(), { mode: "batch", batchSize: 3 }).write(rows(8), {});
    expect(server().batches.map(({ requests }) => requests.length)).toEqual([3, 3, 1]);
    server().batches.length = 0;
    const notes = await narratorFor(server(), { mode: "batch", maxRequests: 5 }).write(rows(8), {});
    expect(server().batches.map(({ requests }) => requests.length)).toEqual([4]);
    expect(sources(notes).filter((source) => source === "offline").length).toBe(3);
  });

  it("sends the next batch when the real costs of one leave money for it", async () => {
    const one = await estimateNotes(rows(1));
    // At worst, a batch of this budget has six requests; they are paid with a tenth of that.
    const worst = (one.tokens.input.max + one.tokens.output.max) / 2;
    const notes = await narratorFor(server(), { mode: "batch", maxTokens: Math.floor(6.5 * worst) }).write(
      rows(20),
      {},
    );
    expect(server().batches.length).toBeGreaterThan(2);
    expect(server().seen.length).toBe(1);
    expect(sources(notes).filter((source) => source !== "offline").length).toBe(asked().length);
  });

  it("tells how many are done while it waits, and what happened", async () => {
    const notices: Notice[] = [];
    const stages = new Set<string>();
    await narratorFor(server(), { mode: "batch", onNotice: (notice) => notices.push(notice) }).write(
      rows(4),
      {
        onProgress: ({ stage }) => stages.add(stage),
      },
    );
    expect([...stages]).toEqual(["waiting for batches", "writing notes"]);
    expect(notices).toEqual([
      { kind: "batch-created", batchId: "msgbatch_1", requests: 3 },
      { kind: "batch-ended", batchId: "msgbatch_1", answered: 3, unanswered: 0 },
    ]);
  });

  it("waits and asks again when the service is overloaded", async () => {
    let reads = 0;
    server().onBatchCreate = (n) => (n === 0 ? { kind: "error", status: 529 } : "ok");
    server().onBatchRead = () => (reads++ < 2 ? { kind: "error", status: 500 } : "ok");
    const notes = await narratorFor(server(), { mode: "batch" }).write(rows(4), {});
    expect(texts(notes)).toEqual(readings(4));
    expect(server().batches.length).toBe(1);
  });

  it("goes live when the service takes no batches", async () => {
    server().onBatchCreate = () => ({ kind: "error", status: 503 });
    const ledger = memoryLedger();
    const notes = await narratorFor(server(), { mode: "batch", ledger }).write(rows(4), {});
    expect(texts(notes)).toEqual(readings(4));
    expect(await ledger.totals()).toMatchObject({ usd: 0.00036, reservedUsd: 0 });
  });

  it("finds a batch whose making was not answered", async () => {
    const clock = fakeClock();
    server().now = clock.now;
    server().onBatchCreate = () => "lost";
    const notes = await narratorFor(server(), { mode: "batch", clock }).write(rows(4), {});
    expect(texts(notes)).toEqual(readings(4));
    expect(server().batches.length).toBe(1);
    expect(server().seen.length).toBe(1);
  });

  it("does not take another batch of the same size for its own", async () => {
    const state = memoryBatchState();
    const cache = memoryCache();
    await narratorFor(server(), { mode: "batch" }).write(rows(4), {}); // of somebody else, in the same account
    const keys = ["a", "b", "c"];
    await state.put({ id: "lost", batchId: null, model: "m", keys, date: "2026-01-01T00:00:00.000Z" });
    server().seen.length = 0;
    await narratorFor(server(), { mode: "batch", batchState: state, cache }).write(rows(4), {});
    expect(server().seen.length).toBe(1);
  });
});

describe("mode auto", () => {
  it("makes a batch above the number of requests given, and none up to it", async () => {
    await narratorFor(server(), { mode: "auto", batchAbove: 4 }).write(rows(4), {});
    expect([server().seen.length, server().batches.length]).toEqual([4, 0]);
    await narratorFor(server(), { mode: "auto", batchAbove: 3 }).write(rows(4), {});
    expect([server().seen.length, server().batches.length]).toEqual([5, 1]);
  });
});

describe("a run in mode batch that is ended at any request", () => {
  it("is gone on with by the next, with nothing asked twice and nothing lost", async () => {
    const stop = fc.record({ at: fc.integer({ min: 1, max: 18 }), lost: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(stop, async ({ at, lost }) => {
        await rm(folder(), { recursive: true, force: true });
        server().batches.length = 0;
        server().seen.length = 0;
        let calls = 0;
        const abort = new AbortController();
        const count = () => {
          if (++calls !== at) return false;
          abort.abort(new Error("killed"));
          return true;
        };
        server().onBatchCreate = () => (count() && lost ? "lost" : "ok");
        server().onBatchRead = () => {
          count();
          return "ok";
        };
        const clock = fakeClock();
        server().now = clock.now;
        const options = { ...files(folder()), mode: "batch" as const, batchSize: 3, drainMs: 0, clock };
        const first = narratorFor(server(), options).write(rows(10), { signal: abort.signal });
        const ended = await first.then(
          () => "finished",
          (error) => error.message,
        );
        expect(ended).toBe(calls < at ? "finished" : "killed");
        const notes = await narratorFor(server(), { ...options, ...files(folder()) }).write(rows(10), {});
        expect(texts(notes)).toEqual(readings(10));
        expect(asked().sort()).toEqual(rows(10).map(({ numbers }) => numbers[0]!.value));
        expect(await ledgerFile(join(folder(), "ledger.jsonl")).totals()).toMatchObject({
          usd: 0.00009 + 9 * 0.000045,
          reservedUsd: 0,
        });
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

describe("a run that is ended while its batch is under way", () => {
  const inFiles = () => ({ ...files(folder()), mode: "batch" as const, drainMs: 0 });

  it("is gone on with by the next: the batch is found again, nothing is asked or paid twice", async () => {
    server().pollsUntilEnded = 1000;
    const abort = new AbortController();
    server().onBatchRead = () => {
      abort.abort(new Error("killed"));
      return "ok";
    };
    await expect(narratorFor(server(), inFiles()).write(rows(6), { signal: abort.signal })).rejects.toThrow(
      "killed",
    );
    server().pollsUntilEnded = 1;
    server().onBatchRead = () => "ok";
    const notices: Notice[] = [];
    const options = { ...inFiles(), onNotice: (notice: Notice) => void notices.push(notice) };
    const notes = await narratorFor(server(), options).write(rows(6), {});
    expect(texts(notes)).toEqual(readings(6));
    expect(asked().sort()).toEqual([100, 100.1, 100.2, 100.3, 100.4, 100.5]);
    expect(notices.map(({ kind }) => kind)).toEqual(["batch-attached", "batch-ended"]);
    expect(await ledgerFile(join(folder(), "ledger.jsonl")).totals()).toMatchObject({
      usd: 0.00009 + 5 * 0.000045,
      reservedUsd: 0,
    });
    expect(await batchFolder(join(folder(), "batches")).load()).toEqual([]);
  });

  it("asks live only for rows that are not in the batch", async () => {
    server().pollsUntilEnded = 1000;
    const abort = new AbortController();
    server().onBatchRead = () => {
      abort.abort(new Error("killed"));
      return "ok";
    };
    await expect(narratorFor(server(), inFiles()).write(rows(3), { signal: abort.signal })).rejects.toThrow(
      "killed",
    );
    server().pollsUntilEnded = 1;
    server().onBatchRead = () => "ok";
    await narratorFor(server(), inFiles()).write(rows(5), {});
    expect(asked().sort()).toEqual([100, 100.1, 100.2, 100.3, 100.4]);
  });

  it("leaves what another process has reserved for a batch that it may be sending at the moment", async () => {
    const clock = fakeClock();
    const ledger = memoryLedger();
    const batchState = memoryBatchState();
    const key = requestKey(new NoteRequests(modelSettings({})).of(rows(1)[0]!));
    const date = new Date(clock.now()).toISOString();
    const spend = { nanoUsd: 1000, requests: 1, tokens: 1 };
    const caps = { nanoUsd: null, requests: null, tokens: null };
    await ledger.reserve({ kind: "reserve", id: "other", model: "m", mode: "batch", spend, caps, date });
    await batchState.put({ id: "other", batchId: null, model: "m", keys: [key], date });
    const options = { mode: "batch" as const, ledger, batchState, clock };
    await narratorFor(server(), options).write(rows(2), {});
    expect((await ledger.totals()).reservedUsd).toBe(1e-6);
    expect((await batchState.load()).map(({ id }) => id)).toEqual(["other"]);
    clock.advance(12 * 60_000);
    await narratorFor(server(), options).write(rows(2), {});
    expect((await ledger.totals()).reservedUsd).toBe(0);
    expect(await batchState.load()).toEqual([]);
  });

  it("waits for no batch that has none of its rows", async () => {
    const state = memoryBatchState();
    await state.put({
      id: "x",
      batchId: "gone",
      model: "m",
      keys: ["other"],
      date: "2026-01-01T00:00:00.000Z",
    });
    await narratorFor(server(), { mode: "batch", batchState: state }).write(rows(2), {});
    expect((await state.load()).map(({ id }) => id)).toEqual(["x"]);
  });

  it("does not go live for rows whose batch can't be reached", async () => {
    server().pollsUntilEnded = 0;
    server().onBatchRead = () => ({ kind: "error", status: 500 });
    await expect(narratorFor(server(), inFiles()).write(rows(4), {})).rejects.toMatchObject({
      code: "notes/batch-unreachable",
    });
    expect(asked().length).toBe(4);
    server().onBatchRead = () => "ok";
    expect(texts(await narratorFor(server(), inFiles()).write(rows(4), {}))).toEqual(readings(4));
    expect(asked().length).toBe(4);
  });

  it("goes live for a batch that the service no longer has, and what was reserved counts as spent", async () => {
    server().onBatchRead = () => ({ kind: "error", status: 404 });
    const notices: Notice[] = [];
    const options = { ...inFiles(), onNotice: (notice: Notice) => void notices.push(notice) };
    const notes = await narratorFor(server(), options).write(rows(3), {});
    expect(texts(notes)).toEqual(readings(3));
    expect(notices.map(({ kind }) => kind)).toEqual(["batch-created", "batch-lost"]);
    const { reservedUsd } = await ledgerFile(join(folder(), "ledger.jsonl")).totals();
    expect(reservedUsd).toBeGreaterThan(0);
  });

  it("is not gone on with when the state of a batch is damaged: its requests would be paid twice", async () => {
    const state = batchFolder(join(folder(), "batches"));
    await state.put({ id: "x", batchId: null, model: "m", keys: [], date: "2026-01-01T00:00:00.000Z" });
    await writeFile(join(folder(), "batches", "x.json"), "{");
    await expect(narratorFor(server(), inFiles()).write(rows(2), {})).rejects.toMatchObject({
      code: "notes/damaged-batch",
    });
  });
});
