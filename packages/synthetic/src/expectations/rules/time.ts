import { quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { eventsAgainst, mustHold, numbersOf } from "../against.js";
import type { Expectation, Finding } from "../check.js";
import { timeWords } from "../violations.js";
import type { DurationRule } from "./log-rules.js";
import type { CheckedRules } from "./schema.js";

const noStart: Finding = { observed: "no start times to judge by", violations: 0, examples: [] };

/** Order of the times of an event, calendar, durations, horizon. */
export function timeRules({ rules, isWorking, horizonMs }: CheckedRules): readonly Expectation[] {
  const start = rules.startColumn ?? "start";
  const enabled = rules.enabledColumn ?? "enabled";
  const found: Expectation[] = [
    mustHold("rules/times-of-a-step", "Every step is enabled, then started, then complete", (log) =>
      timesInOrder(log, enabled, start),
    ),
  ];
  if (isWorking !== null) {
    const free = new Set(rules.unattended ?? []);
    found.push(
      mustHold("rules/inside-calendar", "No attended step starts outside of the working hours", (log) =>
        insideCalendar(log, start, isWorking, free),
      ),
    );
  }
  for (const [activity, rule] of Object.entries(rules.durations ?? {})) {
    const { minimumMinutes: low = 0, maximumMinutes: high = Number.POSITIVE_INFINITY } = rule;
    const bounds = high === Number.POSITIVE_INFINITY ? `at least ${low}` : `${low} to ${high}`;
    found.push(
      mustHold(`rules/duration:${activity}`, `${quoteValue(activity)} takes ${bounds} minutes`, (log) =>
        durations(log, start, activity, rule),
      ),
    );
  }
  if (horizonMs !== null) {
    found.push(
      mustHold("rules/horizon", `No event comes after ${timeWords(horizonMs)}`, (log) =>
        eventsAgainst(log, "after it", (e) =>
          log.time[e]! > horizonMs ? `at ${timeWords(log.time[e]!)}` : null,
        ),
      ),
    );
  }
  return found;
}

function timesInOrder(log: EventLog, enabledName: string, startName: string): Finding {
  const start = numbersOf(log, startName);
  const enabled = numbersOf(log, enabledName);
  if (start === null && enabled === null) return noStart;
  return eventsAgainst(log, "out of order", (e) => {
    const times = [enabled?.[e] ?? Number.NaN, start?.[e] ?? Number.NaN, log.time[e]!].filter(
      (time) => !Number.isNaN(time),
    );
    const wrong = times.some((time, i) => i > 0 && time < times[i - 1]!);
    return wrong ? `has the times ${times.map(timeWords).join(", ")}` : null;
  });
}

function insideCalendar(
  log: EventLog,
  startName: string,
  isWorking: (atMs: number) => boolean,
  free: ReadonlySet<string>,
): Finding {
  const start = numbersOf(log, startName);
  if (start === null) return noStart;
  return eventsAgainst(log, "started outside of working hours", (e) => {
    const at = start[e]!;
    if (Number.isNaN(at) || free.has(log.activities[log.activity[e]!]!) || isWorking(at)) return null;
    return `starts at ${timeWords(at)}`;
  });
}

function durations(log: EventLog, startName: string, activity: string, rule: DurationRule): Finding {
  const start = numbersOf(log, startName);
  if (start === null) return noStart;
  const wanted = log.activities.indexOf(activity);
  const { minimumMinutes: low = 0, maximumMinutes: high = Number.POSITIVE_INFINITY } = rule;
  return eventsAgainst(log, "outside of the bounds", (e) => {
    if (log.activity[e] !== wanted) return null;
    const minutes = (log.time[e]! - start[e]!) / 60_000;
    return minutes < low || minutes > high ? `takes ${Number(minutes.toFixed(3))} minutes` : null;
  });
}
