import { shapeChecks } from "../json-path.js";
import { checkNames } from "./check-names.js";

/** Two activities by their ids. */
export type ActivityPair = readonly [number, number];

/**
 * What always holds in the cases of a log, as rules between activities. Plain and JSON-safe; ids are indexes into
 * `activities`. Pairs are sorted by their first, then by their second activity, and never hold the same activity twice,
 * except in `directlyFollows`.
 *
 * The artificial start and end that the paper adds to every case stand here as `startActivities` and `endActivities`.
 * Source: Verbeek, Medeiros de Carvalho, "Log skeletons: a classification approach to process discovery", arXiv 1806.08247,
 * 2018.
 */
export interface LogSkeleton {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** [a, b] with a < b: both occur equally often in every case. */
  readonly equivalence: readonly ActivityPair[];
  /** [a, b]: every a is followed by some b later in the case. */
  readonly alwaysAfter: readonly ActivityPair[];
  /** [a, b]: every a is preceded by some b earlier in the case. */
  readonly alwaysBefore: readonly ActivityPair[];
  /** [a, b] with a < b: no case has both. */
  readonly neverTogether: readonly ActivityPair[];
  /** [a, b]: every a is followed by b as the very next event. */
  readonly alwaysDirectlyAfter: readonly ActivityPair[];
  /** [a, b]: b may be the next event behind a; what is not listed never is. */
  readonly directlyFollows: readonly ActivityPair[];
  /** Activities that may begin a case, rising. */
  readonly startActivities: readonly number[];
  /** Activities that may end a case, rising. */
  readonly endActivities: readonly number[];
  /** Per activity how often it may occur in a case: the counts seen, rising, 0 included; the first and last are the bounds. */
  readonly occurrences: readonly (readonly number[])[];
}

/** The relations of a skeleton that are lists of pairs. */
export const SKELETON_RELATIONS = Object.freeze([
  "equivalence",
  "alwaysAfter",
  "alwaysBefore",
  "neverTogether",
  "alwaysDirectlyAfter",
  "directlyFollows",
] as const);

/**
 * Checks that a value from outside, such as parsed JSON, is a log skeleton, and returns it typed. Further keys are allowed.
 * O(size).
 *
 * @throws GigamineError `log-skeleton/invalid` with `fields.path`, the JSON path of the first fault
 * (`$.alwaysAfter[3][1]`).
 */
export function checkLogSkeleton(value: unknown): LogSkeleton {
  const { fault, record, list } = shapeChecks("log-skeleton/invalid", "checkLogSkeleton");
  const skeleton = record(value, "$");
  const activities = list(skeleton["activities"], "$.activities");
  checkNames(activities, fault);
  const whole = (found: unknown, path: string, most: number, what: string): void => {
    if (typeof found === "number" && Number.isInteger(found) && found >= 0 && found <= most) return;
    throw fault(path, what, found);
  };
  const ids = (found: unknown, path: string): readonly unknown[] => {
    const items = list(found, path);
    items.forEach((id, i) => {
      whole(id, `${path}[${i}]`, activities.length - 1, "the index of an activity");
    });
    return items;
  };
  for (const relation of SKELETON_RELATIONS) {
    list(skeleton[relation], `$.${relation}`).forEach((pair, p) => {
      const { length } = ids(pair, `$.${relation}[${p}]`);
      if (length !== 2) throw fault(`$.${relation}[${p}]`, "two activities", length);
    });
  }
  ids(skeleton["startActivities"], "$.startActivities");
  ids(skeleton["endActivities"], "$.endActivities");
  const occurrences = list(skeleton["occurrences"], "$.occurrences");
  if (occurrences.length !== activities.length) {
    throw fault(
      "$.occurrences",
      `one list for each of the ${activities.length} activities`,
      occurrences.length,
    );
  }
  occurrences.forEach((counts, a) => {
    const path = `$.occurrences[${a}]`;
    const items = list(counts, path);
    if (items.length === 0) throw fault(path, "at least one count", 0);
    items.forEach((count, i) => {
      whole(count, `${path}[${i}]`, Number.MAX_SAFE_INTEGER, "a whole number of at least 0");
      if (i > 0 && !((items[i - 1] as number) < (count as number))) {
        throw fault(`${path}[${i}]`, "rising counts", count);
      }
    });
  });
  return value as unknown as LogSkeleton;
}
