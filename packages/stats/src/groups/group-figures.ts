import { groupValues } from "@gigamine/base";
import { type Dfg, directlyFollows, type EventLog } from "@gigamine/event-log";
import { caseTimes, startTimes } from "../case-times.js";
import { elapsedTimes } from "../elapsed-times.js";

/** The cases of one group; `ids` gives per activity of its log the id that both groups share. */
export interface Group {
  readonly log: EventLog;
  readonly ids: Uint32Array;
}

export type CommonArcs = Pick<Dfg, "activities" | "from" | "to">;

/** The directly-follows arcs of either group, by `from`, then by `to`. */
export function commonArcs(groups: readonly Group[], activities: readonly string[]): CommonArcs {
  const n = activities.length;
  const keys = new Set<number>();
  for (const { log, ids } of groups) {
    const { from, to } = directlyFollows(log);
    for (let arc = 0; arc < from.length; arc++) keys.add(ids[from[arc]!]! * n + ids[to[arc]!]!);
  }
  const sorted = [...keys].sort((x, y) => x - y);
  return { activities, from: sorted.map((key) => Math.floor(key / n)), to: sorted.map((key) => key % n) };
}

/** In how many cases each activity and each arc happens. */
export interface Seen {
  readonly activities: Uint32Array;
  readonly arcs: Uint32Array;
}

export function casesWith(
  { log: { caseOffsets, activity }, ids }: Group,
  activities: number,
  arcs: number,
  arcOf: (from: number, to: number) => number,
): Seen {
  const seen = { activities: new Uint32Array(activities), arcs: new Uint32Array(arcs) };
  const caseOfActivity = new Int32Array(activities).fill(-1);
  const caseOfArc = new Int32Array(arcs).fill(-1);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    let before = -1;
    for (let e = caseOffsets[c]!; e < caseOffsets[c + 1]!; e++) {
      const id = ids[activity[e]!]!;
      if (caseOfActivity[id] !== c) {
        caseOfActivity[id] = c;
        seen.activities[id]!++;
      }
      if (before >= 0) {
        const arc = arcOf(before, id);
        if (caseOfArc[arc] !== c) {
          caseOfArc[arc] = c;
          seen.arcs[arc]!++;
        }
      }
      before = id;
    }
  }
  return seen;
}

export function caseDurations(log: EventLog, basis: "start" | "completion"): Float64Array {
  const { from, to } = caseTimes(basis === "start" ? log : { ...log, eventAttributes: Object.create(null) });
  return to.map((end, c) => end - from[c]!).filter((ms) => !Number.isNaN(ms));
}

/** Per activity 1 where each group that has it records starts of it. */
export function measuredByService(groups: readonly Group[], activities: number): Uint8Array {
  const has = new Uint8Array(activities);
  const records = new Uint8Array(activities);
  groups.forEach(({ log, ids }, g) => {
    const starts = startTimes(log);
    for (let e = 0; e < log.activity.length; e++) {
      const id = ids[log.activity[e]!]!;
      has[id]! |= 1 << g;
      if (starts !== null && !Number.isNaN(starts[e]! - log.time[e]!)) records[id]! |= 1 << g;
    }
  });
  return has.map((groupsWith, id) => (groupsWith > 0 && records[id] === groupsWith ? 1 : 0));
}

/** The durations of one activity. */
export type Times = (id: number) => Float64Array;

export function activityTimes({ log, ids }: Group, byService: Uint8Array): Times {
  const starts = startTimes(log);
  const durations = elapsedTimes(log, () => Number.NaN);
  const idOf = new Uint32Array(durations.length);
  for (let e = 0; e < durations.length; e++) {
    const id = ids[log.activity[e]!]!;
    idOf[e] = id;
    if (byService[id] === 0) continue;
    const service = starts === null ? Number.NaN : log.time[e]! - starts[e]!;
    durations[e] = service >= 0 ? service : Number.NaN;
  }
  const { offsets, grouped } = groupValues(durations, idOf, byService.length);
  return (id) => grouped.subarray(offsets[id], offsets[id + 1]);
}
