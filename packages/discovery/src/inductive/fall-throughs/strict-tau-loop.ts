import { type FollowsGraph, hasBit } from "../follows-graph.js";
import { type SubLog, SubLogBuilder } from "../sub-log.js";

/**
 * The log cut wherever a start activity directly follows an end activity, or `null` if that is nowhere. It becomes the
 * body of a loop with a silent redo part.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "strict tau loop".
 */
export function strictTauLoop(log: SubLog, graph: FollowsGraph): SubLog | null {
  const { activities, offsets, sequence, counts } = log;
  const builder = new SubLogBuilder(activities);
  let splits = 0;
  for (let t = 0; t < counts.length; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      if (
        i > offsets[t]! &&
        hasBit(graph.starts, 0, sequence[i]!) &&
        hasBit(graph.ends, 0, sequence[i - 1]!)
      ) {
        builder.endTrace(counts[t]!);
        splits++;
      }
      builder.push(sequence[i]!);
    }
    builder.endTrace(counts[t]!);
  }
  return splits > 0 ? builder.finish() : null;
}
