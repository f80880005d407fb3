import { activity, type ProcessTree, silent } from "@gigamine/models";
import type { SubLog } from "./sub-log.js";

/**
 * The leaf for a log that needs no operator, or `null`: nothing at all (or only empty traces) is silent; one trace of
 * one event, however often, is that activity. An activity that repeats inside a trace is not a base case.
 *
 * Source: Leemans, "Robust Process Mining with Guarantees", 2017, chapter 6, Inductive Miner: base cases.
 */
export function baseCase(log: SubLog, names: readonly string[]): ProcessTree | null {
  if (log.sequence.length === 0) return silent();
  if (log.counts.length === 1 && log.sequence.length === 1) return activity(names[log.activities[0]!]!);
  return null;
}

/** How often the empty trace occurs. */
export function emptyTraceCount(log: SubLog): number {
  const t = emptyTrace(log);
  return t < 0 ? 0 : log.counts[t]!;
}

/** The log without its empty traces. */
export function withoutEmptyTraces(log: SubLog): SubLog {
  const t = emptyTrace(log);
  if (t < 0) return log;
  return {
    ...log,
    offsets: log.offsets.filter((_, i) => i !== t),
    counts: log.counts.filter((_, i) => i !== t),
  };
}

function emptyTrace({ offsets, counts }: SubLog): number {
  return counts.findIndex((_, t) => offsets[t] === offsets[t + 1]);
}
