import { quoteValue } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import type { BatchSizeConfig, BatteryLogConfig } from "../battery-log/config.js";
import { batteryActivities } from "../battery-log/line.js";
import { casesOfEvents, eventsAgainst, textAt } from "./against.js";
import { stepsOf } from "./battery-route.js";
import type { Finding } from "./check.js";
import { caseWords, countWords, timeWords, Violations } from "./violations.js";

const arrivalName = "Raw Material Arrival";
const batchStartName = "Production Batch Start";
const lotsToJudge = 10;

/**
 * The first events must span half the working time that the slots of the lots take, less ten median arrivals for the
 * luck of the first and the last lot.
 */
export function arrivalsSpread(log: EventLog, { release, activities }: BatteryLogConfig): Finding {
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  let lots = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    const first = log.caseOffsets[c]!;
    const time = first < log.caseOffsets[c + 1]! ? log.time[first]! : Number.NaN;
    if (Number.isNaN(time)) continue;
    lots++;
    earliest = Math.min(earliest, time);
    latest = Math.max(latest, time);
  }
  if (lots < lotsToJudge)
    return { observed: `${countWords(lots, "lot")}, too few to judge`, violations: 0, examples: [] };
  const hours = (latest - earliest) / 3_600_000;
  const slots = ((lots - 1) * release.minutesBetweenLots) / 60;
  const needed = Math.max(0, slots / 2 - (10 * activities[arrivalName].medianMinutes) / 60);
  const against = hours < needed;
  return {
    observed: `${lots} lots begin within ${hours.toFixed(1)} h; at least ${needed.toFixed(1)} h expected`,
    violations: against ? 1 : 0,
    examples: against ? [`from ${timeWords(earliest)} to ${timeWords(latest)}`] : [],
  };
}

/** As many batch starts can end in one instant as there are resources to make them. */
export function batchStartsApart(log: EventLog, { pools, activities }: BatteryLogConfig): Finding {
  const { step } = stepsOf(log);
  const wanted = batteryActivities.indexOf(batchStartName);
  const possible = pools[activities[batchStartName].pool].length;
  const lotsAt = new Map<number, number>();
  let starts = 0;
  for (const [e, id] of log.activity.entries()) {
    const time = log.time[e]!;
    if (step[id] !== wanted || Number.isNaN(time)) continue;
    starts++;
    lotsAt.set(time, (lotsAt.get(time) ?? 0) + 1);
  }
  const found = new Violations();
  let violations = 0;
  let most = 0;
  for (const [time, lots] of lotsAt) {
    most = Math.max(most, lots);
    if (lots <= possible) continue;
    violations += lots;
    found.add(() => `${lots} batch starts at ${timeWords(time)}`);
  }
  const observed = `${countWords(starts, "batch start")}, at most ${most} in one instant; ${possible} possible`;
  return { observed, violations, examples: found.examples };
}

/**
 * With `start` times: no two events of a resource overlap. Without: no two lots have events of the same resource in the
 * same instant, which is all that completion times alone can show.
 */
export function resourceOneLot(log: EventLog): Finding {
  const resource = columnByName(log.eventAttributes, "resource");
  if (resource?.kind !== "string") return { observed: "no resource recorded", violations: 0, examples: [] };
  const startColumn = columnByName(log.eventAttributes, "start");
  const start =
    startColumn?.kind === "timestamp" || startColumn?.kind === "number" ? startColumn.values : null;
  const caseOf = casesOfEvents(log);
  const begin = (e: number): number => (start === null || Number.isNaN(start[e]!) ? log.time[e]! : start[e]!);
  const perResource: number[][] = resource.dictionary.map(() => []);
  for (const [e, code] of resource.codes.entries()) {
    if (code >= 0 && !Number.isNaN(log.time[e]!)) perResource[code]!.push(e);
  }
  const found = new Violations();
  for (const [code, worked] of perResource.entries()) {
    worked.sort((a, b) => begin(a) - begin(b) || log.time[a]! - log.time[b]! || a - b);
    let busy = -1; // the event that holds the resource longest so far
    for (const e of worked) {
      if (busy !== -1) {
        const holder = busy;
        const meets = start === null ? begin(e) === log.time[holder]! : begin(e) < log.time[holder]!;
        if (meets && caseOf[e] !== caseOf[holder]) {
          found.add(() => {
            const lots = `${caseWords(log, caseOf[holder]!)} and ${caseWords(log, caseOf[e]!)}`;
            return `${quoteValue(resource.dictionary[code])} works on ${lots} at ${timeWords(begin(e))}`;
          });
        }
      }
      if (busy === -1 || log.time[e]! >= log.time[busy]!) busy = e;
    }
  }
  const how = start === null ? "judged by completion times" : "judged by start and completion";
  return {
    observed: `${found.count} of ${countWords(log.activity.length, "event")} at a busy resource, ${how}`,
    violations: found.count,
    examples: found.examples,
  };
}

/** Events of unknown activities are passed over: they are the matter of another expectation. */
export function resourceSkills(log: EventLog, { pools, activities }: BatteryLogConfig): Finding {
  const { step } = stepsOf(log);
  const resource = columnByName(log.eventAttributes, "resource");
  const mayDo = batteryActivities.map((name) => new Set(pools[activities[name].pool]));
  return eventsAgainst(log, "by a resource outside the pool of the step", (e) => {
    const s = step[log.activity[e]!]!;
    if (s === -1) return null;
    const name = textAt(resource, e);
    if (name === null) return "has no resource";
    return mayDo[s]!.has(name) ? null : `is done by ${quoteValue(name)}`;
  });
}

export function batchSizes(log: EventLog, { minimum, maximum }: BatchSizeConfig): Finding {
  const column = columnByName(log.eventAttributes, "batch_size");
  const values = column?.kind === "number" ? column.values : null;
  return eventsAgainst(log, "with a wrong batch size", (e, first) => {
    const size = values?.[e] ?? Number.NaN;
    if (Number.isNaN(size)) return "has no batch size";
    if (!(Number.isInteger(size) && size >= minimum && size <= maximum)) return `has the batch size ${size}`;
    return size === values![first]
      ? null
      : `has the batch size ${size}, the lot began with ${values![first]}`;
  });
}
