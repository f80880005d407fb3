import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../../src/contract/structure.js";
import {
  type AnyAttributes,
  anonymize,
  columnValue,
  type EventLog,
  EventLogBuilder,
  fromRows,
  groupActivities,
  mergeLogs,
  type NumberColumn,
  renameActivities,
  type SplitKey,
  type StringColumn,
  splitBy,
  type TimestampColumn,
  withAttribute,
} from "../../src/index.js";
import { arbitraryLog } from "../arbitrary-log.js";
import { buildLog, rowsOf } from "../build-log.js";
import { logOf, wordsOf } from "../words.js";

const RUN = { seed: 61, numRuns: 100 };
const keepsRules = (log: EventLog): void =>
  expect(STRUCTURE_RULES.map((rule) => rule.fault(log))).toEqual(STRUCTURE_RULES.map(() => null));
const byCase = (log: EventLog): unknown[] =>
  rowsOf(log).sort((a, b) => ((a as { caseId: string }).caseId < (b as { caseId: string }).caseId ? -1 : 1));

describe("renameActivities", () => {
  const log = logOf({ one: "a b c a", two: "c b" });

  it("takes a record, a Map or a function, and makes equal names one activity", () => {
    for (const names of [
      { a: "x", c: "x" },
      new Map([
        ["a", "x"],
        ["c", "x"],
      ]),
      (name: string) => (name === "b" ? "b" : "x"),
    ]) {
      const renamed = renameActivities(log, names);
      expect(wordsOf(renamed)).toEqual({ one: "x b x x", two: "x b" });
      expect(renamed.activities).toEqual(["x", "b"]);
      keepsRules(renamed);
    }
  });

  it("may exchange names, and narrows the ids when few are left", () => {
    expect(wordsOf(renameActivities(log, { a: "b", b: "a" }))["one"]).toBe("b a c b");
    const builder = new EventLogBuilder();
    for (let i = 0; i < 300; i++) builder.addEvent("1", `a${i}`, null);
    const renamed = renameActivities(builder.build(), (name) => name.slice(0, 2));
    expect(renamed.activities).toHaveLength(10);
    keepsRules(renamed);
  });

  it("refuses unknown activities and names that are no text", () => {
    expect(() => renameActivities(log, { d: "x" })).toThrow(
      expect.objectContaining({ code: "filter/unknown-activity" }),
    );
    expect(() => renameActivities(log, () => 1 as never)).toThrow(
      expect.objectContaining({
        code: "transform/not-text",
        message: 'renameActivities: the new name of "a" is 1. Give text.',
      }),
    );
  });

  it("by the identity changes nothing, for every log", () => {
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        const any = buildLog(source);
        expect(renameActivities(any, (name) => name)).toEqual(any);
        expect(renameActivities(any, {})).toEqual(any);
      }),
      RUN,
    );
  });
});

describe("groupActivities", () => {
  const log = logOf({ one: "a b c d" });
  it("names activities by their group, and the rest on request", () => {
    expect(wordsOf(groupActivities(log, { G: ["a", "b"], H: ["d"] }))).toEqual({ one: "G G c H" });
    expect(wordsOf(groupActivities(log, { G: ["a", "b"] }, { others: "other" }))).toEqual({
      one: "G G other other",
    });
  });

  it("refuses an activity in two groups, and one that is not there", () => {
    expect(() => groupActivities(log, { G: ["a"], H: ["a"] })).toThrow(
      'It stands in "G" and in "H"; leave it in one.',
    );
    expect(() => groupActivities(log, { G: ["x"] })).toThrow(/no activity "x"/);
    expect(() => groupActivities(log, { G: "a" as never })).toThrow(/Give a list of activities/);
  });
});

describe("mergeLogs", () => {
  it("joins columns by name and is typed by all of them", () => {
    const first = fromRows([{ case: "1", activity: "a", time: 0, cells: 96, "case:site": "N" }]);
    const second = fromRows([
      { case: "2", activity: "b", time: 1, grade: "A" },
      { case: "2", activity: "a", time: 2, grade: null },
    ]);
    const merged = mergeLogs([first, second]);
    const cells: NumberColumn = merged.eventAttributes.cells;
    const grade: StringColumn = merged.eventAttributes.grade;
    const site: StringColumn = merged.caseAttributes.site;
    expect([0, 1, 2].map((e) => columnValue(cells, e))).toEqual([96, null, null]);
    expect([0, 1, 2].map((e) => columnValue(grade, e))).toEqual([null, "A", null]);
    expect([0, 1].map((c) => columnValue(site, c))).toEqual(["N", null]);
    expect(merged.activities).toEqual(["a", "b"]);
    keepsRules(merged);
  });

  it("throws at a shared case, or joins it by time, or gives the later one a free name", () => {
    const first = logOf({ x: "a b", y: "c", y_2: "d" });
    const second = withAttribute(logOf({ z: "", y: "e", x: "a" }), "day", { case: () => 9 });
    expect(() => mergeLogs([first, second])).toThrow(
      expect.objectContaining({ code: "merge/shared-case", fields: { caseId: "y" } }),
    );
    const joined = mergeLogs([first, second], { sharedCases: "join" });
    // the second log's x lies on the third day, its y on the second
    expect(wordsOf(joined)).toEqual({ x: "a b a", y: "c e", y_2: "d", z: "" });
    expect(joined.caseIds.map((_, c) => columnValue(joined.caseAttributes["day"]!, c))).toEqual([0, 1, 2, 9]);
    const renamed = mergeLogs([first, second], { sharedCases: "rename" });
    expect(wordsOf(renamed)).toEqual({ x: "a b", y: "c", y_2: "d", z: "", y_3: "e", x_2: "a" });
    keepsRules(joined);
    keepsRules(renamed);
    expect(() => mergeLogs([first], { sharedCases: "keep" as never })).toThrow(/sharedCases is "keep"/);
  });

  it("puts the events of a joined case in order of time, ties in the order of the logs", () => {
    const late = logOf({ x: "b d" });
    const early = withAttribute(logOf({ x: "a c" }), "from", { event: () => "early" });
    expect(wordsOf(mergeLogs([late, early], { sharedCases: "join" }))).toEqual({ x: "b a d c" });
  });

  it("refuses an attribute of two kinds", () => {
    const text = withAttribute(logOf({ x: "a" }), "n", { event: () => "1" });
    const number = withAttribute(logOf({ y: "a" }), "n", { event: () => 1 });
    expect(() => mergeLogs([text, number])).toThrow(
      'the event attribute "n" holds "string", "number" values in different logs',
    );
  });

  it("of one log gives it back, of none the empty log", () => {
    expect(mergeLogs([])).toMatchObject({ caseIds: [], activities: [] });
    fc.assert(
      fc.property(arbitraryLog, (source) => {
        const any = buildLog(source);
        expect(rowsOf(mergeLogs([any]))).toEqual(rowsOf(any));
      }),
      RUN,
    );
  });
});

describe("splitBy", () => {
  const log = logOf({ one: "a@Ann b", two: "b", three: "a@Ann", four: "", five: "a b" });

  it("gives a part for each value, in first-seen order", () => {
    const parts = (key: SplitKey<AnyAttributes, AnyAttributes>): unknown =>
      splitBy(log, key).map(({ value, log: part }) => [value, part.caseIds.join(" ")]);
    expect(parts({ firstEvent: "resource" })).toEqual([
      ["Ann", "one three"],
      [null, "two four five"],
    ]);
    expect(parts({ caseAttribute: "day" })).toHaveLength(5);
    expect(parts({ variant: true })).toEqual([
      [0, "one five"],
      [1, "two"],
      [2, "three"],
      [3, "four"],
    ]);
    expect(parts({ period: "year" })).toEqual([
      [Date.UTC(2025, 0, 1), "one two three five"],
      [null, "four"],
    ]);
  });

  // 2025-01-01 is a Wednesday: its week began on Monday, 30 December 2024
  it.each([
    ["week", "2024-12-30"],
    ["quarter", "2025-01-01"],
    ["month", "2025-01-01"],
    ["day", "2025-01-01"],
  ] as const)("knows the %s in which a case begins", (period, day) => {
    expect(splitBy(log, { period })[0]!.value).toBe(Date.parse(day));
  });

  it("refuses no key, several, and unknown ones", () => {
    expect(() => splitBy(log, {})).toThrow(/0 of caseAttribute, firstEvent, variant and period are given/);
    expect(() => splitBy(log, { variant: true, period: "day" })).toThrow(
      expect.objectContaining({ code: "option/exactly-one" }),
    );
    expect(() => splitBy(log, { period: "fortnight" as never })).toThrow(/period is "fortnight"/);
    expect(() => splitBy(log, { caseAttribute: "days" })).toThrow(/Did you mean "day"/);
  });

  it("and mergeLogs give the log back, up to the order of cases", () => {
    fc.assert(
      fc.property(
        arbitraryLog,
        fc.constantFrom(
          { variant: true as const },
          { caseAttribute: "customer" },
          { period: "month" as const },
        ),
        (source, key) => {
          const any = buildLog(source);
          const parts = splitBy(any, key).map(({ log: part }) => part);
          for (const part of parts) keepsRules(part);
          expect(byCase(mergeLogs(parts))).toEqual(byCase(any));
        },
      ),
      RUN,
    );
  });
});

describe("withAttribute", () => {
  const log = fromRows([
    { case: "1", activity: "a", time: 0, cells: 96 },
    { case: "1", activity: "b", time: 3_600_000, cells: null },
    { case: "2", activity: "a", time: 7_200_000, cells: 5 },
  ]);

  it("adds a computed column, typed by the function", () => {
    const tagged = withAttribute(log, "hour", {
      event: ({ time }) => (time === null ? null : new Date(time).getUTCHours()),
    });
    const hour: NumberColumn = tagged.eventAttributes.hour;
    expect([...hour.values]).toEqual([0, 1, 2]);
    expect(tagged.eventAttributes.cells).toBe(log.eventAttributes.cells);
    const sized = withAttribute(tagged, "due", {
      case: (trace) => (trace.length > 1 ? new Date(trace.length) : null),
    });
    const due: TimestampColumn = sized.caseAttributes.due;
    expect([0, 1].map((c) => columnValue(due, c))).toEqual([2, null]);
    const replaced = withAttribute(log, "cells", {
      event: (event, c, e) => `${event.attributes.cells}/${c}/${e}`,
    });
    const cells: StringColumn = replaced.eventAttributes.cells;
    expect(cells.dictionary).toEqual(["96/0/0", "null/0/1", "5/1/2"]);
    // @ts-expect-error the column holds text now
    expect(replaced.eventAttributes.cells.values).toBeUndefined();
    keepsRules(sized);
    keepsRules(replaced);
  });

  it("does not carry on what a reader reported, and takes any name", () => {
    const named = withAttribute(log, "__proto__", { case: () => true });
    expect(named).not.toHaveProperty("report");
    expect(Object.keys(named.caseAttributes)).toEqual(["__proto__"]);
  });

  it("has the kind it is told when no value shows it, and refuses mixed ones", () => {
    expect(withAttribute(log, "n", { event: () => null, kind: "number" }).eventAttributes.n).toMatchObject({
      kind: "number",
    });
    expect(withAttribute(log, "n", { event: () => undefined }).eventAttributes.n).toMatchObject({
      kind: "string",
    });
    expect(() => withAttribute(log, "n", { event: (_, __, e) => (e === 0 ? 1 : "x") })).toThrow(
      expect.objectContaining({ code: "event-log/mixed-kinds" }),
    );
    expect(() => withAttribute(log, "resource", { event: () => 7 })).toThrow(
      expect.objectContaining({ code: "event-log/reserved-attribute" }),
    );
    expect(() => withAttribute(log, "n", {} as never)).toThrow(
      expect.objectContaining({ code: "option/exactly-one" }),
    );
  });
});

describe("anonymize", () => {
  const key = "a secret of some length";
  const log = fromRows([
    {
      case: "Ann's lot",
      activity: "a",
      time: Date.UTC(2025, 5, 17, 8, 30),
      resource: "Ann",
      cells: 96,
      note: "x",
      due: new Date(0),
      "case:site": "N",
    },
    {
      case: "lot 2",
      activity: "b",
      time: Date.UTC(2025, 5, 18, 9),
      resource: null,
      cells: null,
      note: "Ann",
      due: null,
      "case:site": "N",
    },
  ]);
  const hmac = (domain: string, text: string): string =>
    createHmac("sha256", key)
      .update(JSON.stringify([domain, text]))
      .digest("hex")
      .slice(0, 32);

  it("hashes ids and resources, drops what has no rule", async () => {
    const { log: hidden } = await anonymize(log, { key });
    expect(hidden.caseIds).toEqual([hmac("case", "Ann's lot"), hmac("case", "lot 2")]);
    expect(Object.keys(hidden.eventAttributes)).toEqual(["resource"]);
    expect(columnValue(hidden.eventAttributes["resource"]!, 0)).toBe(hmac("event:resource", "Ann"));
    expect(columnValue(hidden.eventAttributes["resource"]!, 1)).toBeNull();
    expect(hidden.caseAttributes).toEqual({});
    expect(JSON.stringify([hidden.caseIds, hidden.activities, hidden.eventAttributes])).not.toContain("Ann");
    expect(hidden).not.toHaveProperty("report");
    keepsRules(hidden);
  });

  it("bins numbers, sets times back, renames and hashes activities", async () => {
    const { log: coarse, notProtected } = await anonymize(log, {
      key: new TextEncoder().encode(key),
      time: "month",
      activities: "hash",
      caseIds: "keep",
      eventAttributes: { cells: { bin: 10 }, note: "hash", due: { unit: "year" }, resource: "drop" },
      caseAttributes: { site: "keep" },
    });
    expect([...coarse.time]).toEqual([Date.UTC(2025, 5, 1), Date.UTC(2025, 5, 1)]);
    expect(coarse.activities).toEqual([hmac("activity", "a"), hmac("activity", "b")]);
    expect(columnValue(coarse.eventAttributes["cells"]!, 0)).toBe(90);
    expect(columnValue(coarse.eventAttributes["cells"]!, 1)).toBeNull();
    // the same text in another column has another hash
    expect(columnValue(coarse.eventAttributes["note"]!, 1)).not.toBe(hmac("event:resource", "Ann"));
    expect(notProtected).toContain("Case ids: they are as they were.");
    expect(notProtected).toContain('Case attribute "site": its values are as they were.');
    expect(notProtected.join()).not.toContain("resource");
    const named = await anonymize(log, { key, activities: { a: "step", b: "step" } });
    expect(named.log.activities).toEqual(["step"]);
  });

  it("says what stays open, and gives other hashes under another key", async () => {
    const { log: one, notProtected } = await anonymize(log, { key });
    expect(notProtected.some((sentence) => sentence.startsWith("The order of activities"))).toBe(true);
    expect(notProtected.some((sentence) => sentence.startsWith("Times: they are exact"))).toBe(true);
    const { log: other } = await anonymize(log, { key: "another secret of length" });
    expect(other.caseIds).not.toEqual(one.caseIds);
    expect((await anonymize(log, { key })).log).toEqual(one);
  });

  it.each([
    [{ key: "short" }, "option key is", "at least 16 bytes"],
    [{ key, time: "decade" as never }, 'option time is "decade"', "Give"],
    [
      { key, eventAttributes: { cells: "hash" as const } },
      'option eventAttributes["cells"] is "hash"',
      "holds number values",
    ],
    [{ key, eventAttributes: { cells: { bin: 0 } } }, "eventAttributes", "{ bin: 10 }"],
    [{ key, caseAttributes: { cite: "drop" as const } }, 'no case attribute "cite"', 'Did you mean "site"'],
    [{ key, activities: "drop" as never }, 'option activities is "drop"', "new names"],
  ])("refuses %#", async (options, what, remedy) => {
    const error = await anonymize(log, options).catch((reason: Error) => reason);
    expect((error as Error).message).toContain(what);
    expect((error as Error).message).toContain(remedy);
    expect((error as Error).message).not.toContain("short");
  });

  it("can be stopped", async () => {
    await expect(anonymize(log, { key, signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow(
      "enough",
    );
  });
});
