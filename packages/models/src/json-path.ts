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

/** What a check of a value from outside is made of: the error for a fault, and the first questions that every check asks. */
export function shapeChecks(code: string, where: string) {
  const fault = (path: string, expected: string, found: unknown): GigamineError =>
    shapeError(code, where, path, expected, found);
  return {
    fault,
    record(found: unknown, path: string): Readonly<Record<string, unknown>> {
      if (isRecord(found)) return found;
      throw fault(path, "an object", found);
    },
    list(found: unknown, path: string): readonly unknown[] {
      if (Array.isArray(found)) return found;
      throw fault(path, "a list", found);
    },
  };
}
