import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that it is there whole or not at all: into a temporary name in the same folder, flushed to disk,
 * then renamed over `path`. When `data` or the disk fails, the temporary file is removed and an old file stays as it was.
 *
 * @param data The content, or its pieces as they come.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = await open(temporary, "wx");
  try {
    const pieces = typeof data === "string" || data instanceof Uint8Array ? [data] : data;
    for await (const piece of pieces) {
      options.signal?.throwIfAborted();
      await file.writeFile(piece);
    }
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}
