import { join } from "node:path";
import { GigamineError } from "@gigamine/base";
import type { Notice } from "@gigamine/synthetic";
import { batchFolder, fileCache, ledgerFile } from "@gigamine/synthetic/node";
import { withAdvice } from "../advice.js";
import type { Context } from "../terminal.js";
import { type NoteFlags, USUAL_CACHE } from "./flags.js";

/** Where answers, money and batches are remembered. */
export function memoryOf({ cache = USUAL_CACHE }: NoteFlags) {
  const ledgerPath = join(cache, "ledger.jsonl");
  return {
    ledgerPath,
    cache: fileCache(cache),
    ledger: ledgerFile(ledgerPath),
    batchState: batchFolder(join(cache, "batches")),
  };
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

/** Runs what asks Claude; says that nothing is lost when it is stopped, and how errors are mended on the command line. */
export async function asking<T>(context: Context, cache: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (context.signal.aborted) {
      context.terminal.note(
        `Stopped while notes were written. What was answered is in ${cache}; the same command goes on from there and pays for nothing twice.`,
      );
      throw error;
    }
    throw [
      [
        "notes/not-cached",
        "On the command line: run it with --notes anthropic and --max-usd first, with the same --cache and --model.",
      ],
      ["notes/no-prices", "On the command line: give --model one of these."],
      ["notes/damaged-ledger", "On the command line the ledger stands in the --cache folder."],
    ].reduce<unknown>((told, [code, advice]) => withAdvice(told, code!, advice!), error);
  }
}

/** An amount of money as people read it; small ones are not shown as nothing. */
export function dollars(usd: number): string {
  if (usd === 0) return "$0";
  return usd < 0.01 ? `$${usd.toPrecision(2)}` : `$${usd.toFixed(2)}`;
}

function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case "cache-damaged":
      return `The cache entry ${notice.key} is damaged; it is taken as missing.`;
    case "batch-created":
      return `Batch ${notice.batchId} with ${notice.requests} requests is sent. Stopping now loses nothing: the same command finds it again.`;
    case "batch-attached":
      return `Batch ${notice.batchId} of an earlier run is found again; nothing is sent a second time.`;
    case "batch-ended":
      return `Batch ${notice.batchId} has ended: ${notice.answered} answers, ${notice.unanswered} without one are asked for live.`;
    case "batch-lost":
      return `The service no longer has batch ${notice.batchId}. What was reserved for it counts as spent.`;
  }
}
