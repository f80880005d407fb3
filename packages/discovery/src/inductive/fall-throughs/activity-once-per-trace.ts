import type { SubLog } from "../sub-log.js";

/**
 * The first activity by name that occurs exactly once in every trace, or -1. It is then put in parallel to the rest.
 * O(n), and O(events of the traces) if some activity has as many events as there are traces.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: fall through "activity once per trace".
 */
export function activityOncePerTrace({ occurrences, offsets, sequence, counts }: SubLog): number {
  const traces = counts.length;
  // As many events as traces and never two in one trace: then one in each.
  if (!occurrences.includes(traces)) return -1;
  const lastTrace = new Int32Array(occurrences.length).fill(-1);
  const repeats = new Uint8Array(occurrences.length);
  for (let t = 0; t < traces; t++) {
    const end = offsets[t + 1]!;
    for (let i = offsets[t]!; i < end; i++) {
      const a = sequence[i]!;
      if (lastTrace[a] === t) repeats[a] = 1;
      lastTrace[a] = t;
    }
  }
  return occurrences.findIndex((events, a) => events === traces && repeats[a] === 0);
}
