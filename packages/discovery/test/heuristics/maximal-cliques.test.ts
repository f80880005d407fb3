import { BitSet } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { maximalCliques } from "../../src/heuristics/maximal-cliques.js";

function graph(size: number, edges: readonly (readonly [number, number])[]): BitSet[] {
  const adjacent = Array.from({ length: size }, () => new BitSet(size));
  for (const [a, b] of edges) {
    if (a === b) continue;
    adjacent[a]!.add(b);
    adjacent[b]!.add(a);
  }
  return adjacent;
}

const sorted = (cliques: number[][] | null): string[] => cliques!.map((clique) => clique.join()).sort();

describe("maximalCliques", () => {
  it("gives the cliques of a small graph, a lonely vertex as one of its own", () => {
    const cliques = maximalCliques(
      graph(6, [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3],
        [3, 4],
      ]),
      10,
    );
    expect(sorted(cliques)).toEqual(["0,1,2", "2,3", "3,4", "5"]);
    expect(maximalCliques([], 10)).toEqual([]);
  });

  it("gives up beyond the limit", () => {
    // Four groups of three, everything joined but inside a group: 3^4 cliques.
    const edges = Array.from({ length: 144 }, (_, i) => [i % 12, Math.floor(i / 12)] as const);
    const groups = graph(
      12,
      edges.filter(([a, b]) => a % 4 !== b % 4),
    );
    expect(maximalCliques(groups, 81)).toHaveLength(81);
    expect(maximalCliques(groups, 80)).toBeNull();
  });

  it("for every graph gives exactly the sets that are cliques and can't be extended", () => {
    const size = 7;
    const pairs = fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (edges) => {
        const adjacent = graph(size, edges);
        const isClique = (set: number): boolean => {
          for (let a = 0; a < size; a++) {
            for (let b = a + 1; b < size; b++) {
              if ((set >> a) & 1 && (set >> b) & 1 && !adjacent[a]!.has(b)) return false;
            }
          }
          return true;
        };
        const expected: string[] = [];
        for (let set = 1; set < 1 << size; set++) {
          if (!isClique(set)) continue;
          const members = [...Array(size).keys()].filter((a) => (set >> a) & 1);
          const others = [...Array(size).keys()].filter((a) => !((set >> a) & 1));
          if (!others.some((a) => isClique(set | (1 << a)))) expected.push(members.join());
        }
        expect(sorted(maximalCliques(adjacent, 1000))).toEqual(expected.sort());
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
