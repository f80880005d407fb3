import { GigamineError } from "@gigamine/base";
import type { FollowsRelation, FootprintRelation, Footprints } from "./types.js";

/** A matrix of this many activities squared still fits in memory. */
const MOST_ACTIVITIES = 8192;

/**
 * The footprint matrix of a directly-follows relation, whether it comes from a log or from a model:
 *
 *     a -> b  if a > b and not b > a        a || b  if a > b and b > a
 *     a <- b  if b > a and not a > b        a #  b  if neither
 *
 * O(n²) for n activities. Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 6.2.
 *
 * @throws GigamineError `footprints/too-many-activities` beyond 8192.
 */
export function footprintMatrix(relation: FollowsRelation): Footprints {
  const { activities, from, to, startActivities, endActivities, minTraceLength } = relation;
  const n = activities.length;
  if (n > MOST_ACTIVITIES) {
    throw new GigamineError(
      "footprints/too-many-activities",
      `footprints: ${n} activities would make a matrix of ${n * n} cells; at most ${MOST_ACTIVITIES} activities are possible. ` +
        "Group activities or filter rare ones first.",
      { activities: n, most: MOST_ACTIVITIES },
    );
  }
  const follows = new Uint8Array(n * n);
  for (let i = 0; i < from.length; i++) follows[from[i]! * n + to[i]!] = 1;
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
  return { activities, relations, causal, parallel, startActivities, endActivities, minTraceLength };
}
