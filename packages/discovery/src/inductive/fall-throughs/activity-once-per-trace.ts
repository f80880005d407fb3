import type { SubLog } from "../sub-log.js";

/**
 * The first activity by name that occurs exactly once in every trace, or -1. It is then put in parallel to the rest.
 * O(events of the traces + n).
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "activity once per trace".
 */
export function activityOncePerTrace({ activities, offsets, sequence, counts }: SubLog): number {
  const traces = counts.length;
  const lastTrace = new Int32Array(activities.length).fill(-1);
  const tracesWith = new Uint32Array(activities.length);
  const repeats = new Uint8Array(activities.length);
  for (let t = 0; t < traces; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const a = sequence[i]!;
      if (lastTrace[a] === t) repeats[a] = 1;
      lastTrace[a] = t;
      tracesWith[a]!++;
    }
  }
  return tracesWith.findIndex((count, a) => count === traces && repeats[a] === 0);
}
