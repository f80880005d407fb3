import { quoteValue } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import { batteryActivities, optionalActivities, reworkPrefix, reworkRules } from "../battery-log/line.js";
import { casesAgainst } from "./against.js";
import { binomialBand } from "./binomial-band.js";
import type { Finding } from "./check.js";
import { countWords, eventWords, Violations } from "./violations.js";

const arrival = batteryActivities.indexOf("Raw Material Arrival");
const batchStart = batteryActivities.indexOf("Production Batch Start");
const shipment = batteryActivities.indexOf("Shipment");
const rules = reworkRules.map((rule) => ({
  check: batteryActivities.indexOf(rule.check),
  backTo: batteryActivities.indexOf(rule.backTo),
}));

/** How the labels of a log stand to the line. */
interface Steps {
  /** Per activity id its index in `batteryActivities`, with or without the mark of rework; -1 for any other label. */
  readonly step: readonly number[];
  /** Per activity id whether the label has the mark of rework. */
  readonly marked: readonly boolean[];
}

/** Reads the labels of a log as steps of the line. */
export function stepsOf(log: EventLog): Steps {
  const index = new Map<string, number>(batteryActivities.map((name, i) => [name, i]));
  const marked = log.activities.map((name) => name.startsWith(reworkPrefix));
  const step = log.activities.map((name, id) => {
    return index.get(marked[id] ? name.slice(reworkPrefix.length) : name) ?? -1;
  });
  return { step, marked };
}

export function activitiesKnown(log: EventLog): Finding {
  const { step, marked } = stepsOf(log);
  const canRepeat = (s: number): boolean => rules.some(({ check, backTo }) => s >= backTo && s <= check);
  const found = new Violations();
  for (const [id, name] of log.activities.entries()) {
    if (step[id] === -1 || (marked[id] && !canRepeat(step[id]!))) found.add(() => quoteValue(name));
  }
  const observed = `${found.count} of ${countWords(log.activities.length, "activity", "activities")} unknown`;
  return { observed, violations: found.count, examples: found.examples };
}

export function arrivalFirst(log: EventLog): Finding {
  const { step, marked } = stepsOf(log);
  return casesAgainst(log, "lot", "begin otherwise", (first, end) => {
    if (first === end) return "has no event";
    const id = log.activity[first]!;
    return step[id] === arrival && !marked[id] ? null : `begins with ${quoteValue(log.activities[id])}`;
  });
}

export function arrivalOnce(log: EventLog): Finding {
  const { step } = stepsOf(log);
  return casesAgainst(log, "lot", "arrive more than once", (first, end) => {
    let arrivals = 0;
    for (let e = first; e < end; e++) if (step[log.activity[e]!] === arrival) arrivals++;
    return arrivals > 1 ? `arrives ${arrivals} times` : null;
  });
}

export function shipmentLast(log: EventLog): Finding {
  const { step, marked } = stepsOf(log);
  return casesAgainst(log, "lot", "end otherwise", (first, end) => {
    if (first === end) return "has no event";
    const id = log.activity[end - 1]!;
    return step[id] === shipment && !marked[id] ? null : `ends with ${quoteValue(log.activities[id])}`;
  });
}

export function lotsComplete(log: EventLog): Finding {
  const { step } = stepsOf(log);
  const obligatory = batteryActivities
    .map((_, s) => s)
    .filter((s) => s !== arrival && s !== shipment && !optionalActivities.includes(batteryActivities[s]!));
  return casesAgainst(log, "lot", "lack a step", (first, end) => {
    const seen = new Set<number>();
    for (let e = first; e < end; e++) seen.add(step[log.activity[e]!]!);
    const lacking = obligatory.filter((s) => !seen.has(s));
    if (lacking.length === 0) return null;
    return `lacks ${lacking.map((s) => quoteValue(batteryActivities[s])).join(", ")}`;
  });
}

/** Looks at the first time of each step only; repetitions are the matter of {@link reworkAllowed}. */
export function lineOrder(log: EventLog): Finding {
  const { step } = stepsOf(log);
  const found = new Violations();
  for (let c = 0; c < log.caseIds.length; c++) {
    const seen = new Set<number>();
    let furthest = -1;
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const s = step[log.activity[e]!]!;
      if (s === -1 || seen.has(s)) continue;
      seen.add(s);
      const before = furthest;
      if (s < before)
        found.add(() => `${eventWords(log, c, e)} comes after ${quoteValue(batteryActivities[before])}`);
      furthest = Math.max(furthest, s);
    }
  }
  const observed = `${found.count} of ${countWords(log.activity.length, "event")} too late`;
  return { observed, violations: found.count, examples: found.examples };
}

export function rawStepsBeforeStart(log: EventLog): Finding {
  const { step } = stepsOf(log);
  return casesAgainst(log, "lot", "have raw material steps after the batch start", (first, end) => {
    let started = false;
    for (let e = first; e < end; e++) {
      const s = step[log.activity[e]!]!;
      if (s === batchStart) started = true;
      else if (started && s !== -1 && s < batchStart) {
        return `has ${quoteValue(log.activities[log.activity[e]!])} after ${quoteValue(batteryActivities[batchStart])}`;
      }
    }
    return null;
  });
}

/**
 * A repetition is a step that was there before in the lot, or is marked as rework. It must directly follow the check
 * that sent the lot back, or the step before it within the same loop, and a loop must be walked up to its check.
 * Doubled arrivals are the matter of {@link arrivalOnce}.
 */
export function reworkAllowed(log: EventLog): Finding {
  const { step, marked } = stepsOf(log);
  const found = new Violations();
  let repetitions = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    const seen = new Set<number>();
    let previous = -1;
    let insideLoop = false; // the step before is a repetition, and its loop goes on to the next step
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const id = log.activity[e]!;
      const s = step[id]!;
      const before = previous;
      const repeats = s > arrival && (seen.has(s) || marked[id]!);
      const sentBack = rules.some(({ check, backTo }) => before === check && s === backTo);
      const allowed = insideLoop ? s === before + 1 : !repeats || sentBack;
      if (repeats) repetitions++;
      if (!allowed) {
        found.add(() => {
          const after = before === -1 ? "no step of the line" : quoteValue(batteryActivities[before]);
          return `${eventWords(log, c, e)} must not follow ${insideLoop ? "the repeated " : ""}${after}`;
        });
      }
      seen.add(s);
      previous = s;
      insideLoop = repeats && rules.some(({ check, backTo }) => s >= backTo && s < check);
    }
  }
  const observed = `${countWords(repetitions, "repeated step")}, ${found.count} times against the rules`;
  return { observed, violations: found.count, examples: found.examples };
}

export function reworkCap(log: EventLog, maximumReworksPerCheck: number): Finding {
  const { step } = stepsOf(log);
  return casesAgainst(log, "lot", "are sent back too often", (first, end) => {
    const passes = new Array<number>(batteryActivities.length).fill(0);
    for (let e = first; e < end; e++) {
      const s = step[log.activity[e]!]!;
      if (s !== -1) passes[s]!++;
    }
    const over = rules.find(({ check }) => passes[check]! - 1 > maximumReworksPerCheck);
    if (over === undefined) return null;
    return `is sent back ${passes[over.check]! - 1} times by ${quoteValue(batteryActivities[over.check])}`;
  });
}

/**
 * Counts first passes only: how many of the checks a lot comes to are made a second time. These are independent
 * trials; counting later passes too would make their number depend on the outcome.
 */
export function reworkRateBand(log: EventLog, rate: number, falseAlarmRate: number): Finding {
  const { step } = stepsOf(log);
  let trials = 0;
  let failed = 0;
  for (let c = 0; c < log.caseIds.length; c++) {
    const passes = new Array<number>(batteryActivities.length).fill(0);
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const s = step[log.activity[e]!]!;
      if (s !== -1) passes[s]!++;
    }
    for (const { check } of rules) {
      if (passes[check]! > 0) trials++;
      if (passes[check]! > 1) failed++;
    }
  }
  const { low, high } = binomialBand(trials, rate, falseAlarmRate);
  if (trials === 0) return { observed: "no check to judge by", violations: 0, examples: [] };
  const share = failed / trials;
  const against = share < low || share > high;
  return {
    observed:
      `${failed} of ${trials} checks failed at first, a share of ${share.toFixed(4)}; ` +
      `${rate} allows ${low.toFixed(4)} to ${high.toFixed(4)}`,
    violations: against ? 1 : 0,
    examples: [],
  };
}
