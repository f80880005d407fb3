import { GigamineError, quoteValue } from "@gigamine/base";

/** The error for a value of the wrong shape, by its JSON path: `$.net.arcs[3].place`. */
export function shapeError(
  code: string,
  where: string,
  path: string,
  expected: string,
  value: unknown,
): GigamineError {
  const found = value === undefined ? "nothing" : quoteValue(value);
  return new GigamineError(code, `${where}: at ${path}: expected ${expected}, found ${found}.`, {
    path,
    expected,
    value,
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
