import { type Dfg, directlyFollows, type EventLog, type VariantLog } from "@gigamine/event-log";
import { type Footprints, footprintMatrix } from "@gigamine/models";
import { isDfg } from "./is-dfg.js";

/**
 * Derives the footprint matrix of a log, or of its directly-follows graph, from which activity follows which:
 *
 *     a -> b  if a > b and not b > a        a || b  if a > b and b > a
 *     a <- b  if b > a and not a > b        a #  b  if neither
 *
 * Counts play no role. An empty log has no activities and no relations; activities that never occur are unrelated to all.
 * O(events) from a log, then O(n²) for n activities. `treeFootprints` and `netFootprints` of `@gigamine/models` give those of a
 * model, to compare.
 *
 * Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 6.2 (log-based ordering
 * relations, footprint).
 *
 * @throws GigamineError `log/not-a-log` for anything but a log or a graph.
 * @example
 * footprints(log).relations[a * log.activities.length + b]; // "->"
 */
export function footprints(log: EventLog | VariantLog | Dfg): Footprints {
  const dfg = isDfg(log, "footprints") ? log : directlyFollows(log);
  const { activities, from, to, count, startCounts, endCounts } = dfg;
  const counted = (_: number, arc: number): boolean => count[arc]! > 0;
  return footprintMatrix({
    activities,
    from: from.filter(counted),
    to: to.filter(counted),
    startActivities: positions(startCounts),
    endActivities: positions(endCounts),
    minTraceLength: isDfg(log, "footprints") ? null : shortest(log),
  });
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
