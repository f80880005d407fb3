import type { EventLog, VariantLog } from "@gigamine/event-log";
import type { SubLog } from "./sub-log.js";
import { TraceSet } from "./trace-set.js";

/** A whole log made ready for recursion. */
export interface RootLog {
  readonly log: SubLog;
  /** The names behind the ids of `log`, sorted. */
  readonly names: readonly string[];
}

/** Numbers the activities that occur by name, drops the others, and groups equal cases: O(events + n log n). */
export function rootLog(given: EventLog | VariantLog): RootLog {
  const ids = "variantOffsets" in given ? given.sequence : given.activity;
  const offsets = "variantOffsets" in given ? given.variantOffsets : given.caseOffsets;
  const counts = "variantOffsets" in given ? given.counts : null;
  const { activities } = given;
  const occurs = new Uint8Array(activities.length);
  for (let e = 0; e < ids.length; e++) occurs[ids[e]!] = 1;
  const byName = [...activities.keys()].filter((a) => occurs[a] === 1);
  byName.sort((a, b) => (activities[a]! < activities[b]! ? -1 : 1));
  const rank = new Uint32Array(activities.length);
  for (let r = 0; r < byName.length; r++) rank[byName[r]!] = r;
  const traces = new TraceSet(new Uint32Array(1024));
  for (let c = 0; c + 1 < offsets.length; c++) {
    const start = offsets[c]!;
    const end = offsets[c + 1]!;
    const buffer = traces.reserve(end - start);
    translate(ids, start, end, rank, buffer, traces.open);
    traces.close(traces.open + end - start, counts === null ? 1 : counts[c]!);
  }
  return {
    log: traces.finish(Uint32Array.from(byName.keys())),
    names: byName.map((a) => activities[a]!),
  };
}

/** Writes the rank of each of the ids from `start` to before `end` to `target`, from `at` on. */
function translate(
  ids: ArrayLike<number>,
  start: number,
  end: number,
  rank: Uint32Array,
  target: Uint32Array,
  at: number,
): void {
  for (let e = start, i = at; e < end; e++, i++) target[i] = rank[ids[e]!]!;
}
