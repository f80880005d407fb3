import { isGigamineError } from "@gigamine/base";

/** The code and message of the error that `action` throws on purpose. */
export function failure(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isGigamineError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was thrown");
}
