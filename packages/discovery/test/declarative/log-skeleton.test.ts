import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import { checkLogSkeleton, type LogSkeleton, SKELETON_RELATIONS } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { logSkeleton } from "../../src/index.js";
import { casesOf, mixed } from "./cases.js";

/** Every rule as text: `relation a b`, sorted, so that ids and their order play no role. */
function rules({
  activities,
  occurrences,
  startActivities,
  endActivities,
  ...skeleton
}: LogSkeleton): string[] {
  const name = (id: number) => activities[id]!;
  return [
    ...SKELETON_RELATIONS.flatMap((relation) =>
      skeleton[relation].map(([a, b]) => {
        const symmetric = relation === "equivalence" || relation === "neverTogether";
        return `${relation} ${(symmetric ? [name(a), name(b)].sort() : [name(a), name(b)]).join(" ")}`;
      }),
    ),
    ...startActivities.map((a) => `starts ${name(a)}`),
    ...endActivities.map((a) => `ends ${name(a)}`),
    ...occurrences.map((counts, a) => `${name(a)} ${counts.join("/")}`),
  ].sort();
}

/** The pairs of one relation as text, in the order given. */
function pairs(skeleton: LogSkeleton, relation: (typeof SKELETON_RELATIONS)[number]): string {
  return skeleton[relation].map((pair) => pair.map((id) => skeleton.activities[id]).join("")).join(" ");
}

/** The skeleton by its sentences, case by case. */
function naiveRules(log: VariantLog): string[] {
  const cases = casesOf(log);
  const found: string[] = [];
  const { activities } = log;
  const having = (name: string) => cases.filter((trace) => trace.includes(name));
  const count = (trace: readonly string[], name: string) => trace.filter((other) => other === name).length;
  const at = (trace: readonly string[], name: string) =>
    trace.flatMap((other, i) => (other === name ? [i] : []));
  for (const a of activities) {
    found.push(`${a} ${[...new Set(cases.map((trace) => count(trace, a)))].sort((x, y) => x - y).join("/")}`);
    if (cases.some((trace) => trace[0] === a)) found.push(`starts ${a}`);
    if (cases.some((trace) => trace.at(-1) === a)) found.push(`ends ${a}`);
    for (const b of activities) {
      const each = (holds: (trace: readonly string[], i: number) => boolean): boolean =>
        having(a).length > 0 && having(a).every((trace) => at(trace, a).every((i) => holds(trace, i)));
      if (cases.some((trace) => at(trace, a).some((i) => trace[i + 1] === b)))
        found.push(`directlyFollows ${a} ${b}`);
      if (a === b) continue;
      if (each((trace, i) => at(trace, b).some((j) => j > i))) found.push(`alwaysAfter ${a} ${b}`);
      if (each((trace, i) => at(trace, b).some((j) => j < i))) found.push(`alwaysBefore ${a} ${b}`);
      if (each((trace, i) => trace[i + 1] === b)) found.push(`alwaysDirectlyAfter ${a} ${b}`);
      if (a > b) continue;
      if (cases.every((trace) => count(trace, a) === count(trace, b))) found.push(`equivalence ${a} ${b}`);
      if (!having(a).some((trace) => trace.includes(b))) found.push(`neverTogether ${a} ${b}`);
    }
  }
  return found.sort();
}

describe("logSkeleton", () => {
  // Worked by hand. First a, then d beside b or c, then e decides: f and once more, or the end with g or h.
  const log = traces("3x a b d e g", "2x a d c e h", "a b d e f d c e h");
  const skeleton = logSkeleton(log);

  it("finds the relations of a log worked by hand", () => {
    expect(skeleton.activities.join("")).toBe("abdegchf");
    expect(pairs(skeleton, "equivalence")).toBe("de ch"); // per case d, e: 1 1 2; c, h: 0 1 1
    expect(pairs(skeleton, "alwaysAfter")).toBe("ad ae bd be de ce ch fd fe fc fh");
    expect(pairs(skeleton, "alwaysBefore")).toBe("ba da ea ed ga gb gd ge ca cd ha hd he hc fa fb fd fe");
    expect(pairs(skeleton, "neverTogether")).toBe("gc gh gf");
    expect(pairs(skeleton, "alwaysDirectlyAfter")).toBe("bd ce fd");
    expect(pairs(skeleton, "directlyFollows")).toBe("ab ad bd de dc eg eh ef ce fd");
    expect(skeleton.startActivities.map((a) => skeleton.activities[a])).toEqual(["a"]);
    expect(skeleton.endActivities.map((a) => skeleton.activities[a])).toEqual(["g", "h"]);
    // a b d e g c h f
    expect(skeleton.occurrences).toEqual([[1], [0, 1], [1, 2], [1, 2], [0, 1], [0, 1], [0, 1], [0, 1]]);
  });

  it("is plain data that JSON carries, and a valid skeleton", () => {
    expect(checkLogSkeleton(JSON.parse(JSON.stringify(skeleton)))).toEqual(skeleton);
  });

  it("calls a equivalent to b only if b is to a: a case with b alone counts too", () => {
    expect(pairs(logSkeleton(traces("a b", "b")), "equivalence")).toBe("");
  });

  it("says always after of a although other activities come behind it as well", () => {
    expect(pairs(logSkeleton(traces("a x b", "a b")), "alwaysAfter")).toBe("ab xb"); // not a x: the second case lacks x
  });

  describe("with noise", () => {
    const noisy = traces("9x a b", "b a");
    const at = (noiseThreshold: number, log = noisy) => logSkeleton(log, { noiseThreshold });

    it("keeps a rule that at most the given share of the concerned cases breaks", () => {
      expect(pairs(at(0.09), "alwaysAfter")).toBe("");
      expect(pairs(at(0.1), "alwaysAfter")).toBe("ab");
      expect(pairs(at(0.1), "alwaysBefore")).toBe("ba");
      expect(pairs(at(0.1), "alwaysDirectlyAfter")).toBe("ab");
    });

    it("no longer allows steps, beginnings and ends that are as rare", () => {
      expect([pairs(at(0.09), "directlyFollows"), at(0.09).startActivities]).toEqual(["ab ba", [0, 1]]);
      expect([pairs(at(0.1), "directlyFollows"), at(0.1).startActivities]).toEqual(["ab", [0]]);
      expect(at(0.1).endActivities).toEqual([1]);
    });

    it("measures never together by the rarer of the two, whichever comes first", () => {
      // 10 cases with r, one of them with a; 1000 with a.
      const log = traces("999x a", "1x a r", "9x r");
      expect(pairs(at(0.09, log), "neverTogether")).toBe("");
      expect(pairs(at(0.1, log), "neverTogether")).toBe("ar");
    });

    it("lets the rarest counts go, as long as they are rare together", () => {
      const log = traces("6x a", "2x a a", "1x a a a", "1x b"); // of a: once 6, twice 2, three times 1, never 1
      expect(at(0.09, log).occurrences[0]).toEqual([0, 1, 2, 3]);
      expect(at(0.1, log).occurrences[0]).toEqual([0, 1, 2]); // of equally rare ones the highest first
      expect(at(0.2, log).occurrences[0]).toEqual([1, 2]);
      expect(at(0.39, log).occurrences[0]).toEqual([1, 2]);
      expect(at(0.4, log).occurrences[0]).toEqual([1]);
    });

    it("keeps at least one count of every activity, whatever the noise", () => {
      expect(at(0.99, traces("a", "a a", "b")).occurrences.every((counts) => counts.length > 0)).toBe(true);
    });
  });

  it("has nothing to say of an empty log, and only counts of activities that never occur", () => {
    const nothing = {
      equivalence: [],
      alwaysAfter: [],
      alwaysBefore: [],
      neverTogether: [],
      alwaysDirectlyAfter: [],
      directlyFollows: [],
      startActivities: [],
      endActivities: [],
    };
    expect(logSkeleton(new EventLogBuilder().build())).toEqual({
      activities: [],
      ...nothing,
      occurrences: [],
    });
    const unused = { activities: ["a", "b"], variantOffsets: [0, 0], sequence: [], counts: [3] };
    expect(logSkeleton(unused)).toEqual({ activities: ["a", "b"], ...nothing, occurrences: [[0], [0]] });
  });

  it("takes one event, and names such as __proto__ as data", () => {
    const single = logSkeleton(traces("__proto__"));
    expect(single).toMatchObject({
      activities: ["__proto__"],
      startActivities: [0],
      endActivities: [0],
      occurrences: [[1]],
    });
    expect(pairs(logSkeleton(traces("__proto__ constructor")), "alwaysDirectlyAfter")).toBe(
      "__proto__constructor",
    );
  });

  it("names the option, the value and the remedy when the noise is out of range", () => {
    expect(() => logSkeleton(log, { noiseThreshold: "0.1" as never })).toThrow(
      'logSkeleton: option noiseThreshold is "0.1". Give a number in [0, 1), such as 0.05.',
    );
    for (const noiseThreshold of [-0.1, 1, Number.NaN]) {
      expect(() => logSkeleton(log, { noiseThreshold })).toThrow(
        `logSkeleton: option noiseThreshold is ${noiseThreshold}. Give a number in [0, 1), such as 0.05.`,
      );
    }
  });

  it("refuses more activities than pairs fit in memory", () => {
    const ids = Array.from({ length: 2049 }, (_, i) => i);
    const wide = { activities: ids.map(String), variantOffsets: [0, 2049], sequence: ids, counts: [1] };
    expect(() => logSkeleton(wide)).toThrow(
      "logSkeleton: 2049 activities make too many pairs; at most 2048 are possible. Group activities, or filter rare ones first.",
    );
  });

  it("takes a case of 100,000 events of 500 activities", () => {
    const sequence = Array.from({ length: 100_000 }, (_, i) => i % 500);
    const activities = Array.from({ length: 500 }, (_, i) => `a${i}`);
    const found = logSkeleton({ activities, variantOffsets: [0, 100_000], sequence, counts: [1] });
    expect(found.equivalence).toHaveLength((500 * 499) / 2);
    expect(found.alwaysAfter).toHaveLength((500 * 499) / 2); // a lower id has the higher ones behind its last event
    expect(found.directlyFollows).toHaveLength(500);
    expect(found.alwaysDirectlyAfter).toHaveLength(499); // the last event is a499, with no a0 behind it
  });

  it("stops when the signal is aborted and reports its progress in variants", () => {
    const reason = new Error("enough");
    expect(() => logSkeleton(log, { signal: AbortSignal.abort(reason) })).toThrow(reason);
    const seen: unknown[] = [];
    logSkeleton(log, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: "counting", done: 3, total: 3, unit: "variants" });
  });

  describe("for every log", () => {
    const small = arbitraryTraces({ activities: 4, variants: 4, length: 5 });

    it("equals the skeleton by its sentences, case by case", () => {
      fc.assert(
        fc.property(small, (log) => {
          expect(rules(logSkeleton(log))).toEqual(naiveRules(log));
        }),
        { seed: 51, numRuns: 300 },
      );
    });

    it("only gains relations, and loses steps, as more noise is allowed", () => {
      const noise = fc.double({ min: 0, max: 0.99, noNaN: true });
      fc.assert(
        fc.property(small, noise, noise, (log, x, y) => {
          const [less, more] = [x, y]
            .sort((p, q) => p - q)
            .map((noiseThreshold) => logSkeleton(log, { noiseThreshold }));
          for (const relation of SKELETON_RELATIONS) {
            const [first, second] = relation === "directlyFollows" ? [more!, less!] : [less!, more!];
            expect(second[relation]).toEqual(expect.arrayContaining(first[relation] as unknown[]));
          }
        }),
        { seed: 52, numRuns: 200 },
      );
    });

    it("does not depend on the order of the cases or on what activities are called", () => {
      fc.assert(
        fc.property(small, fc.array(fc.nat()), (log, order) => {
          const renamed = mixed(log, order, (name) => `${name}\n"`);
          const expected = rules(logSkeleton(log)).map((rule) => rule.replaceAll(/\b([a-d])\b/g, '$1\n"'));
          expect(rules(logSkeleton(renamed))).toEqual(expected.sort());
        }),
        { seed: 53, numRuns: 100 },
      );
    });
  });
});
