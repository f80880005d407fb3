import type { Groups } from "./follows-graph.js";

/**
 * The multiset of traces the inductive miner recurses on.
 *
 * Trace `t` is `sequence[offsets[t]]` … `sequence[offsets[t + 1] - 1]` and occurs `counts[t]` times; no two traces are
 * equal, and none is empty. Activities are numbered anew in every sub-log, 0 … activities.length - 1, in the order of
 * their names; every one of them occurs. So the smaller of two ids is always the activity whose name comes first.
 */
export interface SubLog {
  /** Local id -> id in the whole log, rising. */
  readonly activities: Uint32Array;
  /** Per local id how many events it has, each distinct trace counted once. */
  readonly occurrences: Uint32Array;
  /** Traces + 1 rising offsets into `sequence`. */
  readonly offsets: Uint32Array;
  /** Local ids. */
  readonly sequence: Uint32Array;
  /** How often each trace occurs, at least 1. */
  readonly counts: Float64Array;
  /** How often the empty trace occurs. */
  readonly emptyTraces: number;
}

/** How many events the activities of each group have, each distinct trace counted once. */
export function eventsPerGroup({ occurrences }: SubLog, { count, groupOf }: Groups): Uint32Array {
  const events = new Uint32Array(count);
  for (let a = 0; a < groupOf.length; a++) events[groupOf[a]!]! += occurrences[a]!;
  return events;
}

/** The log without its empty traces. Spelled out, so that all logs have one hidden class. */
export function withoutEmptyTraces({ activities, occurrences, offsets, sequence, counts }: SubLog): SubLog {
  return { activities, occurrences, offsets, sequence, counts, emptyTraces: 0 };
}

/** How many traces there are, equal ones and empty ones included. */
export function traceCount(log: SubLog): number {
  let sum = log.emptyTraces;
  for (let t = 0; t < log.counts.length; t++) sum += log.counts[t]!;
  return sum;
}
