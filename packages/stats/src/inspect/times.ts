import { describeDurationsByGroup, MS_PER_DAY } from "@gigamine/base";
import { type Column, columnValue } from "@gigamine/event-log";
import { elapsedTimes } from "../elapsed-times.js";
import { counted, type Looking } from "./looking.js";
import type { DataFinding } from "./types.js";

/** Events that agree in case, activity, time and all attributes, and events of a case at one instant that differ. */
export function equalTimes(looking: Looking): DataFinding[] {
  const { caseOffsets, time, activity } = looking.log;
  const columns = Object.values(looking.log.eventAttributes as Record<string, Column>);
  const rowKey = (e: number): string =>
    JSON.stringify([activity[e], ...columns.map((column) => columnValue(column, e))]);
  const isCopy = new Uint8Array(time.length);
  const isTied = new Uint8Array(time.length);
  for (let c = 0; c < looking.cases; c++) {
    const end = caseOffsets[c + 1]!;
    for (let first = caseOffsets[c]!; first < end; ) {
      let next = first + 1;
      while (next < end && time[next] === time[first]) next++;
      if (next - first > 1) {
        const seen = new Set<string>();
        for (let e = first; e < next; e++) {
          const key = rowKey(e);
          if (seen.has(key)) isCopy[e] = 1;
          else if (seen.size > 0) isTied[e] = 1;
          seen.add(key);
        }
      }
      first = next;
    }
  }
  const copies = looking.findEvents((e) => isCopy[e] === 1);
  const ties = looking.findEvents((e) => isTied[e] === 1);
  return [
    ...looking.ofEvents(copies, {
      check: "duplicate-event",
      severity: "warning",
      subject: null,
      message: `${counted(copies.count, "event repeats", "events repeat")} an event of the same case, activity, time and attributes.`,
      breaks: "Counts are too high, and each looks like rework.",
    }),
    ...looking.ofEvents(ties, {
      check: "same-time",
      severity: ties.count / looking.events > 0.05 ? "warning" : "note",
      subject: null,
      message: `${counted(ties.count, "event has", "events have")} the time of another event of the case before it.`,
      breaks: "Their order is that of the source, so what follows what may be chance.",
    }),
  ];
}

/** Many cases that begin at one instant, and times that are dates only. */
export function coarseTimes(looking: Looking): DataFinding[] {
  const { caseOffsets, time } = looking.log;
  const startOf = (c: number): number =>
    caseOffsets[c] === caseOffsets[c + 1] ? Number.NaN : time[caseOffsets[c]!]!;
  const counts = new Map<number, number>();
  let common = Number.NaN;
  for (let c = 0; c < looking.cases; c++) {
    const start = startOf(c);
    if (Number.isNaN(start)) continue;
    const count = (counts.get(start) ?? 0) + 1;
    counts.set(start, count);
    if (!(count <= (counts.get(common) ?? 0))) common = start;
  }
  const shared = looking.findCases((c) => startOf(c) === common);
  const midnights = looking.findEvents((e) => time[e]! % MS_PER_DAY === 0);
  const dated = looking.findEvents((e) => !Number.isNaN(time[e]!)).count;
  const isShared = shared.count >= 5 && shared.count >= 0.05 * looking.cases;
  return [
    ...(isShared
      ? looking.ofCases(shared, {
          check: "shared-start",
          severity: shared.count >= 0.5 * looking.cases ? "warning" : "note",
          subject: null,
          message: `${shared.count} of ${looking.cases} cases begin at the same instant, ${new Date(common).toISOString()}.`,
          breaks:
            "Arrival rates, work in progress and waiting at the first step say nothing about the process.",
        })
      : []),
    ...(midnights.count >= 5 && midnights.count >= 0.95 * dated
      ? looking.ofEvents(midnights, {
          check: "coarse-times",
          severity: "warning",
          subject: null,
          message: `${midnights.count} of ${dated} times are midnight (UTC): the log holds dates, not times.`,
          breaks: "Durations are whole days, and the order inside a day is that of the source.",
        })
      : []),
  ];
}

const EARLIEST = Date.UTC(1980, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Times that no log of ours can hold. */
export function implausibleTimes(looking: Looking): DataFinding[] {
  const { time } = looking.log;
  const found = looking.findEvents((e) => time[e]! < EARLIEST || time[e]! >= LATEST);
  return looking.ofEvents(found, {
    check: "implausible-time",
    severity: "error",
    subject: null,
    message: `${counted(found.count, "time lies", "times lie")} before 1980 or after 2099.`,
    breaks:
      "One of them is enough to spoil every mean and every time axis; look for another unit or a default date.",
  });
}

/** Times after `nowMs`. */
export function futureTimes(looking: Looking, nowMs: number): DataFinding[] {
  const { time } = looking.log;
  const found = looking.findEvents((e) => time[e]! > nowMs);
  return looking.ofEvents(found, {
    check: "future-time",
    severity: "error",
    subject: null,
    message: `${counted(found.count, "time lies", "times lie")} after ${new Date(nowMs).toISOString()}.`,
    breaks: "They are plans or faults, not events; durations and work in progress count them as done.",
  });
}

/** Starts after completions. */
export function reversedStarts(looking: Looking): DataFinding[] {
  const { log, starts } = looking;
  if (starts === null) return [];
  const found = looking.findEvents((e) => starts[e]! > log.time[e]!);
  return looking.ofEvents(found, {
    check: "start-after-completion",
    severity: "error",
    subject: null,
    message: `${counted(found.count, "event starts", "events start")} after completion.`,
    breaks: "Service times leave them out.",
  });
}

/** Fewer gaps of an activity than this are no basis for calling one extreme. */
const ENOUGH = 20;

/** Gaps before an activity that are far beyond all its usual ones. */
export function extremeDurations(looking: Looking): DataFinding[] {
  const { log } = looking;
  const gaps = elapsedTimes(log, () => Number.NaN);
  const usual = describeDurationsByGroup(gaps, log.activity, log.activities.length);
  const limits = Float64Array.from(usual, ({ count, medianMs, p90Ms }) =>
    count < ENOUGH || !(p90Ms! > 0)
      ? Number.POSITIVE_INFINITY
      : Math.max(10 * p90Ms!, medianMs! + 20 * (p90Ms! - medianMs!)),
  );
  return log.activities.flatMap((name, a) => {
    if (limits[a] === Number.POSITIVE_INFINITY) return [];
    const found = looking.findEvents((e) => log.activity[e] === a && gaps[e]! > limits[a]!);
    return looking.ofEvents(found, {
      check: "extreme-duration",
      severity: "warning",
      subject: name,
      message:
        `${counted(found.count, "event")} of ${JSON.stringify(name)} ${found.count === 1 ? "comes" : "come"} more than ten times later after the event ` +
        "before than nine of ten do.",
      breaks: "Means and totals are theirs, not the process's; look at medians, and at the records.",
    });
  });
}
