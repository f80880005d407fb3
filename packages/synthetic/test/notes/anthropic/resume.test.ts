import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ledgerFile } from "../../../src/node.js";
import { systemClock } from "../../../src/notes/anthropic/clock.js";
import { goodAnswer } from "./fake-server.js";
import { files, mixed, narratorFor, rows, serverAndFolder, sources } from "./setting.js";

const { server, folder } = serverAndFolder();

/** How often the server was asked each question. */
const timesAsked = () => {
  const times = new Map<string, number>();
  for (const { messages, max_tokens } of server().seen) {
    const question = JSON.stringify([messages, max_tokens]);
    times.set(question, (times.get(question) ?? 0) + 1);
  }
  return [...times.values()];
};

describe("a run that was aborted", () => {
  it("waits for what is under way, and the next run asks for nothing twice, wherever it was stopped", async () => {
    const stop = fc.record({
      after: fc.integer({ min: 1, max: 12 }),
      concurrency: fc.integer({ min: 1, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(stop, async ({ after, concurrency }) => {
        await rm(folder(), { recursive: true, force: true });
        server().seen.length = 0;
        const abort = new AbortController();
        server().onMessage = (message, n) => {
          if (n + 1 === after) abort.abort(new Error("stopped"));
          return mixed(message);
        };
        const options = { ...files(folder()), clock: systemClock, concurrency };
        const first = narratorFor(server(), options).write(rows(10), { signal: abort.signal });
        await expect(first).rejects.toThrow("stopped");
        server().onMessage = mixed;
        const notes = await narratorFor(server(), {
          ...files(folder()),
          clock: systemClock,
          concurrency,
        }).write(rows(10), {});
        expect(notes.map(({ id }) => id)).toEqual(rows(10).map(({ id }) => id));
        expect(sources(notes).every((source) => source === "llm" || source === "cache")).toBe(true);
        expect(timesAsked().every((times) => times === 1)).toBe(true);
        expect(server().seen.length).toBe(12); // ten questions, one repair, one with twice the length
        const { reservedUsd, requests } = await ledgerFile(join(folder(), "ledger.jsonl")).totals();
        expect([reservedUsd, requests]).toEqual([0, 12]);
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  it("loses no more than what was under way when it may not wait", async () => {
    const abort = new AbortController();
    server().onMessage = (message, n) => {
      if (n === 6) setTimeout(() => abort.abort(new Error("stopped")), 20);
      return n >= 6 ? { kind: "hang" } : goodAnswer(message);
    };
    const options = { ...files(folder()), clock: systemClock, concurrency: 3, drainMs: 0 };
    await expect(narratorFor(server(), options).write(rows(20), { signal: abort.signal })).rejects.toThrow(
      "stopped",
    );
    server().onMessage = goodAnswer;
    await narratorFor(server(), options).write(rows(20), {});
    expect(server().seen.length).toBeLessThanOrEqual(23);
    expect(timesAsked().filter((times) => times > 1).length).toBeLessThanOrEqual(3);
  });

  it("does not begin when the signal is aborted already", async () => {
    await expect(
      narratorFor(server()).write(rows(3), { signal: AbortSignal.abort(new Error("never")) }),
    ).rejects.toThrow("never");
    expect(server().seen.length).toBe(0);
  });

  it("is not asked for again by a second process that has the same folder", async () => {
    await narratorFor(server(), files(folder())).write(rows(5), {});
    const notes = await narratorFor(server(), files(folder())).write(rows(5), {});
    expect(sources(notes)).toEqual(["cache", "cache", "cache", "cache", "cache"]);
    expect(server().seen.length).toBe(5);
  });
});
