import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { GigamineError, quoteValue } from "@gigamine/base";
import { makeFolder } from "@gigamine/base/node";
import { LedgerBook, type UsageLedger } from "../notes/anthropic/ledger.js";
import {
  type LedgerRecord,
  ledgerRecordSchema,
  type ReserveRecord,
  type SettleRecord,
} from "../notes/anthropic/ledger-record.js";
import { isNotFound, notReadable } from "./file-cache.js";

/**
 * A ledger in a file: one JSON record a line, only ever added to. Narrators, runs and processes that use the same file
 * share their caps, without a lock: a reservation is written first and then read back in its place, and whether it is
 * granted depends on the lines before it, so all processes decide alike. This needs a file system on which a short line
 * is appended in one piece: any local one, not NFS. A process that is killed leaves its reservation, which counts as
 * spent; a line it was cut off in is marked and skipped (it was written before anything was sent).
 *
 * The file grows by two lines a request and is read once; each call reads what was added since.
 *
 * @throws GigamineError `notes/damaged-ledger` for a line that can't be read, or a file that was shortened or deleted while in
 *   use: a cap can't hold over unknown spending.
 */
export function ledgerFile(path: string): UsageLedger {
  const reader = new LedgerReader(path);
  return {
    reserve: (record) => reader.append(record),
    settle: async (record) => void (await reader.append(record)),
    totals: async () => (await reader.book()).totals(),
    remaining: async (caps) => (await reader.book()).remaining(caps),
  };
}

class LedgerReader {
  readonly #path: string;
  readonly #book = new LedgerBook();
  /** Whether each reservation of this process was granted, from reading it to handing it out. */
  readonly #granted = new Map<string, boolean>();
  readonly #mine = new Set<string>();
  #waiting: (ReserveRecord | SettleRecord)[] = [];
  #flushing: Promise<void> | null = null;
  /** One after the other: calls of one process must not read the same bytes twice. */
  #last: Promise<unknown> = Promise.resolve();
  #offset = 0;
  #lines = 0;
  #damage: GigamineError | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Records that come while others are being written are written together, in the next turn. */
  append(record: ReserveRecord | SettleRecord): Promise<boolean> {
    this.#waiting.push(record);
    this.#flushing ??= this.#inTurn(() => this.#flush());
    return this.#flushing.then(() => {
      if (record.kind !== "reserve") return true;
      const granted = this.#granted.get(record.id) === true;
      this.#granted.delete(record.id);
      return granted;
    });
  }

  async #flush(): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    this.#flushing = null;
    await makeFolder(dirname(this.#path));
    await this.#withFile("a+", async (file) => {
      const end = await this.#read(file);
      const torn = end === "torn" ? `\n${line({ kind: "torn" })}` : "";
      for (const { kind, id } of records) if (kind === "reserve") this.#mine.add(id);
      await file.appendFile(torn + records.map(line).join(""));
      await this.#read(file);
    });
  }

  book(): Promise<LedgerBook> {
    return this.#inTurn(async () => {
      try {
        await this.#withFile("r", (file) => this.#read(file));
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      return this.#book;
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #withFile<T>(flags: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await open(this.#path, flags).catch((cause) => {
      throw isNotFound(cause) ? cause : notReadable(this.#path, cause);
    });
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  }

  /** Takes in what was added. `torn`: the file ends inside a line. */
  async #read(file: FileHandle): Promise<"whole" | "torn"> {
    if (this.#damage !== null) throw this.#damage;
    const { size } = await file.stat();
    if (size < this.#offset) throw this.#damaged(shortened(this.#path));
    const buffer = Buffer.alloc(Math.max(0, size - this.#offset));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
    const added = buffer.subarray(0, bytesRead);
    const end = added.lastIndexOf("\n") + 1;
    this.#takeAll(added.subarray(0, end).toString("utf8").split("\n").slice(0, -1));
    this.#offset += end;
    return end === bytesRead ? "whole" : "torn";
  }

  #takeAll(lines: readonly string[]): void {
    const records = lines.map(parse);
    for (const [i, record] of records.entries()) {
      if (record !== null) this.#take(record);
      else if (lines[i] !== "" && records[i + 1]?.kind !== "torn") {
        throw this.#damaged(unreadable(this.#path, this.#lines + i + 1, lines[i]!));
      }
    }
    this.#lines += lines.length;
  }

  #damaged(error: GigamineError): GigamineError {
    this.#damage = error;
    return error;
  }

  #take(record: LedgerRecord): void {
    const granted = this.#book.apply(record);
    if (record.kind === "reserve" && this.#mine.delete(record.id)) this.#granted.set(record.id, granted);
  }
}

const line = (record: LedgerRecord) => `${JSON.stringify(record)}\n`;

function parse(text: string): LedgerRecord | null {
  try {
    return ledgerRecordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function shortened(path: string): GigamineError {
  return new GigamineError(
    "notes/damaged-ledger",
    `${quoteValue(path, 200)} has become shorter while it was in use, so what was spent is not known. Restore it, or begin a new ledger file and lower maxUsd by what was spent.`,
    { path, line: null },
  );
}

function unreadable(path: string, number: number, text: string): GigamineError {
  return new GigamineError(
    "notes/damaged-ledger",
    `${quoteValue(path, 200)}, line ${number} can't be read: ${quoteValue(text)}. Restore the line, or begin a new ledger file and lower maxUsd by what was spent.`,
    { path, line: number },
  );
}
