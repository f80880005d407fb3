import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { medianAndP90 } from "../src/median-and-p90.js";

function ofSorting(values: readonly number[]): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = (p: number): number => {
    const at = (sorted.length - 1) * p;
    const low = sorted[Math.floor(at)]!;
    return low + (sorted[Math.ceil(at)]! - low) * (at % 1);
  };
  return [quantile(0.5), quantile(0.9)];
}

const found = (values: readonly number[]) =>
  medianAndP90(
    Float64Array.from(values),
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  );

describe("medianAndP90", () => {
  it("interpolates between neighbours, and is null for no value", () => {
    expect(found([4])).toEqual([4, 4]);
    expect(found([10, 0])).toEqual([5, 9]);
    expect(found([3, 1, 2, 9])).toEqual([2.5, 3 + 6 * (2.7 % 1)]);
    expect(found([])).toEqual([null, null]);
    expect(found(Array.from({ length: 1001 }, (_, i) => 1000 - i))).toEqual([500, 900]);
    expect(found(new Array(500).fill(7))).toEqual([7, 7]);
  });

  it("agrees with sorting, few or many, with ties", () => {
    const value = fc.oneof(
      fc.integer({ min: -20, max: 20 }),
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
        expect(found(values)).toEqual(ofSorting(values));
      }),
      { seed: 20250211, numRuns: 500 },
    );
  });

  it("is exact where one value far out leaves the others in one bin, and on either side of a gap", () => {
    const skewed = [...Array.from({ length: 10_000 }, (_, i) => ((i * 7919) % 10_000) / 3), 1e15];
    expect(found(skewed)).toEqual(ofSorting(skewed));
    const gap = [...new Array(50).fill(0), ...new Array(50).fill(1000)];
    expect(found(gap)).toEqual([500, 1000]);
  });
});
