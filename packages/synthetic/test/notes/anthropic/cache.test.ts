import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { batchFolder, fileCache } from "../../../src/node.js";
import type { Notice } from "../../../src/notes/anthropic/notice.js";
import { replayNarrator } from "../../../src/notes/anthropic/replay.js";
import { memoryCache } from "../../../src/notes/cache.js";
import { evenly } from "../../evenly.js";
import {
  checkNumbers,
  files,
  filesIn,
  mixed,
  narratorFor,
  row,
  rows,
  serverAndFolder,
  sources,
  texts,
} from "./setting.js";

const { server, folder } = serverAndFolder();

describe("fileCache", () => {
  it("has a miss, a notice and a new answer for an entry with any byte changed or cut off", async () => {
    const damage = fc.record({
      at: evenly(0, 1),
      byte: fc.nat(255),
      cut: fc.boolean(),
    });
    const noticed: string[] = [];
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, byte, cut }) => {
        await rm(folder(), { recursive: true, force: true });
        await narratorFor(server(), files(folder())).write(rows(1), {});
        const [path] = (await filesIn(folder())).filter((name) => name.includes("cache"));
        const before = await readFile(path!);
        const place = Math.min(before.length - 1, Math.floor(at * before.length));
        const after = cut ? before.subarray(0, place) : Buffer.from(before);
        if (!cut) after[place] = byte;
        await writeFile(path!, after);
        const notices: Notice[] = [];
        const options = { ...files(folder()), onNotice: (notice: Notice) => void notices.push(notice) };
        const [note] = await narratorFor(server(), options).write(rows(1), {});
        expect(note!.text).toBe("Read 100.0 µm.");
        // A change that leaves the same answer, such as one of white space, is none.
        expect(note!.source === "cache" ? [] : ["cache-damaged"]).toEqual(notices.map(({ kind }) => kind));
        noticed.push(...notices.map(({ kind }) => kind));
        const [again] = await narratorFor(server(), files(folder())).write(rows(1), {});
        expect(again!.source).toBe("cache");
      }),
      { numRuns: 12, seed: 1 },
    );
    expect(noticed).toContain("cache-damaged");
  });

  it("keeps no answer under the name of another question", async () => {
    await narratorFor(server(), files(folder())).write(rows(2), {});
    const [a, b] = (await filesIn(folder())).filter((name) => name.includes("cache"));
    await writeFile(a!, await readFile(b!));
    const notes = await narratorFor(server(), files(folder())).write(rows(2), {});
    expect(sources(notes).sort()).toEqual(["cache", "llm"]);
    expect(texts(notes)).toEqual(["Read 100.0 µm.", "Read 100.1 µm."]);
  });
});

describe("names of files", () => {
  it.each(["../escape", "", "a".repeat(63), `${"a".repeat(64)}/..`, "A".repeat(64)])(
    "a cache takes no key %j",
    async (key) => {
      const cache = fileCache(folder());
      await expect(cache.get(key)).rejects.toMatchObject({ code: "option/out-of-range" });
      await expect(cache.set(key, "x")).rejects.toMatchObject({ code: "option/out-of-range" });
      expect(await filesIn(folder())).toEqual([]);
    },
  );

  it("a batch has the name of its file", async () => {
    const batch = { id: "one", batchId: null, model: "m", keys: [], date: "2026-01-01T00:00:00.000Z" };
    const state = batchFolder(folder());
    await expect(state.put({ ...batch, id: "../two" })).rejects.toThrow("letters, digits, _ and - only");
    await expect(state.remove("../two")).rejects.toThrow("letters, digits, _ and - only");
    await state.put(batch);
    expect(await state.load()).toEqual([batch]);
    await writeFile(join(folder(), "two.json"), JSON.stringify(batch));
    await expect(state.load()).rejects.toMatchObject({ code: "notes/damaged-batch" });
  });
});

describe("replayNarrator", () => {
  it("writes the same notes from the cache alone, without a server", async () => {
    server().onMessage = mixed;
    const written = await narratorFor(server(), files(folder())).write(rows(10), {});
    await server().stop();
    const replay = replayNarrator({ cache: fileCache(join(folder(), "cache")), check: checkNumbers });
    const replayed = await replay.write(rows(10), {});
    expect(texts(replayed)).toEqual(texts(written));
    expect(new Set(sources(replayed))).toEqual(new Set(["cache"]));
  });

  it("has the same rows fall back", async () => {
    const cache = memoryCache();
    server().onMessage = () => ({ kind: "message", stopReason: "refusal" });
    const fallback = () => "Offline.";
    const written = await narratorFor(server(), { cache, fallback }).write(rows(1), {});
    expect(await replayNarrator({ cache, fallback }).write(rows(1), {})).toEqual(written);
  });

  it("fails at a row that the cache does not know, names it, and says how to fill the cache", async () => {
    const cache = memoryCache();
    await narratorFor(server(), { cache }).write(rows(1), {});
    const replay = replayNarrator({ cache, check: checkNumbers });
    await expect(replay.write([row(0), row(17)], {})).rejects.toMatchObject({
      code: "notes/not-cached",
      fields: { row: "QC-000017", model: "claude-haiku-5-5" },
      message: expect.stringContaining("anthropicNarrator"),
    });
  });

  it("needs a cache", () => {
    expect(() => replayNarrator({} as never)).toThrow("option cache is undefined. Give the cache");
  });
});
