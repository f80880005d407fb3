import type { ReservedAttribute } from "../reserved.js";

/** The keys of XES that have a place of their own in a log. */
export const CONCEPT_NAME = "concept:name";
export const TIME_TIMESTAMP = "time:timestamp";

/** What the reserved attributes are called in XES. `start_timestamp` is no standard key, but the customary one. */
export const XES_KEYS = {
  resource: "org:resource",
  start: "start_timestamp",
  lifecycle: "lifecycle:transition",
  cost: "cost:total",
} as const satisfies Record<ReservedAttribute, string>;

/** The reserved attribute behind a key of XES. */
export const RESERVED_BY_KEY: ReadonlyMap<string, ReservedAttribute> = new Map(
  Object.entries(XES_KEYS).map(([name, key]) => [key, name as ReservedAttribute]),
);
