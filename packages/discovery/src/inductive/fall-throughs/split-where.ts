import { type FollowsGraph, hasBit } from "../follows-graph.js";
import { Pieces } from "../pieces.js";
import type { SubLog } from "../sub-log.js";

/**
 * The log with each trace cut between an activity of `before` and a start activity that directly follows it; `null` if
 * that is nowhere, which the graph tells in O(n² / 32).
 */
export function splitWhere(log: SubLog, graph: FollowsGraph, before: Uint32Array): SubLog | null {
  const { size, words, next, starts } = graph;
  let found = false;
  for (let a = 0; a < size && !found; a++) {
    if (!hasBit(before, 0, a)) continue;
    for (let w = 0; w < words; w++) if ((next[a * words + w]! & starts[w]!) !== 0) found = true;
  }
  if (!found) return null;
  // All events stay where they are: only the traces become more.
  const pieces = new Pieces(log.sequence.slice(), 0);
  cutTraces(log, before, starts, pieces);
  return pieces.toLog(log.activities);
}

function cutTraces(
  { offsets, sequence, counts }: SubLog,
  before: Uint32Array,
  starts: Uint32Array,
  pieces: Pieces,
): void {
  for (let t = 0; t < counts.length; t++) {
    const end = offsets[t + 1]!;
    for (let i = offsets[t]! + 1; i < end; i++) {
      if (hasBit(starts, 0, sequence[i]!) && hasBit(before, 0, sequence[i - 1]!)) pieces.end(i, counts[t]!);
    }
    pieces.end(end, counts[t]!);
  }
}
