/**
 * Fuzzes the XES reader: random and mutated documents, cut into random chunks, must end in a log or a GigamineError, the same by
 * the scanner as by the XML parser alone, in bounded time and memory.
 *
 * tsx --conditions=gigamine-source packages/event-log/bench/fuzz-xes.ts [--runs 1000000] [--seed 1] [--scanner-only]
 */
import { isDeepStrictEqual, parseArgs } from "node:util";
import { isGigamineError } from "@gigamine/base";
import fc from "fast-check";
import { readXes, readXesByParser, type XesReadOptions } from "../src/xes/read.js";
import { arbitraryDocument, arbitraryMutant } from "../test/xes/documents.js";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    "scanner-only": { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
if (!(Number.isSafeInteger(runs) && runs > 0 && Number.isSafeInteger(seed))) {
  throw new Error("Give --runs and --seed as whole numbers, runs above 0.");
}

const BATCH = 1000;
/** One input of some kilobytes takes about a millisecond; a busy machine may take a thousand times longer. */
const LONGEST_MS = 2000;
const MOST_MEGABYTES = 1024;

type Outcome = { readonly code: string | null; readonly value: unknown };

async function outcome(
  read: typeof readXes,
  input: string,
  sizes: readonly number[],
  options: XesReadOptions,
): Promise<Outcome> {
  try {
    return { code: null, value: await read(chunks(input, sizes), options) };
  } catch (error) {
    if (!isGigamineError(error)) throw error;
    return { code: error.code, value: { ...error, message: error.message } };
  }
}

async function* chunks(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const inputs = fc.record({
  text: fc.oneof({ weight: 1, arbitrary: arbitraryDocument }, { weight: 3, arbitrary: arbitraryMutant }),
  sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 5000 })), {
    minLength: 1,
    maxLength: 4,
  }),
  options: fc.record({
    onIssue: fc.constantFrom("throw" as const, "skip-row" as const, "null" as const, "null" as const),
    classifier: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, undefined, "C"),
    fillGlobals: fc.boolean(),
  }),
});

const counts = new Map<string, number>();
let slowest = 0;
let done = 0;
for (let batch = 0; done < runs; batch++) {
  for (const { text, sizes, options } of fc.sample(inputs, {
    seed: seed + batch,
    numRuns: Math.min(BATCH, runs - done),
  })) {
    const start = performance.now();
    const scanned = await outcome(readXes, text, sizes, options);
    const taken = performance.now() - start;
    slowest = Math.max(slowest, taken);
    if (taken > LONGEST_MS) throw new Error(`${Math.round(taken)} ms for ${JSON.stringify(text)}`);
    if (!values["scanner-only"]) {
      const parsed = await outcome(readXesByParser, text, sizes, options);
      // the scanner tells where a wrong reference begins, the parser what it meets behind it
      const reference = /begins no reference/.test(String((scanned.value as Error).message));
      if (reference ? scanned.code !== parsed.code : !isDeepStrictEqual(scanned, parsed)) {
        throw new Error(`run ${done}: ${JSON.stringify({ text, sizes, options, scanned, parsed }, null, 1)}`);
      }
    }
    counts.set(scanned.code ?? "log", (counts.get(scanned.code ?? "log") ?? 0) + 1);
    done++;
  }
  const megabytes = process.memoryUsage().rss / 1e6;
  if (megabytes > MOST_MEGABYTES)
    throw new Error(`memory grew to ${Math.round(megabytes)} MB after ${done} inputs`);
}
const summary = Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
process.stdout.write(`${done} inputs, slowest ${Math.round(slowest)} ms: ${JSON.stringify(summary)}\n`);
