import { describe, expect, it } from "@jest/globals";
import { chiSquared, fisherIrwin, twoProportions } from "../../src/groups/two-proportions.js";

describe("twoProportions", () => {
  it("gives the chi-squared value of the aspirin trial up to the factor (N − 1)/N", () => {
    // Physicians' Health Study, 189 of 11,034 against 104 of 11,037 heart attacks: Pearson's X² = 25.0139 (25.01 in Agresti, "Categorical
    // Data Analysis"), times 22,070/22,071 it is 25.0128, which a score of 5.0013 squared is: p = 5.695e-7.
    expect(chiSquared(189, 11_034, 104, 11_037)).toBeCloseTo(5.695e-7, 10);
    expect(twoProportions(189, 11_034, 104, 11_037)).toBe(chiSquared(189, 11_034, 104, 11_037));
  });

  it("works the exact test of Fisher's tea tasting: 34/70", () => {
    expect(fisherIrwin(3, 4, 1, 4)).toBeCloseTo(34 / 70, 12);
  });

  it("works the exact test of Fisher's convictions of like-sex twins of criminals: 0.000537 two-sided", () => {
    // Fisher, "The Logic of Inductive Inference", 1935: 10 of 13 monozygotic, 2 of 17 dizygotic.
    expect(fisherIrwin(10, 13, 2, 17)).toBeCloseTo(0.000537, 6);
  });

  it("takes the exact test where less than one is expected, by hand", () => {
    // both of 2 hits among the 2 of one group, none among 10: 1 of the 66 pairs, and 2 · 2 / 12 < 1
    expect(twoProportions(2, 2, 0, 10)).toBeCloseTo(1 / 66, 12);
    expect(twoProportions(0, 10, 2, 2)).toBeCloseTo(1 / 66, 12);
  });

  it("is the same for misses as for hits and for groups in the other order", () => {
    for (const [a, m, b, n] of [
      [7, 20, 15, 22],
      [0, 3, 1, 900],
    ] as const) {
      const p = twoProportions(a, m, b, n)!;
      expect(twoProportions(b, n, a, m)).toBeCloseTo(p, 12);
      expect(twoProportions(m - a, m, n - b, n)).toBeCloseTo(p, 12);
    }
  });

  it("is 1 for equal shares and null where all tries are alike or a group is empty", () => {
    expect(twoProportions(5, 10, 10, 20)).toBe(1);
    expect(twoProportions(0, 10, 0, 20)).toBeNull();
    expect(twoProportions(10, 10, 20, 20)).toBeNull();
    expect(twoProportions(0, 0, 3, 20)).toBeNull();
  });

  it("stays in [0, 1] for counts of millions", () => {
    const p = twoProportions(1, 1000, 0, 5_000_000)!;
    expect(p).toBeCloseTo(1000 / 5_001_000, 10);
    expect(twoProportions(3_000_000, 5_000_000, 2_000_000, 5_000_000)).toBe(0);
  });
});
