import {
  declareConformance,
  deviatingCases,
  footprintConformance,
  logSkeletonConformance,
  temporalConformance,
} from "@gigamine/conformance";
import { declareMiner, footprints, logSkeleton, temporalProfile } from "@gigamine/discovery";
import { type EventLog, EventLogBuilder, mergeLogs, type VariantLog, variants } from "@gigamine/event-log";
import { generateBatteryLog } from "@gigamine/synthetic";
import { arbitraryTraces, timedLog } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

const everything = { minSupport: 0, minConfidence: 0 };

/** Small logs with times; events may share one, or have none. */
const timedLogs: fc.Arbitrary<EventLog> = fc
  .array(
    fc.array(
      fc.tuple(fc.constantFrom("a", "b", "c"), fc.option(fc.integer({ max: 1e9, min: 0 }), { freq: 9 })),
      {
        maxLength: 8,
      },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((cases) => timedLog(new EventLogBuilder(), ...cases));

describe("for every log", () => {
  it("every case keeps the rules that were mined with confidence 1, the skeleton without noise, and the footprints", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        const cases = log.counts.reduce((sum, count) => sum + count, 0);
        const kept = { fittingCases: cases, fittingShare: 1 };
        expect(declareConformance(log, declareMiner(log, { minSupport: 0, minConfidence: 1 }))).toMatchObject(
          kept,
        );
        expect(logSkeletonConformance(log, logSkeleton(log))).toMatchObject({ ...kept, rules: [] });
        expect(footprintConformance(log, footprints(log))).toMatchObject({ ...kept, rules: [] });
      }),
      { seed: 101, numRuns: 200 },
    );
  });

  it("no case is unusual by its own temporal profile, when zeta is the root of the number of times", () => {
    // Of n numbers none lies more than (n - 1) / √n sample deviations from their mean.
    fc.assert(
      fc.property(timedLogs, (log) => {
        const profile = temporalProfile(log);
        const zeta = Math.sqrt(Math.max(1, ...profile.count));
        const result = temporalConformance(log, profile, { zeta });
        expect(result).toMatchObject({ rules: [], cases: [], deviatingPairs: 0, fittingShare: 1 });
        const singles = profile.count.filter((count) => count === 1).length;
        expect(result.unjudgedPairs).toBe(singles);
        expect(result.checkedPairs).toBe(profile.count.reduce((sum, count) => sum + count, 0) - singles);
      }),
      { seed: 102, numRuns: 200 },
    );
  });

  it("a rule is activated and kept in as many cases when it is checked as when it was mined", () => {
    fc.assert(
      fc.property(arbitraryTraces(), (log) => {
        const mined = declareMiner(log, everything).rules;
        const checked = declareConformance(log, { rules: mined }).rules;
        expect(
          checked.map((rule) => [rule.activatedCases, rule.activatedCases - rule.violatedCases]),
        ).toEqual(mined.map((rule) => [rule.activatedCases, rule.satisfiedCases]));
      }),
      { seed: 103, numRuns: 100 },
    );
  });

  it("a skeleton rule kept in spite of noise is broken by at most that share of all cases", () => {
    fc.assert(
      fc.property(arbitraryTraces(), fc.double({ min: 0, max: 0.9, noNaN: true }), (log, noiseThreshold) => {
        const cases = log.counts.reduce((sum, count) => sum + count, 0);
        const { rules } = logSkeletonConformance(log, logSkeleton(log, { noiseThreshold }));
        for (const { violatedCases } of rules)
          expect(violatedCases / cases).toBeLessThanOrEqual(noiseThreshold);
      }),
      { seed: 104, numRuns: 150 },
    );
  });

  it("what cases break does not depend on their order or on what activities are called", () => {
    fc.assert(
      fc.property(timedLogs, timedLogs, (reference, log) => {
        const last = log.caseIds.length - 1;
        const breaking = (reference: EventLog, log: EventLog, place: (c: number) => number) =>
          [
            deviatingCases(
              declareConformance(log, declareMiner(reference, { minSupport: 0, minConfidence: 0.5 })),
            ),
            deviatingCases(logSkeletonConformance(log, logSkeleton(reference))),
            deviatingCases(footprintConformance(log, footprints(reference))),
            temporalConformance(log, temporalProfile(reference), { zeta: 1 }).cases.map((row) => row.case),
          ].map((cases) => cases.map(place).sort((x, y) => x - y));
        expect(breaking(disguised(reference), disguised(log), (c) => last - c)).toEqual(
          breaking(reference, log, (c) => c),
        );
      }),
      { seed: 105, numRuns: 100 },
    );
  });
});

/** The same cases, the last one first, with other names for the activities. */
function disguised(log: EventLog): EventLog {
  const builder = new EventLogBuilder();
  for (let c = log.caseIds.length - 1; c >= 0; c--) {
    builder.addCase(log.caseIds[c]!);
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      builder.addEvent(log.caseIds[c]!, `"${log.activities[log.activity[e]!]}"\n`, log.time[e]!);
    }
  }
  return builder.build();
}

describe("a deviation planted in a simulated log", () => {
  const clean = generateBatteryLog({ lots: 150, seed: 7 });
  // A lot that does its steps in another order, one of them an hour late: the last two events of the first lot, swapped.
  const builder = new EventLogBuilder();
  const end = clean.caseOffsets[1]!;
  const order = [...Array.from({ length: end - 2 }, (_, e) => e), end - 1, end - 2];
  order.forEach((e, i) => {
    builder.addEvent(
      "planted",
      clean.activities[clean.activity[e]!]!,
      clean.time[i]! + (i === end - 1 ? 3.6e6 * 24 * 365 : 0),
    );
  });
  const [early, late] = [
    clean.activities[clean.activity[end - 1]!]!,
    clean.activities[clean.activity[end - 2]!]!,
  ];
  const log = mergeLogs([clean, builder.build()]);
  const planted = log.caseIds.indexOf("planted");

  it("is found and named by the log skeleton", () => {
    const result = logSkeletonConformance(log, logSkeleton(clean));
    expect(deviatingCases(result)).toEqual([planted]);
    expect(result.rules).toContainEqual({
      kind: "directlyFollows",
      activities: [early, late],
      violatedCases: 1,
    });
  });

  it("is found and named by DECLARE", () => {
    const result = declareConformance(log, declareMiner(clean, { minConfidence: 1 }));
    expect(deviatingCases(result)).toEqual([planted]);
    const broken = result.rules.filter(({ violatedCases }) => violatedCases > 0);
    expect(broken).toContainEqual(
      expect.objectContaining({ template: "notSuccession", activities: [early, late] }),
    );
  });

  it("is found and named by footprints", () => {
    const result = footprintConformance(log, footprints(clean));
    expect(deviatingCases(result)).toEqual([planted]);
    expect(result.rules).toContainEqual({ from: early, to: late, count: 1, violatedCases: 1 });
  });

  it("is found by the temporal profile, a year late", () => {
    const profile = temporalProfile(clean);
    const { cases, rules } = temporalConformance(log, profile, { zeta: 50 });
    expect(cases.map((row) => row.case)).toEqual([planted]);
    for (const { rule, worst } of cases[0]!.deviations) {
      expect(rules[rule]!.to).toBe(late);
      expect(log.activities[log.activity[worst.toEvent]!]).toBe(late);
      expect(worst.elapsedMs).toBeGreaterThan(3.6e6 * 24 * 300);
    }
  });
});

describe("a hundred thousand variants", () => {
  // Every variant another order of ten steps, by a simple generator.
  const log: VariantLog = (() => {
    const sequence: number[] = [];
    let state = 1;
    for (let v = 0; v < 100_000; v++) {
      const steps = Array.from({ length: 10 }, (_, i) => i);
      for (let i = 9; i > 0; i--) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const j = state % (i + 1);
        [steps[i], steps[j]] = [steps[j]!, steps[i]!];
      }
      sequence.push(...steps);
    }
    return {
      activities: Array.from({ length: 10 }, (_, i) => `step ${i}`),
      variantOffsets: Array.from({ length: 100_001 }, (_, v) => v * 10),
      sequence,
      counts: new Array<number>(100_000).fill(2),
    };
  })();

  it("are mined and checked", () => {
    const model = declareMiner(log, { minConfidence: 0.4, templates: ["response", "coExistence"] });
    expect(model.cases).toBe(200_000);
    expect(model.rules.filter(({ template }) => template === "coExistence")).toHaveLength(45);
    const skeleton = logSkeleton(log);
    expect(skeleton.equivalence).toHaveLength(45);
    expect(logSkeletonConformance(log, skeleton).fittingShare).toBe(1);
    expect(declareConformance(log, model).variants).toHaveLength(100_000);
    expect(footprintConformance(log, footprints(log)).fittingShare).toBe(1);
  });
});

describe("an event log and its variants", () => {
  it("give the same models and the same answers", () => {
    const log = generateBatteryLog({ lots: 40, seed: 11 });
    const summary = variants(log);
    expect(declareMiner(summary)).toEqual(declareMiner(log));
    expect(logSkeleton(summary)).toEqual(logSkeleton(log));
    expect(declareConformance(summary, declareMiner(log))).toEqual(
      declareConformance(log, declareMiner(log)),
    );
    expect(footprintConformance(summary, footprints(log))).toEqual(
      footprintConformance(log, footprints(log)),
    );
  });
});
