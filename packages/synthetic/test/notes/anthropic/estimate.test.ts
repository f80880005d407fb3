import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { estimateNotes } from "../../../src/notes/anthropic/estimate.js";
import { memoryLedger } from "../../../src/notes/anthropic/ledger.js";
import { costInNanoUsd, type ModelPrices, worstCostInNanoUsd } from "../../../src/notes/anthropic/prices.js";
import { memoryCache } from "../../../src/notes/cache.js";
import { FakeServer } from "./fake-server.js";
import { narratorFor, row, rows, secretKey } from "./setting.js";

let server: FakeServer;
beforeEach(async () => {
  server = await FakeServer.start();
});
afterEach(() => server.stop());

const usage = { input: 0, output: 0, cacheWrite: 0, cacheRead: 0 };
const tiered: ModelPrices = {
  tiers: [
    { upToInputTokens: 100, inputUsdPerMillion: 1, outputUsdPerMillion: 5 },
    { upToInputTokens: null, inputUsdPerMillion: 10, outputUsdPerMillion: 50 },
  ],
};

describe("prices", () => {
  it("are those of the tier of the whole prompt, cached parts included", () => {
    expect(costInNanoUsd({ ...usage, input: 100, output: 1 }, tiered, "live")).toBe(105_000);
    expect(costInNanoUsd({ ...usage, input: 101, output: 1 }, tiered, "live")).toBe(1_060_000);
    expect(costInNanoUsd({ ...usage, input: 60, cacheRead: 50 }, tiered, "live")).toBe(650_000);
  });

  it("are 1.25 for writing the prompt cache, 2 for an hour of it in a batch, 0.1 for reading it, and half in a batch", () => {
    expect(costInNanoUsd({ ...usage, cacheWrite: 80 }, tiered, "live")).toBe(100_000);
    expect(costInNanoUsd({ ...usage, cacheWrite: 80 }, tiered, "batch")).toBe(80_000);
    expect(costInNanoUsd({ ...usage, cacheRead: 80 }, tiered, "live")).toBe(8000);
    expect(costInNanoUsd({ ...usage, output: 10 }, tiered, "batch")).toBe(25_000);
    const own = { ...tiered, cacheReadFactor: 0.5, batchFactor: 1 };
    expect(costInNanoUsd({ ...usage, cacheRead: 80 }, own, "batch")).toBe(40_000);
  });

  it("are rounded up to a billionth", () => {
    const cheap = { tiers: [{ upToInputTokens: null, inputUsdPerMillion: 0.0001, outputUsdPerMillion: 0 }] };
    expect(costInNanoUsd({ ...usage, input: 1 }, cheap, "live")).toBe(1);
    expect(costInNanoUsd({ ...usage, input: 30 }, cheap, "live")).toBe(3);
  });

  it("have a worst case over the tiers that a prompt of that length or less can be in", () => {
    expect(worstCostInNanoUsd(100, 1, tiered, "live", false)).toBe(105_000);
    expect(worstCostInNanoUsd(101, 1, tiered, "live", false)).toBe(1_060_000);
    expect(worstCostInNanoUsd(100, 0, tiered, "live", true)).toBe(125_000);
    // A prompt that asks for the cache need not get it: the dearest of written, read and neither counts.
    expect(worstCostInNanoUsd(100, 0, { ...tiered, cacheWriteFactor: 0.5 }, "live", true)).toBe(100_000);
    expect(worstCostInNanoUsd(100, 0, { ...tiered, cacheReadFactor: 3 }, "live", true)).toBe(300_000);
    const falling = {
      tiers: [tiered.tiers[1]!, tiered.tiers[0]!].map((tier, i) => ({
        ...tier,
        upToInputTokens: i === 0 ? 100 : null,
      })),
    };
    expect(worstCostInNanoUsd(101, 0, falling, "live", false)).toBe(1_010_000);
  });
});

describe("estimateNotes", () => {
  it("counts rows that are nominal, alike or in the cache, and needs neither key nor network", async () => {
    const cache = memoryCache();
    await narratorFor(server, { cache }).write(rows(3), {});
    const facts = [...rows(5), row(4, { id: "twin" }), row(9, { status: "In Spec" })];
    expect(await estimateNotes(facts, { cache })).toMatchObject({
      model: "claude-haiku-5-5",
      rows: 7,
      nominal: 1,
      duplicates: 1,
      cacheHits: 3,
      requests: 2,
      priceDate: "2026-10",
      counted: false,
    });
    expect(await estimateNotes(facts, { cache, skipNominal: false })).toMatchObject({
      nominal: 0,
      requests: 3,
    });
  });

  it("gives a range that holds what is then spent", async () => {
    const { usd, tokens } = await estimateNotes(rows(10));
    for (const range of [tokens.input, tokens.output, usd!.live, usd!.batch, usd!.batchWithPromptCache]) {
      expect(range.low).toBeLessThan(range.expected);
      expect(range.expected).toBeLessThan(range.max);
    }
    expect(usd!.batch.expected).toBeCloseTo(usd!.live.expected / 2, 6);
    expect(usd!.batchWithPromptCache.expected).toBeLessThan(usd!.batch.expected);
    const ledger = memoryLedger();
    server.onMessage = () => ({ kind: "message", text: "no JSON", output: 400, input: 2000 });
    await narratorFor(server, { ledger }).write(rows(10), {});
    expect((await ledger.totals()).usd).toBeLessThanOrEqual(usd!.live.max);
  });

  it("takes a token for 2.7 characters offline", async () => {
    await narratorFor(server).write(rows(1), {});
    const [message] = server.seen;
    const sent = String(message!.system).length + message!.messages[0]!.content.length;
    const { tokens } = await estimateNotes(rows(1));
    expect(tokens.input.expected).toBeGreaterThan(sent / 2.7); // the schema is paid for too
    expect(tokens.input.expected).toBeLessThan((sent + 2000) / 2.7);
  });

  it("has five prompts counted when online, and sends nothing else", async () => {
    const online = { online: true, apiKey: secretKey, baseURL: server.baseURL };
    const estimate = await estimateNotes(rows(50), online);
    expect([server.counted, server.seen.length, estimate.counted]).toEqual([5, 0, true]);
    // Each sample is said to have 500 tokens, and all prompts are about as long.
    expect(estimate.tokens.input.expected).toBeGreaterThan(24_000);
    expect(estimate.tokens.input.expected).toBeLessThan(26_000);
  });

  it.each([
    [401, "notes/unauthorised"],
    [404, "notes/unknown-model"],
    [529, "notes/not-counted"],
  ])("says why nothing was counted when the service answers %s", async (status, code) => {
    server.onCount = () => ({ kind: "error", status, message: `${secretKey} no` });
    const online = { online: true, apiKey: secretKey, baseURL: server.baseURL };
    const error = await estimateNotes(rows(1), online).catch((reason) => reason);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify([error.message, error.fields, String(error.cause)])).not.toContain(secretKey);
  });

  it("gives the reason of an abort while it has prompts counted", async () => {
    const abort = new AbortController();
    server.onCount = () => {
      abort.abort(new Error("enough"));
      return "ok";
    };
    const online = { online: true, apiKey: secretKey, baseURL: server.baseURL, signal: abort.signal };
    await expect(estimateNotes(rows(9), online)).rejects.toThrow("enough");
  });

  it("expects answers as long as those in the cache", async () => {
    const cache = memoryCache();
    await narratorFor(server, { cache }).write(rows(2), {}); // 100 tokens each
    expect((await estimateNotes(rows(7), { cache })).tokens.output.expected).toBe(500);
  });

  it("has no costs for a model whose price is not known, unless it is given", async () => {
    const model = "claude-new";
    expect(await estimateNotes(rows(1), { model })).toMatchObject({ usd: null, priceDate: null });
    const { usd, priceDate } = await estimateNotes(rows(1), { model, prices: tiered });
    expect(usd!.live.expected).toBeGreaterThan(0);
    expect(priceDate).toBeNull();
  });

  it("is all zero for no rows", async () => {
    const none = { low: 0, expected: 0, max: 0 };
    const usd = { live: none, batch: none, batchWithPromptCache: none };
    const tokens = { input: none, output: none };
    expect(await estimateNotes([])).toMatchObject({ rows: 0, requests: 0, tokens, usd });
  });
});
