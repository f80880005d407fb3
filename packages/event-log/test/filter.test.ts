import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../src/contract/structure.js";
import {
  columnValue,
  type EventLog,
  EventLogBuilder,
  filterActivities,
  filterCases,
  filterEndActivities,
  filterEvents,
  filterStartActivities,
  filterTime,
  filterVariants,
  variants,
} from "../src/index.js";
import { rowsOf } from "./build-log.js";

/** Cases by name, as words of one-letter activities; event i of a case happens i hours after the day of the case. */
function words(cases: Readonly<Record<string, string>>): EventLog {
  const builder = new EventLogBuilder();
  Object.entries(cases).forEach(([caseId, word], day) => {
    builder.addCase(caseId, { length: word.length });
    [...word].forEach((activity, hour) => {
      builder.addEvent(caseId, activity, Date.UTC(2025, 0, 1 + day, hour), {
        hour,
        shift: hour < 2 ? "early" : "late",
      });
    });
  });
  return builder.build();
}

const asWords = (log: EventLog): Record<string, string> =>
  Object.fromEntries(
    log.caseIds.map((caseId, c) => [
      caseId,
      Array.from(
        log.activity.subarray(log.caseOffsets[c], log.caseOffsets[c + 1]),
        (id) => log.activities[id],
      ).join(""),
    ]),
  );

const log = words({ one: "abc", two: "acb", three: "abc", four: "", five: "ad", six: "acb", seven: "b" });

describe("filterCases", () => {
  it("keeps the cases for which the predicate holds, in order, with attributes", () => {
    const long = filterCases(log, (trace) => trace.length === 3 && trace.attributes["length"] === 3);
    expect(asWords(long)).toEqual({ one: "abc", two: "acb", three: "abc", six: "acb" });
    expect(columnValue(long.caseAttributes["length"]!, 3)).toBe(3);
  });

  it("drops activities that vanish and numbers the others anew, in their order", () => {
    const short = filterCases(log, (trace) => trace.index >= 4);
    expect(short.activities).toEqual(["a", "b", "c", "d"]);
    const last = filterCases(log, (trace) => trace.caseId === "five" || [...trace.events].length === 1);
    expect(last.activities).toEqual(["a", "b", "d"]);
    expect([...last.activity]).toEqual([0, 2, 1]);
  });

  it("gives the empty log when nothing is kept, and leaves the log itself alone", () => {
    const none = filterCases(log, () => false);
    expect(none).toMatchObject({ caseIds: [], activities: [] });
    expect([...none.caseOffsets]).toEqual([0]);
    expect(log.caseIds).toHaveLength(7);
  });
});

describe("filterEvents", () => {
  it("keeps events by their rows and drops cases that lose all of theirs", () => {
    expect(asWords(filterEvents(log, (event) => event.attributes["shift"] === "late"))).toEqual({
      one: "c",
      two: "b",
      three: "c",
      four: "",
      six: "b",
    });
  });

  it("hands over the case and the place in the log", () => {
    const seen: number[][] = [];
    filterEvents(
      words({ x: "ab", y: "", z: "c" }),
      (_, caseIndex, eventIndex) => seen.push([caseIndex, eventIndex]) > 0,
    );
    expect(seen).toEqual([
      [0, 0],
      [0, 1],
      [2, 2],
    ]);
  });
});

describe("filterActivities", () => {
  it("keeps or takes out the events with the named activities", () => {
    expect(asWords(filterActivities(log, "a"))).toEqual({
      one: "a",
      two: "a",
      three: "a",
      four: "",
      five: "a",
      six: "a",
    });
    expect(asWords(filterActivities(log, ["a", "b"], { keep: false }))).toEqual({
      one: "c",
      two: "c",
      three: "c",
      four: "",
      five: "d",
      six: "c",
    });
  });

  it("names near activities when one is unknown", () => {
    const builder = new EventLogBuilder();
    for (const activity of ["Mixing", "Coating", "Drying"]) builder.addEvent("1", activity, null);
    expect(() => filterActivities(builder.build(), "mixin")).toThrow(
      expect.objectContaining({
        code: "filter/unknown-activity",
        message: 'filterActivities: the log has no activity "mixin". Did you mean "Mixing"?',
      }),
    );
    for (const filter of [filterStartActivities, filterEndActivities, filterActivities]) {
      expect(() => filter(builder.build(), ["Mixing", "constructor"])).toThrow(
        'has no activity "constructor". Its activities are "Mixing", "Coating", "Drying".',
      );
      expect(() => filter(builder.build(), 7 as never)).toThrow(/option names is 7/);
    }
  });
});

describe("filterStartActivities and filterEndActivities", () => {
  it("look at the first and the last event of each case", () => {
    expect(Object.keys(asWords(filterStartActivities(log, "b")))).toEqual(["seven"]);
    expect(Object.keys(asWords(filterEndActivities(log, ["b", "d"])))).toEqual([
      "two",
      "five",
      "six",
      "seven",
    ]);
  });

  it("keep a case without events only when the activities are taken out", () => {
    expect(Object.keys(asWords(filterStartActivities(log, "a", { keep: false })))).toEqual(["four", "seven"]);
    expect(Object.keys(asWords(filterEndActivities(log, ["b", "c"], { keep: false })))).toEqual([
      "four",
      "five",
    ]);
  });
});

describe("filterVariants", () => {
  it("keeps the most frequent ones, ties by first seen", () => {
    expect(Object.keys(asWords(filterVariants(log, { top: 1 })))).toEqual(["one", "three"]);
    expect(Object.keys(asWords(filterVariants(log, { top: 3 })))).toEqual([
      "one",
      "two",
      "three",
      "four",
      "six",
    ]);
    expect(asWords(filterVariants(log, { top: 99 }))).toEqual(asWords(log));
    expect(filterVariants(log, { top: 0 }).caseIds).toEqual([]);
  });

  it("keeps the fewest that cover a share of the cases", () => {
    const kept = (coverage: number): number => variants(filterVariants(log, { coverage })).counts.length;
    expect([0, 0.1, 2 / 7, 0.3, 4 / 7, 0.6, 5 / 7, 1].map(kept)).toEqual([0, 1, 1, 2, 2, 3, 3, 5]);
  });

  it("keeps those that are named, also the empty one", () => {
    const kept = filterVariants(log, { variants: [["a", "d"], [], ["b", "b"]] });
    expect(Object.keys(asWords(kept))).toEqual(["four", "five"]);
    expect(() => filterVariants(log, { variants: [["a", "x"]] })).toThrow(/has no activity "x"/);
  });

  it.each([
    [{}, "option/exactly-one"],
    [{ top: 1, coverage: 1 }, "option/exactly-one"],
    [{ top: 1.5 }, "option/out-of-range"],
    [{ coverage: 1.5 }, "option/out-of-range"],
    [{ coverage: Number.NaN }, "option/out-of-range"],
  ])("refuses the options %j", (options, code) => {
    expect(() => filterVariants(log, options)).toThrow(expect.objectContaining({ code }));
  });
});

describe("filterTime", () => {
  // one: 1 January 0-2 h, two: 2 January 0-2 h, …, both ends of the window are in it
  const from = "2025-01-01T01:00:00Z";
  const to = new Date(Date.UTC(2025, 0, 3, 1));
  it.each([
    ["contained", ["two"]],
    ["intersecting", ["one", "two", "three"]],
    ["starting", ["two", "three"]],
    ["ending", ["one", "two"]],
  ] as const)("keeps cases %s in the window", (mode, cases) => {
    expect(filterTime(log, { from, to, mode }).caseIds).toEqual(cases);
  });

  it("cuts cases down to the events in the window", () => {
    expect(asWords(filterTime(log, { from, to: to.getTime(), mode: "events" }))).toEqual({
      one: "bc",
      two: "acb",
      three: "ab",
    });
  });

  it("contains whole cases by default and may be open at either end", () => {
    expect(filterTime(log, { to }).caseIds).toEqual(["one", "two"]);
    expect(filterTime(log, { from: "2025-01-05" }).caseIds).toEqual(["five", "six", "seven"]);
    expect(filterTime(log, {}).caseIds).not.toContain("four");
  });

  it("passes over events without a time, and cases without any", () => {
    const builder = new EventLogBuilder();
    for (const time of [null, 10, null]) builder.addEvent("some", "a", time);
    builder.addEvent("none", "a", null);
    const untimed = builder.build();
    expect(filterTime(untimed, { from: 5, to: 15 }).caseIds).toEqual(["some"]);
    expect([...filterTime(untimed, { from: 5, mode: "events" }).time]).toEqual([10]);
  });

  it.each([
    { from: "soon" },
    { to: Number.NaN },
    { from: new Date(Number.NaN) },
    { from: 2, to: 1 },
    { mode: "within" as never },
  ])("refuses the options %j", (options) => {
    expect(() => filterTime(log, options)).toThrow(expect.objectContaining({ code: "option/out-of-range" }));
  });
});

describe("for every log", () => {
  const anyLog = fc
    .uniqueArray(
      fc.tuple(fc.constantFrom(..."123456789"), fc.string({ unit: fc.constantFrom(..."abc"), maxLength: 5 })),
      {
        selector: ([caseId]) => caseId,
        maxLength: 8,
      },
    )
    .map((cases) => words(Object.fromEntries(cases)));
  const RUN = { seed: 11, numRuns: 150 };

  it("a filter that keeps all changes nothing", () => {
    fc.assert(
      fc.property(anyLog, (any) => {
        for (const same of [
          filterCases(any, () => true),
          filterEvents(any, () => true),
          filterVariants(any, { coverage: 1 }),
          filterActivities(any, any.activities),
        ]) {
          expect(same).toEqual(any);
        }
      }),
      RUN,
    );
  });

  it("filters give logs that keep the rules, and case filters commute", () => {
    fc.assert(
      fc.property(anyLog, fc.integer({ min: 0, max: 4 }), (any, least) => {
        const long = (l: EventLog): EventLog => filterCases(l, (trace) => trace.length >= least);
        const odd = (l: EventLog): EventLog => filterCases(l, (trace) => Number(trace.caseId) % 2 === 1);
        expect(rowsOf(long(odd(any)))).toEqual(rowsOf(odd(long(any))));
        expect(long(odd(any)).activities).toEqual(odd(long(any)).activities);
        const filtered = [
          long(any),
          filterEvents(any, (event) => event.activity !== "a"),
          filterVariants(any, { top: least }),
          filterTime(any, { from: "2025-01-02", mode: "events" }),
        ];
        for (const one of filtered) {
          expect(STRUCTURE_RULES.map((rule) => rule.fault(one))).toEqual(STRUCTURE_RULES.map(() => null));
        }
      }),
      RUN,
    );
  });

  it("keeping and taking out split the cases", () => {
    fc.assert(
      fc.property(anyLog, (any) => {
        const named = any.activities.slice(0, 1);
        for (const filter of [filterStartActivities, filterEndActivities]) {
          const both = [...filter(any, named).caseIds, ...filter(any, named, { keep: false }).caseIds];
          expect(both.sort()).toEqual([...any.caseIds].sort());
        }
      }),
      RUN,
    );
  });
});
