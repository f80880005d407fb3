import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  type DeclareRule,
  declareRuleStatus,
  type MinedDeclareRule,
  PAIR_TEMPLATES,
  type PairTemplate,
  withoutImpliedRules,
} from "../../src/index.js";
import { tracesUpTo } from "./ltlf.js";

const PAIRS = Object.keys(PAIR_TEMPLATES) as PairTemplate[];
const short = tracesUpTo(4);

/** The rules that stay, as `template a b`. */
function kept(...rules: readonly DeclareRule[]): string[] {
  return withoutImpliedRules({ rules }).rules.map(
    (rule) => `${rule.template} ${rule.activities.join(" ")}${"times" in rule ? ` ${rule.times}` : ""}`,
  );
}

const pair = (template: PairTemplate, a = "a", b = "b"): DeclareRule => ({ template, activities: [a, b] });

describe("withoutImpliedRules", () => {
  it("keeps the strongest of the templates for the same two activities", () => {
    expect(
      kept(
        ...PAIRS.map((template) => pair(template)).filter(({ template }) => !/not|choice/i.test(template)),
      ),
    ).toEqual(["chainSuccession a b"]);
    expect(
      kept(pair("respondedExistence"), pair("respondedExistence", "b", "a"), pair("coExistence", "b", "a")),
    ).toEqual(["coExistence b a"]);
    expect(kept(pair("notSuccession", "b", "a"), pair("notChainSuccession"), pair("notCoExistence"))).toEqual(
      ["notCoExistence a b"],
    );
    expect(kept(pair("choice"), pair("notCoExistence"), pair("exclusiveChoice", "b", "a"))).toEqual([
      "exclusiveChoice b a",
    ]);
  });

  it("keeps what follows from several rules together, and rules for the other order", () => {
    expect(kept(pair("succession"), pair("response"), pair("precedence"))).toEqual(["succession a b"]);
    expect(kept(pair("response"), pair("precedence"))).toEqual(["response a b", "precedence a b"]);
    expect(kept(pair("response"), pair("response", "b", "a"), pair("response", "a", "c"))).toHaveLength(3);
  });

  it("keeps the narrowest numbers of occurrences, and drops choices with what must occur", () => {
    expect(
      kept(
        { template: "existence", activities: ["a"], times: 1 },
        { template: "existence", activities: ["a"], times: 2 },
        { template: "atMost", activities: ["a"], times: 3 },
        { template: "exactly", activities: ["a"], times: 2 },
        { template: "atMost", activities: ["b"], times: 3 },
        pair("choice", "b", "a"),
        pair("respondedExistence", "b", "a"),
        pair("respondedExistence", "a", "b"),
      ),
    ).toEqual(["exactly a 2", "atMost b 3", "respondedExistence a b"]);
    expect(
      kept({ template: "existence", activities: ["a"], times: 1 }, { template: "end", activities: ["a"] }),
    ).toEqual(["end a"]);
  });

  it("keeps a weaker rule that holds with more confidence, and both of two equal ones", () => {
    const mined = (rule: DeclareRule, confidence: number) =>
      ({
        ...rule,
        activatedCases: 100,
        satisfiedCases: 100 * confidence,
        support: confidence,
        confidence,
      }) as MinedDeclareRule;
    expect(kept(mined(pair("chainResponse"), 0.9), mined(pair("response"), 0.95))).toHaveLength(2);
    expect(kept(mined(pair("chainResponse"), 0.95), mined(pair("response"), 0.95))).toEqual([
      "chainResponse a b",
    ]);
    expect(kept(pair("response"), pair("response"))).toHaveLength(2);
    const [exactly, existence] = [
      { template: "exactly", activities: ["a"], times: 1 } as const,
      { template: "existence", activities: ["a"], times: 1 } as const,
    ];
    expect(kept(mined(exactly, 0.9), mined(existence, 1))).toHaveLength(2);
    expect(kept(mined(exactly, 0.9), mined(existence, 0.9))).toEqual(["exactly a 1"]);
    expect(kept(mined(existence, 0.9), mined(pair("choice"), 1))).toHaveLength(2);
  });

  it("keeps the rest of the model and the order of the rules, and takes names such as __proto__ as data", () => {
    const rules = [
      pair("response", "__proto__", "x"),
      pair("init" as PairTemplate),
      pair("chainResponse", "__proto__", "x"),
    ];
    const model = { cases: 7, rules: [rules[0]!, rules[2]!, pair("precedence", "x", "constructor")] };
    expect(withoutImpliedRules(model)).toEqual({ cases: 7, rules: [rules[2], model.rules[2]] });
    expect(withoutImpliedRules({ rules: [] })).toEqual({ rules: [] });
  });

  it("keeps the meaning of every model: each short trace keeps the rules that stay exactly if it keeps all", () => {
    const name = fc.constantFrom("a", "b", "x");
    const rule: fc.Arbitrary<DeclareRule> = fc.oneof(
      fc.record({
        template: fc.constantFrom(...PAIRS),
        activities: fc.tuple(name, name).filter(([a, b]) => a !== b),
      }),
      fc.record({
        template: fc.constantFrom("existence" as const, "atMost" as const, "exactly" as const),
        activities: fc.tuple(name),
        times: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({ template: fc.constantFrom("init" as const, "end" as const), activities: fc.tuple(name) }),
    );
    fc.assert(
      fc.property(fc.array(rule, { minLength: 2, maxLength: 8 }), (rules) => {
        const stay = withoutImpliedRules({ rules }).rules;
        const keeps = (trace: string[], rules: readonly DeclareRule[]) =>
          rules.every((rule) => declareRuleStatus(rule, trace) !== "violated");
        for (const trace of short) expect(keeps(trace, stay)).toBe(keeps(trace, rules));
      }),
      { seed: 43, numRuns: 60 },
    );
  });

  // Every implication between pair templates that the short traces show is known, so none is forgotten.
  it("knows every implication between two templates for the same two activities", () => {
    const rules = PAIRS.flatMap((template) => [pair(template), pair(template, "b", "a")]);
    const broken = rules.map((rule) => short.map((trace) => declareRuleStatus(rule, trace) === "violated"));
    rules.forEach((stronger, s) => {
      rules.forEach((weaker, w) => {
        const implies = broken[w]!.every((isBroken, t) => !isBroken || broken[s]![t]);
        const isEqual = implies && broken[s]!.every((isBroken, t) => !isBroken || broken[w]![t]);
        if (isEqual) return;
        const stays = withoutImpliedRules({ rules: [stronger, weaker] }).rules.includes(weaker);
        expect([stronger, weaker, stays]).toEqual([stronger, weaker, !implies]);
      });
    });
  });
});
