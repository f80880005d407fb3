import { compensatedSum, type DurationSummary, describeDurationsByGroup } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { type ActivitySelection, keptActivities, oneOf } from "./activity-selection.js";
import { startTimes } from "./case-times.js";
import { elapsedTimes } from "./elapsed-times.js";

export interface BottleneckOptions extends ActivitySelection {
  /** What the ranking goes by. `"total"` weighs an activity by how often it happens, `"mean"` and `"median"` do not. @default "total" */
  readonly rankBy?: "total" | "mean" | "median" | undefined;
}

/** One activity and the time that cases spend on the way to its completion. */
export interface Bottleneck {
  /** 1 for the greatest. */
  readonly rank: number;
  readonly activity: string;
  /** Events with a measured time. */
  readonly count: number;
  /** Time from the completion of the previous event of the case to the completion of this one, summed over `count`. */
  readonly totalMs: number;
  readonly meanMs: number;
  readonly medianMs: number;
  /** `totalMs` over that of all ranked activities, in [0, 1]; `null` when no time passed at all. */
  readonly shareOfTime: number | null;
  /** Cases with a measured time of this activity. */
  readonly cases: number;
  /** `cases` over all cases of the log, in [0, 1]. */
  readonly shareOfCases: number;
  /** The part of `totalMs` before the recorded start of the event; `null` when no measured event of the activity has a start. */
  readonly waitingMs: number | null;
  /** The part of `totalMs` from the recorded start on; `null` as `waitingMs`. Events without a start are in neither part. */
  readonly serviceMs: number | null;
}

/**
 * Ranks the activities by the time that cases lose on the way to them, the greatest first.
 *
 * The time of an event runs from the completion of the previous event of its case to its own completion, so it holds waiting
 * and work, and the times of all activities split the case durations without overlap: `shareOfTime` sums to 1. The first
 * event of a case counts from its recorded start and, without one, not at all. Where starts are recorded, the time is split at the
 * start into waiting and service; a start outside the interval is taken to its nearer end. Why the total and not the mean by default: a step
 * that takes an hour in every case costs more than one that takes a day in one case of a thousand; `rankBy` offers both.
 *
 * Ties go to the lower activity id. Activities without a measured time are left out; an empty log, or one without times, gives
 * an empty list. O(events log events).
 *
 * Source: the sojourn time of an activity and its parts as in van der Aalst, "Process Mining: Data Science in Action", 2nd
 * edition, 2016, section 9.4.
 *
 * @example
 * bottlenecks(log)[0]?.activity
 */
export function bottlenecks(
  log: EventLog,
  { rankBy = "total", ...selection }: BottleneckOptions = {},
): Bottleneck[] {
  oneOf("bottlenecks", "rankBy", rankBy, ["total", "mean", "median"]);
  const kept = keptActivities("bottlenecks", log, selection);
  const starts = startTimes(log);
  const elapsed = sojournTimes(log, starts);
  const summaries = describeDurationsByGroup(elapsed, log.activity, log.activities.length);
  const parts = splitAtStarts(log, elapsed, starts);
  const cases = casesPerActivity(log, elapsed);

  const ranked = rankActivities(summaries, kept, rankBy);
  const all = compensatedSum(ranked.map((a) => summaries[a]!.totalMs));
  return ranked.map((a, i) => {
    const { count, totalMs, meanMs, medianMs } = summaries[a]!;
    return {
      rank: i + 1,
      activity: log.activities[a]!,
      count,
      totalMs,
      meanMs: meanMs!,
      medianMs: medianMs!,
      shareOfTime: all === 0 ? null : totalMs / all,
      cases: cases[a]!,
      shareOfCases: cases[a]! / log.caseIds.length,
      ...parts[a]!,
    };
  });
}

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
  rankBy: "total" | "mean" | "median",
): number[] {
  const field = { total: "totalMs", mean: "meanMs", median: "medianMs" } as const;
  const weight = (a: number): number => summaries[a]![field[rankBy]] ?? 0;
  const ids: number[] = [];
  for (let a = 0; a < summaries.length; a++) {
    if (kept[a] === 1 && summaries[a]!.count > 0) ids.push(a);
  }
  return ids.sort((a, b) => weight(b) - weight(a)); // stable, so ties keep the order of the ids
}

type Parts = Pick<Bottleneck, "waitingMs" | "serviceMs">;

function splitAtStarts(log: EventLog, elapsed: Float64Array, starts: Float64Array | null): Parts[] {
  const n = log.activities.length;
  if (starts === null) return new Array(n).fill({ waitingMs: null, serviceMs: null });
  const waiting = new Float64Array(n);
  const service = new Float64Array(n);
  const known = new Uint8Array(n);
  for (let e = 0; e < elapsed.length; e++) {
    const whole = elapsed[e]!;
    const start = starts[e]!;
    if (Number.isNaN(whole) || Number.isNaN(start)) continue;
    const work = Math.min(whole, Math.max(0, log.time[e]! - start));
    const a = log.activity[e]!;
    known[a] = 1;
    service[a]! += work;
    waiting[a]! += whole - work;
  }
  return Array.from(known, (k, a) =>
    k === 1 ? { waitingMs: waiting[a]!, serviceMs: service[a]! } : { waitingMs: null, serviceMs: null },
  );
}

function casesPerActivity(log: EventLog, elapsed: Float64Array): Uint32Array {
  const { caseOffsets, activity } = log;
  const cases = new Uint32Array(log.activities.length);
  const lastCase = new Int32Array(log.activities.length).fill(-1);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const a = activity[e]!;
      if (lastCase[a] === c || Number.isNaN(elapsed[e]!)) continue;
      lastCase[a] = c;
      cases[a]!++;
    }
  }
  return cases;
}
