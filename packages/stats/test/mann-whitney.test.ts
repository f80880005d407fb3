import { describe, expect, it } from "@jest/globals";
import kruskal from "@stdlib/stats-kruskal-test";
import fc from "fast-check";
import { mannWhitney } from "../src/mann-whitney.js";

const compare = (first: readonly number[], second: readonly number[]) =>
  mannWhitney(Float64Array.from(first), Float64Array.from(second));

describe("mannWhitney", () => {
  // Hollander and Wolfe, "Nonparametric Statistical Methods", 1973, chapter 4, example 1: permeability of the human chorioamnion at
  // term and at 12 to 26 weeks. W = 35 of 50 pairs; large sample approximation 0.1103 one-sided.
  const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const before = [1.15, 0.88, 0.9, 0.74, 1.21];

  it("gives the large sample figures of Hollander and Wolfe's example", () => {
    const { cliffsDelta, pValue } = compare(before, atTerm);
    expect(cliffsDelta).toBeCloseTo((35 - 15) / 50, 12);
    expect(pValue! / 2).toBeCloseTo(0.1103, 4);
  });

  it("turns the sign of delta, and nothing else, when the lists change places", () => {
    const { cliffsDelta, pValue } = compare(before, atTerm);
    expect(compare(atTerm, before)).toEqual({ cliffsDelta: -cliffsDelta!, pValue });
  });

  it("counts equal pairs half, worked by hand", () => {
    // 1 < 2, 1 < 3, 2 = 2, 2 < 3, 3 > 2, 3 = 3: (3 − 1) / 6
    expect(compare([1, 2, 3], [2, 3]).cliffsDelta).toBeCloseTo(1 / 3, 12);
  });

  it("is the Kruskal-Wallis test of two groups, ties included", () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        fc.pre(new Set([...first, ...second]).size > 1);
        expect(compare(first, second).pValue).toBeCloseTo(kruskal(first, second).pValue, 9);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it("tells small p values apart where 1 − p rounds to 1", () => {
    const low = Array.from({ length: 200 }, (_, i) => i);
    const lower = compare(
      low,
      low.map((x) => x + 1000),
    ).pValue!;
    expect(lower).toBeGreaterThan(0);
    expect(lower).toBeLessThan(1e-60);
  });

  it("says nothing of empty lists and of one value, and finds two equal lists alike", () => {
    expect(compare([], [1])).toEqual({ cliffsDelta: null, pValue: null });
    expect(compare([2, 2], [2, 2, 2])).toEqual({ cliffsDelta: 0, pValue: null });
    expect(compare([1, 2, 5], [1, 2, 5])).toEqual({ cliffsDelta: 0, pValue: 1 });
  });
});
