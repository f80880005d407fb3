import { GigamineError, isGigamineError, quoteValue } from "@gigamine/base";

/** The same error with one more remedy, one of the command line; other errors than those whose code begins so stay as they are. */
export function withAdvice(error: unknown, codeBegins: string, advice: string): unknown {
  if (!isGigamineError(error) || !error.code.startsWith(codeBegins)) return error;
  return new GigamineError(error.code, `${error.message} ${advice}`, error.fields, { cause: error });
}

/** The same error about a flag, where it was about the option of a function that the flag stands for; other errors stay as they are. */
export function withFlag(error: unknown, command: string, flags: Readonly<Record<string, string>>): unknown {
  if (!isGigamineError(error) || error.code !== "option/out-of-range") return error;
  const { where, option, value } = error.fields;
  if (typeof option !== "string" || !Object.hasOwn(flags, option)) return error;
  const remedy = error.message.replace(`${where}: option ${option} is ${quoteValue(value)}. `, "");
  const message = `${command}: ${flags[option]} ${quoteValue(value)} is not possible. ${remedy}`;
  return new GigamineError(error.code, message, error.fields, { cause: error });
}
