import { EventLogBuilder } from "@gigamine/event-log";
import type { TemporalProfile } from "@gigamine/models";
import { type TimedEvent, timedLog } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { temporalConformance } from "../../src/index.js";

const logOf = (...cases: readonly (readonly TimedEvent[])[]) => timedLog(new EventLogBuilder(), ...cases);

// a to b takes 100 ± 10, a to c 50 exactly, b to c is known once.
const profile: TemporalProfile = {
  activities: ["a", "b", "c"],
  laterTime: "completion",
  from: [0, 0, 1],
  to: [1, 2, 2],
  count: [9, 4, 1],
  meanMs: [100, 50, 7],
  stdMs: [10, 0, null],
};

describe("temporalConformance", () => {
  it("finds the cases in which a time is more than zeta deviations from the mean", () => {
    const log = logOf(
      [
        ["a", 0],
        ["b", 120],
      ], // 2 deviations
      [
        ["a", 0],
        ["b", 135],
      ], // 3.5
      [
        ["a", 0],
        ["b", 60],
      ], // -4
    );
    expect(temporalConformance(log, profile, { zeta: 3 })).toEqual({
      zeta: 3,
      rules: [{ from: "a", to: "b", meanMs: 100, stdMs: 10, checked: 3, deviating: 2, violatedCases: 2 }],
      cases: [
        {
          case: 1,
          deviations: [
            { rule: 0, count: 1, worst: { fromEvent: 2, toEvent: 3, elapsedMs: 135, zScore: 3.5 } },
          ],
        },
        {
          case: 2,
          deviations: [{ rule: 0, count: 1, worst: { fromEvent: 4, toEvent: 5, elapsedMs: 60, zScore: -4 } }],
        },
      ],
      checkedPairs: 3,
      deviatingPairs: 2,
      unjudgedPairs: 0,
      fitness: expect.closeTo(1 / 3, 12),
      fittingCases: 1,
      fittingShare: expect.closeTo(1 / 3, 12),
    });
    const deviating = (zeta: number) =>
      temporalConformance(log, profile, { zeta }).cases.map((row) => row.case);
    expect([deviating(1.9), deviating(2), deviating(3.6), deviating(4)]).toEqual([
      [0, 1, 2],
      [1, 2],
      [2],
      [],
    ]);
    expect(temporalConformance(log, profile).zeta).toBe(3);
  });

  it("has no score where the profile has no spread; there any other time deviates, up to a microsecond", () => {
    const log = logOf(
      [
        ["a", 0],
        ["c", 50.0009],
      ],
      [
        ["a", 0],
        ["c", 50.002],
      ],
    );
    const { cases } = temporalConformance(log, profile, { zeta: 1000 });
    expect(cases).toEqual([
      {
        case: 1,
        deviations: [
          { rule: 0, count: 1, worst: { fromEvent: 2, toEvent: 3, elapsedMs: 50.002, zScore: null } },
        ],
      },
    ]);
  });

  it("does not judge pairs that the profile does not know, or knows one time of, or activities it does not have", () => {
    const log = logOf([
      ["b", 0],
      ["c", 9999],
      ["b", 10_000],
      ["x", 10_001],
      ["x", 10_002],
    ]);
    // b c once known; b b, c b unknown; b x, c x, b x twice each; x x
    expect(temporalConformance(log, profile)).toMatchObject({
      rules: [],
      checkedPairs: 0,
      unjudgedPairs: 10,
      fitness: null,
      fittingShare: 1,
    });
  });

  it("counts every pair of events, and shows of each pair of activities the one farthest from the mean", () => {
    // to b at 200: 200, 160, 100 from the three a, limits 70 and 130; to b at 230: 230, 190, 130
    const log = logOf([
      ["a", 0],
      ["a", 40],
      ["a", 100],
      ["b", 200],
      ["b", 230],
    ]);
    expect(temporalConformance(log, profile).cases).toEqual([
      {
        case: 0,
        deviations: [{ rule: 0, count: 4, worst: { fromEvent: 0, toEvent: 4, elapsedMs: 230, zScore: 13 } }],
      },
    ]);
    // too long from the first, too short from the second: 39.5 above and 99.5 below the mean; 101 above and 89 below
    const both = logOf(
      [
        ["a", 0],
        ["a", 139],
        ["b", 139.5],
      ],
      [
        ["a", 0],
        ["a", 190],
        ["b", 201],
      ],
    );
    expect(
      temporalConformance(both, profile).cases.map(({ deviations }) => [
        deviations[0]!.count,
        deviations[0]!.worst.elapsedMs,
      ]),
    ).toEqual([
      [2, 0.5],
      [2, 201],
    ]);
  });

  it("shows of several equally far from the mean the one that ends first, then the one that begins first", () => {
    // -100 at event 1, +100 at event 2; then -100 from both of two a at the same time
    const [first, second] = temporalConformance(
      logOf(
        [
          ["a", 0],
          ["b", 0],
          ["b", 200],
        ],
        [
          ["a", 7],
          ["a", 7],
          ["b", 7],
        ],
      ),
      profile,
    ).cases.map(({ deviations }) => deviations[0]!.worst);
    expect(first).toMatchObject({ fromEvent: 0, toEvent: 1 });
    expect(second).toMatchObject({ fromEvent: 3, toEvent: 5 });
  });

  it("lists pairs of activities by most cases first", () => {
    const log = logOf(
      [
        ["a", 0],
        ["c", 1],
      ],
      [
        ["a", 0],
        ["c", 1],
        ["b", 2],
      ],
    );
    const { rules, cases } = temporalConformance(log, profile);
    expect(rules.map(({ from, to, violatedCases }) => `${from}${to} ${violatedCases}`)).toEqual([
      "ac 2",
      "ab 1",
    ]);
    expect(cases.map(({ deviations }) => deviations.map(({ rule }) => rule))).toEqual([[0], [0, 1]]);
  });

  it("measures to the start of the later event when the profile did", () => {
    const log = logOf([
      ["a", 0],
      ["b", 500, 95],
    ]);
    expect(temporalConformance(log, { ...profile, laterTime: "start" }).cases).toEqual([]);
    expect(temporalConformance(log, profile).cases).toHaveLength(1);
  });

  it("passes over events without a time", () => {
    const log = logOf([
      ["a", null],
      ["a", 0],
      ["b", null],
      ["b", 100],
    ]);
    expect(temporalConformance(log, profile)).toMatchObject({
      checkedPairs: 1,
      deviatingPairs: 0,
      fitness: 1,
    });
  });

  it("has nothing to compare in an empty log, an empty case and a log without times", () => {
    expect(temporalConformance(logOf(), profile)).toMatchObject({
      rules: [],
      cases: [],
      fitness: null,
      fittingShare: null,
    });
    expect(
      temporalConformance(
        logOf(
          [],
          [
            ["a", null],
            ["b", null],
          ],
        ),
        profile,
      ),
    ).toMatchObject({ fitness: null, fittingCases: 2 });
  });

  it("refuses a zeta below 0 and what is no profile", () => {
    for (const zeta of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => temporalConformance(logOf(), profile, { zeta })).toThrow(
        `temporalConformance: option zeta is ${zeta}. Give a number of at least 0, such as 3.`,
      );
    }
    expect(() => temporalConformance(logOf(), { ...profile, count: [] })).toThrow(
      "checkTemporalProfile: at $.count: expected 3 entries",
    );
  });

  it("stops when the signal is aborted and reports its progress in cases", () => {
    const reason = new Error("enough");
    const log = logOf([["a", 0]], [["a", 0]]);
    expect(() => temporalConformance(log, profile, { signal: AbortSignal.abort(reason) })).toThrow(reason);
    const seen: unknown[] = [];
    temporalConformance(log, profile, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "checking", done: 2, total: 2, unit: "cases" });
  });

  it("is JSON-safe", () => {
    const result = temporalConformance(
      logOf([
        ["a", 0],
        ["c", 1],
      ]),
      profile,
    );
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("compares the five billion pairs of a case of 100,000 events", () => {
    const log = logOf(
      Array.from({ length: 100_000 }, (_, i): TimedEvent => [i % 2 === 0 ? "a" : "b", i * 10]),
    );
    const result = temporalConformance(log, profile);
    // from 50,000 a to b behind them; within 70 … 130 are the distances 70, 90, 110, 130
    expect(result.checkedPairs).toBe((50_000 * 50_001) / 2);
    expect(result.checkedPairs - result.deviatingPairs).toBe(4 * 50_000 - 3 - 4 - 5 - 6);
    expect(result.cases[0]!.deviations[0]!.worst).toMatchObject({ fromEvent: 0, toEvent: 99_999 });
  });

  it("equals the definition, pair by pair, for every log", () => {
    const event = fc.tuple(
      fc.constantFrom("a", "b", "c", "x"),
      fc.option(fc.integer({ min: 0, max: 300 }), { freq: 8 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 9 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 8 }),
        (cases, zeta) => {
          const log = logOf(...cases);
          const expected = { checkedPairs: 0, deviatingPairs: 0, unjudgedPairs: 0 };
          const deviating = new Map<string, { count: number; farthest: number }>();
          for (let c = 0; c < cases.length; c++) {
            for (let j = log.caseOffsets[c]!; j < log.caseOffsets[c + 1]!; j++) {
              for (let i = log.caseOffsets[c]!; i < j; i++) {
                const elapsed = log.time[j]! - log.time[i]!;
                if (Number.isNaN(elapsed)) continue;
                const [from, to] = [i, j].map((e) => log.activities[log.activity[e]!]!);
                const k = profile.from.findIndex(
                  (a, k) => profile.activities[a] === from && profile.activities[profile.to[k]!] === to,
                );
                if (k < 0 || profile.stdMs[k] === null) {
                  expected.unjudgedPairs++;
                  continue;
                }
                expected.checkedPairs++;
                const distance = Math.abs(elapsed - profile.meanMs[k]!);
                if (distance <= zeta * profile.stdMs[k]! + 0.001) continue;
                expected.deviatingPairs++;
                const key = `${c} ${from} ${to}`;
                const { count, farthest } = deviating.get(key) ?? { count: 0, farthest: 0 };
                deviating.set(key, { count: count + 1, farthest: Math.max(farthest, distance) });
              }
            }
          }
          const result = temporalConformance(log, profile, { zeta });
          expect(result).toMatchObject(expected);
          const found = result.cases.flatMap(({ case: c, deviations }) =>
            deviations.map(({ rule, count, worst }) => {
              const { from, to, meanMs } = result.rules[rule]!;
              return [`${c} ${from} ${to}`, { count, farthest: Math.abs(worst.elapsedMs - meanMs) }] as const;
            }),
          );
          expect(new Map(found)).toEqual(deviating);
        },
      ),
      { seed: 91, numRuns: 400 },
    );
  });
});
