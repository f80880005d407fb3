/**
 * JSON text in which the keys of every object are sorted, so that equal data give equal text. `<` is escaped, so that
 * data can't imitate the tags of a prompt. What JSON does not know (undefined, functions) is left out, as JSON does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys).replaceAll("<", "\\u003c");
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}
