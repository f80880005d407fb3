import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { STRUCTURE_RULES } from "../../src/contract/structure.js";
import {
  type CasePredicate,
  casePredicate,
  checkCasePredicate,
  countCases,
  type EventLog,
  filterCases,
  fromRows,
  sampleCases,
} from "../../src/index.js";
import { rowsOf } from "../build-log.js";
import { logOf, wordsOf } from "../words.js";

const HOUR = 3_600_000;
const log = logOf({
  one: "a@Ann b@Bob c@Ann",
  two: "a@Ann c@Cid b@Ann",
  three: "a@Ann b@Ann c@Bob c@Bob",
  four: "",
  five: "a d",
  six: "~b ~a",
});
const kept = (predicate: CasePredicate): string[] => [...filterCases(log, predicate).caseIds];

describe("a case predicate", () => {
  it.each<[CasePredicate, string[]]>([
    [{ kind: "activity", names: "d" }, ["five"]],
    [{ kind: "activity", names: ["b", "c"], min: 3 }, ["three"]],
    [{ kind: "activity", names: ["c"], min: 0, max: 1 }, ["one", "two", "four", "five", "six"]],
    [{ kind: "startActivity", names: "b" }, ["six"]],
    [{ kind: "endActivity", names: ["c", "d"] }, ["one", "three", "five"]],
    [{ kind: "directlyFollows", from: "a", to: "b" }, ["one", "three"]],
    [{ kind: "directlyFollows", from: "c", to: "c" }, ["three"]],
    [{ kind: "directlyFollows", from: "b", to: "a" }, ["six"]],
    [{ kind: "directlyFollows", from: "b", to: "a", maxMs: 1e12 }, []], // without times no gap is known
    [{ kind: "directlyFollows", from: "a", to: "b", minMs: HOUR + 1 }, []],
    [{ kind: "eventuallyFollows", from: "a", to: ["b"] }, ["one", "two", "three"]],
    [{ kind: "eventuallyFollows", from: "a", to: "b", minMs: 2 * HOUR }, ["two"]],
    [{ kind: "eventuallyFollows", from: "a", to: "c", minMs: 2 * HOUR, maxMs: 2 * HOUR }, ["one", "three"]],
    [{ kind: "rework" }, ["three"]],
    [{ kind: "rework", names: ["a", "b"] }, []],
    [{ kind: "rework", min: 1 }, ["one", "two", "three", "five", "six"]],
    [{ kind: "size", min: 1, max: 2 }, ["five", "six"]],
    [{ kind: "size", max: 0 }, ["four"]],
    [{ kind: "duration", minMs: 2 * HOUR, maxMs: 2 * HOUR }, ["one", "two"]],
    [{ kind: "duration" }, ["one", "two", "three", "five"]],
    [{ kind: "time", from: "2025-01-02", to: Date.UTC(2025, 0, 3, 9) }, ["two", "three"]],
    [{ kind: "time", to: "2025-01-03T01:00Z", mode: "intersecting" }, ["one", "two", "three"]],
    [{ kind: "variant", top: 1 }, ["one"]],
    [{ kind: "variant", variants: [["a", "d"], []] }, ["four", "five"]],
    [{ kind: "resource", names: "Cid" }, ["two"]],
    [{ kind: "caseAttribute", name: "day", in: [0, 4] }, ["one", "five"]],
    [{ kind: "caseAttribute", name: "day", min: 1, max: 3 }, ["two", "three", "four"]],
    [{ kind: "eventAttribute", name: "resource", in: [null] }, ["five", "six"]],
    [{ kind: "eventAttribute", name: "resource" }, ["one", "two", "three"]],
    [{ kind: "eventAttribute", name: "hour", min: 3 }, ["three"]],
    [{ kind: "caseId", ids: ["six", "nobody"] }, ["six"]],
    [{ kind: "and", of: [] }, ["one", "two", "three", "four", "five", "six"]],
    [{ kind: "or", of: [] }, []],
    [{ kind: "not", of: { kind: "activity", names: "c" } }, ["four", "five", "six"]],
    [
      {
        kind: "or",
        of: [
          { kind: "activity", names: "d" },
          { kind: "and", of: [{ kind: "rework" }, { kind: "size", min: 4 }] },
        ],
      },
      ["three", "five"],
    ],
  ])("%j holds where it should", (predicate, cases) => {
    expect(kept(predicate)).toEqual(cases);
    expect(countCases(log, predicate)).toBe(cases.length);
    expect(checkCasePredicate(JSON.parse(JSON.stringify(predicate)))).toEqual(predicate);
  });

  it("finds two events of one resource, and of two", () => {
    const pairs = logOf({
      same: "a@x b@x",
      other: "a@x b@y",
      both: "a@x b@x b@y",
      open: "a@x b",
      once: "a@x",
    });
    const eyes = (resource: "same" | "different", second = "b"): readonly string[] =>
      filterCases(pairs, casePredicate.fourEyes("a", second, resource)).caseIds;
    expect(eyes("same")).toEqual(["same", "both"]);
    expect(eyes("different")).toEqual(["other", "both"]);
    // one event is not two
    expect(eyes("same", "a")).toEqual([]);
    expect(
      filterCases(logOf({ x: "a@1 a@1", y: "a@1 a@2" }), casePredicate.fourEyes("a", "a", "same")).caseIds,
    ).toEqual(["x"]);
  });

  it("meets the nearest earlier event that is far enough and near enough", () => {
    const gaps = logOf({ c: "a a x x b a b" }); // a at 0, 1, 5; b at 4, 6
    const holds = (minMs: number, maxMs: number): boolean =>
      countCases(
        gaps,
        casePredicate.eventuallyFollows("a", "b", { minMs: minMs * HOUR, maxMs: maxMs * HOUR }),
      ) === 1;
    const found = [1, 3, 4, 5, 6];
    for (let gap = 0; gap <= 7; gap++) expect([gap, holds(gap, gap)]).toEqual([gap, found.includes(gap)]);
  });

  it("is made by makers as the plain JSON of the same name", () => {
    expect(
      casePredicate.and(
        casePredicate.not(casePredicate.rework({ min: 3 })),
        casePredicate.directlyFollows("a", "b", { maxMs: 5 }),
        casePredicate.caseAttribute("day", { in: [1] }),
      ),
    ).toEqual({
      kind: "and",
      of: [
        { kind: "not", of: { kind: "rework", min: 3 } },
        { kind: "directlyFollows", from: "a", to: "b", maxMs: 5 },
        { kind: "caseAttribute", name: "day", in: [1] },
      ],
    });
    for (const [kind, made] of Object.entries({
      startActivity: casePredicate.startActivity("a"),
      endActivity: casePredicate.endActivity(["a"]),
      eventuallyFollows: casePredicate.eventuallyFollows("a", "b"),
      size: casePredicate.size({ min: 1 }),
      duration: casePredicate.duration({ maxMs: 1 }),
      time: casePredicate.time({ from: 0 }),
      variant: casePredicate.variant({ top: 1 }),
      resource: casePredicate.resource("Ann"),
      sample: casePredicate.sample({ count: 1, seed: 7 }),
      caseId: casePredicate.caseId("one"),
      eventAttribute: casePredicate.eventAttribute("hour"),
      or: casePredicate.or(),
      activity: casePredicate.activity("a"),
    })) {
      expect(made.kind).toBe(kind);
      expect(checkCasePredicate(made)).toBe(made);
    }
  });

  it("knows the attributes of a typed log", () => {
    const typed = fromRows([{ case: "1", activity: "a", time: 0, cells: 96, ok: true, "case:site": "N" }]);
    expect(filterCases(typed, casePredicate.caseAttribute("site", { in: ["N", null] })).caseIds).toEqual([
      "1",
    ]);
    expect(
      filterCases(
        typed,
        casePredicate.and(
          casePredicate.eventAttribute("cells", { min: 97 }),
          casePredicate.eventAttribute("ok"),
        ),
      ).caseIds,
    ).toEqual([]);
    expect(filterCases(typed, { kind: "eventAttribute", name: "ok", in: [true] }).caseIds).toEqual(["1"]);
    // @ts-expect-error there is no such attribute
    expect(() => filterCases(typed, { kind: "caseAttribute", name: "sit", in: ["N"] })).toThrow(
      'Did you mean "site"?',
    );
    // @ts-expect-error the attribute holds numbers
    expect(filterCases(typed, casePredicate.eventAttribute("cells", { in: ["96"] })).caseIds).toEqual([]);
    // JSON from outside is checked against the log when it is used
    expect(filterCases(typed, checkCasePredicate({ kind: "size", min: 1 })).caseIds).toEqual(["1"]);
  });

  it("names activities and attributes that the log does not have, with the place of the leaf", () => {
    expect(() => kept({ kind: "or", of: [{ kind: "size" }, { kind: "activity", names: ["x"] }] })).toThrow(
      'filterCases: predicate.of[1]: the log has no activity "x".',
    );
    expect(() => kept({ kind: "caseAttribute", name: "constructor" })).toThrow(
      expect.objectContaining({ code: "filter/unknown-attribute" }),
    );
    expect(() => kept({ kind: "eventAttribute", name: "resource", min: 3 })).toThrow(
      "predicate.min is 3. The attribute holds string values, which have no order. Use in.",
    );
    expect(() => kept({ kind: "eventAttribute", name: "hour", min: "2025-01-01" })).toThrow(/give a number/);
  });
});

describe("checkCasePredicate", () => {
  it.each([
    [7, "predicate/not-an-object", "predicate is 7."],
    [[], "predicate/not-an-object", "predicate is a value of type array."],
    [{}, "predicate/unknown-kind", "predicate.kind is undefined."],
    [{ kind: "activty", names: [] }, "predicate/unknown-kind", 'Did you mean "activity"?'],
    [{ kind: "toString" }, "predicate/unknown-kind", 'predicate.kind is "toString".'],
    [{ kind: "and" }, "predicate/missing-key", 'lacks the key "of"'],
    [{ kind: "and", of: { kind: "size" } }, "predicate/bad-value", "predicate.of is a value of type object."],
    [{ kind: "or", of: [{ kind: "size" }, null] }, "predicate/not-an-object", "predicate.of[1] is null."],
    [
      { kind: "or", of: [{ kind: "size" }, { kind: "not", of: { kind: "duration", minMS: 1 } }] },
      "predicate/unknown-key",
      'predicate.of[1].of, a condition of kind "duration", has the unknown key "minMS". Did you mean "minMs"?',
    ],
    [
      JSON.parse('{ "kind": "size", "__proto__": 1 }'),
      "predicate/unknown-key",
      'the unknown key "__proto__"',
    ],
    [{ kind: "activity" }, "predicate/missing-key", 'lacks the key "names"'],
    [{ kind: "activity", names: 3 }, "predicate/bad-value", "predicate.names is 3."],
    [{ kind: "activity", names: ["a"], min: 1.5 }, "predicate/bad-value", "predicate.min is 1.5."],
    [{ kind: "size", min: 3, max: 2 }, "predicate/bad-value", "It lies behind max; swap them."],
    [{ kind: "duration", minMs: -1 }, "predicate/bad-value", "predicate.minMs is -1."],
    [{ kind: "directlyFollows", from: "a" }, "predicate/missing-key", 'lacks the key "to"'],
    [{ kind: "time", from: "soon" }, "predicate/bad-value", 'predicate.from is "soon".'],
    [{ kind: "time", from: "2025-02-01", to: 0 }, "predicate/bad-value", "It lies behind to"],
    [{ kind: "time", mode: "events" }, "predicate/bad-value", 'predicate.mode is "events".'],
    [
      { kind: "variant" },
      "predicate/exactly-one",
      'predicate: 0 of "top", "coverage", "variants" are given.',
    ],
    [{ kind: "variant", top: 1, coverage: 1 }, "predicate/exactly-one", "2 of"],
    [
      { kind: "variant", variants: ["a"] },
      "predicate/bad-value",
      "predicate.variants is a value of type array.",
    ],
    [{ kind: "sample", count: 1 }, "predicate/missing-key", 'lacks the key "seed"'],
    [{ kind: "sample", share: 1.1, seed: 1 }, "predicate/bad-value", "predicate.share is 1.1."],
    [
      { kind: "fourEyes", first: "a", second: "b", resource: "equal" },
      "predicate/bad-value",
      'Give one of "same", "different".',
    ],
    [{ kind: "rework", min: 0 }, "predicate/bad-value", "predicate.min is 0."],
    [
      { kind: "caseAttribute", name: "x", in: [{}] },
      "predicate/bad-value",
      "predicate.in is a value of type array.",
    ],
    [{ kind: "caseAttribute", name: "x", min: Number.NaN }, "predicate/bad-value", "predicate.min is NaN."],
  ])("refuses %j", (json, code, message) => {
    expect(() => checkCasePredicate(json)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it("refuses what lies too deep, and stands a hundred levels", () => {
    const nested = (levels: number): unknown => {
      let json: unknown = { kind: "size" };
      for (let i = 0; i < levels; i++) json = { kind: "not", of: json };
      return json;
    };
    expect(checkCasePredicate(nested(99))).toBeDefined();
    expect(() => checkCasePredicate(nested(100_000))).toThrow(
      expect.objectContaining({ code: "predicate/too-deep" }),
    );
  });
});

describe("for every log", () => {
  const anyLog = fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(..."123456789"),
        fc.array(fc.constantFrom("a@x", "a@y", "b@x", "b", "c@y", "~c"), { maxLength: 6 }),
      ),
      { selector: ([caseId]) => caseId, minLength: 1, maxLength: 8 },
    )
    // one long case has every activity, so that each leaf knows its names
    .map((cases) =>
      logOf(Object.fromEntries([["0", "a@x b@y c@x"], ...cases.map(([id, words]) => [id, words.join(" ")])])),
    );
  const name = fc.constantFrom("a", "b", "c");
  const leaf: fc.Arbitrary<CasePredicate> = fc.oneof(
    fc.record({ kind: fc.constant("activity" as const), names: name, min: fc.nat(3) }),
    fc.record({ kind: fc.constantFrom("startActivity" as const, "endActivity" as const), names: name }),
    fc.record({
      kind: fc.constantFrom("directlyFollows" as const, "eventuallyFollows" as const),
      from: name,
      to: name,
    }),
    fc.record({ kind: fc.constant("size" as const), min: fc.nat(6) }),
    fc.record({ kind: fc.constant("rework" as const), min: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant("duration" as const), maxMs: fc.nat(6 * HOUR) }),
    fc.record({
      kind: fc.constant("fourEyes" as const),
      first: name,
      second: name,
      resource: fc.constantFrom("same" as const, "different" as const),
    }),
  );
  const RUN = { seed: 21, numRuns: 150 };
  const ids = (from: EventLog, predicate: CasePredicate): readonly string[] =>
    filterCases(from, predicate).caseIds;

  it("and, or and not are those of the bits of logic, and a count is the size of what is kept", () => {
    fc.assert(
      fc.property(anyLog, leaf, leaf, (any, p, q) => {
        const inP = new Set(ids(any, p));
        const inQ = new Set(ids(any, q));
        expect(ids(any, casePredicate.and(p, q))).toEqual(
          any.caseIds.filter((id) => inP.has(id) && inQ.has(id)),
        );
        expect(ids(any, casePredicate.or(p, q))).toEqual(
          any.caseIds.filter((id) => inP.has(id) || inQ.has(id)),
        );
        expect(ids(any, casePredicate.not(p))).toEqual(any.caseIds.filter((id) => !inP.has(id)));
        expect(countCases(any, p)).toBe(inP.size);
      }),
      RUN,
    );
  });

  it("two filters in turn, in either order, are one filter by both; the result keeps the rules", () => {
    fc.assert(
      fc.property(anyLog, leaf, leaf, (any, p, q) => {
        const witness = casePredicate.caseId("0"); // keeps all activities known between the two
        const first = casePredicate.or(p, witness);
        const second = casePredicate.or(q, witness);
        const both = filterCases(any, casePredicate.and(first, second));
        expect(rowsOf(filterCases(filterCases(any, first), second))).toEqual(rowsOf(both));
        expect(rowsOf(filterCases(filterCases(any, second), first))).toEqual(rowsOf(both));
        expect(STRUCTURE_RULES.map((rule) => rule.fault(both))).toEqual(STRUCTURE_RULES.map(() => null));
      }),
      RUN,
    );
  });

  it("says of paths and four eyes what a double loop says", () => {
    fc.assert(
      fc.property(anyLog, name, name, fc.nat(5), fc.nat(5), (any, from, to, low, more) => {
        const minMs = low * HOUR;
        const maxMs = (low + more) * HOUR;
        const pairs = (holds: (i: number, j: number) => boolean): string[] =>
          any.caseIds.filter((_, c) => {
            for (let i = any.caseOffsets[c]!; i < any.caseOffsets[c + 1]!; i++) {
              for (let j = any.caseOffsets[c]!; j < any.caseOffsets[c + 1]!; j++) {
                const names = [any.activities[any.activity[i]!], any.activities[any.activity[j]!]];
                if (i !== j && names[0] === from && names[1] === to && holds(i, j)) return true;
              }
            }
            return false;
          });
        const gap = (i: number, j: number): number => any.time[j]! - any.time[i]!;
        expect(ids(any, casePredicate.eventuallyFollows(from, to, { minMs, maxMs }))).toEqual(
          pairs((i, j) => i < j && gap(i, j) >= minMs && gap(i, j) <= maxMs),
        );
        expect(ids(any, casePredicate.directlyFollows(from, to))).toEqual(pairs((i, j) => i + 1 === j));
        const who = (any.eventAttributes["resource"] as { codes: Int32Array }).codes;
        for (const resource of ["same", "different"] as const) {
          expect(ids(any, casePredicate.fourEyes(from, to, resource))).toEqual(
            pairs((i, j) => who[i]! >= 0 && who[j]! >= 0 && (who[i] === who[j]) === (resource === "same")),
          );
        }
      }),
      RUN,
    );
  });

  it("samples exactly as many as asked, the same for the same seed", () => {
    fc.assert(
      fc.property(anyLog, fc.nat(12), fc.integer(), (any, count, seed) => {
        const sample = sampleCases(any, { count, seed });
        expect(sample.caseIds).toHaveLength(Math.min(count, any.caseIds.length));
        expect(sample).toEqual(sampleCases(any, { count, seed }));
        expect(any.caseIds.filter((id) => sample.caseIds.includes(id))).toEqual(sample.caseIds);
      }),
      RUN,
    );
    const many = logOf(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`c${i}`, "a"])));
    expect(sampleCases(many, { share: 0.25, seed: "x" }).caseIds).toHaveLength(50);
    // each case is as likely as any other: the mean place of a sample of half is near the middle
    const places = Array.from(
      { length: 40 },
      (_, seed) => sampleCases(many, { count: 100, seed }).caseIds,
    ).flat();
    const mean = places.reduce((sum, id) => sum + Number(id.slice(1)), 0) / places.length;
    expect(Math.abs(mean - 99.5)).toBeLessThan(5);
    expect(wordsOf(sampleCases(many, { count: 0, seed: 1 }))).toEqual({});
  });
});
