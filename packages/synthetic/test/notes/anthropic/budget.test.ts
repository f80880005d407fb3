import type { GigamineError } from "@gigamine/base";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { estimateNotes } from "../../../src/notes/anthropic/estimate.js";
import { memoryLedger } from "../../../src/notes/anthropic/ledger.js";
import { anthropicNarrator } from "../../../src/notes/anthropic/narrator.js";
import { replayNarrator } from "../../../src/notes/anthropic/replay.js";
import { anthropicTextModel } from "../../../src/notes/anthropic/text-model.js";
import { memoryCache } from "../../../src/notes/cache.js";
import { FakeServer, goodAnswer } from "./fake-server.js";
import { narratorFor, row, rows, sources } from "./setting.js";

let server: FakeServer;
beforeEach(async () => {
  server = await FakeServer.start();
});
afterEach(() => server.stop());

describe("caps", () => {
  it("are 0 at first: nothing is sent, no key is needed, and every row has its note and a reason", async () => {
    const narrator = anthropicNarrator({ baseURL: server.baseURL, fallback: () => "Offline." });
    const notes = await narrator.write(rows(2), {});
    expect(notes).toEqual([
      { id: "QC-000000", text: "Offline.", source: "offline", reason: "not in the cache, and maxUsd is 0" },
      { id: "QC-000001", text: "Offline.", source: "offline", reason: "not in the cache, and maxUsd is 0" },
    ]);
    expect(server.seen.length).toBe(0);
  });

  it("let what is in the cache be used without money or key", async () => {
    const cache = memoryCache();
    await narratorFor(server, { cache }).write(rows(1), {});
    const notes = await anthropicNarrator({ cache, check: () => [] }).write(rows(2), {});
    expect(sources(notes)).toEqual(["cache", "offline"]);
  });

  it("end the sending when one is reached, and the other rows are offline", async () => {
    const notes = await narratorFor(server, { maxRequests: 3, concurrency: 1 }).write(rows(5), {});
    expect(sources(notes)).toEqual(["llm", "llm", "llm", "offline", "offline"]);
    expect(notes[4]!.reason).toBe("not in the cache, and a cap on money, requests or tokens is reached");
  });

  it("hold for all narrators that share a ledger, at the same time and one after the other", async () => {
    const shared = { ledger: memoryLedger(), maxRequests: 10 };
    const a = narratorFor(server, shared).write(rows(8), {});
    const b = narratorFor(server, shared).write(rows(8), {});
    const written = [...(await a), ...(await b)];
    expect(sources(written).filter((source) => source === "llm").length).toBe(10);
    const late = await narratorFor(server, shared).write([row(20)], {});
    expect(sources(late)).toEqual(["offline"]);
  });

  it("are never passed, however the server answers and however many ask at once", async () => {
    const caps = fc.record({
      microUsd: fc.integer({ min: 0, max: 3000 }),
      maxRequests: fc.integer({ min: 0, max: 40 }),
      maxTokens: fc.integer({ min: 0, max: 60_000 }),
      concurrency: fc.integer({ min: 1, max: 20 }),
      troubles: fc.array(fc.constantFrom("ok", "long", "cut", "bad", "429", "500", "drop"), { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(caps, async ({ microUsd, maxRequests, maxTokens, concurrency, troubles }) => {
        server.seen.length = 0;
        let usd = 0;
        let tokens = 0;
        const pay = (input: number, output: number) => {
          usd += (input * 0.1 + output * 0.5) / 1e6;
          tokens += input + output;
          return { input, output };
        };
        server.onMessage = (message, n) => {
          switch (troubles[n % troubles.length]) {
            case "long":
              return { ...goodAnswer(message), ...pay(900, message.max_tokens) };
            case "cut":
              return {
                kind: "message",
                text: "{",
                stopReason: "max_tokens",
                ...pay(400, message.max_tokens),
              };
            case "bad":
              return { kind: "message", text: "no JSON", ...pay(400, 10) };
            case "429":
              return { kind: "error", status: 429 };
            case "500":
              return { kind: "error", status: 500 };
            case "drop":
              pay(900, message.max_tokens); // charged, and the answer lost
              return { kind: "drop" };
            default:
              return { ...goodAnswer(message), ...pay(400, 100) };
          }
        };
        const options = {
          ledger: memoryLedger(),
          maxUsd: microUsd / 1e6,
          maxRequests,
          maxTokens,
          concurrency,
        };
        const all = await Promise.all([
          narratorFor(server, options).write(rows(12), {}),
          narratorFor(server, options).write(rows(12), {}),
        ]);
        expect(all.map((notes) => notes.length)).toEqual([12, 12]);
        expect(usd).toBeLessThanOrEqual(microUsd / 1e6);
        expect(tokens).toBeLessThanOrEqual(maxTokens);
        expect(server.seen.length).toBeLessThanOrEqual(maxRequests);
        const { usd: booked } = await options.ledger.totals();
        expect(booked).toBeGreaterThanOrEqual(usd - 1e-12);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});

const flatTier = { upToInputTokens: null, inputUsdPerMillion: 1, outputUsdPerMillion: 5 };

describe("options", () => {
  it("refuse a model whose price is not known, unless it is given or nothing is to be spent", () => {
    expect(() => anthropicNarrator({ model: "claude-new", maxUsd: 1 })).toThrow(
      expect.objectContaining({ code: "notes/no-prices" }),
    );
    const prices = { tiers: [{ upToInputTokens: null, inputUsdPerMillion: 1, outputUsdPerMillion: 5 }] };
    expect(anthropicNarrator({ model: "claude-new", maxUsd: 1, prices }).name).toBe("anthropic");
    expect(anthropicNarrator({ model: "claude-new" }).name).toBe("anthropic");
  });

  it.each([
    [{ maxUsd: -1 }, "option maxUsd is -1. Give US dollars in [0, 1000000]."],
    [{ maxUsd: Number.NaN }, "option maxUsd is NaN"],
    [{ concurrency: 0 }, "option concurrency is 0. Give a whole number in [1, 1000]."],
    [{ mode: "fast" }, 'option mode is "fast". Give "live", "batch" or "auto".'],
    [{ cache: {} }, "option cache is a value of type object. Give what memoryCache or fileCache gives"],
    [{ maxUSD: 1 }, 'there is no option "maxUSD"; did you mean "maxUsd"?'],
    [{ prices: { tiers: [{ ...flatTier, inputUsdPerMillion: 1e300 }] } }, "Give US dollars in [0, 1000000]."],
    [{ prices: { tiers: [flatTier], batchFactor: Number.NaN } }, "Give a factor in [0, 1000], such as 0.5."],
    [[], "the options are no object"],
    [{ prices: { tiers: [] } }, "option prices.tiers is a value of type array. Give at least one tier"],
    [{ apiKey: 17 }, "option apiKey is no text"],
  ])("say what is wrong with %j", (options, message) => {
    expect(() => anthropicNarrator(options as object)).toThrow(message);
  });

  const key = "sk-ant-secret";
  it.each<[string, () => unknown]>([
    ["beside a wrong option", () => anthropicNarrator({ apiKey: key, wrong: true } as object)],
    ["under a wrong name", () => anthropicNarrator({ apikey: key } as object)],
    ["under a wrong name, for the estimate", () => estimateNotes([], { ANTHROPIC_API_KEY: key } as object)],
    ["under a wrong name, for a text model", () => anthropicTextModel({ api_key: key } as object)],
    ["where none belongs", () => replayNarrator({ cache: memoryCache(), apiKey: key } as never)],
    ["in place of the options", () => anthropicNarrator(key as never)],
    ["in a list", () => anthropicNarrator([key] as never)],
    ["in an object", () => anthropicNarrator({ apiKey: { key } } as never)],
  ])("never show a key %s", async (_, misuse) => {
    const error = await Promise.resolve()
      .then(misuse)
      .catch((reason: GigamineError) => reason);
    expect(error).toMatchObject({ code: "option/out-of-range" });
    const { message, fields, stack, cause } = error as GigamineError;
    expect(JSON.stringify([message, fields, stack, String(cause)])).not.toContain(key);
  });

  it.each(["sk-ant-one\nsk-ant-two", "sk-ant one", "sk-ant-ключ"])(
    "refuse a key that can't be sent, %j, without showing it or booking anything",
    async (apiKey) => {
      const ledger = memoryLedger();
      const asked = narratorFor(server, { apiKey, ledger }).write(rows(1), {});
      await expect(asked).rejects.toMatchObject({ code: "notes/bad-api-key" });
      await expect(asked).rejects.toMatchObject({ message: expect.not.stringContaining("sk-ant") });
      expect(await ledger.totals()).toMatchObject({ usd: 0, requests: 0 });
    },
  );

  it("name the variable to set when there is no key", async () => {
    const before = process.env["ANTHROPIC_API_KEY"];
    delete process.env["ANTHROPIC_API_KEY"];
    try {
      const narrator = anthropicNarrator({ baseURL: server.baseURL, maxUsd: 1 });
      await expect(narrator.write(rows(1), {})).rejects.toMatchObject({ code: "notes/no-api-key" });
      process.env["ANTHROPIC_API_KEY"] = "from-the-environment";
      await anthropicNarrator({ baseURL: server.baseURL, maxUsd: 1, check: () => [] }).write(rows(1), {});
      expect([...server.authorization]).toEqual(["Bearer from-the-environment"]);
    } finally {
      if (before === undefined) delete process.env["ANTHROPIC_API_KEY"];
      else process.env["ANTHROPIC_API_KEY"] = before;
    }
  });
});
