/** How two activities stand to each other: `"->"` causes, `"<-"` is caused by, `"||"` parallel, `"#"` unrelated. */
export type FootprintRelation = "->" | "<-" | "||" | "#";

/** The relations between all pairs of activities, of a log or of a model. JSON-safe; ids are indexes into `activities`. */
export interface Footprints {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** The relation of activity `a` to `b` is `relations[a * activities.length + b]`. */
  readonly relations: readonly FootprintRelation[];
  /** The pairs a -> b, sorted by a, then by b. */
  readonly causal: readonly (readonly [number, number])[];
  /** The pairs a || b, both directions, sorted; an activity that follows itself is parallel to itself. */
  readonly parallel: readonly (readonly [number, number])[];
  /** Activities that start a case, rising. */
  readonly startActivities: readonly number[];
  /** Activities that end a case, rising. */
  readonly endActivities: readonly number[];
  /** Events of the shortest case, 0 if one has none; `null` when there is no case or only a graph was given. */
  readonly minTraceLength: number | null;
}

/** What footprints are made from: which activity directly follows which, which begin and which end. */
export interface FollowsRelation {
  readonly activities: readonly string[];
  /** Pair k says that `to[k]` directly follows `from[k]`. A pair may repeat. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Rising. */
  readonly startActivities: readonly number[];
  /** Rising. */
  readonly endActivities: readonly number[];
  readonly minTraceLength: number | null;
}
