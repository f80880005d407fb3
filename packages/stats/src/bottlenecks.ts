import { compensatedSum, type DurationSummary, describeDurationsByGroup } from "@gigamine/base";
import { directlyFollows, type EventLog } from "@gigamine/event-log";
import { type ActivitySelection, keptActivities, oneOf } from "./activity-selection.js";
import {
  type BootstrapOptions,
  type BottleneckIntervals,
  bottleneckIntervals,
  type RankBy,
} from "./bottleneck-intervals.js";
import { startTimes } from "./case-times.js";
import { elapsedTimes } from "./elapsed-times.js";
import { resourceColumn } from "./organisation/resource-column.js";
import { pairLookup } from "./pair-lookup.js";
import { type CalendarOption, type DurationClock, onClock } from "./working-time.js";

export interface BottleneckOptions extends ActivitySelection, CalendarOption {
  /**
   * What is ranked: `"activities"`; `"arcs"`, an activity by the one before it; or `"resources"`, who did what the time led to.
   * @default "activities"
   */
  readonly of?: "activities" | "arcs" | "resources" | undefined;
  /**
   * What the ranking goes by. `"total"` weighs an activity by how often it happens, `"mean"` and `"median"` do not.
   * @default "total"
   */
  readonly rankBy?: RankBy | undefined;
  /** Intervals by resampling the cases; `{}` for 1000 resamples and 95 %. @default none */
  readonly bootstrap?: BootstrapOptions | undefined;
}

/** The figures of whatever is ranked. */
export interface BottleneckFigures {
  /** 1 for the greatest. */
  readonly rank: number;
  /** Events with a measured time. */
  readonly count: number;
  /** Time from the completion of the previous event of the case to the completion of this one, summed over `count`. */
  readonly totalMs: number;
  readonly meanMs: number;
  readonly medianMs: number;
  /** `totalMs` over that of all that is ranked, in [0, 1]; `null` when no time passed at all. */
  readonly shareOfTime: number | null;
  /** Cases with a measured time. */
  readonly cases: number;
  /** `cases` over all cases of the log, in [0, 1]. */
  readonly shareOfCases: number;
  /** The part of `totalMs` before the recorded start of the event; `null` when no measured event has a start. */
  readonly waitingMs: number | null;
  /** The part of `totalMs` from the recorded start on; `null` as `waitingMs`. Events without a start are in neither part. */
  readonly serviceMs: number | null;
  /** Whether times are wall-clock time or working time of the calendar. */
  readonly clock: DurationClock;
  /** How far the figures may be trusted; `null` without the option `bootstrap`. */
  readonly intervals: BottleneckIntervals | null;
}

/** One activity and the time that cases spend on the way to its completion. */
export interface Bottleneck extends BottleneckFigures {
  readonly activity: string;
}

/** Two activities of which one directly follows the other, and the time that passes between their completions. */
export interface ArcBottleneck extends BottleneckFigures {
  readonly from: string;
  readonly to: string;
}

/** One resource and the time that cases spend on the way to the completion of what it does. */
export interface ResourceBottleneck extends BottleneckFigures {
  readonly resource: string;
}

/**
 * Ranks activities, arcs or resources by the time that cases lose on the way to them, the greatest first.
 *
 * The time of an event runs from the completion of the previous event of its case to its own completion, so it holds waiting and
 * work, and the times of all activities split the case durations without overlap: `shareOfTime` sums to 1. The first event of a
 * case counts from its recorded start and, without one, not at all; it belongs to no arc. Where starts are recorded, the time is
 * split at the start into waiting and service; a start outside the interval is taken to its nearer end. Why the total and not the
 * mean by default: a step that takes an hour in every case costs more than one that takes a day in one case of a thousand;
 * `rankBy` offers both.
 *
 * Times of excluded activities, of arcs to them and of events without a resource (for `of: "resources"`) are not ranked. With
 * `bootstrap` each entry says in `intervals` how its figures would vary with other cases of the same process, and how often it
 * would still rank first; that takes samples × events more.
 *
 * Ties go to the lower activity id, for arcs of the first, then of the second activity, for resources to the one first seen. What
 * has no measured time is left out; an empty log, or one without times, gives an empty list. O(events log events).
 *
 * Source: the sojourn time of an activity and its parts as in van der Aalst, "Process Mining: Data Science in Action", 2nd
 * edition, 2016, section 9.4; for the intervals see {@link BootstrapOptions}.
 *
 * @throws GigamineError `option/…`; `stats/no-resource` when resources are asked for and the log has none.
 * @example
 * bottlenecks(log)[0]?.activity
 * bottlenecks(log, { of: "arcs", bootstrap: { seed: 1 } })[0]?.intervals?.shareOfTime
 */
export function bottlenecks(
  log: EventLog,
  options?: BottleneckOptions & { readonly of?: "activities" | undefined },
): Bottleneck[];
export function bottlenecks(
  log: EventLog,
  options: BottleneckOptions & { readonly of: "arcs" },
): ArcBottleneck[];
export function bottlenecks(
  log: EventLog,
  options: BottleneckOptions & { readonly of: "resources" },
): ResourceBottleneck[];
export function bottlenecks(
  wallLog: EventLog,
  { of = "activities", rankBy = "total", calendar, bootstrap, ...selection }: BottleneckOptions = {},
): (Bottleneck | ArcBottleneck | ResourceBottleneck)[] {
  oneOf("bottlenecks", "of", of, ["activities", "arcs", "resources"]);
  oneOf("bottlenecks", "rankBy", rankBy, ["total", "mean", "median"]);
  const keptActivity = keptActivities("bottlenecks", wallLog, selection);
  const { log, clock } = onClock("bottlenecks", wallLog, calendar);
  const starts = startTimes(log);
  const elapsed = of === "arcs" ? elapsedTimes(log, () => Number.NaN) : sojournTimes(log, starts);
  const { groupOf, kept, names } = GROUPINGS[of](log, elapsed, keptActivity);
  const summaries = describeDurationsByGroup(elapsed, groupOf, names.length);
  const times = { log, elapsed, groupOf, groups: names.length };
  const parts = splitAtStarts(times, starts);
  const cases = casesPerGroup(times);

  const ranked = rankActivities(summaries, kept, rankBy);
  const all = compensatedSum(ranked.map((g) => summaries[g]!.totalMs));
  const intervals =
    bootstrap === undefined
      ? null
      : bottleneckIntervals(
          "bottlenecks",
          { caseOffsets: log.caseOffsets, elapsed, placeOf: placesOf(times, ranked), places: ranked.length },
          rankBy,
          bootstrap,
        );
  return ranked.map((g, i) => {
    const { count, totalMs, meanMs, medianMs } = summaries[g]!;
    return {
      rank: i + 1,
      ...names[g]!,
      count,
      totalMs,
      meanMs: meanMs!,
      medianMs: medianMs!,
      shareOfTime: all === 0 ? null : totalMs / all,
      cases: cases[g]!,
      shareOfCases: cases[g]! / log.caseIds.length,
      ...parts[g]!,
      clock,
      intervals: intervals?.[i] ?? null,
    };
  });
}

type Name =
  | Pick<Bottleneck, "activity">
  | Pick<ArcBottleneck, "from" | "to">
  | Pick<ResourceBottleneck, "resource">;

/** What events are ranked by. */
interface Grouping {
  /** Per event its group; of no meaning where its time is NaN. */
  readonly groupOf: ArrayLike<number>;
  readonly names: readonly Name[];
  /** Per group 1 when it is ranked. */
  readonly kept: Uint8Array;
}

/** Each may take events out of the ranking by setting their time to NaN. */
const GROUPINGS: Record<
  "activities" | "arcs" | "resources",
  (log: EventLog, elapsed: Float64Array, keptActivity: Uint8Array) => Grouping
> = {
  activities: ({ activity, activities }, _, kept) => ({
    groupOf: activity,
    names: activities.map((name) => ({ activity: name })),
    kept,
  }),
  arcs: (log, _, keptActivity) => {
    const dfg = directlyFollows(log);
    const arcOf = pairLookup(dfg);
    const { activities, activity, caseOffsets } = log;
    const groupOf = new Uint32Array(activity.length);
    for (let c = 0; c + 1 < caseOffsets.length; c++) {
      for (let e = caseOffsets[c]! + 1; e < caseOffsets[c + 1]!; e++) {
        groupOf[e] = arcOf(activity[e - 1]!, activity[e]!);
      }
    }
    return {
      groupOf,
      names: dfg.from.map((from, arc) => ({ from: activities[from]!, to: activities[dfg.to[arc]!]! })),
      kept: Uint8Array.from(dfg.to, (to) => keptActivity[to]!),
    };
  },
  resources: (log, elapsed, keptActivity) => {
    const { codes, dictionary } = resourceColumn("bottlenecks", log);
    for (let e = 0; e < elapsed.length; e++) {
      if (codes[e]! < 0 || keptActivity[log.activity[e]!] === 0) elapsed[e] = Number.NaN;
    }
    return {
      groupOf: codes,
      names: dictionary.map((name) => ({ resource: name })),
      kept: new Uint8Array(dictionary.length).fill(1),
    };
  },
};

/** Per event the time since the previous completion; of the first event of a case since its start, NaN without one. */
export function sojournTimes(log: EventLog, starts: Float64Array | null): Float64Array {
  return elapsedTimes(log, (e) => {
    if (starts === null) return Number.NaN;
    const service = log.time[e]! - starts[e]!;
    return service < 0 ? Number.NaN : service;
  });
}

/** Ids of the kept activities with a measured time, the greatest first, ties by id. */
export function rankActivities(
  summaries: readonly DurationSummary[],
  kept: Uint8Array,
  rankBy: RankBy,
): number[] {
  const field = { total: "totalMs", mean: "meanMs", median: "medianMs" } as const;
  const weight = (a: number): number => summaries[a]![field[rankBy]] ?? 0;
  const ids: number[] = [];
  for (let a = 0; a < summaries.length; a++) {
    if (kept[a] === 1 && summaries[a]!.count > 0) ids.push(a);
  }
  return ids.sort((a, b) => weight(b) - weight(a)); // stable, so ties keep the order of the ids
}

interface GroupedTimes {
  readonly log: EventLog;
  readonly elapsed: Float64Array;
  readonly groupOf: ArrayLike<number>;
  readonly groups: number;
}

type Parts = Pick<BottleneckFigures, "waitingMs" | "serviceMs">;

function splitAtStarts(
  { log, elapsed, groupOf, groups }: GroupedTimes,
  starts: Float64Array | null,
): Parts[] {
  if (starts === null) return new Array(groups).fill({ waitingMs: null, serviceMs: null });
  const waiting = new Float64Array(groups);
  const service = new Float64Array(groups);
  const known = new Uint8Array(groups);
  for (let e = 0; e < elapsed.length; e++) {
    const whole = elapsed[e]!;
    const start = starts[e]!;
    if (Number.isNaN(whole) || Number.isNaN(start)) continue;
    const work = Math.min(whole, Math.max(0, log.time[e]! - start));
    const g = groupOf[e]!;
    known[g] = 1;
    service[g]! += work;
    waiting[g]! += whole - work;
  }
  return Array.from(known, (k, g) =>
    k === 1 ? { waitingMs: waiting[g]!, serviceMs: service[g]! } : { waitingMs: null, serviceMs: null },
  );
}

function casesPerGroup({ log: { caseOffsets }, elapsed, groupOf, groups }: GroupedTimes): Uint32Array {
  const cases = new Uint32Array(groups);
  const lastCase = new Int32Array(groups).fill(-1);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const g = groupOf[e]!;
      if (Number.isNaN(elapsed[e]!) || lastCase[g] === c) continue;
      lastCase[g] = c;
      cases[g]!++;
    }
  }
  return cases;
}

/** Per event the place of its group in the ranking, from 0; -1 where its time is not measured or its group not ranked. */
function placesOf({ elapsed, groupOf, groups }: GroupedTimes, ranked: readonly number[]): Int32Array {
  const places = new Int32Array(groups).fill(-1);
  ranked.forEach((g, place) => {
    places[g] = place;
  });
  return Int32Array.from(elapsed, (time, e) => (Number.isNaN(time) ? -1 : places[groupOf[e]!]!));
}
