import { components, type FollowsGraph, type Groups } from "../follows-graph.js";
import { copyGroup, type Pieces, piecesOf, toLogs } from "../pieces.js";
import { eventsPerGroup, type SubLog } from "../sub-log.js";

/**
 * The exclusive choice cut: the connected components of the directly-follows graph, or `null` if there is only one.
 * Groups are numbered by their smallest activity.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: exclusive choice cut.
 */
export function exclusiveCut(graph: FollowsGraph): Groups | null {
  const groups = components(graph, graph.members, "any");
  return groups.count > 1 ? groups : null;
}

/**
 * Gives each trace to the group that holds most of its events (of equal ones to the last) and drops its other events. On a
 * graph without filtered arcs nothing is dropped and there are no ties.
 *
 * Source: Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs Containing
 * Infrequent Behaviour", BPM Workshops 2013: filters on log splitting.
 */
export function splitExclusive(log: SubLog, groups: Groups): SubLog[] {
  const parts = piecesOf(eventsPerGroup(log, groups));
  assign(log, groups, parts);
  return toLogs(parts, log.activities);
}

function assign(
  { offsets, sequence, counts }: SubLog,
  { count, groupOf }: Groups,
  parts: readonly Pieces[],
): void {
  const share = new Uint32Array(count);
  for (let t = 0; t < counts.length; t++) {
    const start = offsets[t]!;
    const end = offsets[t + 1]!;
    share.fill(0);
    for (let i = start; i < end; i++) share[groupOf[sequence[i]!]!]!++;
    let chosen = 0;
    for (let g = 1; g < count; g++) if (share[g]! >= share[chosen]!) chosen = g;
    const part = parts[chosen]!;
    part.end(copyGroup(sequence, start, end, groupOf, chosen, part.buffer, part.at), counts[t]!);
  }
}
