import { compensatedSum, groupValues } from "@gigamine/base";
import { type Dfg, directlyFollows, type EventLog } from "@gigamine/event-log";
import { median } from "./median.js";

/** A directly-follows graph with the time that passes along each arc, in ms. Arcs are sorted by `from`, then by `to`. */
export interface PerformanceDfg extends Dfg {
  /** Per arc how often its time is known, at most `count`. */
  readonly measured: readonly number[];
  /** Per arc the sum of its times; 0 when none is known. */
  readonly totalMs: readonly number[];
  /** Per arc; `null` when no time is known. */
  readonly meanMs: readonly (number | null)[];
  readonly medianMs: readonly (number | null)[];
  readonly minMs: readonly (number | null)[];
  readonly maxMs: readonly (number | null)[];
}

/**
 * The directly-follows graph of a log with the time from the completion of one event to the completion of the next.
 *
 * A step next to an event without a time counts in `count` and not in `measured`. Over a fully timed log the totals of all
 * arcs sum to the time between the first and the last completion of every case. O(events), and the square of the
 * activities where these are few. An empty log gives a graph without arcs.
 */
export function performanceDfg(log: EventLog): PerformanceDfg {
  const dfg = directlyFollows(log);
  const arcs = dfg.from.length;
  const arcOf = arcLookup(dfg);
  const { caseOffsets, activity, time } = log;
  const steps = new Float64Array(time.length).fill(Number.NaN);
  const arcOfStep = new Uint32Array(time.length);
  for (let c = 0; c + 1 < caseOffsets.length; c++) {
    for (let e = caseOffsets[c]! + 1; e < caseOffsets[c + 1]!; e++) {
      steps[e] = time[e]! - time[e - 1]!;
      arcOfStep[e] = arcOf(activity[e - 1]!, activity[e]!);
    }
  }
  const { offsets, grouped } = groupValues(steps, arcOfStep, arcs);
  const measured: number[] = [];
  const totalMs: number[] = [];
  const meanMs: (number | null)[] = [];
  const medianMs: (number | null)[] = [];
  const minMs: (number | null)[] = [];
  const maxMs: (number | null)[] = [];
  for (let arc = 0; arc < arcs; arc++) {
    const times = grouped.subarray(offsets[arc], offsets[arc + 1]);
    const total = compensatedSum(times);
    measured.push(times.length);
    totalMs.push(total);
    if (times.length === 0) {
      for (const list of [meanMs, medianMs, minMs, maxMs]) list.push(null);
      continue;
    }
    let min = times[0]!;
    let max = min;
    for (let i = 1; i < times.length; i++) {
      if (times[i]! < min) min = times[i]!;
      if (times[i]! > max) max = times[i]!;
    }
    meanMs.push(Math.min(max, Math.max(min, total / times.length)));
    medianMs.push(median(times));
    minMs.push(min);
    maxMs.push(max);
  }
  return { ...dfg, measured, totalMs, meanMs, medianMs, minMs, maxMs };
}

/** The position of an arc in the graph, by a dense table where activities are few. */
function arcLookup({ activities, from, to }: Dfg): (from: number, to: number) => number {
  const n = activities.length;
  if (n <= 1024) {
    const table = new Uint32Array(n * n);
    for (let arc = 0; arc < from.length; arc++) table[from[arc]! * n + to[arc]!] = arc;
    return (a, b) => table[a * n + b]!;
  }
  const table = new Map<number, number>();
  for (let arc = 0; arc < from.length; arc++) table.set(from[arc]! * n + to[arc]!, arc);
  return (a, b) => table.get(a * n + b)!;
}
