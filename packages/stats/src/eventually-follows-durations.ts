import { optionError } from "@gigamine/base";
import { type EventLog, eventuallyFollows } from "@gigamine/event-log";
import { medianAndP90 } from "./median-and-p90.js";
import { pairLookup } from "./pair-lookup.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface EventuallyFollowsOptions extends CalendarOption {
  /** Pairs of activity names, earlier and later, to measure; pairs that the log does not have are not listed. @default all pairs */
  readonly pairs?: readonly (readonly [from: string, to: string])[] | undefined;
  /**
   * How many durations may be held in memory at once, 8 bytes each, to find medians and p90; a pair that has more gets `null` for
   * these two. With 0 no pair has them, which is fastest. A whole number from 0 to 2^27. @default 4,000,000
   */
  readonly maxHeld?: number | undefined;
}

/** The time from each activity to each that comes somewhere behind it in the same case. Pairs are sorted by `from`, then by `to`. */
export interface EventuallyFollowsDurations {
  /** Index = activity id. */
  readonly activities: readonly string[];
  /** Whether times are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** Per pair the id of the earlier activity. */
  readonly from: readonly number[];
  /** Per pair the id of the later activity. */
  readonly to: readonly number[];
  /** Per pair the number of positions i < j of a case with `from` at i and `to` at j, over all cases. */
  readonly count: readonly number[];
  /** Per pair how often its time is known, at most `count`. */
  readonly measured: readonly number[];
  /** Per pair the sum of its times; 0 when none is known. */
  readonly totalMs: readonly number[];
  /** Per pair; `null` when no time is known. */
  readonly meanMs: readonly (number | null)[];
  readonly minMs: readonly (number | null)[];
  readonly maxMs: readonly (number | null)[];
  /** Per pair; `null` when no time is known, or more than `maxHeld` are. */
  readonly medianMs: readonly (number | null)[];
  /** As `medianMs`; interpolated as in `describe`. */
  readonly p90Ms: readonly (number | null)[];
}

/**
 * The time from completion to completion for every ordered pair of positions i < j of each case, as `eventuallyFollows` counts them:
 * ⟨a, a, b⟩ gives two times to (a, b) and one to (a, a). A pair next to an event without a time counts in `count` and not in `measured`.
 *
 * Counts, sums and extremes take O(events × distinct activities of a case): all earlier events of one activity are one step, so a
 * case that repeats an activity 100,000 times costs no more than others. Medians need the times themselves, one step each; they are taken
 * in rounds that hold at most `maxHeld` at once, so memory stays bounded. An empty log gives no pair.
 *
 * @throws GigamineError `option/out-of-range` when `maxHeld` is.
 * @example
 * eventuallyFollowsDurations(log, { pairs: [["Mixing", "Coating"]] }).medianMs[0]
 */
export function eventuallyFollowsDurations(
  wallLog: EventLog,
  { calendar, pairs, maxHeld = 4_000_000 }: EventuallyFollowsOptions = {},
): EventuallyFollowsDurations {
  const where = "eventuallyFollowsDurations";
  if (!(Number.isInteger(maxHeld) && maxHeld >= 0 && maxHeld <= 2 ** 27)) {
    throw optionError(where, "maxHeld", maxHeld, "Give a whole number from 0 to 134217728.");
  }
  if (pairs !== undefined && !(Array.isArray(pairs) && pairs.every((pair) => pair.length === 2))) {
    throw optionError(where, "pairs", pairs, 'Give a list of pairs, such as [["Mixing", "Coating"]].');
  }
  const { log, clock } = onClock(where, wallLog, calendar);
  const { activities, from, to, count } = wantedPairs(log, pairs);
  const found = from.length;
  const walk = new PairWalk(log, { activities, from, to });
  const { measured, totalMs, minMs, maxMs } = walk.moments();
  const medianMs: (number | null)[] = new Array(found).fill(null);
  const p90Ms: (number | null)[] = new Array(found).fill(null);
  let pair = 0;
  while (pair < found) {
    const held: number[] = [];
    const offsets = [0];
    for (; pair < found; pair++) {
      const size = measured[pair]!;
      if (size === 0 || size > maxHeld) continue; // gets no median
      if (offsets.at(-1)! + size > maxHeld) break;
      held.push(pair);
      offsets.push(offsets.at(-1)! + size);
    }
    const times = walk.times(held, offsets);
    held.forEach((heldPair, i) => {
      [medianMs[heldPair], p90Ms[heldPair]] = medianAndP90(
        times.subarray(offsets[i], offsets[i + 1]),
        minMs[heldPair]!,
        maxMs[heldPair]!,
      );
    });
  }
  const known = (values: Float64Array): (number | null)[] =>
    Array.from(values, (value, pair) => (measured[pair] === 0 ? null : value));
  return {
    activities,
    clock,
    from,
    to,
    count,
    measured: Array.from(measured),
    totalMs: Array.from(totalMs),
    meanMs: Array.from(totalMs, (total, pair) =>
      measured[pair] === 0 ? null : Math.min(maxMs[pair]!, Math.max(minMs[pair]!, total / measured[pair]!)),
    ),
    minMs: known(minMs),
    maxMs: known(maxMs),
    medianMs,
    p90Ms,
  };
}

type Pairs = Pick<EventuallyFollowsDurations, "activities" | "from" | "to" | "count">;

function wantedPairs(log: EventLog, wanted: EventuallyFollowsOptions["pairs"]): Pairs {
  const all = eventuallyFollows(log);
  if (wanted === undefined) return all;
  const laterOf = new Map<string, Set<string>>();
  for (const [from, to] of wanted) laterOf.set(from, (laterOf.get(from) ?? new Set()).add(to));
  const { activities } = all;
  const kept = all.from.flatMap((from, pair) =>
    laterOf.get(activities[from]!)?.has(activities[all.to[pair]!]!) ? [pair] : [],
  );
  return {
    activities,
    from: kept.map((pair) => all.from[pair]!),
    to: kept.map((pair) => all.to[pair]!),
    count: kept.map((pair) => all.count[pair]!),
  };
}

/** Goes through a log and meets, at each event, the earlier activities of the case that make a listed pair with it. */
class PairWalk {
  readonly #log: EventLog;
  readonly #pairs: Omit<Pairs, "count">;

  constructor(log: EventLog, pairs: Omit<Pairs, "count">) {
    this.#log = log;
    this.#pairs = pairs;
  }

  /** Number, sum and extremes of the times of each pair, from running sums per activity of the case. */
  moments(): { measured: Float64Array; totalMs: Float64Array; minMs: Float64Array; maxMs: Float64Array } {
    const { activity, caseOffsets, time } = this.#log;
    const { activities, from } = this.#pairs;
    const pairOf = pairLookup(this.#pairs);
    const measured = new Float64Array(from.length);
    const totalMs = new Float64Array(from.length);
    const minMs = new Float64Array(from.length).fill(Number.POSITIVE_INFINITY);
    const maxMs = new Float64Array(from.length).fill(Number.NEGATIVE_INFINITY);
    const isFrom = marked(from, activities.length);
    const seen = new Float64Array(activities.length);
    const sum = new Float64Array(activities.length); // since the first event of the case, so that little is lost
    const firstTime = new Float64Array(activities.length);
    const lastTime = new Float64Array(activities.length);
    const distinct = new Uint32Array(activities.length);
    for (let c = 0; c + 1 < caseOffsets.length; c++) {
      let size = 0;
      let origin = Number.NaN;
      for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
        const at = time[e]!;
        if (Number.isNaN(at)) continue;
        if (Number.isNaN(origin)) origin = at;
        const b = activity[e]!;
        for (let s = 0; s < size; s++) {
          const a = distinct[s]!;
          const pair = pairOf(a, b);
          if (pair < 0) continue;
          measured[pair]! += seen[a]!;
          totalMs[pair]! += seen[a]! * (at - origin) - sum[a]!;
          const shortest = at - lastTime[a]!;
          const longest = at - firstTime[a]!;
          if (shortest < minMs[pair]!) minMs[pair] = shortest;
          if (longest > maxMs[pair]!) maxMs[pair] = longest;
        }
        if (isFrom[b] === 0) continue;
        if (seen[b] === 0) {
          distinct[size++] = b;
          firstTime[b] = at;
        }
        seen[b]!++;
        sum[b]! += at - origin;
        lastTime[b] = at;
      }
      for (let s = 0; s < size; s++) {
        seen[distinct[s]!] = 0;
        sum[distinct[s]!] = 0;
      }
    }
    return { measured, totalMs, minMs, maxMs };
  }

  /** The times of the pairs `held`, side by side: those of pair `held[i]` stand at `offsets[i]` … `offsets[i + 1] - 1`. */
  times(held: readonly number[], offsets: readonly number[]): Float64Array {
    const { activity, caseOffsets, time } = this.#log;
    if (held.length === 0) return new Float64Array(0);
    const { activities } = this.#pairs;
    const from = held.map((pair) => this.#pairs.from[pair]!);
    const to = held.map((pair) => this.#pairs.to[pair]!);
    const placeOf = pairLookup({ activities, from, to });
    const isFrom = marked(from, activities.length);
    const isTo = marked(to, activities.length);
    const next = Float64Array.from(offsets);
    const times = new Float64Array(offsets.at(-1)!);
    const latest = new Int32Array(activities.length).fill(-1); // per activity its latest event in the case
    const before = new Int32Array(time.length); // per event the one before it of its activity, -1 for the first
    const distinct = new Uint32Array(activities.length);
    for (let c = 0; c + 1 < caseOffsets.length; c++) {
      let size = 0;
      for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
        const at = time[e]!;
        if (Number.isNaN(at)) continue;
        const b = activity[e]!;
        if (isTo[b] === 1) {
          for (let s = 0; s < size; s++) {
            const place = placeOf(distinct[s]!, b);
            if (place < 0) continue;
            for (let i = latest[distinct[s]!]!; i >= 0; i = before[i]!) {
              times[next[place]!++] = at - time[i]!;
            }
          }
        }
        if (isFrom[b] === 0) continue;
        before[e] = latest[b]!;
        if (latest[b] === -1) distinct[size++] = b;
        latest[b] = e;
      }
      for (let s = 0; s < size; s++) latest[distinct[s]!] = -1;
    }
    return times;
  }
}

function marked(ids: readonly number[], n: number): Uint8Array {
  const marks = new Uint8Array(n);
  for (const id of ids) marks[id] = 1;
  return marks;
}
