import { EventLogBuilder } from "@gigamine/event-log";
import type { LogSkeleton } from "@gigamine/models";
import { traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import { deviatingCases, logSkeletonConformance, type SkeletonRuleKind } from "../../src/index.js";

// a b c d: a begins, b and c come equally often, c directly behind b, d only behind some b; d and c never with e.
const [a, b, c, d, e] = [0, 1, 2, 3, 4];
const skeleton: LogSkeleton = {
  activities: ["a", "b", "c", "d", "e"],
  equivalence: [[b, c]],
  alwaysAfter: [[b, d]],
  alwaysBefore: [[d, b]],
  neverTogether: [[d, e]],
  alwaysDirectlyAfter: [[b, c]],
  directlyFollows: [
    [a, b],
    [b, c],
    [c, b],
    [c, d],
    [a, e],
  ],
  startActivities: [a],
  endActivities: [d, e],
  occurrences: [[1], [0, 3], [0, 3], [0, 1], [0, 1]],
};

/** The rules that the only variant breaks, as `kind activities`. */
function broken(trace: string, kinds?: readonly SkeletonRuleKind[]): string[] {
  const { rules, variants } = logSkeletonConformance(traces(trace), skeleton, { kinds });
  return variants[0]!.violated.map((r) => `${rules[r]!.kind} ${rules[r]!.activities.join(" ")}`);
}

describe("logSkeletonConformance", () => {
  it("finds nothing in cases that keep every rule", () => {
    expect(broken("a b c d")).toEqual([]);
    expect(broken("a b c b c d")).toEqual([]);
    expect(broken("a e")).toEqual([]);
  });

  it("names each kind of rule where it is broken", () => {
    expect(broken("a b c b d", ["equivalence"])).toEqual(["equivalence b c"]);
    expect(broken("a c", ["equivalence"])).toEqual(["equivalence b c"]); // c without b
    expect(broken("a b c", ["alwaysAfter"])).toEqual(["alwaysAfter b d"]);
    expect(broken("a b d b", ["alwaysAfter"])).toEqual(["alwaysAfter b d"]); // the last b
    expect(broken("a d b", ["alwaysBefore"])).toEqual(["alwaysBefore d b"]);
    expect(broken("a d e", ["neverTogether"])).toEqual(["neverTogether d e"]);
    expect(broken("a b c b d", ["alwaysDirectlyAfter"])).toEqual(["alwaysDirectlyAfter b c"]);
    expect(broken("a c d", ["directlyFollows"])).toEqual(["directlyFollows a c"]);
    expect(broken("b c d", ["startActivities"])).toEqual(["startActivities b"]);
    expect(broken("a b c", ["endActivities"])).toEqual(["endActivities c"]);
    expect(broken("a a", ["occurrences"])).toEqual(["occurrences a"]);
    expect(broken("b", ["occurrences"])).toEqual(["occurrences a"]); // none is too few
  });

  it("finds too few of what is there", () => {
    const twice = { ...skeleton, occurrences: [[2, 4], [0], [0], [0], [0, 1]] };
    const { rules } = logSkeletonConformance(traces("a"), twice, { kinds: ["occurrences"] });
    expect(rules).toEqual([{ kind: "occurrences", activities: ["a"], violatedCases: 1 }]);
  });

  it("allows every count between the lowest and the highest that was seen", () => {
    expect(broken("a b c b c d", ["occurrences"])).toEqual([]); // b twice; 0 and 3 are listed
    expect(broken("a b b b b", ["occurrences"])).toEqual(["occurrences b"]);
  });

  it("says of an activity that the skeleton does not know only that it may not occur", () => {
    expect(broken("a x x b c d")).toEqual(["occurrences x"]);
    expect(broken("x a e y")).toEqual(["occurrences x", "occurrences y"]);
    expect(broken("a x e", ["directlyFollows", "startActivities"])).toEqual([]);
    // never together with d; beginning, end, 5 counts and that of x
    expect(logSkeletonConformance(traces("a x e"), skeleton).variants[0]).toMatchObject({
      checked: 9,
      violated: [0],
      fitness: 1 - 1 / 9,
    });
  });

  it("counts what is asked of a case, and what is kept", () => {
    // a b c d: relations of b (3: equivalence, after, directly), of c (none more), of d (2: before, never together with e);
    // 3 steps, beginning, end, 5 counts.
    expect(logSkeletonConformance(traces("3x a b c d", "a e", "a b d"), skeleton).variants).toEqual([
      { cases: 3, fits: true, checked: 15, violated: [], fitness: 1 },
      // never together with d; 1 step, beginning, end, 5 counts
      { cases: 1, fits: true, checked: 9, violated: [], fitness: 1 },
      // as the first, with 2 steps; equivalence, directly after and the step b d are broken
      { cases: 1, fits: false, checked: 14, violated: [0, 1, 2], fitness: 1 - 3 / 14 },
    ]);
  });

  it("lists broken rules by most cases first, with the cases of a log", () => {
    const builder = new EventLogBuilder();
    ["a e", "a e x", "a a e x", "a e"].forEach((text, number) => {
      for (const [time, name] of text.split(" ").entries()) builder.addEvent(`case ${number}`, name, time);
    });
    const result = logSkeletonConformance(builder.build(), skeleton);
    expect(result.rules).toEqual([
      { kind: "occurrences", activities: ["x"], violatedCases: 2 },
      { kind: "directlyFollows", activities: ["a", "a"], violatedCases: 1 },
      { kind: "occurrences", activities: ["a"], violatedCases: 1 },
    ]);
    expect(result.variants.map(({ violated }) => violated)).toEqual([[], [0], [0, 1, 2]]);
    expect([deviatingCases(result, 0), deviatingCases(result, 1), deviatingCases(result)]).toEqual([
      [1, 2],
      [2],
      [1, 2],
    ]);
    expect(result).toMatchObject({ fittingCases: 2, fittingShare: 0.5 });
  });

  it("asks only for counts of the empty case, and nothing without kinds or cases", () => {
    expect(broken("")).toEqual(["occurrences a"]);
    expect(logSkeletonConformance(traces("b"), skeleton, { kinds: [] })).toMatchObject({
      rules: [],
      fitness: null,
      fittingCases: 1,
    });
    expect(logSkeletonConformance(traces(), skeleton)).toMatchObject({
      rules: [],
      fitness: null,
      fittingShare: null,
    });
  });

  it("takes names such as __proto__ as data", () => {
    const odd: LogSkeleton = {
      ...skeleton,
      activities: ["__proto__"],
      equivalence: [],
      alwaysAfter: [],
      alwaysBefore: [],
      neverTogether: [],
      alwaysDirectlyAfter: [],
      directlyFollows: [],
      endActivities: [0],
      occurrences: [[1]],
    };
    expect(logSkeletonConformance(traces("__proto__"), odd).fittingCases).toBe(1);
    expect(logSkeletonConformance(traces("__proto__ constructor"), odd).rules).toEqual([
      { kind: "occurrences", activities: ["constructor"], violatedCases: 1 },
    ]);
  });

  it("refuses an unknown kind and what is no skeleton", () => {
    expect(() => broken("a", ["after" as "alwaysAfter"])).toThrow(
      'logSkeletonConformance: option kinds is "after". Give kinds from: equivalence, alwaysAfter,',
    );
    expect(() => logSkeletonConformance(traces("a"), {} as LogSkeleton)).toThrow(
      "checkLogSkeleton: at $.activities: expected a list",
    );
  });

  it("stops when the signal is aborted and reports its progress in variants", () => {
    const reason = new Error("enough");
    expect(() =>
      logSkeletonConformance(traces("a"), skeleton, { signal: AbortSignal.abort(reason) }),
    ).toThrow(reason);
    const seen: unknown[] = [];
    logSkeletonConformance(traces("a", "b"), skeleton, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "checking", done: 2, total: 2, unit: "variants" });
  });

  it("takes a case of 100,000 distinct activities, of which the skeleton knows five", () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => i);
    const log = {
      activities: ["a", "e", ...ids.slice(2).map((i) => `x${i}`)],
      variantOffsets: [0, 100_000],
      sequence: ids,
      counts: [1],
    };
    const { variants, rules } = logSkeletonConformance(log, skeleton);
    expect(variants[0]!.violated).toHaveLength(99_998);
    expect(rules[0]).toEqual({ kind: "occurrences", activities: ["x2"], violatedCases: 1 });
  });
});
