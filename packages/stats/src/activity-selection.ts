import { optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";

/** Which activities a statistic leaves out. Their events still stand between the others: gaps end and begin at them. */
export interface ActivitySelection {
  /** Names of activities to leave out; names that the log does not have change nothing. @default [] */
  readonly exclude?: readonly string[] | undefined;
  /** Leaves out activities whose name starts with this, for example `"REWORK_"`. @default none */
  readonly excludePrefix?: string | undefined;
}

/** Per activity id 1 when it is kept, 0 when it is left out. */
export function keptActivities(
  where: string,
  log: EventLog,
  { exclude = [], excludePrefix }: ActivitySelection,
): Uint8Array {
  if (!Array.isArray(exclude)) {
    throw optionError(where, "exclude", exclude, 'Give a list of activity names, such as ["Storage"].');
  }
  if (excludePrefix === "") {
    throw optionError(
      where,
      "excludePrefix",
      excludePrefix,
      "Every name starts with it. Leave the option out.",
    );
  }
  const names = new Set(exclude);
  return Uint8Array.from(log.activities, (activity) =>
    names.has(activity) || (excludePrefix !== undefined && activity.startsWith(excludePrefix)) ? 0 : 1,
  );
}

/** `value` when it is one of `allowed`, otherwise the error that lists them. */
export function oneOf<T extends string>(where: string, option: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw optionError(
    where,
    option,
    value,
    `Give ${allowed.map((text) => JSON.stringify(text)).join(" or ")}.`,
  );
}
