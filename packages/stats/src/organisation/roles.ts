import { optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { resourceColumn } from "./resource-column.js";

export interface RolesOptions {
  /** Activities whose resources are at least this similar share a role, in (0, 1]. @default 0.65 */
  readonly threshold?: number | undefined;
}

/** Activities done by the same people or machines. */
export interface Role {
  /** In the order of activity ids. */
  readonly activities: readonly string[];
  /** The most active first, ties by first appearance. */
  readonly resources: readonly { readonly resource: string; readonly events: number }[];
}

/** How alike two resources are in what they do. */
export interface SimilarResources {
  readonly first: string;
  readonly second: string;
  /** Cosine of their activity counts, in [0, 1]. */
  readonly similarity: number;
}

/**
 * Groups activities into roles by who does them: each activity is a role at first; the two roles whose resources are most alike are
 * joined as long as they reach `threshold`.
 *
 *     similarity = Σ min(p, q) / Σ max(p, q)
 *
 * over the resources, with p and q their shares of the events of each role. Ties go to the lower activity ids. Activities without
 * a resource are left out. O(activities³ · resources) at worst.
 *
 * Source: Burattin, Sperduti, Veluscek, "Business Models Enhancement through Discovery of Roles", CIDM 2013, whose merging by
 * similarity is kept; the generalized Jaccard measure is ours.
 *
 * @throws GigamineError `stats/no-resource` when the log has no resources.
 */
export function roles(log: EventLog, { threshold = 0.65 }: RolesOptions = {}): Role[] {
  if (!(threshold > 0 && threshold <= 1)) {
    throw optionError("roles", "threshold", threshold, "Give a number in (0, 1], such as 0.65.");
  }
  const { dictionary } = resourceColumn("roles", log);
  const counts = activityCounts("roles", log);
  let groups = log.activities.flatMap((_, a) => {
    const events = dictionary.map((_, r) => counts[r]![a]!);
    return events.some((count) => count > 0) ? [{ activities: [a], events }] : [];
  });
  for (;;) {
    let best = threshold;
    let pair: [number, number] | null = null;
    for (let i = 0; i < groups.length; i++) {
      for (let j = i + 1; j < groups.length; j++) {
        const similarity = overlap(groups[i]!.events, groups[j]!.events);
        if (pair === null ? similarity >= best : similarity > best) {
          best = similarity;
          pair = [i, j];
        }
      }
    }
    if (pair === null) break;
    const [i, j] = pair;
    const joined = {
      activities: [...groups[i]!.activities, ...groups[j]!.activities].sort((a, b) => a - b),
      events: groups[i]!.events.map((count, r) => count + groups[j]!.events[r]!),
    };
    groups = groups.flatMap((group, g) => (g === i ? [joined] : g === j ? [] : [group]));
  }
  return groups.map(({ activities, events }) => ({
    activities: activities.map((a) => log.activities[a]!),
    resources: events
      .flatMap((count, r) => (count > 0 ? [{ resource: dictionary[r]!, events: count }] : []))
      .sort((a, b) => b.events - a.events),
  }));
}

/**
 * Similar activities: pairs of resources by the cosine of their activity counts, the most alike first, ties by first appearance;
 * pairs with nothing in common are left out. O(resources² · activities).
 *
 * Source: van der Aalst, Reijers, Song, "Discovering Social Networks from Event Logs", CSCW 14(6), 2005, section 4.2 (joint
 * activities, profiles and their distance).
 *
 * @throws GigamineError `stats/no-resource` when the log has no resources.
 */
export function similarResources(log: EventLog): SimilarResources[] {
  const { dictionary } = resourceColumn("similarResources", log);
  const counts = activityCounts("similarResources", log);
  const lengths = counts.map((row) => Math.hypot(...row));
  const pairs: SimilarResources[] = [];
  for (let i = 0; i < counts.length; i++) {
    for (let j = i + 1; j < counts.length; j++) {
      const product = counts[i]!.reduce((sum, count, a) => sum + count * counts[j]![a]!, 0);
      if (product === 0) continue;
      const similarity = Math.min(1, product / (lengths[i]! * lengths[j]!));
      pairs.push({ first: dictionary[i]!, second: dictionary[j]!, similarity });
    }
  }
  return pairs.sort((a, b) => b.similarity - a.similarity);
}

/** Per resource and activity the events. */
function activityCounts(where: string, log: EventLog): number[][] {
  const { codes, dictionary } = resourceColumn(where, log);
  const counts = dictionary.map(() => log.activities.map(() => 0));
  for (let e = 0; e < codes.length; e++) {
    if (codes[e]! >= 0) counts[codes[e]!]![log.activity[e]!]!++;
  }
  return counts;
}

function overlap(first: readonly number[], second: readonly number[]): number {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const [all, others] = [sum(first), sum(second)];
  let [least, most] = [0, 0];
  first.forEach((count, r) => {
    const [p, q] = [count / all, second[r]! / others];
    least += Math.min(p, q);
    most += Math.max(p, q);
  });
  return least / most;
}
