import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { checkExpectations } from "../../src/expectations/check.js";
import type { LogRules } from "../../src/expectations/rules/log-rules.js";
import { ruleExpectations } from "../../src/expectations/rules/rule-expectations.js";

const monday = Date.UTC(2025, 0, 6); // 6 January 2025 was a Monday
const minute = 60_000;

/** A log from lines "case activity start end [resource [place [enabled]]]", minutes from Monday 00:00. */
function plain(...lines: readonly string[]): EventLog {
  const builder = new EventLogBuilder();
  for (const line of lines) {
    const [caseId, activity, start, end, resource, place, enabled] = line.split(" ") as [
      string,
      string,
      string,
      string,
      string?,
      string?,
      string?,
    ];
    const row = builder.addEvent(caseId, activity, monday + Number(end) * minute);
    builder.setEventAttribute(row, "start", new Date(monday + Number(start) * minute));
    if (resource !== undefined && resource !== "-") builder.setEventAttribute(row, "resource", resource);
    if (place !== undefined && place !== "-") builder.setEventAttribute(row, "room", place);
    if (enabled !== undefined)
      builder.setEventAttribute(row, "enabled", new Date(monday + Number(enabled) * minute));
  }
  return builder.build();
}

const resultOf = (log: EventLog, rules: LogRules, id: string) => {
  const result = checkExpectations(log, ruleExpectations(rules)).results.find((one) => one.id === id);
  if (result === undefined) throw new Error(`no expectation ${id}`);
  return { observed: result.observed, violations: result.violations, examples: result.examples };
};

const at = (clock: string): string => `2025-01-06T${clock}:00.000Z`;

describe("ruleExpectations", () => {
  const twoShifts = { shifts: [{ days: ["Mon" as const], from: "06:00", to: "14:00" }] };

  it("an event of the year 9999, which some systems write for never, is judged by the calendar like any other", () => {
    const friday = Date.UTC(9999, 11, 31, 7);
    const builder = new EventLogBuilder();
    for (const start of [0, friday, friday + 86_400_000]) {
      builder.addEvent("1", "a", start, { start: new Date(start) });
    }
    const calendar = { shifts: [{ days: ["Thu" as const, "Fri" as const], from: "00:00", to: "14:00" }] };
    // 1 January 1970 was a Thursday; the day after the Friday is none of the two.
    expect(resultOf(builder.build() as EventLog, { calendar }, "rules/inside-calendar")).toEqual({
      observed: "1 of 3 events started outside of working hours",
      violations: 1,
      examples: ['case "1", event 3 "a" starts at +010000-01-01T07:00:00.000Z'],
    });
  });

  it.each<[string, LogRules, readonly string[], readonly string[], number, string, readonly string[]]>([
    [
      "rules/case-id",
      { caseIdPattern: "L[0-9]+" },
      ["L1 a 0 1"],
      ["L1 a 0 1", "xL1 a 0 1", "L1x a 0 1"],
      2,
      "2 of 3 cases of another form",
      ['case "xL1"', 'case "L1x"'],
    ],
    [
      "rules/times-of-a-step",
      {},
      ["1 a 1 2 m r 1", "1 b 2 2 m r 0"],
      ["1 a 1 2 m r 1", "1 b 2 3 m r 3"],
      1,
      "1 of 2 events out of order",
      [`case "1", event 2 "b" has the times ${at("00:03")}, ${at("00:02")}, ${at("00:03")}`],
    ],
    [
      "rules/inside-calendar",
      { calendar: twoShifts, unattended: ["cure"] },
      ["1 a 360 900", "1 cure 900 1000", "1 b 839 900"],
      ["1 a 359 360", "1 b 840 850"],
      2,
      "2 of 2 events started outside of working hours",
      [`case "1", event 1 "a" starts at ${at("05:59")}`, `case "1", event 2 "b" starts at ${at("14:00")}`],
    ],
    [
      "rules/duration:a",
      { durations: { a: { minimumMinutes: 2, maximumMinutes: 5 } } },
      ["1 a 0 2", "2 a 0 5", "3 b 0 100"],
      ["1 a 0 1", "2 a 0 6", "3 a 0 3"],
      2,
      "2 of 3 events outside of the bounds",
      ['case "1", event 1 "a" takes 1 minutes', 'case "2", event 1 "a" takes 6 minutes'],
    ],
    [
      "rules/horizon",
      { horizon: at("01:00") },
      ["1 a 0 60"],
      ["1 a 0 61"],
      1,
      "1 of 1 event after it",
      [`case "1", event 1 "a" at ${at("01:01")}`],
    ],
    [
      "rules/start-activities",
      { startActivities: ["a", "b"] },
      ["1 a 0 1", "2 b 0 1"],
      ["1 c 0 1", "1 a 1 2"],
      1,
      "1 of 1 case begin otherwise",
      ['case "1" begins with "c"'],
    ],
    [
      "rules/end-activities",
      { endActivities: ["z"] },
      ["1 a 0 1", "1 z 1 2"],
      ["1 z 0 1", "1 a 1 2"],
      1,
      "1 of 1 case end otherwise",
      ['case "1" ends with "a"'],
    ],
    [
      "rules/final-activities",
      { finalActivities: ["Scrap"] },
      ["1 a 0 1", "1 Scrap 1 2"],
      ["1 Scrap 0 1", "1 a 1 2", "2 Scrap 0 1"],
      1,
      "1 of 3 events after it",
      ['case "1", event 2 "a" comes after "Scrap"'],
    ],
    [
      "rules/precedence:coat>press",
      { precedence: [["coat", "press"]] },
      ["1 coat 0 1", "1 press 1 2", "1 coat 2 3", "2 coat 0 1"],
      ["1 press 0 1", "1 coat 1 2", "2 press 0 1"],
      2,
      '2 of 2 cases have "press" too early',
      [
        'case "1" has "press" as event 1 without "coat" before it',
        'case "2" has "press" as event 1 without "coat" before it',
      ],
    ],
    [
      "rules/maximum-repeats",
      { maximumRepeats: { a: 1 } },
      ["1 a 0 1", "1 a 1 2", "1 b 2 3", "1 b 3 4", "1 b 4 5"],
      ["1 a 0 1", "1 a 1 2", "1 a 2 3"],
      1,
      "1 of 1 case repeat an activity too often",
      ['case "1" repeats "a" 2 times, 1 allowed'],
    ],
    [
      "rules/repeats-after:a",
      { repeatsAfter: { a: ["check"] } },
      ["1 a 0 1", "1 check 1 2", "1 a 2 3", "2 b 0 1", "2 a 1 2"],
      ["1 a 0 1", "1 b 1 2", "1 a 2 3"],
      1,
      "1 of 3 events repeated after something else",
      ['case "1", event 3 "a" follows "b"'],
    ],
    [
      "rules/capacity",
      { capacity: { rack: 2, "*": 1 } },
      ["1 a 0 10 rack", "2 a 5 12 rack", "3 a 10 20 rack", "4 b 0 5 oven", "5 b 0 5 oven", "6 b 5 6 oven"],
      ["1 a 0 10 oven", "2 a 9 12 oven"],
      1,
      "1 of 2 pieces of work at a full resource",
      [`"oven" does 2 at once at ${at("00:09")}, 1 allowed`],
    ],
    [
      "rules/skills",
      { skills: { Ann: ["a"] } },
      ["1 a 0 1 Ann", "1 b 1 2 Bob", "1 b 2 3"],
      ["1 b 0 1 Ann"],
      1,
      "1 of 1 event by a resource without the skill",
      ['case "1", event 1 "b" is done by "Ann"'],
    ],
    [
      "rules/one-place",
      { onePlace: { who: "resource", place: "room" } },
      ["1 a 0 10 Ann R1", "2 b 5 9 Ann R1", "3 c 10 11 Ann R2"],
      ["1 a 0 10 Ann R1", "2 b 5 9 Ann R2"],
      1,
      "1 of 2 pieces of work in two places at once",
      [`"Ann" is in "R1" and in "R2" at ${at("00:05")}`],
    ],
  ])(
    "%s is met by a log that keeps it and broken by one that does not",
    (id, rules, good, bad, count, observed, examples) => {
      expect(resultOf(plain(...good), rules, id).violations).toBe(0);
      expect(resultOf(plain(...bad), rules, id)).toEqual({ observed, violations: count, examples });
    },
  );

  it("wants columns to be there, of their kind, and full", () => {
    const log = plain("1 a 0 1 Ann", "1 b 1 2");
    const columns = { resource: "string", start: "timestamp", room: "string" } as const;
    expect(resultOf(log, { columns }, "rules/column:start").violations).toBe(0);
    expect(resultOf(log, { columns }, "rules/column:resource")).toEqual({
      observed: "1 of 2 events without a value",
      violations: 1,
      examples: ['case "1", event 2 "b"'],
    });
    expect(resultOf(log, { columns }, "rules/column:room").observed).toBe(
      'no such column among "start", "resource"',
    );
    expect(resultOf(log, { columns: { start: "string" } }, "rules/column:start").observed).toBe(
      "the column holds timestamp values",
    );
  });

  it("counts L and λW by hand: ten cases of 10 minutes, one every 10 minutes, are one in process", () => {
    const steady = plain(
      ...Array.from({ length: 10 }, (_, i) => [`${i} in 0 ${i * 10}`, `${i} out 0 ${i * 10 + 10}`]).flat(),
    );
    // The window is from 10 to 80 min: the case of minute 80 begins at its end and does not count.
    expect(resultOf(steady, { littlesLaw: 0.05 }, "rules/littles-law").observed).toBe(
      "L = 1.000, λW = 1.000 (7 cases), 0.0 % apart",
    );
    const piledUp = plain(
      ...Array.from({ length: 20 }, (_, i) => [`${i} in 0 ${i * 10}`, `${i} out 0 500`]).flat(),
    );
    expect(resultOf(piledUp, { littlesLaw: 0.05 }, "rules/littles-law").violations).toBe(1);
    expect(resultOf(plain("1 a 0 1"), { littlesLaw: 0.05 }, "rules/littles-law")).toEqual({
      observed: "1 cases with times, too few to judge",
      violations: 0,
      examples: [],
    });
  });

  it("says that it can't judge skills and places without their columns", () => {
    const log = plain("1 a 0 1 Ann R1");
    const rules: LogRules = {
      resourceColumn: "machine",
      skills: { Ann: ["b"] },
      onePlace: { who: "resource", place: "hall" },
    };
    for (const id of ["rules/skills", "rules/one-place"])
      expect(resultOf(log, rules, id).observed).toBe("no resources, places or start times to judge by");
  });

  it("judges nothing by start times that the log has not", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0);
    const rules: LogRules = {
      calendar: twoShifts,
      durations: { a: { maximumMinutes: 1 } },
      capacity: { "*": 1 },
    };
    const report = checkExpectations(builder.build(), ruleExpectations(rules));
    expect(report.results.map((result) => [result.success, result.observed])).toEqual([
      [true, "no start times to judge by"],
      [true, "no start times to judge by"],
      [true, "no start times to judge by"],
      [true, "no resources, places or start times to judge by"],
    ]);
  });

  it.each<[string, unknown, string]>([
    ["a rule that there is not", { capacities: {} }, "expectations/rules"],
    ["a negative capacity", { capacity: { a: -1 } }, "expectations/rules"],
    ["a pattern that is none", { caseIdPattern: "(" }, "option/out-of-range"],
    ["an instant without a zone", { horizon: "2025-01-06T00:00" }, "option/out-of-range"],
    ["an instant that is none", { horizon: "neverZ" }, "option/out-of-range"],
    [
      "a calendar of an unknown zone",
      { calendar: { timeZone: "Mars/Base", shifts: [{ days: ["Mon"], from: "06:00", to: "14:00" }] } },
      "option/out-of-range",
    ],
    ["nothing", null, "expectations/rules"],
  ])("refuses %s", (_what, rules, code) => {
    expect(() => ruleExpectations(rules as LogRules)).toThrow(expect.objectContaining({ code }));
  });

  it("sees a piece of work too many exactly when a naive count at every start does", () => {
    const pieces = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 1, max: 8 }) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 3 }), (work, capacity) => {
        const distinct = new Map(work.map((one) => [`${one.from} ${one.length}`, one]));
        const log = plain(...work.map(({ from, length }, i) => `${i} a ${from} ${from + length} m`));
        const all = [...distinct.values()];
        const crowded = all.some(
          ({ from }) => all.filter((o) => o.from <= from && o.from + o.length > from).length > capacity,
        );
        const found = resultOf(log, { capacity: { m: capacity } }, "rules/capacity").violations;
        expect(found > 0).toBe(crowded);
      }),
    );
  });
});
