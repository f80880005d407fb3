import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { GigamineError, quoteValue } from "./errors.js";

/**
 * Writes a file so that it is there whole or not at all: into a temporary name in the same folder, flushed to disk,
 * then renamed over `path`. When `data` or the disk fails, the temporary file is removed and an old file stays as it was.
 * A place that can't be written to rejects with a GigamineError `file/not-writable`.
 *
 * @param data The content, or its pieces as they come.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = await open(temporary, "wx").catch((cause: NodeJS.ErrnoException) => {
    throw notWritable(path, cause);
  });
  try {
    const pieces = typeof data === "string" || data instanceof Uint8Array ? [data] : data;
    for await (const piece of pieces) {
      options.signal?.throwIfAborted();
      await file.writeFile(piece);
    }
    await file.sync();
    await file.close();
    await rename(temporary, path).catch((cause: NodeJS.ErrnoException) => {
      throw notWritable(path, cause);
    });
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it; one that is there is fine.
 * A place that can't be written to rejects with a GigamineError `file/not-writable`.
 */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw notWritable(path, cause);
  });
}

function notWritable(path: string, cause: NodeJS.ErrnoException): GigamineError {
  const why: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder ${quoteValue(dirname(path), 200)}. Create it first.`,
    ENOTDIR: `${quoteValue(dirname(path), 200)} is a file, not a folder. Give another place.`,
    EEXIST: "there is a file of that name. Give another place.",
    EISDIR: "it is a folder. Give the name of a file.",
    EACCES: "writing is not allowed there. Change the rights, or give another place.",
    EPERM: "writing is not allowed there. Change the rights, or give another place.",
    EROFS: "the disk is read-only. Give another place.",
    ENOSPC: "the disk is full.",
  };
  const reason = why[cause.code ?? ""] ?? `${cause.message}.`;
  return new GigamineError(
    "file/not-writable",
    `Cannot write ${quoteValue(path, 200)}: ${reason}`,
    { path },
    { cause },
  );
}
