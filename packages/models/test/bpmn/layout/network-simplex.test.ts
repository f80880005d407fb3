import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type LevelEdge, networkSimplex } from "../../../src/bpmn/layout/network-simplex.js";

const cost = (levels: readonly number[], edges: readonly LevelEdge[]): number =>
  edges.reduce((sum, { from, to, weight }) => sum + weight * (levels[to]! - levels[from]!), 0);
const holds = (levels: readonly number[], edges: readonly LevelEdge[]): boolean =>
  edges.every(({ from, to, least }) => levels[to]! - levels[from]! >= least);

describe("networkSimplex", () => {
  it("solves the example of Gansner et al. 1993, figure 2-3: the tree it begins with is not the best", () => {
    // a, b, c, d, h in a row; a, e, g, h and a, f, g, h beside it. All edges of length 1 and weight 1.
    const [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
    const edges = [
      [a, b],
      [b, c],
      [c, d],
      [d, h],
      [g, h],
      [e, g],
      [f, g],
      [a, e],
      [a, f],
    ].map(([from, to]) => ({ from: from!, to: to!, least: 1, weight: 1 }));
    // Level 0 for a, then e and f next to g, which stands next to h: one long edge in each of a-e and a-f would cost two.
    expect(networkSimplex(8, edges)).toEqual([0, 1, 2, 3, 1, 1, 2, 4]);
  });

  it("gives level 0 to a single node", () => {
    expect(networkSimplex(1, [])).toEqual([0]);
  });

  it("puts a node level with the neighbour of the greater weight", () => {
    // Node 2 hangs between 0 and 1, which stand 10 apart; the edges of nodes 3 and 4 stand for absolute differences.
    const level = (both: number, a: number, b: number, weight: number): LevelEdge[] => [
      { from: both, to: a, least: 0, weight },
      { from: both, to: b, least: 0, weight },
    ];
    const edges = [{ from: 0, to: 1, least: 10, weight: 0 }, ...level(3, 0, 2, 1), ...level(4, 1, 2, 2)];
    const levels = networkSimplex(5, edges);
    expect(levels[2]).toBe(levels[1]);
    expect(levels[1]! - levels[0]!).toBe(10);
  });

  it("keeps every edge and costs no more than any other levels, for every small graph", () => {
    const graphs = fc
      .integer({ min: 2, max: 5 })
      .chain((nodes) =>
        fc.tuple(
          fc.constant(nodes),
          fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.nat(2), fc.nat(3)), { maxLength: 7 }),
        ),
      );
    fc.assert(
      fc.property(graphs, ([nodes, rest]) => {
        // A row of edges connects the graph; all edges lead from lower to higher nodes.
        const edges: LevelEdge[] = [
          ...Array.from({ length: nodes - 1 }, (_, n) => ({ from: n, to: n + 1, least: 0, weight: 1 })),
          ...rest
            .filter(([from, to]) => from !== to)
            .map(([from, to, least, weight]) => ({
              from: Math.min(from, to),
              to: Math.max(from, to),
              least,
              weight,
            })),
        ];
        const levels = networkSimplex(nodes, edges);
        expect(holds(levels, edges)).toBe(true);
        expect(Math.min(...levels)).toBe(0);
        // All others, level by level: an optimum needs no level above the sum of all lengths.
        const most = Math.min(
          6,
          edges.reduce((sum, { least }) => sum + least, 0),
        );
        let best = Number.POSITIVE_INFINITY;
        const attempt: number[] = new Array(nodes).fill(0);
        for (let code = 0; code < (most + 1) ** nodes; code++) {
          for (let n = 0, left = code; n < nodes; n++, left = Math.floor(left / (most + 1))) {
            attempt[n] = left % (most + 1);
          }
          if (holds(attempt, edges)) best = Math.min(best, cost(attempt, edges));
        }
        expect(cost(levels, edges)).toBeLessThanOrEqual(best);
      }),
      { seed: 12, numRuns: 100 },
    );
  });
});
