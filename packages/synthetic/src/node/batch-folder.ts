import { readdir, readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import { makeFolder, writeFileAtomic } from "@gigamine/base/node";
import { type BatchState, type PendingBatch, pendingBatchSchema } from "../notes/anthropic/batch-state.js";
import { isNotFound, notReadable } from "./file-cache.js";

/**
 * Remembers batches under way in a folder, one JSON file each, so that a run that was killed finds them again. Use it with
 * a `fileCache` and a `ledgerFile`.
 *
 * @throws GigamineError `file/not-writable`, `file/not-readable`; `notes/damaged-batch` for a file that is no batch:
 *   it is not passed over, because what it stands for would be paid twice.
 */
export function batchFolder(folder: string): BatchState {
  const pathOf = (id: string) => join(folder, `${checkedId(id)}.json`);
  return {
    async load() {
      const names = await readdir(folder).catch((cause) => {
        if (isNotFound(cause)) return [];
        throw notReadable(folder, cause);
      });
      const entries = names.filter((name) => name.endsWith(".json")).sort();
      const batches = await Promise.all(entries.map((name) => readBatch(join(folder, name))));
      return batches.filter((batch) => batch !== null);
    },
    async put(batch) {
      await makeFolder(folder);
      await writeFileAtomic(pathOf(batch.id), `${JSON.stringify(batch)}\n`);
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
    },
  };
}

async function readBatch(path: string): Promise<PendingBatch | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (isNotFound(cause)) return null; // another process has just finished it
    throw notReadable(path, cause);
  }
  try {
    const batch = pendingBatchSchema.parse(JSON.parse(text));
    if (`${batch.id}.json` === basename(path)) return batch;
  } catch (cause) {
    throw damaged(path, cause);
  }
  throw damaged(path, "its id is not the name of the file");
}

function damaged(path: string, cause: unknown): GigamineError {
  return new GigamineError(
    "notes/damaged-batch",
    `${quoteValue(path, 200)} is no pending batch. Restore it, or delete it if its batch is over; its requests are then sent again.`,
    { path },
    { cause },
  );
}

/** An id names a file: no way out of the folder. */
function checkedId(id: string): string {
  if (pendingBatchSchema.shape.id.safeParse(id).success) return id;
  throw optionError("batchFolder", "id", id, "Give letters, digits, _ and - only.");
}
