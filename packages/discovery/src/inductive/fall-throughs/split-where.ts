import { type FollowsGraph, hasBit } from "../follows-graph.js";
import type { SubLog } from "../sub-log.js";
import { TraceSet } from "../trace-set.js";

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
  const { offsets, sequence, counts } = log;
  const set = new TraceSet(new Uint32Array(sequence.length));
  const { buffer } = set;
  for (let t = 0; t < counts.length; t++) {
    const end = offsets[t + 1]!;
    let previous = sequence[offsets[t]!]!;
    let at = set.open;
    buffer[at++] = previous;
    for (let i = offsets[t]! + 1; i < end; i++) {
      const a = sequence[i]!;
      if (hasBit(starts, 0, a) && hasBit(before, 0, previous)) at = set.close(at, counts[t]!);
      buffer[at++] = a;
      previous = a;
    }
    set.close(at, counts[t]!);
  }
  return set.finish(log.activities);
}
