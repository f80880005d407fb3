import type { SubLog } from "./sub-log.js";

/** Where each activity occurs: activity `a` has the entries `first[a]` … `first[a + 1] - 1`, rising. */
export interface Occurrences {
  readonly first: Uint32Array;
  /** Per entry the index into the sequence of the log. */
  readonly position: Uint32Array;
  /** Per entry the trace it lies in. */
  readonly trace: Uint32Array;
}

/** Sorts the events by activity, by counting: O(events of the traces + n). */
export function occurrences(log: SubLog): Occurrences {
  const { activities, offsets, sequence, counts } = log;
  const first = new Uint32Array(activities.length + 1);
  for (const a of sequence) first[a + 1]!++;
  for (let a = 0; a < activities.length; a++) first[a + 1]! += first[a]!;
  const free = first.slice();
  const position = new Uint32Array(sequence.length);
  const trace = new Uint32Array(sequence.length);
  for (let t = 0; t < counts.length; t++) {
    for (let i = offsets[t]!; i < offsets[t + 1]!; i++) {
      const entry = free[sequence[i]!]!++;
      position[entry] = i;
      trace[entry] = t;
    }
  }
  return { first, position, trace };
}
