import { type DurationSummary, describeDurations, optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";

export interface DetoursOptions {
  /** How many events between leaving and coming back are told apart; longer detours of an activity are one group. @default 20 */
  readonly longest?: number | undefined;
}

/** A way by which cases leave an activity and come back to it. */
export interface Detour {
  /** The activity that is left and done again. */
  readonly activity: string;
  /** The activities between, in order; `null` for all that are longer than `longest`. */
  readonly between: readonly string[] | null;
  /** How often it was taken, and in how many cases. */
  readonly count: number;
  readonly cases: number;
  /** From the completion before leaving to the completion after coming back; `count` inside counts those with both times. */
  readonly duration: DurationSummary;
  /** The first case that takes it. */
  readonly exampleCase: string;
}

/**
 * Finds where cases go back: an activity that is done again after others were done between. Going through a stretch of activities
 * once more is one detour, of the first of them: `a b c a b c d` leaves `a` by `b c`, and the second `b` and `c` are part of that.
 *
 * The most frequent first, ties by the total time, then in the order found. O(events · `longest`).
 *
 * Source: rework as "redo" and "repetition" follows Swennen, Janssenswillen, Jans, Depaire, Vanhoof, "Capturing process behavior with
 * log-based process metrics", SIMPDA 2015; detours with their activities are ours.
 *
 * @example
 * detours(log)[0]; // { activity: "Final Check", between: ["Repair"], count: 45, … }
 */
export function detours(log: EventLog, { longest = 20 }: DetoursOptions = {}): Detour[] {
  if (!(Number.isInteger(longest) && longest >= 1)) {
    throw optionError("detours", "longest", longest, "Give a whole number of at least 1, such as 20.");
  }
  const { activities, activity, caseOffsets, caseIds, time } = log;
  const lastAt = new Int32Array(activities.length).fill(-1);
  const groups = new Map<
    string,
    {
      at: number;
      from: number;
      count: number;
      cases: number;
      lastCase: number;
      firstCase: number;
      times: number[];
    }
  >();
  for (let c = 0; c < caseIds.length; c++) {
    const begin = caseOffsets[c]!;
    let wasRepeat = false;
    for (let e = begin; e < caseOffsets[c + 1]!; e++) {
      const a = activity[e]!;
      const last = lastAt[a]!;
      const isRepeat = last >= begin;
      if (isRepeat && !wasRepeat && last < e - 1) {
        const length = e - last - 1;
        const key = length > longest ? `${a}` : `${a}:${activity.subarray(last + 1, e).join()}`;
        let group = groups.get(key);
        if (group === undefined) {
          group = { at: e, from: last, count: 0, cases: 0, lastCase: -1, firstCase: c, times: [] };
          groups.set(key, group);
        }
        group.count++;
        if (group.lastCase !== c) group.cases++;
        group.lastCase = c;
        const ms = time[e]! - time[last]!;
        if (!Number.isNaN(ms)) group.times.push(ms);
      }
      wasRepeat = isRepeat;
      lastAt[a] = e;
    }
  }
  return [...groups.values()]
    .map(
      ({ at, from, count, cases, firstCase, times }): Detour => ({
        activity: activities[activity[at]!]!,
        between:
          at - from - 1 > longest ? null : Array.from(activity.subarray(from + 1, at), (a) => activities[a]!),
        count,
        cases,
        duration: describeDurations(Float64Array.from(times)),
        exampleCase: caseIds[firstCase]!,
      }),
    )
    .sort((a, b) => b.count - a.count || b.duration.totalMs - a.duration.totalMs);
}
