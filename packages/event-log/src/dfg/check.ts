import { GigamineError, quoteValue } from "@gigamine/base";
import type { Dfg } from "../types.js";

/**
 * Checks that a value from outside, such as parsed JSON, is a directly-follows graph, and returns it typed: unique names, lists of
 * equal lengths, arcs between known activities, sorted by `from`, then `to`, and whole counts. Further keys, such as the times of a
 * performance graph, are allowed and kept. O(activities + arcs).
 *
 * @throws GigamineError `dfg/invalid` with `fields.path`, the JSON path of the first fault (`$.count[3]`).
 */
export function checkDfg(value: unknown): Dfg {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid("$", "an object with activities and arcs", value);
  }
  const given = value as Readonly<Record<string, unknown>>;
  const list = (key: keyof Dfg, length: number | null): readonly unknown[] => {
    const found = given[key];
    if (!Array.isArray(found)) throw invalid(`$.${key}`, "a list", found);
    if (length !== null && found.length !== length) {
      throw invalid(`$.${key}`, `a list of ${length}`, `${found.length} items`);
    }
    return found;
  };
  const numbers = (
    key: keyof Dfg,
    length: number | null,
    least: number,
    limit: number,
  ): readonly number[] => {
    const found = list(key, length);
    found.forEach((item, i) => {
      if (Number.isSafeInteger(item) && (item as number) >= least && (item as number) < limit) return;
      const most = limit === Number.POSITIVE_INFINITY ? "" : ` and below ${limit}`;
      throw invalid(`$.${key}[${i}]`, `a whole number of at least ${least}${most}`, item);
    });
    return found as readonly number[];
  };

  const activities = list("activities", null);
  const n = activities.length;
  const names = new Set<unknown>();
  activities.forEach((name, a) => {
    if (typeof name !== "string") throw invalid(`$.activities[${a}]`, "a text", name);
    if (names.has(name)) throw invalid(`$.activities[${a}]`, "each name once", name);
    names.add(name);
  });
  const from = numbers("from", null, 0, n);
  const to = numbers("to", from.length, 0, n);
  numbers("count", from.length, 0, Number.POSITIVE_INFINITY);
  for (const key of ["startCounts", "endCounts", "activityCounts"] as const) {
    numbers(key, n, 0, Number.POSITIVE_INFINITY);
  }
  for (let arc = 1; arc < from.length; arc++) {
    if (from[arc - 1]! * n + to[arc - 1]! < from[arc]! * n + to[arc]!) continue;
    throw invalid(`$.from[${arc}]`, "arcs sorted by from, then to, each once", `${from[arc]} to ${to[arc]}`);
  }
  return value as Dfg;
}

function invalid(path: string, expected: string, value: unknown): GigamineError {
  const found = value === undefined ? "nothing" : quoteValue(value);
  return new GigamineError("dfg/invalid", `checkDfg: at ${path}: expected ${expected}, found ${found}.`, {
    path,
    expected,
    value,
  });
}
