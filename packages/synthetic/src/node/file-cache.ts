import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import { makeFolder, writeFileAtomic } from "@gigamine/base/node";
import type { AnswerCache } from "../notes/cache.js";

/**
 * A cache in a folder: `<folder>/ab/<key>.json`, where `ab` begins the key. Each entry is written whole or not at all, so
 * several processes may share the folder, and a run that was killed leaves what it had. Entries are JSON that can be
 * committed, for tests with `replayNarrator`. Runs at the same time may ask the same question twice. The folder is made when the
 * first entry is written.
 *
 * @throws GigamineError `file/not-writable`, `file/not-readable`; `option/out-of-range` for a key that is not 64 hexadecimal digits.
 */
export function fileCache(folder: string): AnswerCache {
  return {
    async get(key) {
      const path = entryPath(folder, key);
      try {
        return await readFile(path, "utf8");
      } catch (cause) {
        if (isNotFound(cause)) return null;
        throw notReadable(path, cause);
      }
    },
    async set(key, entry) {
      const path = entryPath(folder, key);
      await makeFolder(dirname(path));
      await writeFileAtomic(path, entry);
    },
  };
}

function entryPath(folder: string, key: string): string {
  if (!/^[0-9a-f]{64}$/.test(key)) {
    throw optionError("fileCache", "key", key, "Give 64 hexadecimal digits: the key is the name of a file.");
  }
  return join(folder, key.slice(0, 2), `${key}.json`);
}

/** Whether an error of the file system says that there is no such file. */
export function isNotFound(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
}

/** The error for a file that is there and can't be read. */
export function notReadable(path: string, cause: unknown): GigamineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new GigamineError(
    "file/not-readable",
    `Cannot read ${quoteValue(path, 200)}: ${reason}. Change its rights, or give another place.`,
    { path },
    { cause },
  );
}
