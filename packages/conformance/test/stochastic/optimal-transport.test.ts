import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { optimalTransport } from "../../src/stochastic/optimal-transport.js";

const solve = (supply: number[], demand: number[], costs: number[][]) =>
  optimalTransport(Float64Array.from(supply), Float64Array.from(demand), Float64Array.from(costs.flat()));

describe("optimalTransport", () => {
  it("gives the first row to where the second is dearest by most", () => {
    // Everything from the second row costs 90 + 300 + 195 = 585; the first saves 1, 6 or 3 a unit, so its 20 go to column 2.
    const plan = solve(
      [20, 30],
      [10, 25, 15],
      [
        [8, 6, 10],
        [9, 12, 13],
      ],
    );
    expect(plan.cost).toBeCloseTo(465, 9);
    expect(plan).toMatchObject({ from: [0, 1, 1, 1], to: [1, 0, 1, 2], mass: [20, 10, 5, 15] });
  });

  it("moves nothing between equal distributions when staying is free", () => {
    const plan = solve(
      [1, 2],
      [1, 2],
      [
        [0, 1],
        [1, 0],
      ],
    );
    expect(plan).toEqual({ cost: 0, from: [0, 1], to: [0, 1], mass: [1, 2] });
  });

  it("refuses distributions of different mass", () => {
    expect(() => solve([1], [2], [[1]])).toThrow("do not have the same mass");
  });

  it("costs what the best of all assignments of units costs, and moves exactly what there is", () => {
    const units = fc.array(fc.nat(3), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        units,
        units,
        fc.array(fc.nat(9), { minLength: 16, maxLength: 16 }),
        (left, right, costs) => {
          const count = (side: number[]) =>
            [0, 1, 2, 3].map((at) => side.filter((unit) => unit === at).length);
          const [supply, demand] = [count(left), count(right)];
          const plan = optimalTransport(
            Float64Array.from(supply),
            Float64Array.from(demand),
            Float64Array.from(costs),
          );
          expect(plan.cost).toBeCloseTo(bestAssignment(left, right, costs), 9);
          const moved = (side: readonly number[]) =>
            [0, 1, 2, 3].map((at) =>
              plan.mass.reduce((sum, mass, i) => sum + (side[i] === at ? mass : 0), 0),
            );
          expect(moved(plan.from)).toEqual(supply);
          expect(moved(plan.to)).toEqual(demand);
        },
      ),
      { seed: 17, numRuns: 300 },
    );
  });

  it("leaves no two moves whose ends could be swapped at a gain, and uses no more moves than a tree has arcs", () => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    const normal = (n: number) => {
      const values = Array.from({ length: n }, random);
      const sum = values.reduce((a, b) => a + b, 0);
      return values.map((value) => value / sum);
    };
    const [supply, demand] = [normal(60), normal(80)];
    const costs = Array.from({ length: 60 }, () => Array.from({ length: 80 }, random));
    const { from, to, mass } = solve(supply, demand, costs);
    const received = demand.map((_, j) => mass.reduce((sum, m, i) => sum + (to[i] === j ? m : 0), 0));
    received.forEach((sum, j) => {
      expect(sum).toBeCloseTo(demand[j]!, 9);
    });
    expect(from.length).toBeLessThanOrEqual(60 + 80 - 1); // a spanning tree has no more arcs
    // Improving any two moves by swapping their ends must not pay (a necessary condition of the best).
    for (let a = 0; a < from.length; a++) {
      for (let b = 0; b < from.length; b++) {
        const now = costs[from[a]!]![to[a]!]! + costs[from[b]!]![to[b]!]!;
        const swapped = costs[from[a]!]![to[b]!]! + costs[from[b]!]![to[a]!]!;
        expect(swapped).toBeGreaterThanOrEqual(now - 1e-9);
      }
    }
  });
});

/** The least cost of pairing the units of both sides, over all orders. */
function bestAssignment(left: number[], right: number[], costs: number[]): number {
  if (left.length === 0) return 0;
  const [first, ...rest] = left as [number, ...number[]];
  return Math.min(
    ...right.map(
      (unit, i) =>
        costs[first * 4 + unit]! +
        bestAssignment(
          rest,
          right.filter((_, j) => j !== i),
          costs,
        ),
    ),
  );
}
