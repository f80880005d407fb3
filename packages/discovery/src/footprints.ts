import { type Dfg, directlyFollows, type EventLog, type VariantLog } from "@gigamine/event-log";

/** How two activities stand to each other: `"->"` causes, `"<-"` is caused by, `"||"` parallel, `"#"` unrelated. */
export type FootprintRelation = "->" | "<-" | "||" | "#";

/** The relations between all pairs of activities. JSON-safe; ids are indexes into `activities`. */
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

/**
 * Derives the footprint matrix of a log, or of its directly-follows graph, from which activity follows which:
 *
 *     a -> b  if a > b and not b > a        a || b  if a > b and b > a
 *     a <- b  if b > a and not a > b        a #  b  if neither
 *
 * Counts play no role. An empty log has no activities and no relations; activities that never occur are unrelated to all.
 * O(events) from a log, then O(n²) for n activities.
 *
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 6.2 (log-based ordering
 * relations, footprint).
 *
 * @example
 * footprints(log).relations[a * log.activities.length + b]; // "->"
 */
export function footprints(log: EventLog | VariantLog | Dfg): Footprints {
  const dfg = "startCounts" in log ? log : directlyFollows(log);
  const { activities, from, to, count, startCounts, endCounts } = dfg;
  const n = activities.length;
  const follows = new Uint8Array(n * n);
  for (let i = 0; i < from.length; i++) if (count[i]! > 0) follows[from[i]! * n + to[i]!] = 1;
  const relations: FootprintRelation[] = [];
  const causal: [number, number][] = [];
  const parallel: [number, number][] = [];
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const forward = follows[a * n + b] === 1;
      const backward = follows[b * n + a] === 1;
      relations.push(forward ? (backward ? "||" : "->") : backward ? "<-" : "#");
      if (forward) (backward ? parallel : causal).push([a, b]);
    }
  }
  return {
    activities,
    relations,
    causal,
    parallel,
    startActivities: positions(startCounts),
    endActivities: positions(endCounts),
    minTraceLength: "startCounts" in log ? null : shortest(log),
  };
}

function positions(counts: readonly number[]): number[] {
  const result: number[] = [];
  for (let a = 0; a < counts.length; a++) if (counts[a]! > 0) result.push(a);
  return result;
}

function shortest(log: EventLog | VariantLog): number | null {
  const offsets = "variantOffsets" in log ? log.variantOffsets : log.caseOffsets;
  let least: number | null = null;
  for (let c = 0; c + 1 < offsets.length; c++) {
    const length = offsets[c + 1]! - offsets[c]!;
    if (least === null || length < least) least = length;
  }
  return least;
}
