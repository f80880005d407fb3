import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  checkDeclareModel,
  type DeclareRule,
  declareRuleStatus,
  EXISTENCE_TEMPLATES,
  PAIR_TEMPLATES,
  type PairTemplate,
  POSITION_TEMPLATES,
  type RuleStatus,
} from "../../src/index.js";
import { LTLF, tracesUpTo } from "./ltlf.js";

/** What the rule says of traces written as letters; ε is the empty one. */
function statuses(rule: DeclareRule, traces: readonly string[]): Record<string, RuleStatus> {
  return Object.fromEntries(
    traces.map((trace) => [trace, declareRuleStatus(rule, trace === "ε" ? [] : [...trace])]),
  );
}

const YES = "satisfied";
const NO = "violated";
const OUT = "vacuous";

/** Worked by hand from the sentences of the templates; x is any other activity. */
const TABLE: Record<PairTemplate, Record<string, RuleStatus>> = {
  // a or b occurs
  choice: { ε: NO, x: NO, a: YES, b: YES, ab: YES },
  // a or b occurs, but not both
  exclusiveChoice: { ε: NO, x: NO, a: YES, bb: YES, ab: NO },
  // if a occurs, b occurs too, before or after
  respondedExistence: { ε: OUT, b: OUT, a: NO, ab: YES, ba: YES },
  // if one occurs, the other does
  coExistence: { x: OUT, a: NO, b: NO, ab: YES, bxa: YES },
  // behind each a comes some b
  response: { ε: OUT, b: OUT, ab: YES, aab: YES, axb: YES, ba: NO, aba: NO },
  // before each b came some a
  precedence: { ε: OUT, a: OUT, ab: YES, abb: YES, ba: NO, bab: NO },
  // both of the above
  succession: { x: OUT, ab: YES, aabb: YES, a: NO, b: NO, aba: NO, bab: NO },
  // behind each a comes a b before the next a
  alternateResponse: { b: OUT, ab: YES, axb: YES, abab: YES, abb: YES, bab: YES, aab: NO, aba: NO },
  // before each b came an a behind the last b
  alternatePrecedence: { a: OUT, ab: YES, aab: YES, aba: YES, abab: YES, abb: NO, bab: NO },
  // both: a and b take turns, a first, b last
  alternateSuccession: { x: OUT, ab: YES, axbxab: YES, aab: NO, abb: NO, aba: NO, bab: NO, a: NO, b: NO },
  // directly behind each a comes b
  chainResponse: { b: OUT, ab: YES, abb: YES, bab: YES, axb: NO, aab: NO, aba: NO },
  // directly before each b came a; a first b came behind nothing
  chainPrecedence: { a: OUT, ab: YES, aab: YES, aba: YES, axb: NO, abb: NO, bab: NO },
  // both
  chainSuccession: { x: OUT, ab: YES, abxab: YES, axb: NO, aab: NO, abb: NO, a: NO, b: NO },
  // not both in one case
  notCoExistence: { x: OUT, a: YES, b: YES, ab: NO, bxa: NO },
  // no b behind any a
  notSuccession: { x: OUT, a: YES, b: YES, ba: YES, bxa: YES, ab: NO, bab: NO },
  // no b directly behind an a
  notChainSuccession: { x: OUT, a: YES, b: YES, ba: YES, axb: YES, ab: NO, bab: NO },
};

describe("declareRuleStatus", () => {
  it.each(Object.keys(TABLE) as PairTemplate[])(
    "knows when %s holds, is broken and asks for nothing",
    (template) => {
      expect(statuses({ template, activities: ["a", "b"] }, Object.keys(TABLE[template]))).toEqual(
        TABLE[template],
      );
    },
  );

  it("counts occurrences: at least, at most, exactly", () => {
    const traces = ["ε", "x", "a", "axa", "aaa"];
    const of = (template: "existence" | "atMost" | "exactly", times: number) =>
      Object.values(statuses({ template, activities: ["a"], times }, traces));
    expect(of("existence", 2)).toEqual([NO, NO, NO, YES, YES]);
    expect(of("atMost", 2)).toEqual([YES, YES, YES, YES, NO]);
    expect(of("exactly", 2)).toEqual([NO, NO, NO, YES, NO]);
    expect(of("atMost", 0)).toEqual([YES, YES, NO, NO, NO]);
  });

  it("knows the first and the last event; the empty trace has neither", () => {
    const traces = ["ε", "x", "a", "ax", "xa", "axa"];
    const of = (template: "init" | "end") => Object.values(statuses({ template, activities: ["a"] }, traces));
    expect(of("init")).toEqual([NO, NO, YES, YES, NO, YES]);
    expect(of("end")).toEqual([NO, NO, YES, NO, YES, YES]);
  });

  // 1093 traces a template: every trace of up to six events over a, b and another activity.
  it.each(Object.keys(PAIR_TEMPLATES) as PairTemplate[])(
    "agrees with the LTLf formula of %s on every short trace",
    (template) => {
      const { formula, activation } = LTLF[template];
      for (const trace of tracesUpTo(6)) {
        const activated = activation.some((f) => f([], 0) || trace.some((_, i) => f(trace, i)));
        const expected = !activated ? OUT : formula(trace, 0) ? YES : NO;
        expect([trace, declareRuleStatus({ template, activities: ["a", "b"] }, trace)]).toEqual([
          trace,
          expected,
        ]);
        if (!activated) expect(formula(trace, 0)).toBe(true); // vacuous means kept
      }
    },
  );

  it("does not care what the other activities are, or how activities are called", () => {
    const template = fc.constantFrom(...(Object.keys(PAIR_TEMPLATES) as PairTemplate[]));
    const trace = fc.array(fc.constantFrom("a", "b", "x", "y"), { maxLength: 12 });
    fc.assert(
      fc.property(template, trace, (template, trace) => {
        const rename: Record<string, string> = { a: "__proto__", b: "constructor", x: "🔋\n", y: "🔋\n" };
        const renamed = trace.map((name) => rename[name]!);
        const rule: DeclareRule = { template, activities: ["__proto__", "constructor"] };
        expect(declareRuleStatus(rule, renamed)).toBe(
          declareRuleStatus({ template, activities: ["a", "b"] }, trace),
        );
      }),
      { seed: 41, numRuns: 300 },
    );
  });

  it("looks at a case of 100,000 events of 500 activities in one go", () => {
    const trace = Array.from({ length: 100_000 }, (_, i) => `a${(i * 7919) % 500}`);
    expect(declareRuleStatus({ template: "alternateSuccession", activities: ["a0", "a419"] }, trace)).toBe(
      YES,
    );
    expect(declareRuleStatus({ template: "chainSuccession", activities: ["a0", "a419"] }, trace)).toBe(YES);
    expect(declareRuleStatus({ template: "exactly", activities: ["a7"], times: 200 }, trace)).toBe(YES);
  });
});

describe("checkDeclareModel", () => {
  const model = (rule: unknown): unknown => ({ rules: [{ template: "init", activities: ["a"] }, rule] });

  it("returns a model of every template as it is", () => {
    const rules: DeclareRule[] = [
      ...EXISTENCE_TEMPLATES.map((template): DeclareRule => ({ template, activities: ["a"], times: 1 })),
      ...POSITION_TEMPLATES.map((template): DeclareRule => ({ template, activities: ["a"] })),
      ...(Object.keys(PAIR_TEMPLATES) as PairTemplate[]).map(
        (template): DeclareRule => ({ template, activities: ["a", "__proto__"] }),
      ),
    ];
    const value = { rules };
    expect(checkDeclareModel(value)).toBe(value);
    expect(checkDeclareModel({ rules: [] })).toEqual({ rules: [] });
  });

  it.each([
    [null, "$: expected an object, found null."],
    [{ rules: 1 }, "$.rules: expected a list, found 1."],
    [model("init"), '$.rules[1]: expected an object, found "init".'],
    [
      model({ template: "__proto__", activities: ["a"] }),
      "$.rules[1].template: expected one of existence, atMost, exactly, init, end, choice, exclusiveChoice",
    ],
    [
      model({ template: "response", activities: ["a"] }),
      "$.rules[1].activities: expected two activities, found a value of type array.",
    ],
    [
      model({ template: "response", activities: ["a", 7] }),
      "$.rules[1].activities[1]: expected a text, found 7.",
    ],
    [
      model({ template: "response", activities: ["a", "a"] }),
      '$.rules[1].activities: expected two different activities, found "a".',
    ],
    [
      model({ template: "existence", activities: ["a"], times: 0 }),
      "$.rules[1].times: expected a whole number of at least 1, found 0.",
    ],
    [
      model({ template: "atMost", activities: ["a"] }),
      "$.rules[1].times: expected a whole number of at least 0, found nothing.",
    ],
  ])("says where %j is wrong", (value, message) => {
    expect(() => checkDeclareModel(value)).toThrow(`checkDeclareModel: at ${message}`);
  });
});
