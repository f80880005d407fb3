import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { sortNumbers } from "../src/index.js";

const MANY = 5000;

/** Many numbers from a few, so that the linear sort is at work. */
const many = (few: readonly number[]): Float64Array =>
  Float64Array.from({ length: MANY }, (_, i) => few[(i * 7919) % few.length]! * (1 + (i % 3)));

describe("sortNumbers", () => {
  it("sorts in place and gives the numbers back", () => {
    const few = Float64Array.of(3, -1, 2);
    expect(sortNumbers(few)).toBe(few);
    expect([...few]).toEqual([-1, 2, 3]);
    const descending = Float64Array.from({ length: MANY }, (_, i) => MANY - i);
    expect(sortNumbers(descending)).toBe(descending);
    expect([...descending]).toEqual(Array.from({ length: MANY }, (_, i) => i + 1));
  });

  it("orders infinities, the smallest numbers and both zeros as the platform does", () => {
    const hard = [0, -0, 5e-324, -5e-324, Infinity, -Infinity, 1.7e308, -1.7e308, 1, -1, 2 ** 53, 0.1];
    const values = Float64Array.from({ length: MANY }, (_, i) => hard[(i * 5) % hard.length]!);
    expect([...sortNumbers(values.slice())]).toEqual([...values.slice().sort()]);
  });

  it("leaves numbers that are all equal, and sorts a part of a larger array alone", () => {
    expect(new Set(sortNumbers(new Float64Array(MANY).fill(-3.5)))).toEqual(new Set([-3.5]));
    const whole = Float64Array.from({ length: MANY + 2 }, (_, i) => -i);
    sortNumbers(whole.subarray(1, MANY + 1));
    expect([whole[0], whole[1], whole[MANY], whole[MANY + 1]]).toEqual([-0, -MANY, -1, -MANY - 1]);
  });

  it("agrees with the platform's sort, whole numbers or not, of either sign", () => {
    const number = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.integer({ min: 0, max: 1e9 }).map((ms) => 1.7e12 + ms / 7),
    );
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 400 }), (few) => {
        const values = many(few);
        expect([...sortNumbers(values.slice())]).toEqual([...values.sort()]);
      }),
      { seed: 20250112, numRuns: 60 },
    );
  });
});
