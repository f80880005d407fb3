import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { GigamineError, isGigamineError } from "@gigamine/base";
import { listNames, nearNames } from "../near-names.js";

/** The error of the file system in our words; errors that are no such pass through. */
export async function fileError(error: unknown, path: string, action: "read" | "write"): Promise<unknown> {
  if (isGigamineError(error) || !isSystemError(error)) return error;
  const cause = { cause: error };
  const fields = { path, reason: error.code };
  switch (error.code) {
    case "ENOENT":
      return action === "read"
        ? new GigamineError(
            "file/not-found",
            `${path}: there is no such file. ${await nearFiles(path)}Check the path.`,
            fields,
            cause,
          )
        : new GigamineError(
            "file/no-folder",
            `${path}: there is no folder ${JSON.stringify(dirname(path))} to write into. Make it first.`,
            fields,
            cause,
          );
    case "EISDIR":
    case "ENOTDIR":
      return new GigamineError(
        "file/is-directory",
        `${path}: a folder stands where a file is needed, or the other way round. Name a file.`,
        fields,
        cause,
      );
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new GigamineError(
        "file/no-permission",
        `${path}: there is no permission to ${action} it. Change the permissions, or name another file.`,
        fields,
        cause,
      );
    default:
      return new GigamineError(
        `file/cannot-${action}`,
        `${path}: the system refuses to ${action} it (${error.message}). Check the disk and the path.`,
        fields,
        cause,
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
