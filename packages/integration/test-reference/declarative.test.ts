import { declareConformance } from "@gigamine/conformance";
import { declareMiner, logSkeleton, temporalProfile } from "@gigamine/discovery";
import { type EventLog, type VariantLog, variants } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import type { ActivityPair, DeclareRule, DeclareTemplate } from "@gigamine/models";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { REFERENCE_LOGS, referenceLog, referenceResults } from "./reference-data.js";

const names = REFERENCE_LOGS.map((file) => [file.split(".")[0]!, file] as const);
const logs = new Map<string, EventLog>();
beforeAll(async () => {
  for (const [name, file] of names) logs.set(name, await readLogFile(referenceLog(file)));
});

/** A trace as names, and how many cases follow it. */
type Weighted = readonly [trace: readonly string[], cases: number];

function tracesOf({ activities, variantOffsets, sequence, counts }: VariantLog): Weighted[] {
  return counts.map((cases, v) => [
    sequence.slice(variantOffsets[v]!, variantOffsets[v + 1]!).map((id) => activities[id]!),
    cases,
  ]);
}

const key = (...parts: readonly (string | null)[]): string =>
  JSON.stringify(parts.filter((part) => part !== null));

describe.each(names)("%s: the temporal profile", (name) => {
  it("agrees with the reference, offsets of the times honoured", () => {
    const expected: [string, string, number, number][] =
      referenceResults(name).offset_aware?.temporal_profile ?? referenceResults(name).temporal_profile;
    const { activities, from, to, meanMs, stdMs, count } = temporalProfile(logs.get(name)!);
    const found = new Map(from.map((a, k) => [key(activities[a]!, activities[to[k]!]!), k]));
    expect([...found.keys()].sort()).toEqual(expected.map(([a, b]) => key(a, b)).sort());
    for (const [a, b, mean, std] of expected) {
      const k = found.get(key(a, b))!;
      expect(Math.abs(meanMs[k]! / 1000 - mean)).toBeLessThanOrEqual(Math.max(1e-6, 1e-9 * mean));
      // The reference gives a single time the deviation 0.
      expect(stdMs[k] === null).toBe(count[k] === 1);
      expect(Math.abs((stdMs[k] ?? 0) / 1000 - std)).toBeLessThanOrEqual(Math.max(1e-6, 1e-7 * std));
    }
  });
});

describe.each(names)("%s: the log skeleton", (name) => {
  const expected = referenceResults(name).log_skeleton;
  const pairs = (list: [string, string][]): string[] => list.map(([a, b]) => key(a, b)).sort();
  const named = (list: readonly ActivityPair[], activities: readonly string[], bothWays = false): string[] =>
    list
      .flatMap(([a, b]) => (bothWays ? [[a, b] as const, [b, a] as const] : [[a, b] as const]))
      .map(([a, b]) => key(activities[a]!, activities[b]!))
      .sort();

  it("has the pairs that are never together, those directly behind each other, and the counts of the reference", () => {
    const { activities, neverTogether, alwaysDirectlyAfter, occurrences } = logSkeleton(logs.get(name)!);
    expect(named(neverTogether, activities, true)).toEqual(pairs(expected.never_together));
    expect(named(alwaysDirectlyAfter, activities)).toEqual(pairs(expected.directly_follows));
    const counts = Object.fromEntries(activities.map((activity, a) => [activity, occurrences[a]]));
    expect(counts).toEqual(expected.activ_freq);
  });

  it("has as equivalent the pairs that the reference has both ways: there, a case without a says nothing", () => {
    const { activities, equivalence } = logSkeleton(logs.get(name)!);
    const theirs = new Set(pairs(expected.equivalence));
    const bothWays = (expected.equivalence as [string, string][]).filter(([a, b]) => theirs.has(key(b, a)));
    expect(named(equivalence, activities, true)).toEqual(pairs(bothWays));
  });

  // Theirs: whatever comes behind (before) some a is b, and something does. Ours: some b comes behind (before) every a.
  it("means something else by always after and before, as their rule reproduces theirs", () => {
    const all = tracesOf(variants(logs.get(name)!));
    const others = (after: boolean): string[] => {
      const seen = new Map<string, Set<string>>();
      for (const [trace] of all) {
        trace.forEach((a, i) => {
          const rest = after ? trace.slice(i + 1) : trace.slice(0, i);
          for (const b of rest) seen.set(a, (seen.get(a) ?? new Set()).add(b));
        });
      }
      return [...seen].flatMap(([a, set]) => (set.size === 1 ? [key(a, [...set][0]!)] : [])).sort();
    };
    expect(others(true)).toEqual(pairs(expected.always_after));
    expect(others(false)).toEqual(pairs(expected.always_before));
  });
});

/** The templates of the reference that mean the same as ours. */
const SAME: Readonly<Record<string, { template: DeclareTemplate; times?: number }>> = {
  existence: { template: "existence", times: 1 },
  absence: { template: "atMost", times: 0 },
  init: { template: "init" },
  coexistence: { template: "coExistence" },
  responded_existence: { template: "respondedExistence" },
  response: { template: "response" },
};

describe.each(names)("%s: DECLARE", (name) => {
  let theirs: ReturnType<typeof theirRules>;
  beforeAll(() => {
    theirs = theirRules(tracesOf(variants(logs.get(name)!)));
  });
  const rows: [string, string, string | null, number, number][] = referenceResults(name).declare.rows;

  it("counts activated and satisfied cases as the reference does, where the templates mean the same", () => {
    const same = rows.filter(([template]) => template in SAME);
    const rules = same.map(
      ([template, a, b]) => ({ ...SAME[template]!, activities: b === null ? [a] : [a, b] }) as DeclareRule,
    );
    const checked = declareConformance(logs.get(name)!, { rules }).rules;
    expect(checked.map((rule) => [rule.activatedCases, rule.activatedCases - rule.violatedCases])).toEqual(
      same.map(([, , , support, confidence]) => [support, confidence]),
    );
  });

  it("finds the same rules of these templates when mined with the thresholds of the reference", () => {
    const { thresholds } = theirs;
    const { rules, cases } = declareMiner(logs.get(name)!, {
      minSupport: 0,
      minConfidence: 0,
      templates: ["coExistence", "respondedExistence", "response"],
    });
    const found = rules.flatMap(({ template, activities: [a, b], activatedCases, satisfiedCases }) => {
      const passes =
        activatedCases / cases > thresholds.support &&
        satisfiedCases / activatedCases > thresholds.confidence;
      if (!passes) return [];
      const named = Object.keys(SAME).find((other) => SAME[other]!.template === template)!;
      return template === "coExistence" ? [key(named, a, b!), key(named, b!, a)] : [key(named, a, b!)];
    });
    const listed = rows.filter(([template]) =>
      ["coexistence", "responded_existence", "response"].includes(template),
    );
    expect(found.sort()).toEqual(listed.map(([template, a, b]) => key(template, a, b)).sort());
  });

  it("is explained in all its rules by the other meaning of the reference's templates and by its thresholds", () => {
    expect(theirs.listed).toEqual(
      new Map(
        rows.map(([template, a, b, support, confidence]) => [key(template, a, b), [support, confidence]]),
      ),
    );
  });
});

/**
 * The rules as the reference understands them. Other than ours:
 * - exactly_one says nothing of cases without a; precedence, altprecedence, chainprecedence nothing of cases that lack one of the two;
 *   succession and all other alternate and chain templates nothing of cases without a;
 * - all alternate templates demand a b a b … of the events of the two, all chain templates the same with each b directly behind its a.
 * Listed is what exceeds 0.8 times the support and confidence of the rule with the largest product of both.
 */
function theirRules(all: readonly Weighted[]): {
  listed: Map<string, [number, number]>;
  thresholds: { support: number; confidence: number };
} {
  const counts = new Map<string, [support: number, confidence: number]>();
  const count = (rule: string, cases: number, kept: boolean): void => {
    const [support, confidence] = counts.get(rule) ?? [0, 0];
    counts.set(rule, [support + cases, confidence + (kept ? cases : 0)]);
  };
  const activities = [...new Set(all.flatMap(([trace]) => trace))];
  for (const [trace, cases] of all) {
    for (const a of activities) {
      const times = trace.filter((name) => name === a).length;
      count(key("existence", a), cases, times > 0);
      count(key("absence", a), cases, times === 0);
      count(key("init", a), cases, trace[0] === a);
      if (times > 0) count(key("exactly_one", a), cases, times === 1);
      for (const b of activities) {
        const [hasA, hasB] = [times > 0, trace.includes(b)];
        if (a === b || !(hasA || hasB)) continue;
        const both = hasA && hasB;
        const response = both && trace.lastIndexOf(b) > trace.lastIndexOf(a);
        const precedence = both && trace.indexOf(a) < trace.indexOf(b);
        const ofTwo = trace.filter((name) => name === a || name === b);
        const turns =
          both && ofTwo.length % 2 === 0 && ofTwo.every((name, i) => name === (i % 2 === 0 ? a : b));
        const chained = turns && trace.every((name, i) => name !== a || trace[i + 1] === b);
        count(key("coexistence", a, b), cases, both);
        if (both) {
          count(key("precedence", a, b), cases, precedence);
          count(key("altprecedence", a, b), cases, turns);
          count(key("chainprecedence", a, b), cases, chained);
        }
        if (!hasA) continue;
        count(key("responded_existence", a, b), cases, both);
        count(key("response", a, b), cases, response);
        count(key("succession", a, b), cases, response && precedence);
        for (const template of ["altresponse", "altsuccession"]) count(key(template, a, b), cases, turns);
        for (const template of ["chainresponse", "chainsuccession"])
          count(key(template, a, b), cases, chained);
      }
    }
  }
  const total = all.reduce((sum, [, cases]) => sum + cases, 0);
  const ratios = ([support, confidence]: readonly [number, number]) =>
    [support / total, confidence / support] as const;
  let best: readonly [string, readonly [number, number]] | null = null;
  for (const [rule, numbers] of counts) {
    const candidate = [rule, ratios(numbers)] as const;
    const product = candidate[1][0] * candidate[1][1];
    const leader = best === null ? -1 : best[1][0] * best[1][1];
    if (product > leader || (product === leader && rule > best![0])) best = candidate;
  }
  const thresholds = { support: 0.8 * best![1][0], confidence: 0.8 * best![1][1] };
  const passing = [...counts].filter(([, numbers]) => {
    const [support, confidence] = ratios(numbers);
    return support > thresholds.support && confidence > thresholds.confidence;
  });
  return { listed: new Map(passing), thresholds };
}
