import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import {
  checkDeclareModel,
  type DeclareRule,
  declareRuleStatus,
  EXISTENCE_TEMPLATES,
  type MinedDeclareRule,
  PAIR_TEMPLATES,
  type PairTemplate,
  POSITION_TEMPLATES,
} from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type DeclareMinerOptions, declareMiner } from "../../src/index.js";
import { casesOf, mixed } from "./cases.js";

const PAIRS = Object.keys(PAIR_TEMPLATES) as PairTemplate[];
const everything = { minSupport: 0, minConfidence: 0 };

/** `template a b: satisfied/activated`, in the order given. */
function lines(log: VariantLog, options: DeclareMinerOptions): string[] {
  return declareMiner(log, options).rules.map(asLine);
}

function asLine(rule: MinedDeclareRule): string {
  const times = "times" in rule ? ` ${rule.times}x` : "";
  return `${rule.template} ${rule.activities.join(" ")}${times}: ${rule.satisfiedCases}/${rule.activatedCases}`;
}

/** Counts of a rule by its meaning, case by case. */
function naiveCounts(log: VariantLog, rule: DeclareRule): [satisfied: number, activated: number] {
  const statuses = casesOf(log).map((trace) => declareRuleStatus(rule, trace));
  return [
    statuses.filter((status) => status === "satisfied").length,
    statuses.filter((status) => status !== "vacuous").length,
  ];
}

describe("declareMiner", () => {
  // By hand: 5 of 10 cases have a and then b, one b without a, one a without b, one b and then a, two neither.
  const log = traces("4x a b", "a x b", "b", "a", "b a", "2x x");
  const pair = (template: PairTemplate) =>
    lines(log, { ...everything, templates: [template] }).filter((line) => !/ x\b/.test(line));

  it("counts the cases that activate a rule and those that keep it", () => {
    expect(pair("respondedExistence")).toEqual([
      "respondedExistence a b: 6/7",
      "respondedExistence b a: 6/7",
    ]);
    expect(pair("response")).toEqual(["response a b: 5/7", "response b a: 1/7"]);
    expect(pair("precedence")).toEqual(["precedence a b: 5/7", "precedence b a: 1/7"]);
    expect(pair("succession")).toEqual(["succession a b: 5/8", "succession b a: 1/8"]);
    expect(pair("chainResponse")).toEqual(["chainResponse a b: 4/7", "chainResponse b a: 1/7"]);
    expect(pair("chainPrecedence")).toEqual(["chainPrecedence a b: 4/7", "chainPrecedence b a: 1/7"]);
    expect(pair("notSuccession")).toEqual(["notSuccession a b: 3/8", "notSuccession b a: 7/8"]);
    expect(pair("notChainSuccession")).toEqual([
      "notChainSuccession a b: 4/8",
      "notChainSuccession b a: 7/8",
    ]);
  });

  it("lists a symmetric rule once", () => {
    expect(pair("coExistence")).toEqual(["coExistence a b: 6/8"]);
    expect(pair("notCoExistence")).toEqual(["notCoExistence a b: 2/8"]);
    expect(pair("choice")).toEqual(["choice a b: 8/10"]);
    expect(pair("exclusiveChoice")).toEqual(["exclusiveChoice a b: 2/10"]);
  });

  it("gives support by all cases and confidence by activated ones", () => {
    const [rule] = declareMiner(log, { ...everything, templates: ["response"] }).rules;
    expect(rule).toEqual({
      template: "response",
      activities: ["a", "b"],
      activatedCases: 7,
      satisfiedCases: 5,
      support: 0.5,
      confidence: 5 / 7,
    });
    expect(declareMiner(log).cases).toBe(10);
  });

  it("lists a rule that reaches a threshold exactly, and none below", () => {
    const responses = (minSupport: number, minConfidence: number) =>
      lines(log, { minSupport, minConfidence, templates: ["response"] });
    expect(responses(0.5, 5 / 7)).toEqual(["response a b: 5/7"]);
    expect(responses(0.51, 5 / 7)).toEqual([]);
    expect(responses(0.5, 0.72)).toEqual([]);
    // 3 of 30: a product of 0.1 and 30 would be a little more than 3.
    expect(
      lines(traces("3x a b", "27x x"), { minSupport: 0.1, minConfidence: 1, templates: ["response"] }),
    ).toEqual(["response a b: 3/3"]);
  });

  it("makes pairs only of activities that occur in enough cases", () => {
    // r is in 1 of 10 cases and never together with a, which says little.
    const rare = traces("9x a", "r");
    const options = { minConfidence: 1, templates: ["notCoExistence"] } as const;
    expect(lines(rare, { ...options, minSupport: 0.1 })).toEqual(["notCoExistence a r: 10/10"]);
    expect(lines(rare, { ...options, minSupport: 0.11 })).toEqual([]);
  });

  it("lists the strictest numbers of occurrences that reach the thresholds", () => {
    // a: once in 6 cases, twice in 3, three times in 1
    const counted = traces("6x a", "3x a a", "a a a");
    const of = (minConfidence: number) =>
      lines(counted, { minSupport: 0, minConfidence, templates: ["existence", "atMost", "exactly"] });
    expect(of(1)).toEqual(["existence a 1x: 10/10", "atMost a 3x: 10/10"]);
    expect(of(0.9)).toEqual(["existence a 1x: 10/10", "atMost a 2x: 9/10"]);
    expect(of(0.6)).toEqual(["existence a 1x: 10/10", "atMost a 1x: 6/10", "exactly a 1x: 6/10"]);
    expect(of(0.3)).toEqual([
      "existence a 2x: 4/10",
      "atMost a 1x: 6/10",
      "exactly a 1x: 6/10",
      "exactly a 2x: 3/10",
    ]);
  });

  it("finds that an activity never happens, when it hardly ever does", () => {
    expect(lines(traces("99x a", "b"), { templates: ["atMost"], minConfidence: 0.99 })).toEqual([
      "atMost a 1x: 100/100",
      "atMost b 0x: 99/100",
    ]);
  });

  it("finds first and last activities", () => {
    expect(lines(traces("9x a b", "b a"), { templates: ["end", "init"], minConfidence: 0.9 })).toEqual([
      "init a: 9/10",
      "end b: 9/10",
    ]);
  });

  it("orders rules by template, then by activity, whatever the order of the options", () => {
    const found = declareMiner(traces("b a"), {
      templates: ["response", "init", "existence", "precedence"],
    }).rules;
    expect(found.map(asLine)).toEqual([
      "existence b 1x: 1/1",
      "existence a 1x: 1/1",
      "init b: 1/1",
      "response b a: 1/1",
      "precedence b a: 1/1",
    ]);
  });

  it("gives a valid model that JSON carries", () => {
    const model = declareMiner(log);
    expect(checkDeclareModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
  });

  it("has no rules for an empty log; a log of empty cases begins and ends with nothing", () => {
    expect(declareMiner(new EventLogBuilder().build(), everything)).toEqual({ cases: 0, rules: [] });
    expect(declareMiner(traces("3x "), everything)).toEqual({ cases: 3, rules: [] });
  });

  it("takes names such as __proto__ as data", () => {
    expect(lines(traces("__proto__ constructor"), { templates: ["chainSuccession"] })).toEqual([
      "chainSuccession __proto__ constructor: 1/1",
    ]);
  });

  it.each([
    [{ minSupport: 1.1 }, "option minSupport is 1.1. Give a number in [0, 1], such as 0.1."],
    [{ minConfidence: -1 }, "option minConfidence is -1. Give a number in [0, 1], such as 0.95."],
    [{ minSupport: "0.1" as never }, 'option minSupport is "0.1". Give a number in [0, 1], such as 0.1.'],
    [{ maxRules: 0 }, "option maxRules is 0. Give a whole number of at least 1, such as 1000000."],
    [
      { templates: ["respnse" as "response"] },
      'option templates is "respnse". Give templates from: existence, atMost,',
    ],
  ])("names the option, the value and the remedy for %j", (options, message) => {
    expect(() => declareMiner(log, options)).toThrow(`declareMiner: ${message}`);
  });

  it("refuses more rules than asked for, and more frequent activities than pairs fit in memory", () => {
    expect(() => declareMiner(log, { ...everything, maxRules: 10 })).toThrow(
      "declareMiner: more than 10 rules reach the thresholds. Raise minSupport or minConfidence, name fewer templates, or raise maxRules.",
    );
    const ids = Array.from({ length: 3000 }, (_, i) => i);
    const wide = {
      activities: ids.map(String),
      variantOffsets: [0, 3000, 3001],
      sequence: [...ids, 0],
      counts: [1, 9],
    };
    expect(() => declareMiner(wide)).toThrow(
      "declareMiner: 3000 activities make too many pairs; at most 2048",
    );
    expect(lines(wide, { minSupport: 0.5, templates: ["init", "response"] })).toEqual(["init 0: 10/10"]);
  });

  it("counts too many rules before it makes any", () => {
    const names = Array.from({ length: 60 }, (_, a) => `a${a}`);
    let reads = 0;
    const activities = new Proxy(names, {
      get(target, key) {
        reads++;
        return Reflect.get(target, key);
      },
    });
    const log = { activities, variantOffsets: [0, 60], sequence: [...names.keys()], counts: [1] };
    expect(() => declareMiner(log, { maxRules: 1000, templates: ["response"] })).toThrow(
      "more than 1000 rules",
    );
    expect(reads).toBeLessThan(500); // each rule reads two names
  });

  it("stops when the signal is aborted and reports its progress in variants", () => {
    const reason = new Error("enough");
    expect(() => declareMiner(log, { signal: AbortSignal.abort(reason) })).toThrow(reason);
    const seen: unknown[] = [];
    declareMiner(log, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "counting", done: 6, total: 6, unit: "variants" });
  });

  it("mines a case of 100,000 events of 500 activities", () => {
    const sequence = Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 500);
    const long = {
      activities: Array.from({ length: 500 }, (_, i) => `a${i}`),
      variantOffsets: [0, 100_000],
      sequence,
      counts: [1],
    };
    const { rules } = declareMiner(long, { templates: ["alternateSuccession", "chainSuccession"] });
    // a0 a419 a338 … go round 200 times; in such a ring every earlier and later activity take turns.
    expect(rules.filter(({ template }) => template === "alternateSuccession")).toHaveLength((500 * 499) / 2);
    expect(rules.filter(({ template }) => template === "chainSuccession")).toHaveLength(499);
  });

  describe("for every log", () => {
    const small = arbitraryTraces({ activities: 4, variants: 5, length: 6 });

    it("counts each pair rule as its meaning says, case by case, and lists every rule that is ever activated", () => {
      fc.assert(
        fc.property(small, (log) => {
          const { rules } = declareMiner(log, { ...everything, templates: PAIRS });
          const found = new Map(rules.map((rule) => [`${rule.template} ${rule.activities}`, rule]));
          for (const template of PAIRS) {
            const symmetric = ["choice", "exclusiveChoice", "coExistence", "notCoExistence"].includes(
              template,
            );
            log.activities.forEach((a, i) => {
              log.activities.forEach((b, j) => {
                if (i === j || (symmetric && i > j)) return;
                const [satisfied, activated] = naiveCounts(log, { template, activities: [a, b] });
                const rule = found.get(`${template} ${a},${b}`);
                expect([rule?.satisfiedCases ?? 0, rule?.activatedCases ?? 0]).toEqual([
                  satisfied,
                  activated,
                ]);
              });
            });
          }
        }),
        { seed: 61, numRuns: 60 },
      );
    });

    it("counts the rules about one activity as their meaning says, and lists no stricter one that would reach the thresholds", () => {
      const share = fc.constantFrom(0, 0.3, 0.5, 0.9, 1);
      fc.assert(
        fc.property(small, share, (log, minConfidence) => {
          const options = {
            minSupport: 0,
            minConfidence,
            templates: [...EXISTENCE_TEMPLATES, ...POSITION_TEMPLATES],
          };
          const { rules, cases } = declareMiner(log, options);
          for (const rule of rules) {
            expect([rule.satisfiedCases, rule.activatedCases]).toEqual(naiveCounts(log, rule));
            expect(rule.confidence).toBeGreaterThanOrEqual(minConfidence);
            if (rule.template !== "existence" && rule.template !== "atMost") continue;
            const times = rule.template === "existence" ? rule.times + 1 : rule.times - 1;
            const [stricter] = times < 0 ? [0] : naiveCounts(log, { ...rule, times });
            if (times >= 0 && stricter > 0) expect(stricter / cases).toBeLessThan(minConfidence || 2);
          }
        }),
        { seed: 62, numRuns: 100 },
      );
    });

    it("does not depend on the order of the cases or on what activities are called", () => {
      fc.assert(
        fc.property(small, fc.array(fc.nat()), (log, order) => {
          const options = { minSupport: 0.2, minConfidence: 0.8 };
          const sorted = (log: VariantLog, back: (name: string) => string) =>
            declareMiner(log, options)
              .rules.map((rule) => {
                const names = rule.activities.map(back);
                const symmetric = /choice|coexistence/i.test(rule.template);
                return asLine({
                  ...rule,
                  activities: symmetric ? names.sort() : names,
                } as unknown as MinedDeclareRule);
              })
              .sort();
          const renamed = mixed(log, order, (name) => `it's "${name}"`);
          expect(sorted(renamed, (name) => name.slice(6, -1))).toEqual(sorted(log, (name) => name));
        }),
        { seed: 63, numRuns: 100 },
      );
    });
  });
});
