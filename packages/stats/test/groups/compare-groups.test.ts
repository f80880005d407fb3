import { randomStream, WorkCalendar } from "@gigamine/base";
import { type EventLog, EventLogBuilder, filterCases } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { caseDurations, compareGroups, type GroupsComparison } from "../../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "../tiny-log.js";

const seeded = { seed: 20250106, numRuns: 150 };
const MINUTE = 60_000;

/** Cases of one step that takes so long, in ms. */
const lasting = (durations: readonly number[]) => tinyLog(...durations.map((ms, i) => `${i}: a@0 b@${ms}`));

/** Cases of a line with noise of its own; `slower` stretches the coating, `rework` is how many of 100 are mixed again. */
function line(cases: number, seed: number, { slower = 1, rework = 20 } = {}): EventLog {
  const builder = new EventLogBuilder({ caseAttributes: { line: "string" } });
  const random = randomStream(seed, "line");
  for (let c = 0; c < cases; c++) {
    const id = `${seed}-${c}`;
    builder.addCase(id, { line: random.chance(0.5) ? "A" : "B" });
    let at = c * MINUTE;
    const step = (activity: string, mean: number): void => {
      at += Math.round(mean * (0.5 + random.next()));
      builder.addEvent(id, activity, at);
    };
    step("Mix", 10 * MINUTE);
    if (random.chance(rework / 100)) step("Mix again", 10 * MINUTE);
    step("Coat", 30 * MINUTE * slower);
    step("Dry", 60 * MINUTE);
  }
  return builder.build();
}

const smallest = ({ caseDuration, activities, arcs }: GroupsComparison): number =>
  Math.min(
    caseDuration.adjustedPValue ?? 1,
    ...activities.flatMap((a) => [a.presence.adjustedPValue ?? 1, a.duration.adjustedPValue ?? 1]),
    ...arcs.map((a) => a.presence.adjustedPValue ?? 1),
  );

describe("compareGroups", () => {
  it("compares shares and durations of two logs, worked by hand", () => {
    const a = tinyLog("1: a@0 b@10", "2: a@0 b@20", "3: a@0 c@5", "4: a@0");
    const b = tinyLog("1: a@0 c@7", "2: d@0 c@9");
    const { groupA, groupB, basis, clock, caseDuration, activities, arcs } = compareGroups(a, b);
    expect({ groupA, groupB, basis, clock }).toEqual({
      groupA: { cases: 4, events: 7 },
      groupB: { cases: 2, events: 4 },
      basis: "completion",
      clock: "wall",
    });
    // 10, 20, 5, 0 against 7, 9: A is longer in 4 of 8 pairs and shorter in 4
    expect(caseDuration).toMatchObject({ medianDifferenceMs: -0.5, cliffsDelta: 0, pValue: null });
    const of = (name: string) => activities.find(({ activity }) => activity === name)!;
    expect(of("b").presence).toMatchObject({ casesA: 2, casesB: 0, shareA: 0.5, shareB: 0, difference: 0.5 });
    expect(of("c").presence).toMatchObject({ shareA: 0.25, shareB: 1, difference: -0.75 });
    expect(of("c").duration).toMatchObject({
      durationA: { count: 1, meanMs: 5 },
      durationB: { count: 2, meanMs: 8 },
      medianDifferenceMs: -3,
      cliffsDelta: -1,
      pValue: null, // too few
    });
    expect(of("d").duration).toMatchObject({
      durationA: { count: 0 },
      medianDifferenceMs: null,
      cliffsDelta: null,
    });
    // d is in 0 of 4 and 1 of 2 cases, exact: it would be in a case of B by chance in 2 of 6
    expect(of("d").presence.pValue).toBeCloseTo(1 / 3, 12);
    const arc = (from: string, to: string) => arcs.find((entry) => entry.from === from && entry.to === to)!;
    expect(arcs).toHaveLength(3);
    expect(arc("a", "c").presence).toMatchObject({ casesA: 1, casesB: 1, difference: -0.25 });
    expect(arc("d", "c").presence).toMatchObject({ casesA: 0, casesB: 1 });
  });

  it("gives the large sample p value of Hollander and Wolfe's example for case durations", () => {
    // See mann-whitney.test.ts; permeabilities times 100 as durations. Two-sided it is 2 · 0.1103.
    const atTerm = lasting([80, 83, 189, 104, 145, 138, 191, 164, 73, 146]);
    const before = lasting([115, 88, 90, 74, 121]);
    const { caseDuration } = compareGroups(atTerm, before);
    expect(caseDuration.cliffsDelta).toBeCloseTo(0.4, 12);
    expect(caseDuration.pValue).toBeCloseTo(0.2207, 4);
  });

  it("gives the chi-squared p value of Fisher's convictions of twins for shares", () => {
    // 10 of 13 and 2 of 17 convicted, all expected counts above 1: X² = 13.032 · 29/30 = 12.598, p = 0.000386
    const twins = (convicted: number, all: number) =>
      tinyLog(...Array.from({ length: all }, (_, i) => `${i}: born@0${i < convicted ? " convicted@1" : ""}`));
    const { activities } = compareGroups(twins(10, 13), twins(2, 17));
    expect(activities[0]).toMatchObject({ activity: "convicted", presence: { casesA: 10, casesB: 2 } });
    expect(activities[0]!.presence.pValue).toBeCloseTo(0.000386, 6);
  });

  it("adjusts all p values together as Holm does", () => {
    const { caseDuration, activities, arcs, tests } = compareGroups(line(60, 1), line(60, 2));
    const all = [
      caseDuration,
      ...activities.flatMap(({ presence, duration }) => [presence, duration]),
      ...arcs.map(({ presence }) => presence),
    ].filter(({ pValue }) => pValue !== null);
    expect(all).toHaveLength(tests);
    const least = all.reduce((x, y) => (y.pValue! < x.pValue! ? y : x));
    expect(least.adjustedPValue).toBeCloseTo(Math.min(1, least.pValue! * tests), 12);
    for (const { pValue, adjustedPValue } of all) {
      expect(adjustedPValue).toBeGreaterThanOrEqual(Math.min(1, pValue!));
    }
  });

  it("finds what was planted, and puts it first", () => {
    const { caseDuration, activities, arcs } = compareGroups(
      line(300, 1, { slower: 1.2, rework: 40 }),
      line(300, 2),
    );
    expect(
      activities
        .slice(0, 2)
        .map(({ activity }) => activity)
        .sort(),
    ).toEqual(["Coat", "Mix again"]);
    const of = (name: string) => activities.find(({ activity }) => activity === name)!;
    expect(of("Coat").duration.adjustedPValue).toBeLessThan(0.001);
    expect(of("Coat").duration.cliffsDelta).toBeGreaterThan(0.2);
    expect(of("Mix again").presence.adjustedPValue).toBeLessThan(0.001);
    expect(of("Dry").duration.adjustedPValue).toBeGreaterThan(0.05);
    expect(arcs.slice(0, 3).every(({ from, to }) => [from, to].includes("Mix again") || from === "Mix")).toBe(
      true,
    );
    expect(caseDuration.adjustedPValue).toBeLessThan(0.05);
  });

  it("seldom finds anything where nothing differs: in at most one comparison of twenty", () => {
    let found = 0;
    for (let i = 0; i < 100; i++) {
      if (smallest(compareGroups(line(40, i), line(50, 1000 + i))) < 0.05) found++;
    }
    expect(found).toBeLessThanOrEqual(10); // 5 expected at most; more than 10 of 100 has a chance of 1 %
  });

  it("finds nothing between a log and itself", () => {
    fc.assert(
      fc.property(arbitraryCases({ timed: false }), (cases) => {
        const log = logOf(cases);
        const result = compareGroups(log, log);
        expect(smallest(result)).toBe(1);
        expect(Math.abs(result.caseDuration.cliffsDelta ?? 0)).toBe(0);
        for (const { presence, duration } of result.activities) {
          expect(presence.difference).toBe(0);
          expect(duration.cliffsDelta ?? 0).toBe(0);
        }
        for (const { presence } of result.arcs) expect(presence.difference).toBe(0);
      }),
      seeded,
    );
  });

  it("divides one log by a predicate into the cases for which it holds and all others", () => {
    const log = line(200, 3);
    const isInA = { kind: "caseAttribute", name: "line", in: ["A"] } as const;
    const divided = compareGroups(log, isInA);
    expect(divided).toEqual(
      compareGroups(filterCases(log, isInA), filterCases(log, { kind: "not", of: isInA })),
    );
    expect(divided.groupA.cases + divided.groupB.cases).toBe(200);
    // @ts-expect-error a user without types
    expect(() => compareGroups(log, { kind: "unknown" })).toThrow(/predicate/);
  });

  it("turns signs, and nothing else, when the groups change places", () => {
    const [a, b] = [line(50, 4), line(70, 5, { rework: 40 })];
    const there = compareGroups(a, b);
    const back = compareGroups(b, a);
    expect(back.caseDuration.cliffsDelta).toBe(0 - there.caseDuration.cliffsDelta!);
    expect(back.caseDuration.durationA).toEqual(there.caseDuration.durationB);
    for (const entry of there.activities) {
      const same = back.activities.find(({ activity }) => activity === entry.activity)!;
      expect(same.presence.difference).toBe(0 - entry.presence.difference!);
      expect(same.presence.pValue === null ? null : same.presence.pValue.toFixed(12)).toBe(
        entry.presence.pValue === null ? null : entry.presence.pValue.toFixed(12),
      );
      expect(same.duration.adjustedPValue ?? 2).toBeCloseTo(entry.duration.adjustedPValue ?? 2, 12);
    }
  });

  it("does not depend on the order of the cases, on when the clock starts or on the unit", () => {
    fc.assert(
      fc.property(arbitraryCases(), arbitraryCases(), (first, second) => {
        const figures = (x: typeof first, y: typeof first, map: (t: number) => number) => {
          const { caseDuration, activities, arcs } = compareGroups(logOf(x, map), logOf(y, map));
          return [
            [caseDuration.cliffsDelta, caseDuration.adjustedPValue],
            activities
              .map(({ activity, presence, duration }) => [
                activity,
                presence.difference,
                presence.adjustedPValue,
                duration.cliffsDelta,
              ])
              .sort(),
            arcs.map(({ from, to, presence }) => [from, to, presence.adjustedPValue]).sort(),
          ];
        };
        const plain = figures(first, second, (t) => t);
        expect(figures(first.toReversed(), second.toReversed(), (t) => t)).toEqual(plain);
        expect(figures(first, second, (t) => t + 1_700_000_000_000)).toEqual(plain);
        expect(figures(first, second, (t) => t * 1000)).toEqual(plain);
      }),
      seeded,
    );
  });

  it("measures both groups without starts where one of them has none, and says so", () => {
    const started = tinyLog("1: a@0..10 b@12..30", "2: a@0..10 b@15..30");
    const bare = tinyLog("1: a@10 b@30", "2: a@10 c@30");
    const mixed = compareGroups(started, bare);
    expect(mixed).toMatchObject({
      basis: "completion",
      caseDuration: { durationA: { maxMs: 20 }, cliffsDelta: 0 },
    });
    const of = ({ activities }: GroupsComparison, name: string) =>
      activities.find(({ activity }) => activity === name)!;
    expect(of(mixed, "b")).toMatchObject({
      basis: "gap",
      duration: { durationA: { meanMs: 20 }, durationB: { meanMs: 20 } },
    });
    const both = compareGroups(started, started);
    expect(both).toMatchObject({ basis: "start", caseDuration: { durationA: { maxMs: 30 } } });
    expect(of(both, "b")).toMatchObject({
      basis: "service",
      duration: { durationA: { count: 2, meanMs: 16.5 } },
    });
  });

  it("counts working time of a calendar", () => {
    const calendar = new WorkCalendar({
      timeZone: "UTC",
      shifts: [{ days: ["Mon", "Tue"], from: "08:00", to: "16:00" }],
    });
    const night = tinyLog(`1: a@${Date.UTC(2025, 0, 6, 15)} b@${Date.UTC(2025, 0, 7, 9)}`);
    expect(compareGroups(night, night, { calendar })).toMatchObject({
      clock: "working",
      caseDuration: { durationA: { totalMs: 120 * MINUTE } },
      activities: [{}, { activity: "b", duration: { durationB: { totalMs: 120 * MINUTE } } }],
    });
  });

  it("has null for what an empty group has not, and takes odd names for data", () => {
    const log = tinyLog("1: __proto__@0 constructor@5", "2:");
    const empty = compareGroups(log, tinyLog());
    expect(empty.activities[1]!.presence).toEqual({
      casesA: 1,
      casesB: 0,
      shareA: 0.5,
      shareB: null,
      difference: null,
      pValue: null,
      adjustedPValue: null,
    });
    expect(empty.arcs[0]).toMatchObject({ from: "__proto__", to: "constructor" });
    expect(empty.tests).toBe(0);
    expect(compareGroups(tinyLog(), tinyLog())).toMatchObject({ activities: [], arcs: [], tests: 0 });
    expect(JSON.parse(JSON.stringify(empty))).toEqual(empty);
  });

  it("keeps the whole log: its cases are those of caseDurations", () => {
    const [a, b] = [line(30, 6), line(20, 7)];
    const { caseDuration } = compareGroups(a, b);
    expect(caseDuration.durationA).toEqual(caseDurations(a).summary);
    expect(caseDuration.durationB).toEqual(caseDurations(b).summary);
  });

  it("compares 500 activities with more arcs than cases, and one case of 100,000 events", () => {
    const words = (step: number) =>
      Array.from({ length: 20_000 }, (_, i) => `s${(i * (step + Math.floor(i / 500))) % 500}@${i}`);
    expect(
      compareGroups(tinyLog(`1: ${words(7).join(" ")}`), tinyLog(`1: ${words(11).join(" ")}`)).activities,
    ).toHaveLength(500);
    const long = Array.from({ length: 100_000 }, (_, i) => `s${i % 3}@${i}`);
    const { activities } = compareGroups(tinyLog(`1: ${long.join(" ")}`), tinyLog("1: s0@0 s1@1"));
    expect(activities).toHaveLength(3);
  });
});
