import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import { activityIds } from "../event-rows.js";
import { compactActivities, unknownActivity } from "../filter/select.js";
import type { EventLog } from "../types.js";

/** New names by old ones: a record, a Map, or a function that gets each name once. What a record or Map leaves out stays. */
export type ActivityNames =
  | Readonly<Record<string, string>>
  | ReadonlyMap<string, string>
  | ((name: string) => string);

/**
 * The same events under other names of activities; activities that get the same name become one. All columns but the ids are shared
 * with the old log. O(events).
 *
 * @throws GigamineError `filter/unknown-activity` for a name that the log does not have; `transform/not-text` for a new name that is no text.
 *
 * @example
 * renameActivities(log, { "Mixing 1": "Mixing", "Mixing 2": "Mixing" });
 */
export function renameActivities<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: ActivityNames,
): EventLog<E, C> {
  if (typeof names === "function")
    return withNames(
      log,
      log.activities.map((name) => names(name)),
      "renameActivities",
    );
  const given = names instanceof Map ? names : new Map(Object.entries(names));
  const known = new Set(log.activities);
  for (const name of given.keys()) if (!known.has(name)) throw unknownActivity(log, name, "renameActivities");
  return withNames(
    log,
    log.activities.map((name) => given.get(name) ?? name),
    "renameActivities",
  );
}

/**
 * The same events at a coarser level: each activity of a group gets the name of the group. Others stay as they are, or become `others`.
 * Repeated events of a group stay apart. O(events).
 *
 * @throws GigamineError `filter/unknown-activity`; `option/…` when an activity is in two groups.
 *
 * @example
 * groupActivities(log, { Electrode: ["Mixing", "Coating", "Drying"], Assembly: ["Stacking", "Welding"] });
 */
export function groupActivities<E extends object, C extends object>(
  log: EventLog<E, C>,
  groups: Readonly<Record<string, readonly string[]>>,
  { others }: { readonly others?: string | undefined } = {},
): EventLog<E, C> {
  const known = new Set(log.activities);
  const groupOf = new Map<string, string>();
  for (const [group, members] of Object.entries(groups)) {
    if (!Array.isArray(members)) {
      throw optionError(
        "groupActivities",
        `groups[${JSON.stringify(group)}]`,
        members,
        "Give a list of activities.",
      );
    }
    for (const name of members as readonly string[]) {
      if (!known.has(name)) throw unknownActivity(log, name, "groupActivities");
      const other = groupOf.get(name);
      if (other !== undefined && other !== group) {
        throw optionError(
          "groupActivities",
          "groups",
          name,
          `It stands in ${quoteValue(other)} and in ${quoteValue(group)}; leave it in one.`,
        );
      }
      groupOf.set(name, group);
    }
  }
  return withNames(
    log,
    log.activities.map((name) => groupOf.get(name) ?? others ?? name),
    "groupActivities",
  );
}

/** The log whose activity `a` is called `names[a]`. Ids of equal names become one, in first-seen order of the events' ids. */
function withNames<E extends object, C extends object>(
  log: EventLog<E, C>,
  names: readonly string[],
  where: string,
): EventLog<E, C> {
  const codes = new Map<string, number>();
  const newIds = Uint32Array.from(names, (name, a) => {
    if (typeof name !== "string") {
      throw new GigamineError(
        "transform/not-text",
        `${where}: the new name of ${quoteValue(log.activities[a])} is ${quoteValue(name)}. Give text.`,
        { where, activity: log.activities[a] },
      );
    }
    const code = codes.get(name) ?? codes.size;
    codes.set(name, code);
    return code;
  });
  const ids = activityIds(codes.size, log.activity.length);
  for (let e = 0; e < ids.length; e++) ids[e] = newIds[log.activity[e]!]!;
  return Object.freeze({
    ...withoutReport(log),
    ...compactActivities(Object.freeze([...codes.keys()]), ids),
  });
}

/** The fields of a log alone: what a reader reported holds for its own log only. */
export function withoutReport<E extends object, C extends object>({
  caseIds,
  caseOffsets,
  activities,
  activity,
  time,
  eventAttributes,
  caseAttributes,
}: EventLog<E, C>): EventLog<E, C> {
  return { caseIds, caseOffsets, activities, activity, time, eventAttributes, caseAttributes };
}
