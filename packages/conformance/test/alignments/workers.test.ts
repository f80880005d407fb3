import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { build } from "esbuild";
import fc from "fast-check";
import {
  type AlignmentsInWorkersOptions,
  type AlignmentWorker,
  alignments,
  alignmentsInWorkers,
} from "../../src/index.js";
import { threadWorker } from "../../src/node.js";
import { lFull, n2, net } from "../nets.js";
import { arbitraryReachable } from "./arbitrary-reachable.js";
import { hardCase } from "./hard-case.js";

let folder: string;
let file: string;
const started: { terminated: boolean }[] = [];

/** Worker threads on the sources, in one file as a bundler would make it; it is noted whether they are ended. */
function createWorker(): AlignmentWorker {
  const worker = threadWorker(file);
  const fate = { terminated: false };
  started.push(fate);
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    addEventListener: (type, listener) => worker.addEventListener(type, listener),
    terminate: () => {
      fate.terminated = true;
      return worker.terminate();
    },
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gigamine-workers-"));
  file = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("../../src/worker.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["gigamine-source"],
    outfile: file,
  });
}, 30_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
  expect(started.filter(({ terminated }) => !terminated)).toEqual([]);
});

describe("alignmentsInWorkers", () => {
  it("gives what alignments gives, by one, two and three worker threads", async () => {
    for (const options of [{}, { moveCosts: { log: (activity: string) => (activity === "d" ? 2 : 1) } }]) {
      const expected = alignments(lFull, n2, options);
      for (const workers of [1, 2, 3]) {
        expect(await alignmentsInWorkers(lFull, n2, { ...options, workers, createWorker })).toEqual(expected);
      }
    }
  }, 20_000);

  it("spends states in all as alignments does, in the order of the variants", async () => {
    // The doubled arcs keep this from being blocks, so that states are few and many.
    const model = net(["a: start -> 2*p", ": p -> q", ": p -> r", "b: q -> s", "c: r -> s", "d: 2*s -> end"]);
    const log = traces("a b c d", "b c a d", "d c b a", "c c c c", "a b b d", "", "d d d d d a");
    const inAll = alignments(log, model).states;
    for (const maxStatesInAll of [1, Math.floor(inAll / 3), Math.floor(inAll / 2), inAll - 3, inAll]) {
      for (const maxStates of [1_000_000, 60]) {
        const options = { maxStatesInAll, maxStates };
        const expected = alignments(log, model, options);
        expect(await alignmentsInWorkers(log, model, { ...options, workers: 2, createWorker })).toEqual(
          expected,
        );
      }
    }
  }, 20_000);

  it("gives what alignments gives, for every log and net", async () => {
    const log = arbitraryTraces({ activities: 4, variants: 8, length: 6 });
    await fc.assert(
      fc.asyncProperty(
        log,
        arbitraryReachable(),
        fc.integer({ min: 1, max: 3 }),
        async (log, model, workers) => {
          expect(await alignmentsInWorkers(log, model, { workers, createWorker })).toEqual(
            alignments(log, model),
          );
        },
      ),
      { seed: 14, numRuns: 8 },
    );
  }, 60_000);

  it("aligns a log without cases", async () => {
    const nothing = { activities: [], variantOffsets: [0], sequence: [], counts: [] };
    expect(await alignmentsInWorkers(nothing, n2, { createWorker })).toEqual(alignments(nothing, n2));
  });

  it("throws the error that a worker met", async () => {
    const model = net(["a: start -> p"]);
    await expect(alignmentsInWorkers(traces("a"), model, { workers: 1, createWorker })).rejects.toMatchObject(
      {
        code: "alignments/final-marking-unreachable",
        fields: { where: "alignmentsInWorkers" },
      },
    );
  });

  it("says so when a worker can't be started", async () => {
    const missing = () => threadWorker(join(folder, "missing.mjs"));
    await expect(alignmentsInWorkers(traces("a"), n2, { createWorker: missing })).rejects.toMatchObject({
      code: "alignments/worker-failed",
      message: expect.stringMatching(
        /^alignmentsInWorkers: a worker failed: .*missing\.mjs.* Check that createWorker/,
      ),
    });
  });

  it.each([0, 1.5, Number.NaN])("refuses %s workers", async (workers) => {
    await expect(alignmentsInWorkers(traces("a"), n2, { workers, createWorker })).rejects.toMatchObject({
      code: "option/out-of-range",
      fields: { option: "workers" },
    });
  });

  it("ends the workers and throws the reason when it is aborted, at once", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const options: AlignmentsInWorkersOptions = { workers: 2, createWorker };
    const aborted = { ...options, signal: AbortSignal.abort(reason) };
    await expect(alignmentsInWorkers(lFull, n2, aborted)).rejects.toBe(reason);

    // Without the abort this would take minutes.
    const [log, model] = hardCase(12, 8);
    const work = alignmentsInWorkers(log, model, {
      ...options,
      maxStates: 100_000_000,
      signal: controller.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    expect(started.every(({ terminated }) => terminated)).toBe(true);
  }, 20_000);

  it("can be aborted from onProgress, and reports variants", async () => {
    const seen: unknown[] = [];
    await alignmentsInWorkers(lFull, n2, {
      workers: 2,
      createWorker,
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.at(-1)).toEqual({ stage: "aligning", done: 21, total: 21, unit: "variants" });
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = () => controller.abort(reason);
    const { signal } = controller;
    await expect(
      alignmentsInWorkers(lFull, n2, { workers: 1, createWorker, signal, onProgress }),
    ).rejects.toBe(reason);
  });
});
