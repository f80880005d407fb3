import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { rework, reworkRateByGroup, wilsonInterval } from "../src/index.js";
import { arbitraryCases, logOf, tinyLog } from "./tiny-log.js";

const seeded = { seed: 20250107, numRuns: 200 };

describe("rework", () => {
  const log = tinyLog("1: a b b b a", "2: a b REWORK_b", "3: a REWORK_b REWORK_b", "4:");

  it("counts repeats, self-loops and the cases affected of every activity", () => {
    expect(rework(log).activities).toEqual([
      {
        activity: "a",
        events: 4,
        cases: 3,
        repeats: 1,
        casesWithRepeats: 1,
        selfLoops: 0,
        casesWithSelfLoops: 0,
        repeatsBySame: null,
        repeatsByOther: null,
      },
      {
        activity: "b",
        events: 4,
        cases: 2,
        repeats: 2,
        casesWithRepeats: 1,
        selfLoops: 2,
        casesWithSelfLoops: 1,
        repeatsBySame: null,
        repeatsByOther: null,
      },
      {
        activity: "REWORK_b",
        events: 3,
        cases: 2,
        repeats: 1,
        casesWithRepeats: 1,
        selfLoops: 1,
        casesWithSelfLoops: 1,
        repeatsBySame: null,
        repeatsByOther: null,
      },
    ]);
  });

  it("goes by the prefix where the log has it, and names the activity that was done again", () => {
    expect(rework(log)).toMatchObject({
      basis: "prefix",
      cases: 4,
      casesWithRework: 2,
      reworkRate: 0.5,
      totalReworkEvents: 3,
      reworkEvents: [0, 1, 2, 0],
      prefixed: [{ activity: "REWORK_b", base: "b", events: 3, cases: 2 }],
    });
  });

  it("goes by repeats without the prefix, or by both when asked to, counting an event once", () => {
    expect(rework(log, { basis: "repeats" }).reworkEvents).toEqual([3, 0, 1, 0]);
    expect(rework(log, { basis: "both" }).reworkEvents).toEqual([3, 1, 2, 0]);
    expect(rework(log, { prefix: null })).toMatchObject({ basis: "repeats", prefixed: [] });
    expect(rework(tinyLog("1: a a"))).toMatchObject({ basis: "repeats", casesWithRework: 1 });
  });

  it("has no rate for a log without cases", () => {
    expect(rework(tinyLog())).toEqual({
      basis: "repeats",
      cases: 0,
      casesWithRework: 0,
      reworkRate: null,
      totalReworkEvents: 0,
      reworkEvents: [],
      activities: [],
      prefixed: [],
    });
  });

  it("refuses an empty prefix, and a basis that needs the prefix it was told not to use", () => {
    expect(() => rework(log, { prefix: "" })).toThrow(
      'rework: option prefix is "". Every name starts with it. Give a prefix, or null for none.',
    );
    expect(() => rework(log, { prefix: null, basis: "both" })).toThrow(
      'rework: option basis is "both". With prefix null there is only "repeats".',
    );
  });

  it("agrees with counting names case by case", () => {
    fc.assert(
      fc.property(arbitraryCases(), (cases) => {
        const sorted = cases.map((events) =>
          events.toSorted((x, y) => x.time! - y.time!).map(({ activity }) => activity),
        );
        const result = rework(logOf(cases), { basis: "repeats" });
        for (const { activity, repeats, casesWithRepeats, selfLoops } of result.activities) {
          const counts = sorted.map((names) => names.filter((name) => name === activity).length);
          expect(repeats).toBe(counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0));
          expect(casesWithRepeats).toBe(counts.filter((count) => count > 1).length);
          expect(selfLoops).toBe(
            sorted.flatMap((names) => names.filter((name, i) => name === activity && names[i - 1] === name))
              .length,
          );
        }
        expect(result.reworkEvents).toEqual(sorted.map((names) => names.length - new Set(names).size));
        expect(result.activities.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(
          result.totalReworkEvents,
        );
      }),
      seeded,
    );
  });
});

describe("wilsonInterval", () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I, method 3
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("gives the published interval of %i out of %i", (successes, trials, lower, upper) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.rate).toBe(successes / trials);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  it("is null throughout without a trial", () => {
    expect(wilsonInterval(0, 0)).toEqual({ rate: null, lower: null, upper: null });
  });

  it("names the counts, or the option, that make no sense", () => {
    expect(() => wilsonInterval(3, 2)).toThrow(
      "wilsonInterval: 3 successes in 2 trials. Give whole numbers, 0 <= successes <= trials.",
    );
    expect(() => wilsonInterval(1, 2, { confidence: 95 })).toThrow(
      "wilsonInterval: option confidence is 95. Give a number between 0 and 1, such as 0.95.",
    );
  });

  it("holds the rate, stays in [0, 1], and mirrors when successes and failures are swapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (trials, share) => {
          const successes = Math.round(share * trials);
          const { rate, lower, upper } = wilsonInterval(successes, trials);
          const mirrored = wilsonInterval(trials - successes, trials);
          expect(0 <= lower! && lower! <= rate! && rate! <= upper! && upper! <= 1).toBe(true);
          expect(mirrored.lower).toBeCloseTo(1 - upper!, 12);
          expect(mirrored.upper).toBeCloseTo(1 - lower!, 12);
          expect(wilsonInterval(successes, trials, { confidence: 0.99 }).upper! >= upper!).toBe(true);
        },
      ),
      seeded,
    );
  });
});

describe("reworkRateByGroup", () => {
  /** One case per value; cases whose number is in `reworked` have a rework event. */
  function valued(
    values: readonly (number | string | boolean | null)[],
    reworked: readonly number[],
  ): EventLog {
    const builder = new EventLogBuilder();
    values.forEach((value, c) => {
      builder.addCase(`${c}`, { size: value });
      builder.addEvent(`${c}`, "a", c);
      if (reworked.includes(c)) builder.addEvent(`${c}`, "REWORK_a", c + 1);
    });
    return builder.build();
  }
  const counts = (groups: readonly { cases: number; casesWithRework: number }[]) =>
    groups.map(({ cases, casesWithRework }) => [cases, casesWithRework]);

  it("cuts numbers into groups of equal width, closed left, with the greatest value in the last", () => {
    const result = reworkRateByGroup(valued([0, 2, 4, 6, 8, 10], [0, 5]), "size");
    expect(result).toMatchObject({
      kind: "range",
      attribute: "size",
      level: "case",
      basis: "prefix",
      closed: "left",
      missing: { cases: 0, casesWithRework: 0 },
    });
    expect(result.groups.map((group) => ("from" in group ? [group.from, group.to] : []))).toEqual([
      [0, 2],
      [2, 4],
      [4, 6],
      [6, 8],
      [8, 10],
    ]);
    expect(counts(result.groups)).toEqual([
      [1, 1],
      [1, 0],
      [1, 0],
      [1, 0],
      [2, 1],
    ]);
    expect(result.groups[4]).toMatchObject(wilsonInterval(1, 2));
  });

  it("closes groups on the right when asked to; the least value then belongs to the first", () => {
    const result = reworkRateByGroup(valued([0, 2, 4, 6, 8, 10], [0, 5]), "size", { closed: "right" });
    expect(counts(result.groups)).toEqual([
      [2, 1],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  it("cuts at thresholds, with open ends", () => {
    const { groups } = reworkRateByGroup(valued([-5, 1, 2, 3, 99], [4]), "size", { thresholds: [2, 50] });
    expect(groups).toMatchObject([
      { from: null, to: 2, cases: 2, casesWithRework: 0, rate: 0 },
      { from: 2, to: 50, cases: 2, casesWithRework: 0, rate: 0 },
      { from: 50, to: null, cases: 1, casesWithRework: 1, rate: 1 },
    ]);
  });

  it("lays out groups of equal ratio, or of equally many cases", () => {
    const log = valued([1, 10, 100, 1000], []);
    const edges = (scale: "log" | "quantile", values = log) =>
      reworkRateByGroup(values, "size", { bins: 3, scale }).groups.map((g) => ("to" in g ? g.to : null));
    expect(edges("log")).toEqual([expect.closeTo(10, 9), expect.closeTo(100, 9), 1000]);
    expect(edges("quantile", valued([1, 2, 3, 4, 5, 6, 70], []))).toEqual([3, 5, 70]);
    expect(edges("quantile", valued([1, 1, 1, 1, 9], []))).toEqual([9]); // equal cuts become one
    expect(() => edges("log", valued([0, 1], []))).toThrow(
      'reworkRateByGroup: attribute "size" has the value 0, which has no place on a log scale. Use scale "linear" or "quantile".',
    );
  });

  it("groups texts and truth values by value, the largest group first, ties by value", () => {
    const result = reworkRateByGroup(valued(["night", "day", "day", null, "eve"], [0, 1, 3]), "size");
    expect(result).toMatchObject({ kind: "category", missing: { cases: 1, casesWithRework: 1 } });
    expect(result.groups).toEqual([
      { value: "day", cases: 2, casesWithRework: 1, ...wilsonInterval(1, 2) },
      { value: "eve", cases: 1, casesWithRework: 0, ...wilsonInterval(0, 1) },
      { value: "night", cases: 1, casesWithRework: 1, ...wilsonInterval(1, 1) },
    ]);
    const truths = reworkRateByGroup(valued([true, false, true], [0]), "size");
    expect(truths.groups).toMatchObject([
      { value: "true", cases: 2 },
      { value: "false", cases: 1 },
    ]);
  });

  it("takes an event attribute from the first event of the case that has it", () => {
    const builder = new EventLogBuilder();
    builder.addEvent("1", "a", 0);
    builder.addEvent("1", "b", 1, { constructor: 7 });
    builder.addEvent("1", "c", 2, { constructor: 9 });
    builder.addEvent("2", "a", 3);
    expect(reworkRateByGroup(builder.build(), "constructor")).toMatchObject({
      level: "event",
      groups: [{ from: 7, to: 7, cases: 1 }],
      missing: { cases: 1 },
    });
  });

  it("gives one group when all values are equal, and none when there is no value", () => {
    expect(reworkRateByGroup(valued([3, 3, 3], [1]), "size").groups).toMatchObject([
      { from: 3, to: 3, cases: 3, casesWithRework: 1 },
    ]);
    expect(reworkRateByGroup(valued([null, null], [1]), "size")).toMatchObject({
      groups: [],
      missing: { cases: 2, casesWithRework: 1 },
    });
    expect(reworkRateByGroup(valued([Number.POSITIVE_INFINITY, 1], []), "size").missing.cases).toBe(1);
  });

  it("lists the attributes when it is asked for one the log does not have, whatever its name", () => {
    expect(() => reworkRateByGroup(valued([1], []), "constructor")).toThrow(
      'reworkRateByGroup: the log has no attribute "constructor". Give one of "size".',
    );
    expect(() => reworkRateByGroup(tinyLog("1: a"), "size")).toThrow(
      'reworkRateByGroup: the log has no attribute "size". It has no attributes at all.',
    );
  });

  it("refuses bins and thresholds that cut nothing", () => {
    const log = valued([1, 2], []);
    expect(() => reworkRateByGroup(log, "size", { bins: 0 })).toThrow(
      "reworkRateByGroup: option bins is 0. Give a whole number from 1 to 1000; 5 suits a first look.",
    );
    expect(() => reworkRateByGroup(log, "size", { thresholds: [2, 1] })).toThrow(
      'reworkRateByGroup: option thresholds is "2, 1". Give one or more numbers in rising order.',
    );
    expect(() => reworkRateByGroup(log, "size", { bins: 2, thresholds: [1] })).toThrow(
      "Give one of the two.",
    );
  });

  it("puts every case with a value into exactly one group", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -50, max: 50 })), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom("linear", "quantile"),
        fc.constantFrom("left", "right"),
        (values, bins, scale, closed) => {
          const log = valued([1, ...values], [0, 3]);
          const result = reworkRateByGroup(log, "size", { bins, scale, closed });
          const sum = result.groups.reduce((total, { cases }) => total + cases, 0);
          expect(sum + result.missing.cases).toBe(log.caseIds.length);
          if (result.kind !== "range") throw new Error("numbers make ranges");
          for (const { from, to, cases } of result.groups) {
            const inside = [1, ...values].filter(
              (v) => v !== null && v >= from! && v <= to! && (closed === "left" ? v < to! : v > from!),
            ).length;
            const ends = [1, ...values].filter((v) =>
              closed === "left"
                ? v === to && to === result.groups.at(-1)!.to
                : v === from && from === result.groups[0]!.from,
            ).length;
            expect(cases).toBe(inside + ends);
          }
        },
      ),
      seeded,
    );
  });
});
