import { GigamineError, isGigamineError } from "@gigamine/base";

/** The same error with one more remedy, one of the command line; other errors than those whose code begins so stay as they are. */
export function withAdvice(error: unknown, codeBegins: string, advice: string): unknown {
  if (!isGigamineError(error) || !error.code.startsWith(codeBegins)) return error;
  return new GigamineError(error.code, `${error.message} ${advice}`, error.fields, { cause: error });
}
