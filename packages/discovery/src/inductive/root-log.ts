import type { EventLog, VariantLog } from "@gigamine/event-log";
import { idsByName, ranksIn } from "./by-name.js";
import type { SubLog } from "./sub-log.js";
import { HASH_SEED, mixHash, TraceSet } from "./trace-set.js";

/** A whole log made ready for recursion. */
export interface RootLog {
  readonly log: SubLog;
  /** The sorted names that the activities of `log` are indexes into; also those that don't occur. */
  readonly names: readonly string[];
}

/** Numbers the activities by name and groups equal cases: O(events + n log n). */
export function rootLog(given: EventLog | VariantLog): RootLog {
  const ids = "variantOffsets" in given ? given.sequence : given.activity;
  const offsets = "variantOffsets" in given ? given.variantOffsets : given.caseOffsets;
  const counts = "variantOffsets" in given ? given.counts : null;
  const order = idsByName(given.activities);
  const rank = ranksIn(order, order.length);
  const traces = new TraceSet(new Uint32Array(1024));
  let emptyTraces = 0;
  for (let c = 0; c + 1 < offsets.length; c++) {
    const start = offsets[c]!;
    const end = offsets[c + 1]!;
    const count = counts === null ? 1 : counts[c]!;
    if (start === end) {
      emptyTraces += count;
      continue;
    }
    const hash = translate(ids, start, end, rank, traces.reserve(end - start), traces.open);
    traces.close(traces.open + end - start, hash, count);
  }
  return {
    log: traces.finish(Uint32Array.from(order.keys()), emptyTraces),
    names: order.map((a) => given.activities[a]!),
  };
}

/** Writes the rank of each of the ids from `start` to before `end` to `target`, from `at` on, and gives their hash. */
function translate(
  ids: ArrayLike<number>,
  start: number,
  end: number,
  rank: Uint32Array,
  target: Uint32Array,
  at: number,
): number {
  let hash = HASH_SEED;
  for (let e = start, i = at; e < end; e++, i++) {
    const a = rank[ids[e]!]!;
    target[i] = a;
    hash = mixHash(hash, a);
  }
  return hash;
}
