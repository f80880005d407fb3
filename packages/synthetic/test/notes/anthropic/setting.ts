import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "@jest/globals";
import { batchFolder, fileCache, ledgerFile } from "../../../src/node.js";
import { type AnthropicNarratorOptions, anthropicNarrator } from "../../../src/notes/anthropic/narrator.js";
import { memoryCache } from "../../../src/notes/cache.js";
import type { Narrator, Note, NoteChecker, NoteFacts } from "../../../src/notes/contract.js";
import { fakeClock } from "./fake-clock.js";
import { type Behaviour, FakeServer, goodAnswer, type SeenMessage } from "./fake-server.js";

/** A key that no message, file or log may hold. */
export const secretKey = "sk-ant-secret-0123456789";

/** A row with one number; different rows have different facts. */
export function row(i: number, changes: Partial<NoteFacts> = {}): NoteFacts {
  const value = 100 + i / 10;
  return {
    id: `QC-${String(i).padStart(6, "0")}`,
    words: { step: "Coating", machine: "Coater 1" },
    numbers: [{ field: "qc_data.value", title: "coating thickness", value, unit: "um", decimals: 1 }],
    required: "qc_data.value",
    status: "Tolerance Warning",
    allowedCauses: [],
    previousNote: null,
    ...changes,
  };
}

export const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i));

/** A stand-in for the real checker, so that these tests are about the conversation: each numeral is that of a fact. */
export const checkNumbers: NoteChecker = (text, { numbers }) => {
  const known = numbers.map(({ value, decimals }) => value.toFixed(decimals));
  return (text.match(/\d+(\.\d+)?/g) ?? [])
    .filter((numeral) => !known.includes(numeral))
    .map((numeral) => `${numeral} is not a number of the row.`);
};

/** A narrator that asks the fake server, with money enough and no real waits. */
export function narratorFor(server: FakeServer, options: AnthropicNarratorOptions = {}): Narrator {
  return anthropicNarrator({
    apiKey: secretKey,
    baseURL: server.baseURL,
    cache: memoryCache(),
    maxUsd: 1,
    check: checkNumbers,
    fallback: ({ id }) => `Offline ${id}.`,
    clock: fakeClock(),
    timeoutMs: 5000,
    ...options,
  });
}

export const texts = (notes: readonly Note[]) => notes.map(({ text }) => text);
export const sources = (notes: readonly Note[]) => notes.map(({ source }) => source);

/** A new server and a new folder for each test. */
export function serverAndFolder() {
  let server: FakeServer;
  let folder: string;
  beforeEach(async () => {
    server = await FakeServer.start();
    folder = await mkdtemp(join(tmpdir(), "gigamine-"));
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { server: () => server, folder: () => folder };
}

/** What a run keeps in files. */
export const files = (folder: string): AnthropicNarratorOptions => ({
  cache: fileCache(join(folder, "cache")),
  ledger: ledgerFile(join(folder, "ledger.jsonl")),
  batchState: batchFolder(join(folder, "batches")),
});

/** Paths of all files in a folder. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A model of whose answers some need a repair and some are cut off. */
export const mixed = (message: SeenMessage): Behaviour => {
  const question = message.messages.map(({ content }) => content).join("");
  if (message.messages.length === 1 && question.includes("100.3"))
    return { kind: "message", text: "no JSON" };
  if (message.max_tokens === 400 && question.includes("100.6")) {
    return { kind: "message", text: "{", stopReason: "max_tokens" };
  }
  return goodAnswer(message);
};
