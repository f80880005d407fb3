import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { CauseFinding } from "../../src/scenarios/findings.js";
import { scoreFindings } from "../../src/scenarios/score.js";
import { spanOverlap, type TimeSpan } from "../../src/scenarios/time-spans.js";
import type { PlantTruth, TrueScenario } from "../../src/scenarios/truth.js";
import { truthSchema } from "../../src/scenarios/truth-schema.js";

const hour = 3_600_000;
const span = (from: number, to: number): TimeSpan => ({ fromMs: from * hour, toMs: to * hour });

const heat: TrueScenario = {
  id: "heat",
  type: "bad shift",
  intensity: "default",
  causes: [
    {
      variable: "coating_room.temperature",
      entities: ["Coating_Room"],
      windows: [span(10, 18), span(30, 38)],
      amount: 5,
      unit: "K",
    },
  ],
  path: [
    { from: "coating_room.temperature", to: "loading" },
    { from: "loading", to: "density" },
  ],
  affected: [
    { unitId: "ROLL-1", onsetMs: 11 * hour },
    { unitId: "ROLL-2", onsetMs: 12 * hour },
    { unitId: "ROLL-7", onsetMs: 31 * hour },
    { unitId: "ROLL-8", onsetMs: 32 * hour },
  ],
  effects: [
    {
      metric: "loading",
      electrode: null,
      unit: "kg/m2",
      affected: 4,
      latent: { total: 0.002, direct: 0.0025, mediated: -0.0005 },
      spread: null,
      measured: 0.002,
      measuredMean: 0.249,
    },
  ],
  expected: [],
};
const jump: TrueScenario = {
  ...heat,
  id: "jump",
  type: "calibration jump",
  causes: [
    {
      variable: "stacker.calibration",
      entities: ["Stacker 5"],
      windows: [span(100, 200)],
      amount: 0.2,
      unit: "mm",
    },
  ],
  path: [{ from: "stacker.calibration", to: "misalignment" }],
  affected: [{ unitId: "CELL-1", onsetMs: 101 * hour }],
  effects: [
    {
      metric: "misalignment",
      electrode: null,
      unit: "mm",
      affected: 1,
      latent: { total: 0.18, direct: 0.18, mediated: 0 },
      spread: null,
      measured: 0.18,
      measuredMean: 0.3,
    },
  ],
};
const truthOf = (...scenarios: TrueScenario[]): PlantTruth => ({
  schemaVersion: 1,
  seed: 1,
  configHash: "0".repeat(64),
  counterfactuals: "fixed routing",
  scenarios,
  decoys: [{ id: "music", column: "music", trap: "plays on Tuesdays only" }],
  graph: { nodes: [], edges: [] },
  fixedRouting: [],
  resimulated: [],
});
const perfect = (scenario: TrueScenario, rank: number): CauseFinding => ({
  rank,
  cause: {
    variable: scenario.causes[0]!.variable,
    entity: scenario.causes[0]!.entities[0]!,
    windows: scenario.causes[0]!.windows,
  },
  metric: scenario.effects[0]!.metric,
  effect: scenario.effects[0]!.measured,
  confidence: 1,
  evidence: scenario.affected.map(({ unitId }) => unitId),
  path: scenario.path,
});
const wrong: CauseFinding = {
  rank: 1,
  cause: { variable: "music", entity: null, windows: [] },
  metric: null,
  effect: null,
  confidence: 0.5,
  evidence: [],
  path: [],
};

describe("the overlap of windows", () => {
  it.each<[string, TimeSpan[], TimeSpan[], number]>([
    ["are the same", [span(0, 8)], [span(0, 8)], 1],
    ["share 4 of 12 hours", [span(0, 8)], [span(4, 12)], 1 / 3],
    ["do not meet", [span(0, 8)], [span(8, 9)], 0],
    [
      "are two Fridays of four",
      [span(0, 8), span(100, 108)],
      [span(0, 8), span(100, 108), span(200, 208), span(300, 308)],
      0.5,
    ],
    ["overlap themselves", [span(0, 6), span(2, 8)], [span(0, 8)], 1],
    ["are empty", [], [], 0],
  ])("counts time in both by time in either, when they %s", (_, a, b, expected) => {
    expect(spanOverlap(a, b)).toBeCloseTo(expected, 12);
    expect(spanOverlap(b, a)).toBe(spanOverlap(a, b));
  });
});

describe("scoreFindings", () => {
  it("gives a finding that is half right the shares worked out by hand", () => {
    const finding: CauseFinding = {
      ...perfect(heat, 2),
      // both of [10, 18) and nothing of [30, 38): 8 of 16 hours, plus 2 hours before: 8 of 18
      cause: { variable: "coating_room.temperature", entity: "Coating_Room", windows: [span(8, 18)] },
      effect: 0.0015,
      confidence: 0.8,
      evidence: ["ROLL-1", "ROLL-2", "ROLL-3"],
      path: [
        { from: "coating_room.temperature", to: "loading" },
        { from: "loading", to: "dcir" },
      ],
    };
    const score = scoreFindings([finding, wrong], truthOf(heat));
    expect(score.scenarios[0]).toEqual({
      id: "heat",
      place: 2,
      reciprocalRank: 0.5,
      entityRight: true,
      windowOverlap: 8 / 18,
      onsetErrorHours: 2,
      effectRelativeError: expect.closeTo(0.25, 12),
      effectSignRight: true,
      // 2 of 3 named are right, 2 of 4 right ones are named: 2 * 2 / (3 + 4)
      units: { precision: 2 / 3, recall: 0.5, f1: 4 / 7 },
      path: { precision: 0.5, recall: 0.5, f1: 0.5 },
    });
    expect(score).toMatchObject({
      top1: 0,
      top3: 1,
      top5: 1,
      meanReciprocalRank: 0.5,
      falseAlarms: 1,
      falseAlarmRate: 0.5,
      decoyAlarms: 1,
    });
    // (0.8 - 1)^2 = 0.04 and 0.5^2 = 0.25
    expect(score.brier).toBeCloseTo(0.145, 12);
    // rank, entity, window, effect, units, path, false alarms, calibration
    const parts = [0.5, 1, 8 / 18, 0.75, 4 / 7, 0.5, 0.5, 0.855];
    expect(score.overall).toBeCloseTo(parts.reduce((a, b) => a + b, 0) / 8, 12);
  });

  it("counts places by the wrong findings before, not by right ones of other scenarios", () => {
    const places = (findings: readonly CauseFinding[]) =>
      scoreFindings(findings, truthOf(heat, jump)).scenarios.map(({ place }) => place);
    expect(places([perfect(heat, 1), perfect(jump, 2)])).toEqual([1, 1]);
    expect(places([perfect(heat, 1), { ...wrong, rank: 2 }, perfect(jump, 3)])).toEqual([1, 2]);
    expect(places([wrong, { ...wrong, rank: 2 }, perfect(jump, 3), perfect(heat, 4)])).toEqual([3, 3]);
  });

  it("takes as many windows as there are", () => {
    const windows = Array.from({ length: 200_000 }, (_, i) => span(2 * i + 10, 2 * i + 11));
    const finding = { ...perfect(heat, 1), cause: { ...perfect(heat, 1).cause, windows } };
    expect(scoreFindings([finding], truthOf(heat)).scenarios[0]!.onsetErrorHours).toBe(0);
  });

  it("counts a scenario that nobody found as nothing", () => {
    const score = scoreFindings([perfect(heat, 1)], truthOf(heat, jump));
    expect(score.scenarios[1]).toEqual({
      id: "jump",
      place: null,
      reciprocalRank: 0,
      entityRight: false,
      windowOverlap: 0,
      onsetErrorHours: null,
      effectRelativeError: null,
      effectSignRight: false,
      units: { precision: 0, recall: 0, f1: 0 },
      path: { precision: 0, recall: 0, f1: 0 },
    });
    expect(score.meanReciprocalRank).toBe(0.5);
    expect(score.top1).toBe(0.5);
    // six parts are halved, no false alarm, well calibrated
    expect(score.overall).toBeCloseTo((6 * 0.5 + 2) / 8, 12);
  });

  it("holds the wrong sign, another metric and no number to be no effect", () => {
    const effect = (change: Partial<CauseFinding>): unknown[] => {
      const { effectRelativeError, effectSignRight } = scoreFindings(
        [{ ...perfect(heat, 1), ...change }],
        truthOf(heat),
      ).scenarios[0]!;
      return [effectRelativeError, effectSignRight];
    };
    expect(effect({ effect: -0.002 })).toEqual([2, false]);
    expect(effect({ metric: "density" })).toEqual([null, false]);
    expect(effect({ effect: null })).toEqual([null, false]);
  });

  it("holds a change of spread against the spread, and an effect on an electrode against that electrode", () => {
    const uneven: TrueScenario = {
      ...heat,
      effects: [
        { ...heat.effects[0]!, electrode: "cathode", spread: { factual: 0.0024, counterfactual: 0.0015 } },
        { ...heat.effects[0]!, electrode: "anode", measured: 0.004 },
      ],
    };
    const error = (change: Partial<CauseFinding>): number | null =>
      scoreFindings([{ ...perfect(heat, 1), ...change }], truthOf(uneven)).scenarios[0]!.effectRelativeError;
    expect(error({ statistic: "sd", effect: 0.0009 })).toBeCloseTo(0, 12);
    expect(error({ statistic: "sd", effect: 0.0018 })).toBeCloseTo(1, 12);
    expect(error({ electrode: "anode", effect: 0.004 })).toBe(0);
    expect(error({ electrode: "anode", statistic: "sd", effect: 0.004 })).toBeNull();
    expect(error({ effect: 0.002 })).toBe(0);
  });

  it("counts the right variable of the wrong entity as a false alarm that still has its place", () => {
    const other = { ...perfect(jump, 1), cause: { ...perfect(jump, 1).cause, entity: "Stacker 4" } };
    const score = scoreFindings([other], truthOf(jump));
    expect(score.scenarios[0]).toMatchObject({ place: 1, entityRight: false });
    expect(score.falseAlarms).toBe(1);
    expect(score.brier).toBe(1);
  });

  it("has no onset to compare with where the run had ended before the cause began", () => {
    const late: TrueScenario = { ...heat, causes: [{ ...heat.causes[0]!, windows: [] }] };
    const { scenarios } = scoreFindings([perfect(heat, 1)], truthOf(late));
    expect(scenarios[0]).toMatchObject({ place: 1, windowOverlap: 0, onsetErrorHours: null });
  });

  it("holds two scenarios of one variable apart by entity and window", () => {
    const again: TrueScenario = {
      ...jump,
      id: "again",
      causes: [{ ...jump.causes[0]!, entities: ["Stacker 2"] }],
    };
    const score = scoreFindings([perfect(again, 1), perfect(jump, 2)], truthOf(jump, again));
    expect(score.scenarios.map(({ place, entityRight }) => [place, entityRight])).toEqual([
      [1, true],
      [1, true],
    ]);
  });

  it("calls every finding on a run without scenarios a false alarm", () => {
    const quiet = scoreFindings([], truthOf());
    expect(quiet).toEqual({
      overall: 1,
      top1: null,
      top3: null,
      top5: null,
      meanReciprocalRank: null,
      falseAlarms: 0,
      falseAlarmRate: 0,
      decoyAlarms: 0,
      brier: null,
      scenarios: [],
    });
    const loud = scoreFindings([perfect(heat, 1), { ...wrong, rank: 2, confidence: 1 }], truthOf());
    expect(loud).toMatchObject({ overall: 0, falseAlarms: 2, falseAlarmRate: 1, decoyAlarms: 1, brier: 1 });
  });

  it("gives perfect findings 1 in everything", () => {
    const score = scoreFindings([perfect(jump, 2), perfect(heat, 1)], truthOf(heat, jump));
    expect(score).toMatchObject({ overall: 1, top1: 1, meanReciprocalRank: 1, falseAlarms: 0, brier: 0 });
    expect(scoreFindings([perfect(heat, 1)], truthOf(heat)).overall).toBe(1);
    expect(scoreFindings([perfect(heat, 1)], truthOf(heat))).toMatchObject({
      top1: 1,
      meanReciprocalRank: 1,
      falseAlarmRate: 0,
      brier: 0,
    });
  });
});

const names = fc.constantFrom("coating_room.temperature", "stacker.calibration", "music", "humidity");
const findingLists = fc
  .array(
    fc.record({
      cause: fc.record({
        variable: names,
        entity: fc.constantFrom(null, "Coating_Room", "Stacker 5", "Stacker 4"),
        windows: fc.array(
          fc
            .tuple(fc.nat(200), fc.integer({ min: 1, max: 50 }))
            .map(([from, length]) => span(from, from + length)),
          { maxLength: 3 },
        ),
      }),
      metric: fc.constantFrom(null, "loading", "misalignment", "density"),
      effect: fc.option(fc.double({ min: -1, max: 1, noNaN: true })),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      evidence: fc.array(fc.constantFrom("ROLL-1", "ROLL-2", "ROLL-3", "CELL-1"), { maxLength: 5 }),
      path: fc.array(fc.record({ from: names, to: fc.constantFrom("loading", "density") }), { maxLength: 3 }),
    }),
    { maxLength: 6 },
  )
  .map((list): CauseFinding[] => list.map((finding, i) => ({ ...finding, rank: i * 3 + 1 })));

describe("every score", () => {
  it("lies in [0, 1] and does not depend on the order in which findings stand", () => {
    fc.assert(
      fc.property(
        findingLists,
        fc.constantFrom(truthOf(heat), truthOf(heat, jump), truthOf()),
        fc.integer(),
        (findings, truth, turn) => {
          const score = scoreFindings(findings, truth);
          const shares = [
            score.overall,
            score.falseAlarmRate,
            score.top1,
            score.top3,
            score.top5,
            score.brier,
            score.meanReciprocalRank,
          ];
          for (const { windowOverlap, reciprocalRank, units, path } of score.scenarios) {
            shares.push(
              windowOverlap,
              reciprocalRank,
              units?.precision ?? 0,
              units?.recall ?? 0,
              units?.f1 ?? 0,
              path?.f1 ?? 0,
            );
          }
          for (const share of shares.filter((value) => value !== null)) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
          const n = Math.max(1, findings.length);
          const first = ((turn % n) + n) % n;
          const turned = [...findings.slice(first), ...findings.slice(0, first)].reverse();
          expect(scoreFindings(turned, truth)).toEqual(score);
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });

  it("is not raised by a false alarm in front", () => {
    fc.assert(
      fc.property(findingLists, (findings) => {
        const truth = truthOf(heat, jump);
        const later = findings.map((finding) => ({ ...finding, rank: finding.rank + 1 }));
        const { meanReciprocalRank, falseAlarms } = scoreFindings([{ ...wrong, rank: 1 }, ...later], truth);
        const before = scoreFindings(findings, truth);
        expect(meanReciprocalRank).toBeLessThanOrEqual(before.meanReciprocalRank!);
        expect(falseAlarms).toBe(before.falseAlarms + 1);
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});

describe("findings and truths that came as JSON", () => {
  const complaint = (change: object): string => {
    try {
      scoreFindings(
        [
          { ...perfect(heat, 1), ...change },
          { ...wrong, rank: 2 },
        ] as CauseFinding[],
        truthOf(heat),
      );
    } catch (error) {
      if (isGigamineError(error, "option/out-of-range")) return error.message;
      throw error;
    }
    return "";
  };

  it("are refused with the field that is wrong", () => {
    expect(complaint({ confidence: 1.2 })).toContain("findings[0].confidence");
    expect(complaint({ effect: Number.NaN })).toContain("findings[0].effect");
    expect(complaint({ rank: 2 })).toContain("findings[1].rank");
    expect(complaint({ rank: 0.5 })).toContain("findings[0].rank");
    expect(complaint({ cause: { variable: "x", entity: null, windows: [span(2, 1)] } })).toContain(
      "windows[0].toMs",
    );
    expect(complaint({ guess: 1 })).toContain("findings[0].guess");
    expect(complaint({})).toBe("");
  });

  it("go through JSON unchanged", () => {
    const truth = truthOf(heat, jump);
    expect(truthSchema.parse(JSON.parse(JSON.stringify(truth)))).toEqual(truth);
    expect(truthSchema.safeParse({ ...truth, schemaVersion: 2 }).success).toBe(false);
    expect(truthSchema.safeParse({ ...truth, scenarios: [{ ...heat, affected: "all" }] }).success).toBe(
      false,
    );
  });
});
