import { quoteValue } from "@gigamine/base";
import { type Position, type XmlFormat, xmlError } from "./format.js";
import type { XmlElement } from "./walk.js";

/**
 * The value of an attribute that an element must have.
 *
 * @throws GigamineError `missing-attribute`, a code of the format.
 */
export function requiredAttribute(
  { name, attributes, at }: XmlElement,
  key: string,
  format: XmlFormat,
): string {
  const value = attributes[key];
  if (value !== undefined) return value;
  const fields = { element: name, attribute: key };
  throw xmlError(format, "missing-attribute", at, `<${name}> has no attribute ${key}. Add it.`, fields);
}

/** The ids of a file, each of which may be given once. */
export class XmlIds {
  readonly #format: XmlFormat;
  readonly #positions = new Map<string, Position>();

  constructor(format: XmlFormat) {
    this.#format = format;
  }

  /**
   * Notes `id`, the one of an element at `at`, and returns it.
   *
   * @throws GigamineError `duplicate-id`, a code of the format.
   */
  claim(id: string, at: Position): string {
    const first = this.#positions.get(id);
    if (first !== undefined) {
      const where = `line ${first.line}, column ${first.column}`;
      const message = `the id ${quoteValue(id)} is already used at ${where}. Give each element its own.`;
      throw xmlError(this.#format, "duplicate-id", at, message, { id });
    }
    this.#positions.set(id, at);
    return id;
  }
}
