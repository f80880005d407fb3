import { join } from "node:path";
import { GigamineError } from "@gigamine/base";
import type { Notice, UsageLedger } from "@gigamine/synthetic";
import { batchFolder, fileCache, ledgerFile } from "@gigamine/synthetic/node";
import { withAdvice, withFlag } from "../advice.js";
import { counted } from "../counted.js";
import type { Context } from "../terminal.js";
import { type NoteFlags, USUAL_CACHE } from "./flags.js";

/** Where answers, money and batches are remembered. */
export function memoryOf({ cache = USUAL_CACHE }: NoteFlags) {
  const ledgerPath = join(cache, "ledger.jsonl");
  return {
    ledgerPath,
    cache: fileCache(cache),
    batchState: batchFolder(join(cache, "batches")),
    ...countingLedger(ledgerFile(ledgerPath)),
  };
}

/** The ledger, and what this process alone has settled in it: others may write to the same file. */
function countingLedger(ledger: UsageLedger) {
  const spent = { usd: 0, requests: 0, tokens: 0 };
  const counting: UsageLedger = {
    ...ledger,
    async settle(record) {
      await ledger.settle(record);
      spent.usd += record.spend.nanoUsd / 1e9;
      spent.requests += record.spend.requests;
      spent.tokens += record.spend.tokens;
    },
  };
  return { ledger: counting, spent: spent as Readonly<typeof spent> };
}

export type Memory = ReturnType<typeof memoryOf>;

/** The options that all who ask Claude have in common. */
export function askOptions(flags: NoteFlags, memory: Memory, { terminal }: Context) {
  const { model, maxUsd, maxRequests, maxTokens, concurrency } = flags;
  return {
    model,
    maxUsd,
    maxRequests,
    maxTokens,
    concurrency,
    cache: memory.cache,
    ledger: memory.ledger,
    onNotice: (notice: Notice) => terminal.note(noticeText(notice)),
  };
}

/** Whether there is a key to ask Claude with; the key itself is read by nobody but the narrator. */
export function hasKey(): boolean {
  return (process.env["ANTHROPIC_API_KEY"] ?? "").trim() !== "";
}

/** The error for requests that can't be sent. */
export function noKey(command: string): GigamineError {
  return new GigamineError(
    "cli/no-api-key",
    `${command}: --notes anthropic needs a key, and the environment variable ANTHROPIC_API_KEY is not set. ` +
      "Set it, or use --notes offline. Nothing was sent.",
    { variable: "ANTHROPIC_API_KEY" },
  );
}

const flagOfOption = {
  model: "--model",
  maxUsd: "--max-usd",
  maxRequests: "--max-requests",
  maxTokens: "--max-tokens",
  concurrency: "--concurrency",
  count: "--rows",
};

/** How errors of asking are mended on the command line. */
const adviceOf = {
  "notes/not-cached":
    "On the command line: run it with --notes anthropic and --max-usd first, with the same --cache and --model.",
  "table/no-model":
    'On the command line: give the column "offline" in the design, or use gigamine generate with --notes anthropic and --max-usd.',
  "notes/no-prices": "On the command line: give --model one of these.",
  "notes/damaged-ledger": "On the command line: it stands in the --cache folder, and maxUsd is --max-usd.",
};

/** Runs what may ask Claude; says that nothing is lost when it is stopped, and how errors are mended on the command line. */
export async function asking<T>(
  { signal, terminal }: Context,
  command: string,
  { notes, cache = USUAL_CACHE }: NoteFlags,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) {
      if (notes !== "anthropic") throw error;
      terminal.note(
        `Stopped while notes were written. What was answered is in ${cache}; the same command goes on from there and pays for nothing twice.`,
      );
      throw error;
    }
    const advised = Object.entries(adviceOf).reduce<unknown>(
      (told, [code, advice]) => withAdvice(told, code, advice),
      error,
    );
    throw withFlag(advised, command, flagOfOption);
  }
}

/** An amount of money as people read it; small ones are not shown as nothing. */
export function dollars(usd: number): string {
  return usd < 1 ? `$${Number(usd.toPrecision(2))}` : `$${usd.toFixed(2)}`;
}

function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case "cache-damaged":
      return `The cache entry ${notice.key} is damaged; it is taken as missing.`;
    case "batch-created":
      return `Batch ${notice.batchId} with ${counted(notice.requests, "request")} is sent. Stopping now loses nothing: the same command finds it again.`;
    case "batch-attached":
      return `Batch ${notice.batchId} of an earlier run is found again; nothing is sent a second time.`;
    case "batch-ended":
      return `Batch ${notice.batchId} has ended: ${counted(notice.answered, "answer")}; ${notice.unanswered} without one are asked for live.`;
    case "batch-lost":
      return `The service no longer has batch ${notice.batchId}. What was reserved for it counts as spent.`;
  }
}
