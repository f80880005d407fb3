import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { GigamineError, isGigamineError, listNames, nearNames } from "@gigamine/base";

/** An error of the file system while reading, in our words; errors that are no such pass through. */
export async function fileError(error: unknown, path: string): Promise<unknown> {
  if (isGigamineError(error) || !isSystemError(error)) return error;
  const failed = (code: string, message: string): GigamineError =>
    new GigamineError(code, `${path}: ${message}`, { path, reason: error.code }, { cause: error });
  switch (error.code) {
    case "ENOENT":
      return failed("file/not-found", `there is no such file. ${await nearFiles(path)}Check the path.`);
    case "EISDIR":
    case "ENOTDIR":
      return failed(
        "file/is-directory",
        "a folder stands where a file is needed, or the other way round. Name a file.",
      );
    case "EACCES":
    case "EPERM":
      return failed(
        "file/no-permission",
        "there is no permission to read it. Change the permissions, or name another file.",
      );
    default:
      return failed(
        "file/cannot-read",
        `the system can't read it (${error.message}). Check the disk and the path.`,
      );
  }
}

/** By its fields, since errors of the system may come from another realm than ours. */
function isSystemError(
  error: unknown,
): error is { readonly code: string; readonly syscall: string; readonly message: string } {
  return typeof error === "object" && error !== null && "code" in error && "syscall" in error;
}

async function nearFiles(path: string): Promise<string> {
  try {
    const near = nearNames(basename(path), (await readdir(dirname(path))).sort());
    return near.length > 0 ? `Beside it stands ${listNames(near)}. ` : "";
  } catch {
    return "";
  }
}
