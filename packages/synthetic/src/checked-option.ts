import { optionError } from "@gigamine/base";
import type { z } from "zod";

/**
 * What `schema` makes of `value`; else the error of the first fault, which names the function and the path of the option.
 *
 * @param where Name of the public function.
 * @param path Where `value` stands in the options, such as `durations["Mixing"]`; "" for the options themselves.
 */
export function checkedOption<T>(where: string, path: string, schema: z.ZodType<T>, value: unknown): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0]!;
  const inner = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  const whole = optionPath(inner, path);
  throw optionError(where, whole === "" ? "options" : whole, valueAt(value, inner), issue.message);
}

/** `path` and the way on from it, as it would be written in a program. */
export function optionPath(keys: readonly PropertyKey[], path = ""): string {
  let text = path;
  for (const key of keys) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(String(key))) text += text === "" ? String(key) : `.${String(key)}`;
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}
