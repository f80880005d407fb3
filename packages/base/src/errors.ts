/** Facts of an error as data: what a program needs to react without parsing the message. */
export type ErrorFields = Readonly<Record<string, unknown>>;

/**
 * Every error that gigamine throws on purpose.
 *
 * `code` is stable across releases and `fields` hold the facts as data; `message` is made from them, says what
 * was wrong and where, and ends with how to mend it. Two copies of this package may meet in one program (ESM and
 * CommonJS), so test with {@link isGigamineError} and not with `instanceof`.
 */
export class GigamineError extends Error {
  override readonly name: string = "GigamineError";
  /** Stable identifier such as `csv/missing-column`: the area, a slash, the problem. */
  readonly code: string;
  /** The facts behind the message. */
  readonly fields: ErrorFields;

  constructor(code: string, message: string, fields: ErrorFields = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.fields = fields;
  }
}

/** Whether `error` is one of ours, whichever copy of the package threw it. Optionally: with this `code`. */
export function isGigamineError(error: unknown, code?: string): error is GigamineError {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.includes("/") &&
    "fields" in error &&
    (code === undefined || error.code === code)
  );
}

/**
 * The error for an option outside its range.
 *
 * @param where Name of the public function, as the user wrote it.
 * @param option Name of the option.
 * @param value What was given.
 * @param remedy A sentence: the range allowed, and a sensible value.
 */
export function optionError(where: string, option: string, value: unknown, remedy: string): GigamineError {
  return new GigamineError(
    "option/out-of-range",
    `${where}: option ${option} is ${quoteValue(value)}. ${remedy}`,
    { where, option, value },
  );
}

/** A value as it stands in a message: text in quotes, control characters visible, shortened to `limit` characters. */
export function quoteValue(value: unknown, limit = 60): string {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (value === undefined || value === null) return String(value);
  if (typeof value !== "string") return `a value of type ${Array.isArray(value) ? "array" : typeof value}`;
  const shown = value.length > limit ? `${value.slice(0, limit)}…` : value;
  return JSON.stringify(shown);
}
