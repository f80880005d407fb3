import { describe, expect, it } from "@jest/globals";
import kruskal from "@stdlib/stats-kruskal-test";
import fc from "fast-check";
import { kruskalWallis } from "../src/kruskal-wallis.js";

const p = (...groups: number[][]): number | null =>
  kruskalWallis(groups.map((group) => Float64Array.from(group)));

describe("kruskalWallis", () => {
  it("gives the chi-squared tail of H = 100/7 for ten numbers below ten others", () => {
    // Ranks 1 to 10 and 11 to 20: H = 12/(20 · 21) · (55² + 155²)/10 − 3 · 21.
    const [low, high] = [
      Array.from({ length: 10 }, (_, i) => i),
      Array.from({ length: 10 }, (_, i) => 20 + i),
    ];
    expect(p(low, high)).toBeCloseTo(0.00015705, 8);
  });

  it("says nothing about one group, empty groups or equal numbers", () => {
    expect(p([1, 2, 3])).toBeNull();
    expect(p([1, 2], [])).toBeNull();
    expect(p([4, 4], [4, 4, 4])).toBeNull();
    expect(p()).toBeNull();
  });

  it("equals the quadratic test of @stdlib, with ties and groups of unequal size", () => {
    const group = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(group, group, group, (a, b, c) => {
        fc.pre(new Set([...a, ...b, ...c]).size > 1);
        expect(p(a, b, c)).toBeCloseTo(kruskal([...a], [...b], [...c]).pValue, 9);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
