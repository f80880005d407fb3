import { quoteValue, sortNumbers } from "@gigamine/base";
import { columnByName, type EventLog } from "@gigamine/event-log";
import { eventsAgainst, mustHold, numbersOf, textAt } from "../against.js";
import type { Expectation, Finding } from "../check.js";
import { timeWords, Violations } from "../violations.js";
import type { CheckedRules } from "./schema.js";

/** Capacity, skills, places, Little's law. */
export function resourceRules({ rules }: CheckedRules): readonly Expectation[] {
  const resource = rules.resourceColumn ?? "resource";
  const start = rules.startColumn ?? "start";
  const { capacity, skills, onePlace, littlesLaw } = rules;
  const found: Expectation[] = [];
  if (capacity !== undefined) {
    found.push(
      mustHold("rules/capacity", "No resource does more at once than it can", (log) =>
        withinCapacity(log, resource, start, capacity),
      ),
    );
  }
  if (skills !== undefined) {
    found.push(
      mustHold("rules/skills", "Nobody does what they can't do", (log) => {
        const column = columnByName(log.eventAttributes, resource);
        if (column?.kind !== "string") return noWork;
        return eventsAgainst(log, "by a resource without the skill", (e) => {
          const name = textAt(column, e);
          if (name === null || !Object.hasOwn(skills, name)) return null;
          return skills[name]!.includes(log.activities[log.activity[e]!]!)
            ? null
            : `is done by ${quoteValue(name)}`;
        });
      }),
    );
  }
  if (onePlace !== undefined) {
    found.push(
      mustHold("rules/one-place", `Each ${onePlace.who} is in one ${onePlace.place} at a time`, (log) =>
        onePlaceAtOnce(log, onePlace.who, onePlace.place, start),
      ),
    );
  }
  if (littlesLaw !== undefined) {
    found.push(
      mustHold(
        "rules/littles-law",
        `Cases in process = arrivals a day · days in process, within ${Number((littlesLaw * 100).toFixed(3))} %`,
        (log) => littlesLawHolds(log, littlesLaw),
      ),
    );
  }
  return found;
}

interface Work {
  readonly who: string;
  readonly from: number;
  readonly to: number;
  readonly place: string;
}

const noWork: Finding = {
  observed: "no resources, places or start times to judge by",
  violations: 0,
  examples: [],
};

/**
 * What resources did, in order of start. Events of one resource with the same start and end are one piece of work: the
 * lots of a batch.
 */
function piecesOfWork(log: EventLog, whoName: string, startName: string, placeName?: string): Work[] | null {
  const who = columnByName(log.eventAttributes, whoName);
  const place = placeName === undefined ? undefined : columnByName(log.eventAttributes, placeName);
  const start = numbersOf(log, startName);
  if (who?.kind !== "string" || start === null) return null;
  if (placeName !== undefined && place?.kind !== "string") return null;
  const pieces = new Map<string, Work>();
  for (let e = 0; e < log.activity.length; e++) {
    const name = textAt(who, e);
    const [from, to] = [start[e]!, log.time[e]!];
    if (name === null || !(from < to)) continue;
    const at = textAt(place, e) ?? "";
    const key = `${from} ${to} ${at}\n${name}`;
    if (!pieces.has(key)) pieces.set(key, { who: name, from, to, place: at });
  }
  return [...pieces.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

function withinCapacity(
  log: EventLog,
  resource: string,
  start: string,
  capacity: Readonly<Record<string, number>>,
): Finding {
  const work = piecesOfWork(log, resource, start);
  if (work === null) return noWork;
  const limitOf = (name: string): number =>
    Object.hasOwn(capacity, name)
      ? capacity[name]!
      : Object.hasOwn(capacity, "*")
        ? capacity["*"]!
        : Number.POSITIVE_INFINITY;
  const running = new Map<string, number[]>();
  const found = new Violations();
  for (const { who, from, to } of work) {
    const ends = (running.get(who) ?? []).filter((end) => end > from);
    ends.push(to);
    running.set(who, ends);
    if (ends.length > limitOf(who)) {
      found.add(
        () => `${quoteValue(who)} does ${ends.length} at once at ${timeWords(from)}, ${limitOf(who)} allowed`,
      );
    }
  }
  const observed = `${found.count} of ${work.length} pieces of work at a full resource`;
  return { observed, violations: found.count, examples: found.examples };
}

function onePlaceAtOnce(log: EventLog, who: string, place: string, start: string): Finding {
  const work = piecesOfWork(log, who, start, place);
  if (work === null) return noWork;
  const last = new Map<string, Work>();
  const found = new Violations();
  for (const piece of work) {
    const before = last.get(piece.who);
    if (before !== undefined && before.to > piece.from && before.place !== piece.place) {
      found.add(
        () =>
          `${quoteValue(piece.who)} is in ${quoteValue(before.place)} and in ${quoteValue(piece.place)} at ${timeWords(piece.from)}`,
      );
    }
    if (before === undefined || piece.to > before.to) last.set(piece.who, piece);
  }
  const observed = `${found.count} of ${work.length} pieces of work in two places at once`;
  return { observed, violations: found.count, examples: found.examples };
}

/**
 * L = λW (Little 1961) over the steady part of the log: cases that begin between the first and the last tenth of the
 * beginnings. L is the time-average of cases in process in that window, λ the beginnings in it by its length, W their mean time
 * in process.
 */
function littlesLawHolds(log: EventLog, tolerance: number): Finding {
  const begins: number[] = [];
  const ends: number[] = [];
  for (let c = 0; c < log.caseIds.length; c++) {
    const [first, end] = [log.caseOffsets[c]!, log.caseOffsets[c + 1]!];
    if (first === end) continue;
    const [from, to] = [log.time[first]!, log.time[end - 1]!];
    if (Number.isFinite(from) && Number.isFinite(to)) {
      begins.push(from);
      ends.push(to);
    }
  }
  const tenth = Math.floor(begins.length / 10);
  const sorted = sortNumbers(Float64Array.from(begins));
  const [from, to] = [sorted[tenth] ?? 0, sorted[begins.length - 1 - tenth] ?? 0];
  if (tenth === 0 || from === to) {
    return {
      observed: `${begins.length} cases with times, too few to judge`,
      violations: 0,
      examples: [],
    };
  }
  let [inProcess, arrived, spent] = [0, 0, 0];
  for (const [i, begin] of begins.entries()) {
    const end = ends[i]!;
    inProcess += Math.max(0, Math.min(end, to) - Math.max(begin, from));
    if (begin >= from && begin < to) {
      arrived++;
      spent += end - begin;
    }
  }
  const L = inProcess / (to - from);
  const lambdaW = spent / (to - from);
  const off = Math.abs(L - lambdaW) / (L === 0 ? 1 : L);
  return {
    observed:
      `L = ${L.toFixed(3)}, λW = ${lambdaW.toFixed(3)} (${arrived} cases), ` +
      `${(off * 100).toFixed(1)} % apart`,
    violations: off > tolerance ? 1 : 0,
    examples: [],
  };
}
