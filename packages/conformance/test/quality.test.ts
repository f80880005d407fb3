import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { evaluate, generalization, precision, simplicity, tokenReplay } from "../src/index.js";
import { arbitraryNet, lFull, n1, n2, net } from "./nets.js";

describe("generalization", () => {
  it("is 1 minus the mean of 1/√firings, silent transitions included", () => {
    // a fires 4 times, the skip 3 times, b once: (1/2 + 1/√3 + 1) / 3.
    const model = net(["a: start -> p", ": p -> end", "b: p -> end"]);
    expect(generalization(traces("3x a", "a b"), model)).toEqual({
      value: expect.closeTo(1 - (1 / 2 + 1 / Math.sqrt(3) + 1) / 3, 12),
      neverFired: 0,
    });
  });

  it("counts a transition that never fired as 1", () => {
    const model = net(["a: start -> end", "b: start -> end"]);
    expect(generalization(traces("100x a"), model)).toEqual({
      value: expect.closeTo(0.45, 12),
      neverFired: 1,
    });
  });

  it("is 0 for an empty log and null for a net without transitions", () => {
    expect(generalization(traces(), n1).value).toBe(0);
    expect(generalization(traces("a"), net([]))).toEqual({ value: null, neverFired: 0 });
  });

  it("never sinks when each case comes twice", () => {
    fc.assert(
      fc.property(arbitraryTraces(), arbitraryNet(), (log, model) => {
        const twice = { ...log, counts: log.counts.map((count) => 2 * count) };
        expect(generalization(twice, model).value).toBeGreaterThanOrEqual(generalization(log, model).value!);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe("simplicity", () => {
  it("is the inverse of the mean degree above 2", () => {
    // N1 has 7 places, 8 transitions, 19 arcs: d = 38/15, so 1/(1 + 8/15).
    expect(simplicity(n1)).toEqual({
      value: expect.closeTo(15 / 23, 12),
      meanDegree: expect.closeTo(38 / 15, 12),
      places: 7,
      transitions: 8,
      arcs: 19,
      size: 15,
      controlFlowComplexity: 7, // c1: b, c; c5: f, g, h; and the parallel splits a and f
      // f leads back into both branches, so from a to c5 there is no block but b, c; start, g, h and end lie outside.
      structuredness: expect.closeTo(6 / 15, 12),
    });
  });

  it("is 1 for a plain chain, whose mean degree is below 2", () => {
    expect(simplicity(net(["a: start -> p", "b: p -> end"])).value).toBe(1); // 8/5 arcs a node
  });

  it("is null for a net of nothing", () => {
    expect(simplicity(net([], { initial: [], final: [] }))).toMatchObject({ value: null, meanDegree: null });
  });
});

describe("evaluate", () => {
  const log = traces("3x a d c e h", "1x a c d e h");

  it("gives exactly what the four functions give, without the rows per variant", () => {
    const { variants: _, ...replay } = tokenReplay(log, n2);
    expect(evaluate(log, n2)).toMatchObject({
      fitness: { value: 0.875, ...replay },
      precision: precision(log, n2),
      generalization: generalization(log, n2),
      simplicity: simplicity(n2),
    });
    expect(evaluate(log, n2).fitness).not.toHaveProperty("variants");
  });

  it("gives the harmonic mean of fitness and precision, and the mean of all four", () => {
    const { fitness, precision, generalization, simplicity, fScore, average } = evaluate(log, n2);
    const [f, p] = [fitness.value!, precision.value];
    expect(fScore).toBeCloseTo(2 / (1 / f + 1 / p), 12);
    expect(average).toBeCloseTo((f + p + generalization.value! + simplicity.value!) / 4, 12);
  });

  it("weighs the average as told", () => {
    const { fitness, simplicity, average } = evaluate(log, n2, {
      weights: { fitness: 3, precision: 0, generalization: 0 },
    });
    expect(average).toBeCloseTo((3 * fitness.value! + simplicity.value!) / 4, 12);
  });

  it("has no score for an empty log, unless fitness does not count", () => {
    expect(evaluate(traces(), n1)).toMatchObject({ fitness: { value: null }, fScore: null, average: null });
    expect(evaluate(traces(), n1, { weights: { fitness: 0 } }).average).toBeCloseTo(
      (1 + 0 + 15 / 23) / 3,
      12,
    );
  });

  it("has fScore 0 when fitness and precision are both 0", () => {
    // <b> on a net that allows a only, and never sees it: every token is missing, every allowed edge escapes.
    const model = net(["a: start -> end"]);
    expect(evaluate(traces("b"), model)).toMatchObject({
      precision: { value: 0 },
      fitness: { value: 0 },
      fScore: 0,
    });
  });

  it("names the weight that is out of range", () => {
    expect(() => evaluate(log, n2, { weights: { precision: -1 } })).toThrow(
      "evaluate: option weights.precision is -1. Give a number of at least 0; 1 is usual.",
    );
    const weights = { fitness: 0, precision: 0, generalization: 0, simplicity: 0 };
    expect(() => evaluate(log, n2, { weights })).toThrow("All four weights are 0");
  });

  it("gives the same on the variants in any order", () => {
    const { average } = evaluate(lFull, n1);
    const lines = lFull.counts.map((count, v) => {
      const ids = lFull.sequence.slice(lFull.variantOffsets[v]!, lFull.variantOffsets[v + 1]!);
      return `${count}x ${ids.map((id) => lFull.activities[id]!).join(" ")}`;
    });
    expect(evaluate(traces(...lines.toReversed()), n1).average).toBe(average);
  });
});
