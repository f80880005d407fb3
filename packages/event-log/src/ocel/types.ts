import type { Issue } from "../types.js";

/** What an attribute of an OCEL 2.0 log can hold. */
export type OcelAttributeType = "string" | "time" | "integer" | "float" | "boolean";

/** A type of objects or events, with the attributes that its members may have. */
export interface OcelType {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly type: OcelAttributeType }[];
}

/** A value as its type says: `time` is ms since 1970, `integer` and `float` are numbers. */
export type OcelValue = string | number | boolean;

/** A reference to an object, with the role that it plays. */
export interface OcelRelationship {
  readonly objectId: string;
  readonly qualifier: string;
}

export interface OcelObject {
  readonly id: string;
  readonly type: string;
  /** Values over time, in the order of the file: a later one replaces an earlier one from its time on. */
  readonly attributes: readonly { readonly name: string; readonly time: number; readonly value: OcelValue }[];
  readonly relationships: readonly OcelRelationship[];
}

export interface OcelEvent {
  readonly id: string;
  /** The activity. */
  readonly type: string;
  /** ms since 1970; `null` when it can't be read and issues don't throw. */
  readonly time: number | null;
  readonly attributes: readonly { readonly name: string; readonly value: OcelValue }[];
  readonly relationships: readonly OcelRelationship[];
}

/** An object-centric event log (OCEL 2.0): events that each concern any number of objects of any types. Plain, JSON-safe data. */
export interface Ocel {
  readonly objectTypes: readonly OcelType[];
  readonly eventTypes: readonly OcelType[];
  readonly objects: readonly OcelObject[];
  readonly events: readonly OcelEvent[];
  /** What was odd; `column` of an issue is its JSON path, such as `events[3].relationships[0].objectId`. */
  readonly report: {
    /** The first problems found, at most 100 of each code. */
    readonly issues: readonly Issue[];
    /** All problems, counted by code. */
    readonly issueCounts: Readonly<Record<string, number>>;
  };
}
