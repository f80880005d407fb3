import { parseTree, treeToPetriNet } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { frequencyWeights, stochasticConformance, stochasticLanguage } from "../../src/index.js";
import { arbitraryNet, arbitraryTree, net } from "../nets.js";

/** `{ "a b": 0.5 }` */
function spelled({ activities, offsets, sequence, probability }: ReturnType<typeof stochasticLanguage>) {
  return Object.fromEntries(
    probability.map((mass, t) => [
      sequence
        .slice(offsets[t], offsets[t + 1])
        .map((a) => activities[a])
        .join(" "),
      mass,
    ]),
  );
}

const choice = net(["a: start -> end", "b: start -> end"]);
const loop = net(["a: start -> p", ": p -> start", ": p -> end"]); // a with ½, aa with ¼, aaa with ⅛, …

describe("stochasticLanguage", () => {
  it("shares probability by weight among what is enabled", () => {
    expect(spelled(stochasticLanguage(choice))).toEqual({ a: 0.5, b: 0.5 });
    expect(spelled(stochasticLanguage(choice, { weights: [3, 1] }))).toEqual({ a: 0.75, b: 0.25 });
    expect(spelled(stochasticLanguage(choice, { weights: [1, 0] }))).toEqual({ a: 1 });
  });

  it("adds the probabilities of runs with the same trace", () => {
    const both = net(["a: start -> p q", "b: p -> r", "c: q -> s", ": r s -> end"]);
    expect(spelled(stochasticLanguage(both))).toEqual({ "a b c": 0.5, "a c b": 0.5 });
    const twice = net(["a: start -> end", ": start -> p", "a: p -> end"]);
    expect(spelled(stochasticLanguage(twice))).toEqual({ a: 1 });
  });

  it("unfolds a loop until the traces have the probability asked for", () => {
    const cut = stochasticLanguage(loop, { coverage: 0.9 });
    expect(spelled(cut)).toEqual({ a: 1 / 2, "a a": 1 / 4, "a a a": 1 / 8, "a a a a": 1 / 16 });
    expect(cut.coverage).toBe(15 / 16);
    expect(stochasticLanguage(loop, { maxTraces: 2 }).coverage).toBe(3 / 4);
  });

  it("comes to an end in silent loops", () => {
    const idle = net([": start -> start", "a: start -> end"]);
    expect(stochasticLanguage(idle, { coverage: 1 }).probability[0]).toBeCloseTo(1, 9);
  });

  it("says how much gets stuck", () => {
    const trap = net(["a: start -> end", "b: start -> trap"]);
    expect(stochasticLanguage(trap)).toMatchObject({ coverage: 0.5, stuck: 0.5 });
  });

  it("stops in a model that never ends", () => {
    const endless = net(["a: start -> start p"]);
    expect(stochasticLanguage(endless, { maxSteps: 50 })).toMatchObject({ coverage: 0, probability: [] });
  });

  it("names the option that is out of range", () => {
    expect(() => stochasticLanguage(choice, { weights: [1] })).toThrow(
      "stochasticLanguage: option weights is a value of type array. Give one number for each of the 2 transitions; there are 1.",
    );
    expect(() => stochasticLanguage(choice, { weights: [1, -1] })).toThrow(
      "stochasticLanguage: option weights[1] is -1. Give a number of at least 0.",
    );
    expect(() => stochasticLanguage(choice, { coverage: 0 })).toThrow(
      "stochasticLanguage: option coverage is 0. Give a number in (0, 1], such as 0.99.",
    );
    expect(() => stochasticLanguage(choice, { maxTraces: 0.5 })).toThrow(
      "stochasticLanguage: option maxTraces is 0.5. Give a whole number of at least 1.",
    );
  });

  it("lists probabilities that sum to its coverage, and with what is stuck to at most 1, for every net", () => {
    fc.assert(
      fc.property(arbitraryNet(), (model) => {
        const { probability, coverage, stuck } = stochasticLanguage(model, { maxSteps: 300 });
        expect(probability.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(coverage, 9);
        expect(probability.every((mass) => mass > 0)).toBe(true);
        expect(coverage + stuck).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe("stochasticConformance", () => {
  it("is 1 exactly when log and model agree in every probability", () => {
    expect(stochasticConformance(traces("a", "b"), choice).value).toBe(1);
    expect(stochasticConformance(traces("3x a", "b"), choice).value).toBeCloseTo(0.75, 12); // ¼ of the mass moves from a to b
  });

  it("moves half of the log by half a trace: value 0.75, and names the move", () => {
    const result = stochasticConformance(traces("a b", "a c"), traces("a b"));
    expect(result).toEqual({
      value: 0.75,
      lowerBound: 0.75,
      upperBound: 0.75,
      coverage: 1,
      modelTraces: 1,
      stuck: 0,
      moves: [{ logTrace: ["a", "c"], modelTrace: ["a", "b"], mass: 0.5, distance: 0.5 }],
    });
  });

  it("is 1 for a choice whose weights come from the log", () => {
    const log = traces("3x a", "b");
    expect(frequencyWeights(log, choice)).toEqual([3, 1]);
    expect(stochasticConformance(log, choice, { weights: frequencyWeights(log, choice) }).value).toBe(1);
  });

  // The log does a once, the model k times with 2^-k: the distance is Σ 2^-k (k − 1)/k = 1 − ln 2.
  it("brackets the value of an infinite language, and closes in on it", () => {
    const log = traces("a");
    const coarse = stochasticConformance(log, loop, { coverage: 0.5 });
    expect([coarse.value, coarse.lowerBound, coarse.upperBound]).toEqual([1, 0.5, 1]);
    let width = 1;
    for (const coverage of [0.7, 0.9, 0.99, 0.9999]) {
      const { lowerBound, upperBound } = stochasticConformance(log, loop, { coverage });
      expect(lowerBound).toBeLessThanOrEqual(Math.LN2);
      expect(upperBound).toBeGreaterThanOrEqual(Math.LN2);
      expect(upperBound - lowerBound).toBeLessThan(width);
      width = upperBound - lowerBound;
    }
    expect(stochasticConformance(log, loop, { coverage: 1 - 1e-11 }).value).toBeCloseTo(Math.LN2, 6);
  });

  it("has no value for a log without cases or a model without an end", () => {
    expect(stochasticConformance(traces(), choice)).toMatchObject({
      value: null,
      lowerBound: 0,
      upperBound: 1,
    });
    const endless = net(["a: start -> start p"]);
    expect(stochasticConformance(traces("a"), endless, { maxSteps: 10 }).value).toBeNull();
  });

  it("compares activities by name, also names that are no good as keys", () => {
    const odd = traces("__proto__ constructor");
    const other = { ...odd, activities: ["constructor", "__proto__"], sequence: [1, 0] };
    expect(stochasticConformance(odd, other).value).toBe(1);
  });

  it("refuses a table of distances that memory would not hold, and says how to mend it", () => {
    const many = {
      activities: ["a"],
      variantOffsets: Array.from({ length: 8194 }, (_, v) => v),
      sequence: new Array(8193).fill(0),
      counts: new Array(8193).fill(1),
    };
    expect(() => stochasticConformance(many, many)).toThrow(
      /67125249 pairs, more than 67108864. Keep the most frequent/,
    );
  });

  it("lies between its bounds, is symmetric between logs, and is 1 for a log against itself", () => {
    fc.assert(
      fc.property(arbitraryTraces(), arbitraryTraces(), arbitraryTree(), (log, other, tree) => {
        expect(stochasticConformance(log, log).value).toBeCloseTo(1, 9);
        expect(stochasticConformance(log, other).value).toBeCloseTo(
          stochasticConformance(other, log).value!,
          9,
        );
        const { value, lowerBound, upperBound } = stochasticConformance(log, treeToPetriNet(tree), {
          maxTraces: 20,
        });
        expect(lowerBound).toBeGreaterThanOrEqual(0);
        expect(value ?? lowerBound).toBeGreaterThanOrEqual(lowerBound);
        expect(upperBound).toBeGreaterThanOrEqual(value ?? upperBound);
        expect(upperBound).toBeLessThanOrEqual(1);
      }),
      { seed: 23, numRuns: 150 },
    );
  });

  it("sees a sequence that the model swaps", () => {
    const model = treeToPetriNet(parseTree("->( 'a', 'b', 'c' )"));
    expect(stochasticConformance(traces("a c b"), model).value).toBeCloseTo(1 / 3, 12); // two of three edits
  });
});
