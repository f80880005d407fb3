import { GigamineError } from "@gigamine/base";
import { directlyFollows } from "../directly-follows.js";
import { traces } from "../rows.js";
import type { EventLog } from "../types.js";
import { variants } from "../variants.js";
import { STRUCTURE_RULES } from "./structure.js";

/** One event as the contract hands it over. */
export interface ContractEvent {
  readonly caseId: string;
  readonly activity: string;
  /** ms since the epoch; `null` when not recorded. */
  readonly time: number | null;
  /** A Date stands for an instant; what is not there is missing. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | Date>> | undefined;
}

/** Attributes of one case. */
export interface ContractCase {
  readonly caseId: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | Date>>;
}

/** What a log is to be made from: events in source order, and attributes of some of their cases. */
export interface ContractLog {
  readonly events: readonly ContractEvent[];
  readonly cases: readonly ContractCase[];
}

/** One point of the contract: `check` throws, or its promise rejects, when it is broken. */
export interface ContractCheck {
  readonly title: string;
  check(): Promise<void>;
}

/**
 * The contract that everything which makes an {@link EventLog} keeps, without any test framework: give a function that makes
 * a log from events, and run each check as a test of yours.
 *
 * Logs are compared by names, not by ids, so that a source which delivers events case by case may number activities
 * in another order.
 *
 * @example
 * for (const { title, check } of eventLogContract(makeLog)) it(title, check);
 */
export function eventLogContract(
  makeLog: (source: ContractLog) => EventLog | Promise<EventLog>,
): readonly ContractCheck[] {
  const checks: ContractCheck[] = [];
  for (const [name, source] of Object.entries(SAMPLES)) {
    for (const rule of STRUCTURE_RULES) {
      checks.push({
        title: `${name}: ${rule.title}`,
        check: async () => {
          const fault = rule.fault(await makeLog(source));
          if (fault !== null) throw broken(`${name}: the log ${rule.title}`, fault);
        },
      });
    }
    for (const [title, check] of Object.entries(LOG_CHECKS)) {
      checks.push({
        title: `${name}: ${title}`,
        check: async () => check(await makeLog(source), source),
      });
    }
  }
  return checks;
}

const DAY = Date.UTC(2025, 0, 6);

const SAMPLES: Readonly<Record<string, ContractLog>> = {
  "one event": { events: [{ caseId: "1", activity: "a", time: DAY }], cases: [] },
  "interleaved cases, late rows and ties": {
    events: [
      {
        caseId: "lot 10",
        activity: "Mix",
        time: DAY + 1000,
        attributes: { resource: "Mixer 2", cost: 12.5 },
      },
      { caseId: "lot 9", activity: "Coat", time: DAY + 3000.25, attributes: { start: new Date(DAY + 2000) } },
      { caseId: "lot 10", activity: "Dry", time: DAY, attributes: { lifecycle: "complete", ok: true } },
      { caseId: "lot 9", activity: "Mix", time: DAY + 3000.25, attributes: { cost: -3, ok: false } },
      { caseId: "lot 9", activity: "Coat", time: DAY + 3000.25 },
      { caseId: "lot 10", activity: "Mix", time: null, attributes: { resource: "Mixer 2" } },
    ],
    cases: [
      { caseId: "lot 9", attributes: { customer: 'Ä & Co; "north"\nline 2', priority: 3 } },
      { caseId: "lot 10", attributes: { customer: "=1+1" } },
    ],
  },
  "names that JavaScript knows": {
    events: [
      {
        caseId: "__proto__",
        activity: "constructor",
        time: DAY,
        attributes: { constructor: "toString", hasOwnProperty: 1.5 },
      },
      {
        caseId: "toString",
        activity: "__proto__",
        time: DAY + 1,
        attributes: Object.fromEntries([["__proto__", "x"]]),
      },
      { caseId: "__proto__", activity: "hasOwnProperty", time: DAY + 2 },
    ],
    cases: [
      {
        caseId: "toString",
        attributes: Object.fromEntries([
          ["__proto__", "y"],
          ["valueOf", true],
        ]),
      },
    ],
  },
  "events without times": {
    events: [
      { caseId: "1", activity: "b", time: null },
      { caseId: "1", activity: "a", time: null },
      { caseId: "2", activity: "b", time: null },
    ],
    cases: [],
  },
};

type LogCheck = (log: EventLog, source: ContractLog) => void;

const LOG_CHECKS: Readonly<Record<string, LogCheck>> = {
  "keeps cases in first-seen order": (log, source) => {
    same(log.caseIds, [...new Set(source.events.map(({ caseId }) => caseId))], "the case ids");
  },
  "sorts the events of a case by time, ties and missing times in source order": (log, source) => {
    for (const trace of traces(log)) {
      const found = [...trace.events].map(({ activity, time }) => [activity, time]);
      const wanted = inOrder(source, trace.caseId).map(({ activity, time }) => [activity, time]);
      same(found, wanted, `the events of case ${JSON.stringify(trace.caseId)}`);
    }
  },
  "carries each attribute with its event and its case": (log, source) => {
    for (const trace of traces(log)) {
      const wanted = inOrder(source, trace.caseId).map(({ attributes }) => plain(attributes));
      const found = [...trace.events].map(({ attributes }) => plain(attributes));
      same(found, wanted, `the event attributes of case ${JSON.stringify(trace.caseId)}`);
      const given = source.cases.find(({ caseId }) => caseId === trace.caseId)?.attributes;
      same(plain(trace.attributes), plain(given), `the attributes of case ${JSON.stringify(trace.caseId)}`);
    }
  },
  "is frozen and survives structured cloning": (log) => {
    for (const [what, value] of Object.entries({
      log,
      caseIds: log.caseIds,
      eventAttributes: log.eventAttributes,
    })) {
      if (!Object.isFrozen(value)) throw broken("a log is frozen", `${what} is not`);
    }
    same(structuredClone(log).caseIds, log.caseIds, "the case ids of a clone");
  },
  "gives directly-follows counts that sum to events minus cases with events": (log) => {
    const counted = directlyFollows(log).count.reduce((sum, count) => sum + count, 0);
    const busy = log.caseIds.filter((_, c) => log.caseOffsets[c + 1]! > log.caseOffsets[c]!).length;
    same(counted, log.activity.length - busy, "the sum of the counts");
    same(directlyFollows(variants(log)), directlyFollows(log), "the counts from the variants");
  },
};

/** The events of a case as a log must hold them: by time, an event without one behind the event before it. */
function inOrder(source: ContractLog, caseId: string): readonly ContractEvent[] {
  const own = source.events.filter((event) => event.caseId === caseId);
  let carried = Number.NEGATIVE_INFINITY;
  const keyed = own.map((event) => {
    carried = event.time ?? carried;
    return { event, key: carried };
  });
  return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key - b.key)).map(({ event }) => event);
}

/** Attributes as sorted pairs without the missing ones, instants as numbers. */
function plain(attributes: object | undefined): readonly (readonly [string, unknown])[] {
  return Object.entries(attributes ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]): [string, unknown] => [name, value instanceof Date ? value.getTime() : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function same(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw broken(`${what} must be ${b}`, `they are ${a}`);
}

function broken(rule: string, fault: string): GigamineError {
  return new GigamineError(
    "event-log/contract",
    `The contract of event logs is broken. ${rule}; but ${fault}.`,
    {
      rule,
      fault,
    },
  );
}
