import { shapeChecks } from "../json-path.js";
import { checkNames } from "./check-names.js";

/**
 * How much time passes between the activities of a case: per ordered pair the mean and the spread over all events i < j of
 * the same case with `from` at i and `to` at j. Plain and JSON-safe; index k = pair, sorted by `from`, then by `to`.
 *
 * Source: Stertz, Mangler, Rinderle-Ma, "Temporal conformance checking at runtime based on time-infused process models",
 * arXiv 2008.07262, 2020.
 */
export interface TemporalProfile {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** What of the later event counts: its completion, or its start where the log records one. */
  readonly laterTime: "completion" | "start";
  /** Per pair the id of the earlier activity. */
  readonly from: readonly number[];
  /** Per pair the id of the later activity. */
  readonly to: readonly number[];
  /** Per pair how many times were measured, at least 1. */
  readonly count: readonly number[];
  /** Per pair, in ms. */
  readonly meanMs: readonly number[];
  /** Per pair the sample standard deviation in ms; `null` when only one time was measured. */
  readonly stdMs: readonly (number | null)[];
}

/**
 * Checks that a value from outside, such as parsed JSON, is a temporal profile, and returns it typed. Further keys are
 * allowed. O(pairs).
 *
 * @throws GigamineError `temporal-profile/invalid` with `fields.path`, the JSON path of the first fault (`$.meanMs[3]`).
 */
export function checkTemporalProfile(value: unknown): TemporalProfile {
  const { fault, record, list } = shapeChecks("temporal-profile/invalid", "checkTemporalProfile");
  const profile = record(value, "$");
  const activities = list(profile["activities"], "$.activities");
  checkNames(activities, fault);
  if (profile["laterTime"] !== "completion" && profile["laterTime"] !== "start") {
    throw fault("$.laterTime", '"completion" or "start"', profile["laterTime"]);
  }
  const pairs = list(profile["from"], "$.from").length;
  const isId = (found: unknown): boolean =>
    Number.isInteger(found) && (found as number) >= 0 && (found as number) < activities.length;
  const columns: readonly [string, (found: unknown) => boolean, string][] = [
    ["from", isId, "the index of an activity"],
    ["to", isId, "the index of an activity"],
    ["count", (found) => Number.isInteger(found) && (found as number) >= 1, "a whole number of at least 1"],
    ["meanMs", (found) => Number.isFinite(found), "a number"],
    [
      "stdMs",
      (found) => found === null || (Number.isFinite(found) && (found as number) >= 0),
      "a number of at least 0, or null",
    ],
  ];
  for (const [key, fits, expected] of columns) {
    const column = list(profile[key], `$.${key}`);
    if (column.length !== pairs)
      throw fault(`$.${key}`, `${pairs} entries, as many as $.from`, column.length);
    column.forEach((found, k) => {
      if (!fits(found)) throw fault(`$.${key}[${k}]`, expected, found);
    });
  }
  return value as unknown as TemporalProfile;
}
