import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import {
  type DeclareModel,
  type DeclareRule,
  declareRuleStatus,
  PAIR_TEMPLATES,
  type PairTemplate,
} from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { declareConformance, deviatingCases } from "../../src/index.js";

const coating: DeclareModel = {
  rules: [
    { template: "response", activities: ["Coat", "Inspect"] },
    { template: "init", activities: ["Mix"] },
    { template: "notCoExistence", activities: ["Ship", "Scrap"] },
    { template: "atMost", activities: ["Coat"], times: 1 },
  ],
};

const line = (log: VariantLog, v: number): string[] =>
  log.sequence.slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!).map((id) => log.activities[id]!);

describe("declareConformance", () => {
  it("says of every rule how many cases activate and break it, of every variant which rules it breaks", () => {
    const log = traces("6x Mix Coat Inspect Ship", "3x Mix Coat Ship", "Coat Inspect Coat Scrap Ship");
    const result = declareConformance(log, coating);
    expect(result).toEqual({
      rules: [
        { ...coating.rules[0], activatedCases: 10, violatedCases: 4, confidence: 0.6 },
        { ...coating.rules[1], activatedCases: 10, violatedCases: 1, confidence: 0.9 },
        { ...coating.rules[2], activatedCases: 10, violatedCases: 1, confidence: 0.9 },
        { ...coating.rules[3], activatedCases: 10, violatedCases: 1, confidence: 0.9 },
      ],
      variants: [
        { cases: 6, fits: true, checked: 4, violated: [], fitness: 1 },
        { cases: 3, fits: false, checked: 4, violated: [0], fitness: 0.75 },
        { cases: 1, fits: false, checked: 4, violated: [0, 1, 2, 3], fitness: 0 },
      ],
      caseVariant: null,
      fitness: 1 - 7 / 40, // 3 + 4 broken of 4 in each of 10 cases
      fittingCases: 6,
      fittingShare: 0.6,
    });
  });

  it("does not count what a case keeps vacuously", () => {
    const result = declareConformance(traces("Mix"), { rules: [coating.rules[0]!, coating.rules[2]!] });
    expect(result.rules.map(({ activatedCases, confidence }) => [activatedCases, confidence])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(result).toMatchObject({
      variants: [{ cases: 1, fits: true, checked: 0, violated: [], fitness: null }],
      fitness: null,
      fittingShare: 1,
    });
  });

  it("names the deviating cases of a log, of one rule or of any", () => {
    const builder = new EventLogBuilder();
    ["Mix Coat Inspect", "Mix Coat", "Coat Inspect", "Mix Coat"].forEach((text, c) => {
      for (const [time, name] of text.split(" ").entries()) builder.addEvent(`lot ${c}`, name, time);
    });
    const log = builder.build();
    const result = declareConformance(log, coating);
    expect(result.caseVariant).toEqual([0, 1, 2, 1]);
    expect(deviatingCases(result, 0).map((c) => log.caseIds[c])).toEqual(["lot 1", "lot 3"]);
    expect(deviatingCases(result, 1)).toEqual([2]);
    expect(deviatingCases(result)).toEqual([1, 2, 3]);
    expect(() => deviatingCases(declareConformance(traces("a"), coating))).toThrow(
      "deviatingCases: the result was made from variants without cases. Give the function that made it the EventLog",
    );
  });

  it("takes the statistics of a mined rule for what they are: of another log", () => {
    const mined = { ...coating.rules[0]!, activatedCases: 99, satisfiedCases: 99, support: 1, confidence: 1 };
    expect(declareConformance(traces("Coat"), { rules: [mined] }).rules).toEqual([
      { ...coating.rules[0], activatedCases: 1, violatedCases: 1, confidence: 0 },
    ]);
  });

  it("takes a rule twice, and rules about activities that the log does not have", () => {
    const rule: DeclareRule = { template: "precedence", activities: ["Absent", "b"] };
    const result = declareConformance(traces("a b", "a"), {
      rules: [
        rule,
        rule,
        { template: "response", activities: ["Absent", "b"] },
        { template: "choice", activities: ["x", "y"] },
      ],
    });
    expect(result.rules.map(({ violatedCases }) => violatedCases)).toEqual([1, 1, 0, 2]);
    expect(result.variants.map(({ violated }) => violated)).toEqual([[0, 1, 3], [3]]);
  });

  it("fits everything without rules, and has no share without cases", () => {
    expect(declareConformance(traces("2x a"), { rules: [] })).toMatchObject({
      rules: [],
      fitness: null,
      fittingCases: 2,
    });
    expect(declareConformance(new EventLogBuilder().build(), coating)).toMatchObject({
      variants: [],
      caseVariant: [],
      fitness: null,
      fittingCases: 0,
      fittingShare: null,
    });
    expect(declareConformance(traces(""), coating).variants).toEqual([
      { cases: 1, fits: false, checked: 2, violated: [1], fitness: 0.5 },
    ]);
  });

  it("refuses what is not a model, and names the place", () => {
    const wrong = { rules: [{ template: "respond", activities: ["a"] }] } as unknown as DeclareModel;
    expect(() => declareConformance(traces("a"), wrong)).toThrow(
      "checkDeclareModel: at $.rules[0].template: expected one of",
    );
  });

  it("stops when the signal is aborted and reports its progress in variants", () => {
    const reason = new Error("enough");
    expect(() => declareConformance(traces("a"), coating, { signal: AbortSignal.abort(reason) })).toThrow(
      reason,
    );
    const seen: unknown[] = [];
    declareConformance(traces("a", "b"), coating, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "checking", done: 2, total: 2, unit: "variants" });
  });

  it("takes a case of 100,000 distinct activities, of which the rules know two", () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => i);
    const log = {
      activities: ids.map((i) => `a${i}`),
      variantOffsets: [0, 100_000],
      sequence: ids,
      counts: [1],
    };
    const rules: DeclareRule[] = [
      { template: "response", activities: ["a7", "a99999"] },
      { template: "chainResponse", activities: ["a7", "a9"] },
    ];
    expect(declareConformance(log, { rules }).variants[0]?.violated).toEqual([1]);
  });

  it("for every log and model, agrees with the meaning of each rule, case by case", () => {
    const name = fc.constantFrom("a", "b", "c", "z");
    const pair = fc.tuple(name, name).filter(([a, b]) => a !== b);
    const rule: fc.Arbitrary<DeclareRule> = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          template: fc.constantFrom(...(Object.keys(PAIR_TEMPLATES) as PairTemplate[])),
          activities: pair,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          template: fc.constantFrom("existence" as const, "atMost" as const, "exactly" as const),
          activities: fc.tuple(name),
          times: fc.integer({ min: 1, max: 3 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          template: fc.constantFrom("init" as const, "end" as const),
          activities: fc.tuple(name),
        }),
      },
    );
    fc.assert(
      fc.property(arbitraryTraces({ activities: 4 }), fc.array(rule, { maxLength: 12 }), (log, rules) => {
        const result = declareConformance(log, { rules });
        const statuses = log.counts.map((_, v) => rules.map((rule) => declareRuleStatus(rule, line(log, v))));
        statuses.forEach((row, v) => {
          expect(result.variants[v]).toMatchObject({
            checked: row.filter((status) => status !== "vacuous").length,
            violated: row.flatMap((status, r) => (status === "violated" ? [r] : [])),
          });
        });
        rules.forEach((_, r) => {
          const cases = (wanted: (status: string) => boolean) =>
            log.counts.reduce((sum, count, v) => sum + (wanted(statuses[v]![r]!) ? count : 0), 0);
          expect(result.rules[r]).toMatchObject({
            activatedCases: cases((status) => status !== "vacuous"),
            violatedCases: cases((status) => status === "violated"),
          });
        });
      }),
      { seed: 81, numRuns: 300 },
    );
  });
});
