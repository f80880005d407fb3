import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { median } from "../src/median.js";

describe("median", () => {
  it("is the middle value, or halfway between the two middle ones, or null", () => {
    expect(median(Float64Array.of(3, 1, 2))).toBe(2);
    expect(median(Float64Array.of(4, 1, 2, 9))).toBe(3);
    expect(median(Float64Array.of())).toBeNull();
  });

  it("agrees with sorting, with ties, in any order", () => {
    const small = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(small, (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const expected = (sorted[(values.length - 1) >> 1]! + sorted[values.length >> 1]!) / 2;
        expect(median(Float64Array.from(values))).toBe(expected);
      }),
      { seed: 20250111, numRuns: 500 },
    );
  });

  it("gives up selecting where the pivots stay bad, and sorts what is left", () => {
    // built by the adversary of McIlroy, "A Killer Adversary for Quicksort", Software: Practice and Experience 29(4), 1999:
    // each pivot leaves all but three values
    const hostile = [
      0, 34, 2, 32, 4, 35, 6, 36, 8, 37, 10, 38, 12, 39, 14, 40, 16, 41, 18, 42, 20, 43, 22, 44, 24, 45, 26,
      46, 28, 47, 30, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 48, 49, 50, 51, 52, 53,
      54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
    ];
    expect(median(Float64Array.from(hostile))).toBe(31.5);
  });
});
