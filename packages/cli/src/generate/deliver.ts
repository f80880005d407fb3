import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { writeFileAtomic } from "@gigamine/base/node";
import { type EventLog, writeCsv } from "@gigamine/event-log";
import { writeLogFile } from "@gigamine/event-log/node";
import type { Context } from "../terminal.js";
import type { GenerateFlags } from "./flags.js";
import type { WrittenFile } from "./made.js";

export type OutFlags = Pick<GenerateFlags, "out" | "json">;

/** Writes a log to `--out`, or as CSV to stdout. Gives the file, `null` when there is none. */
export async function deliverLog(
  log: EventLog,
  { out, json }: OutFlags,
  { terminal, signal }: Context,
): Promise<WrittenFile | null> {
  if (out !== undefined) {
    await writeLogFile(log, out, { signal, onProgress: terminal.onProgress });
    return written(out);
  }
  if (json !== true) terminal.raw(writeCsv(log));
  return null;
}

/** Writes a text to `--out` or to stdout. Gives the file, `null` when there is none. */
export async function deliverText(
  text: () => string,
  { out, json }: OutFlags,
  { terminal, signal }: Context,
): Promise<WrittenFile | null> {
  if (out !== undefined) return writeText(out, text(), signal);
  if (json !== true) terminal.raw(text());
  return null;
}

/** Writes a text into a file. */
export async function writeText(file: string, text: string, signal: AbortSignal): Promise<WrittenFile> {
  await writeFileAtomic(file, text, { signal });
  return { file, sha256: createHash("sha256").update(text).digest("hex") };
}

async function written(file: string): Promise<WrittenFile> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return { file, sha256: hash.digest("hex") };
}
