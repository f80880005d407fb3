import { EventLogBuilder } from "@gigamine/event-log";
import { type Footprints, footprintMatrix, netFootprints, parseTree, treeFootprints } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { compareFootprints, deviatingCases, footprintConformance } from "../../src/index.js";
import { arbitraryTree, lFull, n1, n2, n3, n4 } from "../nets.js";

const tree = (text: string): Footprints => treeFootprints(parseTree(text));

describe("compareFootprints on the example of van der Aalst 2016, section 8.3", () => {
  const ofLog = footprintConformance(lFull, netFootprints(n1)).comparison;

  it("finds the log of 1391 cases and the net of the alpha miner equal", () => {
    expect(ofLog).toMatchObject({ differences: [], similarity: 1 });
  });

  it("finds 12 of 64 cells different for the net in strict sequence: 0.8125", () => {
    const { differences, similarity } = footprintConformance(lFull, netFootprints(n2)).comparison;
    expect(similarity).toBe(0.8125);
    expect(
      differences.map(({ from, to, first, second }) => `${from}${to} ${first} ${second}`).sort(),
    ).toEqual(
      [
        ...["ad -> #", "da <- #", "bd || ->", "db || <-", "cd || ->", "dc || <-"],
        ...["be -> #", "eb <- #", "ce -> #", "ec <- #", "df <- #", "fd -> #"],
      ].sort(),
    );
  });

  it("counts cells of activities that only one of the two has as unrelated there", () => {
    // The net without choice has a c d e h only: of 8 x 8 cells it differs in all that relate b, f or g.
    const { activities, differences } = footprintConformance(lFull, netFootprints(n3)).comparison;
    expect(activities).toHaveLength(8);
    expect(differences.every(({ from, to }) => [..."bfg"].includes(from) || [..."bfg"].includes(to))).toBe(
      true,
    );
    // a-b, b-d, b-e, b-f, c-f, d-f, e-f, e-g, both directions
    expect(differences).toHaveLength(16);
  });
});

describe("compareFootprints", () => {
  it("compares any two, by name, and counts pairs", () => {
    const comparison = compareFootprints(tree("->( 'a', 'b' )"), tree("+( 'b', 'a', 'c' )"));
    expect(comparison).toEqual({
      activities: ["a", "b", "c"],
      differences: [
        { from: "a", to: "b", first: "->", second: "||" },
        { from: "a", to: "c", first: "#", second: "||" },
        { from: "b", to: "a", first: "<-", second: "||" },
        { from: "b", to: "c", first: "#", second: "||" },
        { from: "c", to: "a", first: "#", second: "||" },
        { from: "c", to: "b", first: "#", second: "||" },
      ],
      similarity: expect.closeTo(1 / 3, 12),
      firstPairs: 1,
      secondPairs: 6,
      sharedPairs: 1,
    });
  });

  it("has no similarity without activities", () => {
    expect(compareFootprints(tree("tau"), tree("tau")).similarity).toBeNull();
  });
});

describe("footprintConformance", () => {
  const model = tree("->( 'a', X( 'b', tau ), 'c' )");

  it("names the steps that the model never makes, with beginnings and ends, and the share of those it makes", () => {
    const result = footprintConformance(traces("6x a b c", "2x a c", "b b a", "a b"), model);
    expect(result.rules).toEqual([
      { from: null, to: "b", count: 1, violatedCases: 1 },
      { from: "a", to: null, count: 1, violatedCases: 1 },
      { from: "b", to: "a", count: 1, violatedCases: 1 },
      { from: "b", to: "b", count: 1, violatedCases: 1 },
      { from: "b", to: null, count: 1, violatedCases: 1 },
    ]);
    expect(result.variants).toEqual([
      { cases: 6, fits: true, checked: 4, violated: [], fitness: 1 },
      { cases: 2, fits: true, checked: 3, violated: [], fitness: 1 },
      { cases: 1, fits: false, checked: 4, violated: [0, 1, 2, 3], fitness: 0 },
      { cases: 1, fits: false, checked: 3, violated: [4], fitness: 1 - 1 / 3 },
    ]);
    // 24 + 6 + 4 + 3 steps, of which 5 are broken
    expect(result).toMatchObject({ fitness: 1 - 5 / 37, fittingCases: 8, fittingShare: 0.8, precision: 1 });
  });

  it("counts a step that a case repeats each time, and the case once", () => {
    const { rules, variants } = footprintConformance(traces("3x a b b b c"), model);
    expect(rules).toEqual([{ from: "b", to: "b", count: 6, violatedCases: 3 }]);
    expect(variants[0]).toMatchObject({ checked: 6, violated: [0], fitness: 1 - 2 / 6 });
  });

  it("gives as precision the share of the model's pairs that the log shows", () => {
    expect(footprintConformance(traces("a b c"), model).precision).toBeCloseTo(2 / 3, 12); // not a c
    expect(footprintConformance(traces("a"), tree("X( 'a', 'b' )")).precision).toBeNull();
  });

  it("breaks every step to and from an activity that the model does not know", () => {
    expect(footprintConformance(traces("a x c"), model).rules.map(({ from, to }) => [from, to])).toEqual([
      ["a", "x"],
      ["x", "c"],
    ]);
  });

  it("asks of an empty case whether the model can be empty", () => {
    expect(footprintConformance(traces(""), model).rules).toEqual([
      { from: null, to: null, count: 1, violatedCases: 1 },
    ]);
    expect(footprintConformance(traces(""), tree("X( 'a', tau )"))).toMatchObject({ rules: [], fitness: 1 });
  });

  it("has no fitness without cases", () => {
    expect(footprintConformance(new EventLogBuilder().build(), model)).toMatchObject({
      fitness: null,
      fittingShare: null,
      precision: 0,
      comparison: { firstPairs: 0, secondPairs: 3 },
    });
  });

  it("names the deviating cases of a log, and takes names such as __proto__ as data", () => {
    const builder = new EventLogBuilder();
    ["__proto__ constructor", "constructor", "__proto__ constructor"].forEach((text, c) => {
      for (const [time, name] of text.split(" ").entries()) builder.addEvent(`case ${c}`, name, time);
    });
    const result = footprintConformance(builder.build(), tree("->( '__proto__', 'constructor' )"));
    expect(result.rules).toEqual([{ from: null, to: "constructor", count: 1, violatedCases: 1 }]);
    expect(deviatingCases(result, 0)).toEqual([1]);
  });

  it("refuses more activities than a matrix can hold", () => {
    const ids = Array.from({ length: 8193 }, (_, i) => i);
    const wide = { activities: ids.map(String), variantOffsets: [0, 8193], sequence: ids, counts: [1] };
    expect(() => footprintConformance(wide, model)).toThrow(
      "footprints: 8193 activities would make a matrix of 67125249 cells",
    );
  });

  it("takes a case of 100,000 events of 500 activities", () => {
    const sequence = Array.from({ length: 100_000 }, (_, i) => i % 500);
    const long = {
      activities: Array.from({ length: 500 }, (_, i) => `a${i}`),
      variantOffsets: [0, 100_000],
      sequence,
      counts: [1],
    };
    const order = Array.from({ length: 500 }, (_, i) => `'a${i}'`).join(", ");
    const { rules } = footprintConformance(long, tree(`->( ${order} )`));
    expect(rules).toEqual([{ from: "a499", to: "a0", count: 199, violatedCases: 1 }]);
  });

  describe("for every log", () => {
    const log = arbitraryTraces({ activities: 4, variants: 5, length: 6 });

    it("breaks nothing of its own footprints, and is as precise as can be", () => {
      fc.assert(
        fc.property(log, (log) => {
          const lengths = log.counts.map((_, v) => log.variantOffsets[v + 1]! - log.variantOffsets[v]!);
          const pairs: [number, number][] = [];
          const [starts, ends] = [new Set<number>(), new Set<number>()];
          lengths.forEach((length, v) => {
            const trace = log.sequence.slice(log.variantOffsets[v]!, log.variantOffsets[v]! + length);
            if (length === 0) return;
            starts.add(trace[0]!);
            ends.add(trace.at(-1)!);
            for (let i = 1; i < length; i++) pairs.push([trace[i - 1]!, trace[i]!]);
          });
          const own = footprintMatrix({
            activities: log.activities,
            from: pairs.map(([from]) => from),
            to: pairs.map(([, to]) => to),
            startActivities: [...starts],
            endActivities: [...ends],
            minTraceLength: Math.min(...lengths),
          });
          expect(footprintConformance(log, own)).toMatchObject({
            rules: [],
            fitness: 1,
            fittingShare: 1,
            precision: pairs.length === 0 ? null : 1,
            comparison: { differences: [] },
          });
        }),
        { seed: 95, numRuns: 150 },
      );
    });

    it("breaks exactly the steps that the model does not make, whatever the model", () => {
      fc.assert(
        fc.property(log, arbitraryTree(), (log, tree) => {
          const model = treeFootprints(tree);
          const { activities, relations } = model;
          const id = (name: string) => activities.indexOf(name);
          const makes = (from: string | null, to: string | null): boolean => {
            if (from === null && to === null) return model.minTraceLength === 0;
            if (from === null) return model.startActivities.includes(id(to!));
            if (to === null) return model.endActivities.includes(id(from));
            if (id(from) < 0 || id(to) < 0) return false;
            return ["->", "||"].includes(relations[id(from) * activities.length + id(to)]!);
          };
          const result = footprintConformance(log, model);
          log.counts.forEach((_, v) => {
            const names = log.sequence
              .slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!)
              .map((a) => log.activities[a]!);
            const steps = [null, ...names].map((from, i) => [from, names[i] ?? null] as const);
            const wrong = steps.filter(([from, to]) => !makes(from, to));
            const { violated, fitness } = result.variants[v]!;
            expect(new Set(violated.map((r) => `${result.rules[r]!.from} ${result.rules[r]!.to}`))).toEqual(
              new Set(wrong.map(([from, to]) => `${from} ${to}`)),
            );
            expect(fitness).toBeCloseTo(1 - wrong.length / steps.length, 12);
          });
        }),
        { seed: 96, numRuns: 200 },
      );
    });
  });

  it("finds the flower fitting but imprecise", () => {
    const { fitness, precision } = footprintConformance(lFull, netFootprints(n4));
    expect(fitness).toBe(1);
    // The flower: a, b, c, d, e and f each to b … h. The log: ab ac ad, bd be, cd ce, db dc de, ef eg eh, fb fc fd.
    expect(precision).toBeCloseTo(16 / 42, 12);
  });
});
