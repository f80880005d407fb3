import type { EventLog } from "@gigamine/event-log";
import { resourceColumn } from "./resource-column.js";

/** A relation between resources. Lists are aligned; pairs are sorted by `from`, then by `to`. */
export interface ResourceNetwork {
  /** Index = resource id, in the order of first appearance. */
  readonly resources: readonly string[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** What is counted, see the function. */
  readonly count: readonly number[];
  /** `count` by `total`, in [0, 1]. */
  readonly share: readonly number[];
  readonly total: number;
  /** Events that name no resource; what touches them is not counted. */
  readonly eventsWithoutResource: number;
}

/**
 * Handover of work: how often an event of one resource is directly followed, in its case, by one of another. A resource that goes on
 * itself is a pair of its own. `total` are all successions of two events that both name a resource. O(events).
 *
 * Source: van der Aalst, Reijers, Song, "Discovering Social Networks from Event Logs", CSCW 14(6), 2005, section 4.2 (handover of
 * work, direct succession, multiple transfers counted).
 *
 * @throws GigamineError `stats/no-resource` when the log has no resources.
 */
export function handover(log: EventLog): ResourceNetwork {
  const { codes, dictionary } = resourceColumn("handover", log);
  const counts = new PairCounts(dictionary.length);
  let total = 0;
  forEachCase(log, (begin, end) => {
    for (let e = begin + 1; e < end; e++) {
      if (codes[e - 1]! < 0 || codes[e]! < 0) continue;
      counts.add(codes[e - 1]!, codes[e]!);
      total++;
    }
  });
  return counts.network(dictionary, total, missing(codes));
}

/**
 * Subcontracting: how often a resource works, directly then another one, and directly then the first again. `from` is the one that
 * works before and after, `to` the one between, never the same. `total` are all triples of successive events that name their
 * resources. O(events).
 *
 * Source: van der Aalst, Reijers, Song 2005, section 4.2 (subcontracting). PM4Py divides by cases, counts of each variant only the
 * first return of a resource, and may name a resource as its own subcontractor.
 *
 * @throws GigamineError `stats/no-resource` when the log has no resources.
 */
export function subcontracting(log: EventLog): ResourceNetwork {
  const { codes, dictionary } = resourceColumn("subcontracting", log);
  const counts = new PairCounts(dictionary.length);
  let total = 0;
  forEachCase(log, (begin, end) => {
    for (let e = begin + 2; e < end; e++) {
      const [before, between, after] = [codes[e - 2]!, codes[e - 1]!, codes[e]!];
      if (before < 0 || between < 0 || after < 0) continue;
      total++;
      if (before === after && before !== between) counts.add(before, between);
    }
  });
  return counts.network(dictionary, total, missing(codes));
}

/**
 * Working together: in how many cases two resources both work. Each pair stands in both directions. `total` are the cases with at
 * least one resource. O(events + cases · pairs of a case).
 *
 * Source: van der Aalst, Reijers, Song 2005, section 4.2 (joint cases). PM4Py divides by the number of events.
 *
 * @throws GigamineError `stats/no-resource` when the log has no resources.
 */
export function workingTogether(log: EventLog): ResourceNetwork {
  const { codes, dictionary } = resourceColumn("workingTogether", log);
  const counts = new PairCounts(dictionary.length);
  const seenIn = new Int32Array(dictionary.length).fill(-1);
  let total = 0;
  forEachCase(log, (begin, end, c) => {
    const team: number[] = [];
    for (let e = begin; e < end; e++) {
      const resource = codes[e]!;
      if (resource < 0 || seenIn[resource] === c) continue;
      seenIn[resource] = c;
      for (const other of team) {
        counts.add(resource, other);
        counts.add(other, resource);
      }
      team.push(resource);
    }
    if (team.length > 0) total++;
  });
  return counts.network(dictionary, total, missing(codes));
}

/** Counts pairs of small numbers: in a table while that is small, else in a map. */
class PairCounts {
  readonly #size: number;
  readonly #table: Float64Array | null;
  readonly #map = new Map<number, number>();

  constructor(size: number) {
    this.#size = size;
    this.#table = size <= 2048 ? new Float64Array(size * size) : null;
  }

  add(from: number, to: number): void {
    const key = from * this.#size + to;
    if (this.#table !== null) this.#table[key]!++;
    else this.#map.set(key, (this.#map.get(key) ?? 0) + 1);
  }

  network(resources: readonly string[], total: number, eventsWithoutResource: number): ResourceNetwork {
    const pairs: [key: number, count: number][] = [];
    if (this.#table === null) pairs.push(...this.#map);
    this.#table?.forEach((count, key) => {
      if (count > 0) pairs.push([key, count]);
    });
    pairs.sort(([a], [b]) => a - b);
    return {
      resources,
      from: pairs.map(([key]) => Math.floor(key / this.#size)),
      to: pairs.map(([key]) => key % this.#size),
      count: pairs.map(([, count]) => count),
      share: pairs.map(([, count]) => count / total),
      total,
      eventsWithoutResource,
    };
  }
}

function forEachCase(
  { caseOffsets }: EventLog,
  visit: (begin: number, end: number, caseIndex: number) => void,
): void {
  for (let c = 0; c + 1 < caseOffsets.length; c++) visit(caseOffsets[c]!, caseOffsets[c + 1]!, c);
}

function missing(codes: Int32Array): number {
  let count = 0;
  for (let e = 0; e < codes.length; e++) if (codes[e]! < 0) count++;
  return count;
}
