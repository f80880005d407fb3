import { readFile } from "node:fs/promises";
import { GigamineError } from "@gigamine/base";

/** The bytes of a small file; a missing or unreadable one is named. */
export function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new GigamineError(
      "file/unreadable",
      cause.code === "ENOENT"
        ? `There is no file ${path}. Check the name.`
        : `${path} can't be read: ${cause.message}.`,
      { path },
      { cause },
    );
  });
}

/** The value that a JSON file holds. */
export async function readJsonFile(path: string): Promise<unknown> {
  const bytes = await readBytes(path);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new GigamineError(
      "file/bad-json",
      `${path} is no JSON: ${(cause as Error).message}.`,
      { path },
      { cause },
    );
  }
}
