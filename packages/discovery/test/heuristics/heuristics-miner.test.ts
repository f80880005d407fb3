import { EventLogBuilder, type VariantLog } from "@gigamine/event-log";
import { checkHeuristicsNet, heuristicsNetToPetriNet } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  dependencyMeasures,
  type HeuristicsMinerOptions,
  heuristicsMiner,
  PM4PY_HEURISTICS,
} from "../../src/index.js";
import { namedNet } from "./named-net.js";

const mined = (log: VariantLog, options?: HeuristicsMinerOptions) => namedNet(heuristicsMiner(log, options));
const arcsOf = (log: VariantLog, options?: HeuristicsMinerOptions): string[] =>
  Object.keys(mined(log, options).arcs);

/** Per pair "a>b" one value. */
function measure(log: VariantLog, key: "count" | "dependency" | "loopTwo"): Record<string, number | null> {
  const measures = dependencyMeasures(log);
  return Object.fromEntries(
    measures[key].map((value, arc) => [
      `${measures.activities[measures.from[arc]!]}>${measures.activities[measures.to[arc]!]}`,
      value,
    ]),
  );
}

/** The log of Weijters, van der Aalst, Alves de Medeiros 2006 with three noisy cases of thirty. */
const noisy = traces("9x a b c d", "9x a c b d", "9x a e d", "a b c e d", "a e c b d", "a d");

/** The log of van der Aalst, Process Mining, 2nd edition, section 7.2. */
const book = traces(
  "5x a e",
  "10x a b c e",
  "10x a c b e",
  "a b e",
  "a c e",
  "10x a d e",
  "2x a d d e",
  "a d d d e",
);

describe("dependencyMeasures", () => {
  it("is the surer the more often a is followed by b and never the other way (the three examples of the 2006 paper)", () => {
    expect(measure(traces("5x a b"), "dependency")["a>b"]).toBeCloseTo(0.833, 3);
    expect(measure(traces("50x a b"), "dependency")["a>b"]).toBeCloseTo(0.98, 3);
    expect(measure(traces("50x a b", "b a"), "dependency")["a>b"]).toBeCloseTo(49 / 52, 9);
  });

  it("gives the matrix of the noisy log of the 2006 paper", () => {
    expect(measure(noisy, "dependency")).toEqual({
      "a>b": 10 / 11,
      "a>c": 9 / 10,
      "a>d": 1 / 2,
      "a>e": 10 / 11,
      "b>c": 0,
      "b>d": 10 / 11,
      "c>b": 0,
      "c>d": 9 / 10,
      "c>e": 0,
      "e>c": 0,
      "e>d": 10 / 11,
    });
  });

  it("gives the tables of the log of van der Aalst's book, section 7.2, with its loop of length one", () => {
    expect(measure(book, "count")).toEqual({
      "a>b": 11,
      "a>c": 11,
      "a>d": 13,
      "a>e": 5,
      "b>c": 10,
      "b>e": 11,
      "c>b": 10,
      "c>e": 11,
      "d>d": 4,
      "d>e": 13,
    });
    const dependency = measure(book, "dependency");
    expect(dependency["a>b"]).toBeCloseTo(0.92, 2);
    expect(dependency["a>d"]).toBeCloseTo(0.93, 2);
    expect(dependency["a>e"]).toBeCloseTo(0.83, 2);
    expect(dependency["b>c"]).toBe(0);
    expect(dependency["d>d"]).toBe(4 / 5);
  });

  it("sees activities that alternate, from both sides, and no activity alternate with itself", () => {
    const loopTwo = measure(traces("20x a b c b d", "d d d"), "loopTwo");
    expect(loopTwo).toEqual({ "a>b": 0, "b>c": 20 / 21, "b>d": 0, "c>b": 20 / 21, "d>d": null });
  });

  it("leaves out arcs that are rare beside those of both their activities", () => {
    // |b > a| = 1 is below 0.05 · min(30, 30), but not below 0.03 · min(30, 30).
    const log = traces("30x a b", "b a");
    expect(dependencyMeasures(log, { dfgNoiseThreshold: 0.05 })).toMatchObject({ count: [30], from: [0] });
    expect(dependencyMeasures(log, { dfgNoiseThreshold: 0.03 }).count).toEqual([30, 1]);
    // Rare beside the arcs of one activity only: stays.
    expect(dependencyMeasures(traces("30x a b", "c a"), { dfgNoiseThreshold: 0.05 }).count).toEqual([30, 1]);
    expect(() => dependencyMeasures(log, { dfgNoiseThreshold: 1.5 })).toThrow("dfgNoiseThreshold is 1.5");
  });
});

describe("heuristicsMiner finds dependencies", () => {
  it("that the noisy log of the 2006 paper has, and not the shortcut seen once", () => {
    expect(arcsOf(noisy)).toEqual(["a -> b", "a -> c", "a -> e", "b -> d", "c -> d", "e -> d"]);
  });

  it("of the book's log, section 7.2, with the thresholds 0.7 and two observations", () => {
    const options = { dependencyThreshold: 0.7, loopOneThreshold: 0.7, minArcCount: 2, allConnected: false };
    expect(arcsOf(book, options)).toEqual([
      "a -> b",
      "a -> c",
      "a -> d",
      "a -> e",
      "b -> e",
      "c -> e",
      "d -> d",
      "d -> e",
    ]);
    const strict = { dependencyThreshold: 0.9, minArcCount: 5, allConnected: false };
    expect(arcsOf(book, strict)).toEqual(["a -> b", "a -> c", "a -> d", "b -> e", "c -> e", "d -> e"]);
  });

  it("that connect every activity, however unsure they are", () => {
    // Every measure is 3/4, but for those of b and c with each other, which are 0.
    const log = traces("3x a b c", "3x a c b");
    const net = mined(log);
    expect(net.arcs).toEqual({ "a -> b": ["direct", 0.75, 3], "a -> c": ["direct", 0.75, 3] });
    expect([net.start, net.end]).toEqual([{ a: 6 }, { "b+c": 6 }]);
    const unconnected = mined(log, { allConnected: false });
    expect(unconnected).toMatchObject({ arcs: {}, start: {}, end: {}, activities: { a: 6, b: 6, c: 6 } });
  });

  it("that are almost as strong as the best", () => {
    // a => c = 2/3 is weaker than the best effect of a (3/4) by 0.083, and than the best cause of c (4/5) by 0.133.
    const log = traces("3x a b", "2x a c", "4x d c");
    expect(arcsOf(log)).toEqual(["a -> b", "d -> c"]);
    expect(arcsOf(log, { relativeToBest: 0.1 })).toEqual(["a -> b", "a -> c", "d -> c"]);
  });

  it("from the start and to the end like from and to activities", () => {
    // A case that began late and one that was cut off: their first and last activities have surer causes and effects.
    const log = traces("20x a b c", "b c", "a b");
    expect(mined(log)).toMatchObject({ start: { a: 21 }, end: { c: 21 } });
    expect(mined(log, { dependencyThreshold: 0.5 })).toMatchObject({
      start: { a: 21, b: 1 },
      end: { b: 1, c: 21 },
    });
  });

  it("asks for a least number of observations where the thresholds decide, not where activities must be connected", () => {
    const log = traces("15x a b d", "10x a c d");
    expect(arcsOf(log, { minArcCount: 12 })).toEqual(["a -> b", "a -> c", "b -> d", "c -> d"]);
    expect(arcsOf(log, { minArcCount: 12, allConnected: false })).toEqual(["a -> b", "b -> d"]);
  });

  it("leaves out rare activities with their arcs", () => {
    const net = mined(traces("20x a b", "a z b"), { minActivityCount: 2 });
    expect(net.activities).toEqual({ a: 21, b: 21 });
    expect(Object.keys(net.arcs)).toEqual(["a -> b"]);
    expect(mined(traces("20x a b", "z")).activities).toEqual({ a: 20, b: 20, z: 1 });
  });

  it("leaves out arcs that are rare in the directly-follows graph before anything else", () => {
    // Without cleaning b => a is negative; it takes a => b down to 29/32.
    const log = traces("30x a b", "b a");
    expect(mined(log).arcs["a -> b"]).toEqual(["direct", 0.906, 30]);
    expect(mined(log, { dfgNoiseThreshold: 0.05 }).arcs["a -> b"]).toEqual(["direct", 0.968, 30]);
  });
});

describe("heuristicsMiner finds loops", () => {
  it("of length one by their own threshold", () => {
    const log = traces("10x a b c", "4x a b b c");
    expect(arcsOf(log)).toEqual(["a -> b", "b -> c"]);
    expect(mined(log, { loopOneThreshold: 0.8 }).arcs["b -> b"]).toEqual(["loop-one", 0.8, 4]);
  });

  it("of length two, whose dependency is 0", () => {
    const net = mined(traces("20x a b c b d"));
    expect(net.arcs).toEqual({
      "a -> b": ["direct", 0.952, 20],
      "b -> c": ["loop-two", 0.952, 20],
      "b -> d": ["direct", 0.952, 20],
      "c -> b": ["loop-two", 0.952, 20],
    });
    expect(net.inputs["b"]).toEqual({ a: 20, c: 20 });
    expect(net.outputs["b"]).toEqual({ c: 20, d: 20 });
  });

  it("and lets the weak way out of one of the two go, where the other has a better one", () => {
    // c => d = 1/2 is the best effect of c, but c has its way out over b, and b => d = 20/21.
    const log = traces("20x a b c b d", "a b c d");
    expect(arcsOf(log)).not.toContain("c -> d");
    expect(arcsOf(log, { loopTwoThreshold: 1 })).toContain("c -> d");
  });

  it("of length two only if neither activity repeats itself, or by choice only if neither depends on the other", () => {
    // x repeats itself beside y: x, y, x comes about without a loop of x and y.
    const beside = traces("30x a x y x b", "30x a x x y b", "30x a y x x b");
    expect(arcsOf(beside)).not.toContain("x -> y");
    const net = mined(beside, { loopTwoPairs: "without-dependency" });
    expect([net.arcs["x -> y"], net.arcs["y -> x"]]).toEqual([
      ["loop-two", 0.968, 60],
      ["loop-two", 0.968, 60],
    ]);
    // y depends on x by 90/111, and they alternate ten times.
    const dependent = traces("90x a x y b", "10x a x y x b");
    expect(arcsOf(dependent, { dependencyThreshold: 0.8 })).toContain("y -> x");
    expect(arcsOf(dependent, { dependencyThreshold: 0.8, loopTwoPairs: "without-dependency" })).not.toContain(
      "y -> x",
    );
  });
});

describe("heuristicsMiner finds long-distance dependencies", () => {
  const options = { longDistanceThreshold: 0.9 };

  it("where an early choice decides a late one", () => {
    const log = traces("10x a c d", "10x b c e");
    const net = mined(log, options);
    expect(net.arcs["a -> d"]).toEqual(["long-distance", 0.952, 10]); // 2 · (10 - 0) / (10 + 10 + 1)
    expect(net.arcs["b -> e"]).toEqual(["long-distance", 0.952, 10]);
    expect(net.inputs["d"]).toEqual({ "a+c": 10 });
    expect(net.outputs["a"]).toEqual({ "c+d": 10 });
    expect(arcsOf(log)).toEqual(["a -> c", "b -> c", "c -> d", "c -> e"]);
    expect(heuristicsNetToPetriNet(heuristicsMiner(log, options)).soundness.verdict).toBe("sound");
    expect(heuristicsNetToPetriNet(heuristicsMiner(log)).soundness.verdict).toBe("sound");
  });

  it("not where every way leads there anyway", () => {
    expect(arcsOf(traces("10x a c d"), options)).toEqual(["a -> c", "c -> d"]);
  });

  it("not where the counts differ", () => {
    // a =>l d = 2 · (10 - |10 - 19|) / 30 is far below the threshold.
    expect(arcsOf(traces("10x a c d", "9x b c d", "10x b c e"), options)).not.toContain("a -> d");
  });

  it("counting only what comes behind with neither of the two between", () => {
    // |a| = 20, |d| = 10 and |a >>> d| = 10, not 20.
    const net = mined(traces("10x a a c d", "10x b c e"), { longDistanceThreshold: 0 });
    expect(net.arcs["a -> d"]).toEqual(["long-distance", 0, 10]);
  });
});

describe("heuristicsMiner finds splits and joins by replay", () => {
  const all = { bindingThreshold: 0 };

  it("with the counts of the book's log, worked by hand", () => {
    const net = mined(book, { ...all, dependencyThreshold: 0.7, loopOneThreshold: 0.7 });
    expect(net.outputs).toEqual({
      a: { "b+c": 20, d: 13, e: 5, b: 1, c: 1 },
      b: { e: 21 },
      c: { e: 21 },
      d: { d: 4, e: 13 },
      e: {},
    });
    expect(net.inputs).toEqual({
      a: {},
      b: { a: 21 },
      c: { a: 21 },
      d: { a: 13, d: 4 },
      e: { "b+c": 20, d: 13, a: 5, b: 1, c: 1 },
    });
    expect([net.start, net.end]).toEqual([{ a: 40 }, { e: 40 }]);
  });

  it("leaves out rare bindings, but not the last one of an arc", () => {
    const options = { dependencyThreshold: 0.7, loopOneThreshold: 0.7 };
    // {b} and {c} have 1 of 20; {e} has 5 of 20, and no other binding leads to e.
    expect(mined(book, { ...options, bindingThreshold: 0.1 }).outputs["a"]).toEqual({
      "b+c": 20,
      d: 13,
      e: 5,
    });
    expect(mined(book, { ...options, bindingThreshold: 1 }).outputs["a"]).toEqual({ "b+c": 20, d: 13, e: 5 });
  });

  it("keeps at most so many bindings of a side, the most frequent and among equals the larger and the first by name", () => {
    const log = traces(
      ...["20x a b c z", "20x a c b z", "8x a b d z", "8x a d b z", "8x a c d z", "8x a d c z"],
      ...["2x a b z", "2x a c z", "2x a d z", "a e z"],
    );
    const outputs = (maxBindings: number) =>
      mined(log, { ...all, dependencyThreshold: 0.3, maxBindings }).outputs["a"];
    expect(outputs(7)).toEqual({ "b+c": 40, "b+d": 16, "c+d": 16, b: 2, c: 2, d: 2, e: 1 });
    // {b}, {c} and {d} are equally frequent and large; e would be in no binding at all.
    expect(outputs(4)).toEqual({ "b+c": 40, "b+d": 16, "c+d": 16, b: 2, e: 1 });
    expect(outputs(2)).toEqual({ "b+c": 40, "b+d": 16, e: 1 });
    // One is not enough for d and e.
    expect(outputs(1)).toEqual({ "b+c": 40, "b+d": 16, e: 1 });
  });

  it("takes an activity that may be skipped for a choice, however long the way around", () => {
    const net = mined(traces("20x a b c d", "20x a d"), all);
    expect(net.outputs["a"]).toEqual({ b: 20, d: 20 });
    expect(net.inputs["d"]).toEqual({ a: 20, c: 20 });
  });

  it("sees no way from an activity that has come again in the meantime", () => {
    // In a b a c the second a leads to c beside b; the way over b began at the first a.
    const net = mined(traces("100x a b c", "100x a c", "3x a b a c"), all);
    expect(net.inputs["c"]).toEqual({ a: 100, b: 100, "a+b": 3 });
    expect(net.outputs["a"]).toEqual({ b: 103, c: 103 });
  });

  it("lets several activities start a case together", () => {
    const net = mined(traces("20x a b c", "20x b a c"), all);
    expect(net).toMatchObject({ start: { "a+b": 40 }, inputs: { c: { "a+b": 40 } } });
  });

  it("counts nowhere what nothing led to and what led to nothing", () => {
    // In the last case nothing led to b and d, and a and c led to nothing; b starts no case, and c ends none.
    const net = mined(traces("20x a b c d", "b a d c"), all);
    expect([net.start, net.end]).toEqual([{ a: 21 }, { d: 21 }]);
    expect(net.inputs).toEqual({ a: {}, b: { a: 20 }, c: { b: 21 }, d: { c: 20 } });
    expect(net.outputs).toEqual({ a: { b: 20 }, b: { c: 21 }, c: { d: 20 }, d: {} });
  });
});

describe("heuristicsMiner finds splits and joins by the AND measure", () => {
  const options = { bindings: "and-measure" } as const;

  it("as worked in the 2006 paper: B and C are parallel, B and E exclude each other", () => {
    const { activities, splits, joins } = heuristicsMiner(noisy, { ...options, andThreshold: 0 });
    const value = (list: typeof splits, ...names: string[]): number | undefined =>
      list.find(({ activity, first, second }) =>
        [activity, first, second].every((a, i) => activities[a]!.name === names[i]),
      )?.value;
    expect(value(splits, "a", "b", "c")).toBe((10 + 10) / (10 + 9 + 1));
    expect(value(splits, "a", "b", "e")).toBe(0);
    expect(value(splits, "a", "c", "e")).toBe((1 + 1) / (9 + 10 + 1));
    expect(value(joins, "d", "b", "c")).toBe((10 + 10) / (10 + 9 + 1));
  });

  it("from the threshold on, which the noise of that log just reaches at 0.1", () => {
    expect(mined(noisy, { ...options, andThreshold: 0.11 })).toMatchObject({
      outputs: { a: { "b+c": null, e: null } },
      inputs: { d: { "b+c": null, e: null } },
    });
    expect(mined(noisy, options).outputs["a"]).toEqual({ "b+c": null, "c+e": null });
  });

  it("calls an activity that may be skipped parallel, which replay does not", () => {
    // (|b > c| + |c > b|) / (|a > b| + |a > c| + 1) = 20 / 41
    const log = traces("20x a b c", "20x a c");
    expect(mined(log, options).outputs["a"]).toEqual({ "b+c": null });
    expect(mined(log).outputs["a"]).toEqual({ b: 20, c: 20 });
  });

  it("leaves loops of length two, the start and the end alone", () => {
    const net = mined(traces("20x a b c b d", "20x d a b"), { ...options, andThreshold: 0 });
    expect(net.outputs["b"]).toMatchObject({ c: null });
    expect(net.start).toEqual({ a: null, d: null });
  });

  it("refuses a log by which an activity has more than 10,000 bindings", () => {
    // Ten groups of three: two of different groups follow each other, so that one of each group makes a binding: 3^10.
    const names = Array.from({ length: 30 }, (_, i) => `b${i}`);
    const lines = names.flatMap((b, i) =>
      names.flatMap((c, j) => (i % 10 === j % 10 ? [] : [`a ${b} ${c} d`])),
    );
    expect(() => heuristicsMiner(traces(...lines), { ...options, andThreshold: 0.01 })).toThrow(
      expect.objectContaining({ code: "heuristics-miner/too-many-bindings" }),
    );
    expect(heuristicsMiner(traces(...lines)).activities).toHaveLength(32);
  });
});

describe("heuristicsMiner keeps the law that", () => {
  const optionsOf = fc.record<HeuristicsMinerOptions>({
    dependencyThreshold: fc.constantFrom(0, 0.5, 0.9),
    loopOneThreshold: fc.constantFrom(0, 0.5, 0.9),
    loopTwoThreshold: fc.constantFrom(0, 0.5, 0.9),
    loopTwoPairs: fc.constantFrom("without-loop-one", "without-dependency"),
    longDistanceThreshold: fc.constantFrom(undefined, 0, 0.5),
    allConnected: fc.boolean(),
    relativeToBest: fc.constantFrom(0, 0.05, 0.5),
    minArcCount: fc.constantFrom(0, 1, 3),
    minActivityCount: fc.constantFrom(0, 1, 4),
    dfgNoiseThreshold: fc.constantFrom(0, 0.05, 0.5),
    bindings: fc.constantFrom("replay", "and-measure"),
    bindingThreshold: fc.constantFrom(0, 0.05, 0.5),
    maxBindings: fc.constantFrom(undefined, 1000),
    andThreshold: fc.constantFrom(0, 0.1, 0.65),
  });
  const check = (seed: number, law: (log: VariantLog, options: HeuristicsMinerOptions) => void): void =>
    fc.assert(fc.property(arbitraryTraces(), optionsOf, law), { seed, numRuns: 300 });

  it("the net is in order, whatever the options, and goes through JSON", () => {
    check(1, (log, options) => {
      const net = heuristicsMiner(log, options);
      expect(checkHeuristicsNet(JSON.parse(JSON.stringify(net)))).toEqual(net);
    });
  });

  it("with allConnected every activity has an input or starts, and has an output or ends", () => {
    check(2, (log, options) => {
      const { activities, start, end } = heuristicsMiner(log, {
        ...options,
        allConnected: true,
        minActivityCount: 1,
        dfgNoiseThreshold: 0,
      });
      const starts = new Set(start.arcs.map(({ activity }) => activity));
      const ends = new Set(end.arcs.map(({ activity }) => activity));
      activities.forEach(({ name, inputs, outputs }, a) => {
        expect([name, inputs.length > 0 || starts.has(a)]).toEqual([name, true]);
        expect([name, outputs.length > 0 || ends.has(a)]).toEqual([name, true]);
      });
    });
  });

  it("the order of cases and the names of activities have no influence", () => {
    const shuffled = fc
      .tuple(arbitraryTraces(), optionsOf)
      .chain(([log, options]) =>
        fc.tuple(
          fc.constant(log),
          fc.constant(options),
          fc.shuffledSubarray([...log.counts.keys()], { minLength: log.counts.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([log, options, order]) => {
        const lines = order.map((v) => {
          const ids = log.sequence.slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!);
          return `${log.counts[v]}x ${ids.map((a) => log.activities[a]!).join(" ")}`;
        });
        expect(mined(traces(...lines), options)).toEqual(mined(log, options));
        const hostile = ["__proto__", 'quo"te', "line\nbreak", "👩‍🔬", "constructor"];
        const net = heuristicsMiner(log, options);
        const renamed = heuristicsMiner(
          { ...log, activities: log.activities.map((_, a) => hostile[a]!) },
          options,
        );
        expect(renamed).toEqual({
          ...net,
          activities: net.activities.map((activity) => ({
            ...activity,
            name: hostile[log.activities.indexOf(activity.name)],
          })),
        });
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("an event log and its variants give the same net", () => {
    check(4, (log, options) => {
      const builder = new EventLogBuilder();
      const lines: string[] = [];
      for (const [v, count] of log.counts.entries()) {
        const ids = log.sequence.slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!);
        if (ids.length === 0) continue;
        for (let c = 0; c < count; c++) {
          for (const a of ids) builder.addEvent(`${v}.${c}`, log.activities[a]!, null);
        }
        lines.push(`${count}x ${ids.map((a) => log.activities[a]!).join(" ")}`);
      }
      expect(heuristicsMiner(builder.build(), options)).toEqual(heuristicsMiner(traces(...lines), options));
    });
  });

  it("what one activity leads to another by replay, that one got from it, case by case", () => {
    check(5, (log, options) => {
      const { activities, arcs } = heuristicsMiner(log, {
        ...options,
        bindings: "replay",
        bindingThreshold: 0,
      });
      for (const { from, to } of arcs) {
        const total = (list: (typeof activities)[number]["inputs"], member: number): number =>
          list.reduce((sum, binding) => sum + (binding.activities.includes(member) ? binding.count! : 0), 0);
        const given = total(activities[from]!.outputs, to);
        expect(given).toBeGreaterThan(0);
        expect(total(activities[to]!.inputs, from)).toBe(given);
      }
      for (const { count, inputs, outputs } of activities) {
        for (const side of [inputs, outputs]) {
          expect(side.reduce((sum, binding) => sum + binding.count!, 0)).toBeLessThanOrEqual(count);
        }
      }
    });
  });

  it("a higher threshold never adds an arc", () => {
    check(6, (log, options) => {
      const plain = { ...options, allConnected: false, longDistanceThreshold: undefined };
      const low = arcsOf(log, { ...plain, dependencyThreshold: 0.3, loopTwoPairs: "without-loop-one" });
      const high = arcsOf(log, { ...plain, dependencyThreshold: 0.8, loopTwoPairs: "without-loop-one" });
      expect(low).toEqual(expect.arrayContaining(high));
    });
  });
});

describe("heuristicsMiner takes hostile input:", () => {
  it("nothing, empty cases, and activities that don't occur", () => {
    const empty = {
      activities: [],
      arcs: [],
      start: { arcs: [], bindings: [] },
      end: { arcs: [], bindings: [] },
      splits: [],
      joins: [],
    };
    expect(heuristicsMiner(new EventLogBuilder().build())).toEqual(empty);
    expect(heuristicsMiner(traces("3x"))).toEqual(empty);
    expect(heuristicsMiner({ activities: ["a"], variantOffsets: [0], sequence: [], counts: [] })).toEqual(
      empty,
    );
    expect(heuristicsMiner(traces("3x"), PM4PY_HEURISTICS)).toEqual(empty);
  });

  it("one event, one activity", () => {
    expect(mined(traces("a"))).toMatchObject({
      activities: { a: 1 },
      arcs: {},
      start: { a: 1 },
      end: { a: 1 },
    });
    expect(heuristicsNetToPetriNet(heuristicsMiner(traces("a"))).soundness.verdict).toBe("sound");
    expect(mined(traces("20x a a a")).arcs).toEqual({ "a -> a": ["loop-one", 0.976, 40] });
  });

  it("one case of 100,000 events of one activity, and of 500 activities", () => {
    const length = 100_000;
    const one = {
      activities: ["a"],
      variantOffsets: [0, length],
      sequence: new Array<number>(length).fill(0),
      counts: [1],
    };
    expect(mined(one).arcs["a -> a"]).toEqual(["loop-one", 1, length - 1]);
    // A sequence without pattern: a generator of Lehmer, modulo a prime.
    let state = 1;
    const sequence = Array.from({ length }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state % 500;
    });
    const wide = {
      activities: Array.from({ length: 500 }, (_, a) => `activity ${a}`),
      variantOffsets: [0, length],
      sequence,
      counts: [1],
    };
    const net = heuristicsMiner(wide, { longDistanceThreshold: 0.9 });
    expect(net.activities).toHaveLength(500);
    expect(checkHeuristicsNet(net)).toBe(net);
    expect(heuristicsMiner(wide, { bindings: "and-measure" }).activities).toHaveLength(500);
  });

  it("500 activities of which each leads to each later one", () => {
    // Ten cases of every pair in order, so that each of the 124,750 arcs is sure.
    const size = 500;
    const sequence: number[] = [];
    const variantOffsets = [0];
    for (let a = 0; a < size; a++) {
      for (let b = a + 1; b < size; b++) variantOffsets.push(sequence.push(a, b));
    }
    const counts = new Array<number>(variantOffsets.length - 1).fill(10);
    const activities = Array.from({ length: size }, (_, a) => `activity ${a}`);
    const net = heuristicsMiner({ activities, variantOffsets, sequence, counts });
    expect(net.arcs).toHaveLength((size * (size - 1)) / 2);
    expect(net.activities[0]!.outputs).toHaveLength(size - 1);
  });

  it("a long-distance dependency between every two of 400 activities", () => {
    // One case in order and one in reverse: each of two activities comes later once, which makes 2 / 5.
    const size = 400;
    const there = Array.from({ length: size }, (_, a) => a);
    const net = heuristicsMiner(
      {
        activities: there.map((a) => `activity ${a}`),
        variantOffsets: [0, size, 2 * size],
        sequence: [...there, ...there.toReversed()],
        counts: [1, 1],
      },
      { longDistanceThreshold: 0 },
    );
    const long = net.arcs.filter(({ kind }) => kind === "long-distance");
    expect(long.length).toBeGreaterThan(150_000);
    expect(long.every(({ dependency }) => dependency === 2 / 5)).toBe(true);
  });

  it("100,000 variants of which each does another set of activities at once", () => {
    // Variant v starts, does the activities whose bits are set in v in rising or falling order, and stops.
    const count = 100_000;
    const sequence: number[] = [];
    const variantOffsets = [0];
    for (let v = 1; v <= count; v++) {
      const bits = Array.from({ length: 17 }, (_, bit) => bit).filter((bit) => (v >> bit) & 1);
      if (v % 3 === 0) bits.reverse();
      sequence.push(17, ...bits, 18);
      variantOffsets.push(sequence.length);
    }
    const net = heuristicsMiner({
      activities: Array.from({ length: 19 }, (_, a) => `activity ${a}`),
      variantOffsets,
      sequence,
      counts: new Array<number>(count).fill(1),
    });
    expect(net.activities[17]!.outputs.length).toBeLessThanOrEqual(200 + 17);
    expect(checkHeuristicsNet(net)).toBe(net);
    expect(heuristicsNetToPetriNet(net, { soundness: false }).net.transitions.length).toBeLessThan(10_000);
  });

  it("100,000 variants", () => {
    // Variant v is v written with eight digits of base 5, each position with activities of its own.
    const count = 100_000;
    const sequence: number[] = [];
    for (let v = 0; v < count; v++) {
      for (let digit = 0, rest = v; digit < 8; digit++, rest = Math.floor(rest / 5)) {
        sequence.push(digit * 5 + (rest % 5));
      }
    }
    const net = heuristicsMiner({
      activities: Array.from({ length: 40 }, (_, a) => `activity ${a}`),
      variantOffsets: Array.from({ length: count + 1 }, (_, v) => v * 8),
      sequence,
      counts: new Array<number>(count).fill(1),
    });
    // 100,000 = 11200000 in base 5: the highest digit is 0 or 1.
    expect(net.activities).toHaveLength(37);
    expect(net.start.bindings).toHaveLength(5);
  });

  it("options out of range, and says what is allowed", () => {
    const log = traces("a b");
    for (const option of [
      "dependencyThreshold",
      "loopOneThreshold",
      "loopTwoThreshold",
      "longDistanceThreshold",
      "relativeToBest",
      "dfgNoiseThreshold",
      "bindingThreshold",
    ]) {
      for (const value of [-0.1, 1.1, Number.NaN]) {
        expect(() => heuristicsMiner(log, { [option]: value })).toThrow(
          expect.objectContaining({ code: "option/out-of-range", message: expect.stringContaining(option) }),
        );
      }
    }
    for (const option of ["minArcCount", "minActivityCount", "andThreshold", "maxBindings"]) {
      expect(() => heuristicsMiner(log, { [option]: -1 })).toThrow(`option ${option} is -1`);
    }
    expect(() => heuristicsMiner(log, { maxBindings: "9" as never })).toThrow('option maxBindings is "9"');
    expect(() => heuristicsMiner(log, { allConnected: "no" as never })).toThrow(
      'heuristicsMiner: option allConnected is "no". Give true or false.',
    );
    for (const option of ["bindings", "loopTwoPairs"]) {
      expect(() => heuristicsMiner(log, { [option]: "both" })).toThrow(`option ${option} is "both"`);
    }
  });

  it("a signal, and reports its progress", () => {
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    expect(() => heuristicsMiner(noisy, { signal: controller.signal })).toThrow("enough");
    const seen: unknown[] = [];
    heuristicsMiner(noisy, { onProgress: ({ done, total, unit }) => seen.push([done, total, unit]) });
    expect(seen).toEqual([[0, 6, "variants"]]);
  });
});
