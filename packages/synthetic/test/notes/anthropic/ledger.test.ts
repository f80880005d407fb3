import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ledgerFile } from "../../../src/node.js";
import { memoryLedger, type UsageLedger } from "../../../src/notes/anthropic/ledger.js";
import type { ReserveRecord, SettleRecord, SpendCaps } from "../../../src/notes/anthropic/ledger-record.js";
import { costInNanoUsd } from "../../../src/notes/anthropic/prices.js";

const noCaps: SpendCaps = { nanoUsd: null, requests: null, tokens: null };
const date = "2026-01-01T00:00:00.000Z";

function reserve(id: string, nanoUsd: number, caps: Partial<SpendCaps>): ReserveRecord {
  const spend = { nanoUsd, requests: 1, tokens: 100 };
  return { kind: "reserve", id, model: "m", mode: "live", spend, caps: { ...noCaps, ...caps }, date };
}

function settle(id: string, nanoUsd: number): SettleRecord {
  const usage = { input: 10, output: 5, cacheWrite: 0, cacheRead: 0 };
  const spend = { nanoUsd, requests: 1, tokens: 15 };
  return { kind: "settle", id, spend, usage, outcome: "text", date };
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gigamine-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const ledgers: readonly (readonly [string, () => UsageLedger])[] = [
  ["memoryLedger", memoryLedger],
  ["ledgerFile", () => ledgerFile(join(folder, "deep", "ledger.jsonl"))],
];

describe.each(ledgers)("%s", (_name, make) => {
  it("grants what fits under the cap to the last billionth, and nothing more", async () => {
    const ledger = make();
    expect(await ledger.reserve(reserve("a", 60, { nanoUsd: 100 }))).toBe(true);
    expect(await ledger.reserve(reserve("b", 41, { nanoUsd: 100 }))).toBe(false);
    expect(await ledger.reserve(reserve("c", 40, { nanoUsd: 100 }))).toBe(true);
    expect(await ledger.totals()).toEqual({ usd: 1e-7, reservedUsd: 1e-7, requests: 2, tokens: 200 });
  });

  it("has caps on requests and on tokens too", async () => {
    const ledger = make();
    expect(await ledger.reserve(reserve("a", 0, { requests: 0 }))).toBe(false);
    expect(await ledger.reserve(reserve("b", 0, { tokens: 99 }))).toBe(false);
    expect(await ledger.reserve(reserve("c", 0, { requests: 1, tokens: 100 }))).toBe(true);
    expect(await ledger.remaining({ nanoUsd: 5, requests: 1, tokens: 150 })).toEqual({
      nanoUsd: 5,
      requests: 0,
      tokens: 50,
    });
  });

  it("puts the real cost in place of the reservation, once", async () => {
    const ledger = make();
    await ledger.reserve(reserve("a", 60, { nanoUsd: 100 }));
    await ledger.settle(settle("a", 20));
    await ledger.settle(settle("a", 20));
    expect(await ledger.totals()).toEqual({ usd: 2e-8, reservedUsd: 0, requests: 1, tokens: 15 });
  });

  it("counts what was spent without a reservation", async () => {
    const ledger = make();
    await ledger.settle(settle("a", 20));
    expect((await ledger.totals()).usd).toBe(2e-8);
  });

  it("is empty at first", async () => {
    expect(await make().totals()).toEqual({ usd: 0, reservedUsd: 0, requests: 0, tokens: 0 });
  });
});

describe("ledgerFile", () => {
  it("never lets two processes together pass a cap, whatever they reserve and settle, and both agree on the sum", async () => {
    const step = fc.record({ who: fc.nat(2), cost: fc.integer({ min: 1, max: 60 }), paid: fc.nat(100) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const path = join(folder, "ledger.jsonl");
        await rm(path, { force: true });
        const processes = [ledgerFile(path), ledgerFile(path), ledgerFile(path)];
        let spent = 0;
        const work = steps.map(async ({ who, cost, paid }, i) => {
          const id = `r${i}`;
          if (!(await processes[who]!.reserve(reserve(id, cost, { nanoUsd: 100 })))) return;
          const real = Math.min(cost, paid);
          spent += real;
          await processes[who]!.settle(settle(id, real));
        });
        await Promise.all(work);
        expect(spent).toBeLessThanOrEqual(100);
        for (const each of processes) {
          const { usd, reservedUsd } = await each.totals();
          expect([Math.round(usd * 1e9), reservedUsd]).toEqual([spent, 0]);
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it("goes on where an earlier process ended, with what that had reserved counted as spent", async () => {
    const path = join(folder, "ledger.jsonl");
    const killed = ledgerFile(path);
    await killed.reserve(reserve("a", 60, { nanoUsd: 100 }));
    const next = ledgerFile(path);
    expect(await next.reserve(reserve("b", 50, { nanoUsd: 100 }))).toBe(false);
    expect(await next.reserve(reserve("c", 40, { nanoUsd: 100 }))).toBe(true);
  });

  it("skips a line in which its writer was killed, wherever that happened", async () => {
    const path = join(folder, "ledger.jsonl");
    const whole = `${JSON.stringify(settle("b", 7))}\n`;
    for (let cut = 1; cut < whole.length; cut++) {
      await writeFile(path, `${JSON.stringify(settle("a", 20))}\n${whole.slice(0, cut)}`);
      await ledgerFile(path).settle(settle("c", 5));
      await ledgerFile(path).settle(settle("d", 5));
      const complete = cut === whole.length - 1; // only the end of the line was missing
      expect((await ledgerFile(path).totals()).usd).toBeCloseTo(complete ? 37e-9 : 30e-9, 12);
    }
  });

  it("refuses to go on after a line that can't be read, and names it", async () => {
    const path = join(folder, "ledger.jsonl");
    const ledger = ledgerFile(path);
    await ledger.settle(settle("a", 20));
    await appendFile(path, '{"kind":"settle","id":"b"}\n');
    await ledgerFile(path)
      .totals()
      .then(
        () => expect("no error").toBe("an error"),
        (error) => expect(error).toMatchObject({ code: "notes/damaged-ledger", fields: { path, line: 2 } }),
      );
    await expect(ledger.reserve(reserve("c", 1, { nanoUsd: 100 }))).rejects.toThrow("line 2 can't be read");
  });

  it.each(["shortened", "deleted"])("refuses to go on after it was %s while in use", async (what) => {
    const path = join(folder, "ledger.jsonl");
    const ledger = ledgerFile(path);
    await ledger.settle(settle("a", 20));
    await ledger.settle(settle("b", 20));
    if (what === "shortened") await writeFile(path, `${JSON.stringify(settle("a", 20))}\n`);
    else await rm(path);
    const asked = ledger.reserve(reserve("c", 1, { nanoUsd: 100 }));
    await expect(asked).rejects.toMatchObject({ code: "notes/damaged-ledger" });
  });

  it("can be read again after a server said absurd numbers", async () => {
    const path = join(folder, "ledger.jsonl");
    const prices = { tiers: [{ upToInputTokens: null, inputUsdPerMillion: 1e6, outputUsdPerMillion: 1e6 }] };
    const usage = {
      input: Number.MAX_SAFE_INTEGER,
      output: Number.MAX_SAFE_INTEGER,
      cacheWrite: 0,
      cacheRead: 0,
    };
    const nanoUsd = costInNanoUsd(usage, prices, "live");
    await ledgerFile(path).settle({ ...settle("a", nanoUsd), usage });
    const { usd } = await ledgerFile(path).totals();
    expect(usd).toBe(Number.MAX_SAFE_INTEGER / 1e9);
  });

  it("is text with one record a line", async () => {
    const path = join(folder, "ledger.jsonl");
    const ledger = ledgerFile(path);
    const records = [reserve("a", 60, { nanoUsd: 100 }), settle("a", 20)] as const;
    await ledger.reserve(records[0]);
    await ledger.settle(records[1]);
    expect(await readFile(path, "utf8")).toBe(records.map((each) => `${JSON.stringify(each)}\n`).join(""));
  });
});
