import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../../src/contract/structure.js";
import {
  columnValue,
  type EventLog,
  filterBetween,
  filterCaseAttribute,
  filterCaseDuration,
  filterCaseSize,
  filterCasesByActivity,
  filterEventAttribute,
  filterFirstEvents,
  filterFourEyes,
  filterLastEvents,
  filterPaths,
  filterPrefix,
  filterResources,
  filterRework,
  filterSuffix,
  filterTime,
  fromRows,
  sampleEvents,
} from "../../src/index.js";
import { logOf, wordsOf } from "../words.js";

const HOUR = 3_600_000;
const log = logOf({
  one: "a@Ann b@Bob c@Ann",
  two: "a@Ann c@Cid b@Ann b",
  three: "",
  four: "d",
  five: "b a",
});

describe("the named filters of cases", () => {
  it("ask the predicate of the same name, or its opposite", () => {
    const ids = (kept: EventLog): readonly string[] => kept.caseIds;
    expect(ids(filterCasesByActivity(log, ["c", "d"]))).toEqual(["one", "two", "four"]);
    expect(ids(filterCasesByActivity(log, ["c", "d"], { keep: false }))).toEqual(["three", "five"]);
    expect(ids(filterCasesByActivity(log, "b", { min: 2 }))).toEqual(["two"]);
    expect(ids(filterPaths(log, "a", "b"))).toEqual(["one"]);
    expect(ids(filterPaths(log, "a", "b", { follows: "eventually" }))).toEqual(["one", "two"]);
    expect(ids(filterPaths(log, "a", "b", { maxMs: HOUR - 1, keep: false }))).toHaveLength(5);
    expect(ids(filterCaseSize(log, { min: 1, max: 3 }))).toEqual(["one", "four", "five"]);
    expect(ids(filterCaseDuration(log, { minMs: HOUR }))).toEqual(["one", "two", "five"]);
    expect(ids(filterRework(log))).toEqual(["two"]);
    expect(ids(filterRework(log, { names: "a", keep: false }))).toHaveLength(5);
    expect(ids(filterFourEyes(log, "a", "c"))).toEqual(["one"]);
    expect(ids(filterFourEyes(log, "a", "c", { resource: "different" }))).toEqual(["two"]);
    expect(ids(filterFourEyes(log, "a", "c", { keep: false }))).toEqual(["two", "three", "four", "five"]);
    expect(ids(filterCaseAttribute(log, "day", { max: 1 }))).toEqual(["one", "two"]);
    expect(ids(filterCaseAttribute(log, "day", { in: [2], keep: false }))).toEqual([
      "one",
      "two",
      "four",
      "five",
    ]);
  });

  it.each([
    [
      () => filterCaseSize(log, { min: 2, max: 1 }),
      "option/out-of-range",
      "filterCaseSize: option min is 2.",
    ],
    [
      () => filterCaseSize(log, { least: 2 } as never),
      "option/unknown-key",
      'the options has the unknown key "least"',
    ],
    [() => filterCaseDuration(log, { minMs: Number.NaN }), "option/out-of-range", "option minMs is NaN."],
    [() => filterPaths(log, "a", "x"), "filter/unknown-activity", 'filterPaths: the log has no activity "x"'],
    [
      () => filterCaseAttribute(log, "dai"),
      "filter/unknown-attribute",
      'no case attribute "dai". Did you mean "day"?',
    ],
    [
      () => filterFourEyes(logOf({ x: "a b" }), "a", "b"),
      "filter/unknown-attribute",
      'no event attribute "resource"',
    ],
    [
      () => filterPrefix(log, "a", { occurrence: "second" as never }),
      "option/out-of-range",
      'occurrence is "second"',
    ],
    [() => filterBetween(log, "a", "b", { parts: "all" as never }), "option/out-of-range", 'parts is "all"'],
    [() => filterFirstEvents(log, 0), "option/out-of-range", "filterFirstEvents: option count is 0."],
    [() => sampleEvents(log, { seed: 1 }), "option/exactly-one", "0 of"],
    [
      () => filterEventAttribute(log, "hour", { level: "trace" as never }),
      "option/out-of-range",
      'level is "trace"',
    ],
  ])("refuse wrong options: %#", (call, code, message) => {
    expect(call).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });
});

describe("the filters of events by attribute", () => {
  it("select events, or cases with such an event", () => {
    expect(wordsOf(filterEventAttribute(log, "hour", { min: 2 }))).toEqual({
      one: "c",
      two: "b b",
      three: "",
    });
    expect(wordsOf(filterEventAttribute(log, "hour", { min: 2, keep: false }))).toEqual({
      one: "a b",
      two: "a c",
      three: "",
      four: "d",
      five: "b a",
    });
    expect(filterEventAttribute(log, "hour", { in: [3], level: "case" }).caseIds).toEqual(["two"]);
    expect(wordsOf(filterResources(log, "Ann"))).toEqual({ one: "a c", two: "a b", three: "" });
    expect(wordsOf(filterResources(log, ["Ann", "Cid"], { keep: false }))).toEqual({
      one: "b",
      two: "b",
      three: "",
      four: "d",
      five: "b a",
    });
    expect(filterResources(log, "Bob", { level: "case", keep: false }).caseIds).toEqual([
      "two",
      "three",
      "four",
      "five",
    ]);
  });

  it("know truth values, instants and missing ones", () => {
    const typed = fromRows([
      { case: "1", activity: "a", time: 0, ok: true, due: new Date(5) },
      { case: "2", activity: "a", time: 0, ok: false, due: null },
      { case: "3", activity: "a", time: 0, ok: null, due: new Date(9) },
    ]);
    expect(filterEventAttribute(typed, "ok", { in: [false, null] }).caseIds).toEqual(["2", "3"]);
    expect(filterEventAttribute(typed, "ok").caseIds).toEqual(["1", "2"]);
    expect(filterEventAttribute(typed, "due", { max: "1970-01-01T00:00:00.005Z" }).caseIds).toEqual(["1"]);
    expect(filterEventAttribute(typed, "due", { in: [null] }).caseIds).toEqual(["2"]);
  });
});

describe("filterPrefix and filterSuffix", () => {
  const cases = logOf({ one: "x a y a z", two: "a", three: "x y", four: "" });
  it.each([
    [{}, { one: "x a", two: "a" }, { one: "a y a z", two: "a" }],
    [{ occurrence: "last" }, { one: "x a y a", two: "a" }, { one: "a z", two: "a" }],
    [{ inclusive: false }, { one: "x" }, { one: "y a z" }],
    [{ occurrence: "last", inclusive: false }, { one: "x a y" }, { one: "z" }],
  ] as const)("cut at %j", (options, before, after) => {
    expect(wordsOf(filterPrefix(cases, "a", options))).toEqual(before);
    expect(wordsOf(filterSuffix(cases, "a", options))).toEqual(after);
  });
});

describe("filterBetween", () => {
  const cases = logOf({ one: "a x b y a a b b", two: "b a x", one_2: "a b", three: "a x a y b" });
  it("makes every part a case of its own, with ids that are free and the attributes of its case", () => {
    const parts = filterBetween(cases, "a", "b");
    expect(wordsOf(parts)).toEqual({ one: "a x b", one_3: "a a b", one_2: "a b", three: "a x a y b" });
    expect([0, 1, 2, 3].map((c) => columnValue(parts.caseAttributes["day"]!, c))).toEqual([0, 0, 2, 3]);
  });

  it("takes the first part, or the longest", () => {
    expect(wordsOf(filterBetween(cases, "a", "b", { parts: "first" }))["one"]).toBe("a x b");
    expect(wordsOf(filterBetween(cases, "a", "b", { parts: "longest" }))["one"]).toBe("a x b y a a b b");
    expect(wordsOf(filterBetween(cases, "a", "b", { inclusive: false }))).toEqual({
      one: "x",
      one_3: "a",
      three: "x a y",
    });
  });

  it("lets an activity that is both ends end one part and begin the next", () => {
    expect(wordsOf(filterBetween(logOf({ c: "x a y a a z" }), "a", "a"))).toEqual({ c: "a y a", c_2: "a a" });
  });
});

describe("filterFirstEvents and filterLastEvents", () => {
  it("keep so many events of each case, and empty cases", () => {
    expect(wordsOf(filterFirstEvents(log, 2))).toEqual({
      one: "a b",
      two: "a c",
      three: "",
      four: "d",
      five: "b a",
    });
    expect(wordsOf(filterLastEvents(log, 1))).toEqual({
      one: "c",
      two: "b",
      three: "",
      four: "d",
      five: "a",
    });
  });
});

describe("filterTime with mode trim", () => {
  it("keeps the part of each case in the window, untimed events with those before them", () => {
    const cases = logOf({ one: "~p a ~q b c ~r", two: "~x ~y", three: "d" });
    const from = Date.UTC(2025, 0, 1, 1);
    const to = Date.UTC(2025, 0, 1, 3);
    expect(wordsOf(filterTime(cases, { from, to, mode: "trim" }))).toEqual({ one: "p a q b" });
    expect(wordsOf(filterTime(cases, { from, to, mode: "events" }))).toEqual({ one: "a b" });
    expect(wordsOf(filterTime(cases, { from: to + HOUR, mode: "trim" }))).toEqual({ one: "c r", three: "d" });
  });
});

describe("for every log", () => {
  const anyLog = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(..."12345678"),
        fc.array(fc.constantFrom("a", "b", "c", "~c"), { maxLength: 6 }),
      ),
      {
        selector: ([caseId]) => caseId,
        maxLength: 6,
      },
    )
    .map((cases) =>
      logOf(Object.fromEntries([["0", "a b c"], ...cases.map(([id, words]) => [id, words.join(" ")])])),
    );
  const RUN = { seed: 31, numRuns: 150 };

  it("parts of it keep the rules, and prefix and rest make up the case", () => {
    fc.assert(
      fc.property(
        anyLog,
        fc.constantFrom("first" as const, "last" as const),
        fc.integer({ min: 1, max: 4 }),
        (any, occurrence, n) => {
          const prefix = wordsOf(filterPrefix(any, "b", { occurrence }));
          const rest = wordsOf(filterSuffix(any, "b", { occurrence, inclusive: false }));
          for (const [id, words] of Object.entries(wordsOf(any))) {
            if (!words.includes("b")) expect(prefix).not.toHaveProperty(id);
            else expect([prefix[id], rest[id]].filter((part) => part !== undefined).join(" ")).toBe(words);
          }
          for (const one of [
            filterBetween(any, "a", ["b", "c"]),
            filterBetween(any, ["a", "b"], ["a", "b"], { inclusive: false }),
            filterFirstEvents(any, n),
            filterLastEvents(any, n),
            filterTime(any, { from: "2025-01-02", to: "2025-01-03T02:00Z", mode: "trim" }),
            sampleEvents(any, { share: 0.5, seed: n }),
          ]) {
            expect(STRUCTURE_RULES.map((rule) => rule.fault(one))).toEqual(STRUCTURE_RULES.map(() => null));
          }
          expect(sampleEvents(any, { count: n, seed: "s" }).activity.length).toBe(
            Math.min(n, any.activity.length),
          );
          expect(filterFirstEvents(any, 99)).toEqual(any);
        },
      ),
      RUN,
    );
  });
});
