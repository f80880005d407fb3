import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  activity,
  compileNet,
  exclusive,
  incidenceMatrix,
  PetriNetBuilder,
  parallel,
  placeInvariants,
  reachabilityGraph,
  sequence,
  transitionInvariants,
  treeToPetriNet,
} from "../../src/index.js";
import { rank } from "../../src/petri-net/rank.js";
import { arbitraryNet, netOf, water } from "./arbitrary-net.js";

const empty = { places: [], transitions: [], arcs: [] };

describe("incidenceMatrix", () => {
  it("has a row for each place, output weight less input weight", () => {
    expect(incidenceMatrix(water().net)).toEqual([[-2], [-1], [2]]);
    const { net } = netOf(["a: p -> p + q", "b: q -> p"], ["p"], ["p"]);
    expect(incidenceMatrix(net)).toEqual([
      [0, 1], // a takes from p and gives back
      [1, -1],
    ]);
    expect(incidenceMatrix(compileNet(net))).toEqual(incidenceMatrix(net));
    expect(incidenceMatrix(empty)).toEqual([]);
  });

  it("gives the marking after every firing sequence: M' = M + C·x", () => {
    fc.assert(
      fc.property(arbitraryNet(), (model) => {
        const matrix = incidenceMatrix(model.net);
        const { markings, from, transition, to } = reachabilityGraph(model, { maxMarkings: 100 });
        from.forEach((m, k) => {
          const after = markings[m]!.map((tokens, p) => tokens + matrix[p]![transition[k]!]!);
          expect(after).toEqual(markings[to[k]!]);
        });
      }),
      { seed: 41, numRuns: 60 },
    );
  });
});

describe("placeInvariants", () => {
  it("finds what a firing keeps: hydrogen and oxygen", () => {
    // In one firing 2 H2 and 1 O2 give 2 H2O: H2 + H2O is kept, and 2 O2 + H2O.
    expect(placeInvariants(water().net)).toEqual({
      invariants: [
        [1, 0, 1],
        [0, 2, 1],
      ],
      complete: true,
    });
  });

  it("finds one for each branch of a parallel split, and one for all ways of a choice", () => {
    const model = netOf([
      "split: source -> p + q",
      "a: p -> r",
      "b: p -> r",
      "c: q -> s",
      "join: r + s -> sink",
    ]);
    // Places source, p, q, r, s, sink.
    expect(placeInvariants(model.net).invariants).toEqual([
      [1, 1, 0, 1, 0, 1],
      [1, 0, 1, 0, 1, 1],
    ]);
    expect(transitionInvariants(model.net)).toEqual({ invariants: [], complete: true });
  });

  it("finds none where tokens are made or lost", () => {
    expect(placeInvariants(netOf(["a: p -> p + q"], ["p"], ["p"]).net).invariants).toEqual([[1, 0]]);
    expect(placeInvariants(netOf(["a: p -> p + p"], ["p"], ["p"]).net).invariants).toEqual([]);
    expect(placeInvariants(empty)).toEqual({ invariants: [], complete: true });
  });

  it("keeps within the limit where there are exponentially many, and says so", () => {
    const steps = Array.from({ length: 12 }, (_, i) => parallel(activity(`a${i}`), activity(`b${i}`)));
    const { net } = treeToPetriNet(sequence(...steps));
    const limited = placeInvariants(net, { maxRows: 500 });
    expect(limited.complete).toBe(false);
    // Each step goes through its upper or its lower branch: 2^12.
    expect(placeInvariants(net, { maxRows: 5000 }).invariants).toHaveLength(4096);
    expect(() => placeInvariants(net, { maxRows: 0 })).toThrow("placeInvariants: option maxRows is 0.");
    expect(() => placeInvariants(net, { signal: AbortSignal.abort(new Error("enough")) })).toThrow("enough");
  });

  it("refuses weights that exact numbers can't hold", () => {
    const b = new PetriNetBuilder();
    const places = [b.place(), b.place(), b.place()];
    for (let i = 0; i < 2; i++) {
      const t = b.transition(null);
      b.arc("input", places[i]!, t, 2 ** 31 - 1);
      b.arc("output", places[i + 1]!, t, 2 ** 30 + 1);
    }
    expect(() => placeInvariants(b.buildNet())).toThrow(
      "placeInvariants: a weight would exceed 9007199254740991. Divide the weights of the arcs by a common factor.",
    );
  });

  it("handles a ring of 500 places", () => {
    const b = new PetriNetBuilder();
    const places = Array.from({ length: 500 }, () => b.place());
    places.forEach((place, i) => {
      b.transition(null, { inputs: [place], outputs: [places[(i + 1) % 500]!] });
    });
    const net = b.buildNet();
    expect(placeInvariants(net)).toEqual({ invariants: [new Array(500).fill(1)], complete: true });
    expect(transitionInvariants(net)).toEqual({ invariants: [new Array(500).fill(1)], complete: true });
  });
});

describe("transitionInvariants", () => {
  it("finds each way round a loop", () => {
    const model = netOf(["a: p -> q", "b: q -> p", "c: q -> r", "d: r -> p"], ["p"], ["p"]);
    expect(transitionInvariants(model.net).invariants).toEqual([
      [1, 1, 0, 0],
      [1, 0, 1, 1],
    ]);
  });

  it("counts how often each must fire", () => {
    // a makes two tokens that b takes one by one.
    const model = netOf(["a: p -> q + q", "b: q -> r", "c: r + r -> p"], ["p"], ["p"]);
    expect(transitionInvariants(model.net).invariants).toEqual([[1, 2, 1]]);
  });
});

describe("invariants of every net", () => {
  const product = (vector: readonly number[], matrix: readonly (readonly number[])[], columns: number) =>
    Array.from({ length: columns }, (_, column) =>
      vector.reduce((sum, value, row) => sum + value * matrix[row]![column]!, 0),
    );
  const supportOf = (vector: readonly number[]) =>
    vector.flatMap((value, index) => (value > 0 ? [index] : []));
  const within = (small: readonly number[], large: readonly number[]) =>
    small.every((index) => large.includes(index));
  const turned = (matrix: readonly (readonly number[])[], columns: number) =>
    Array.from({ length: columns }, (_, column) => matrix.map((row) => row[column]!));

  /** All vectors of `length` numbers from 0 to `most`. */
  function* vectors(length: number, most: number): Generator<number[]> {
    if (length === 0) yield [];
    else for (const rest of vectors(length - 1, most)) for (let v = 0; v <= most; v++) yield [...rest, v];
  }

  it("solve yᵀ·C = 0, are minimal, and every small solution holds one of them", () => {
    fc.assert(
      fc.property(arbitraryNet({ places: 4, transitions: 4 }), ({ net }) => {
        const matrix = incidenceMatrix(net);
        const [places, transitions] = [net.places.length, net.transitions.length];
        for (const [rows, columns, { invariants, complete }] of [
          [matrix, transitions, placeInvariants(net)],
          [turned(matrix, transitions), places, transitionInvariants(net)],
        ] as const) {
          expect(complete).toBe(true);
          for (const vector of invariants) {
            expect(product(vector, rows, columns).every((sum) => sum === 0)).toBe(true);
            expect(vector.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
          }
          const supports = invariants.map(supportOf);
          supports.forEach((small, i) => {
            expect(supports.some((large, j) => i !== j && within(small, large))).toBe(false);
          });
          for (const vector of vectors(rows.length, 2)) {
            const solves = product(vector, rows, columns).every((sum) => sum === 0);
            if (solves && vector.some((value) => value > 0)) {
              expect(supports.some((support) => within(support, supportOf(vector)))).toBe(true);
            }
          }
        }
      }),
      { seed: 42, numRuns: 120 },
    );
  });

  it("keep the weighted sum of tokens in every reachable marking", () => {
    fc.assert(
      fc.property(arbitraryNet(), (model) => {
        const { markings } = reachabilityGraph(model, { maxMarkings: 60 });
        const sum = (weights: readonly number[], marking: readonly number[]) =>
          weights.reduce((total, weight, p) => total + weight * marking[p]!, 0);
        for (const weights of placeInvariants(model.net).invariants) {
          for (const marking of markings) expect(sum(weights, marking)).toBe(sum(weights, markings[0]!));
        }
      }),
      { seed: 43, numRuns: 100 },
    );
  });
});

describe("rank", () => {
  const rankOf = (rows: readonly (readonly number[])[]) =>
    rank(
      rows.map(
        (row) => new Map(row.flatMap((value, column) => (value === 0 ? [] : [[column, value] as const]))),
      ),
    );

  it.each<[number[][], number]>([
    [[], 0],
    [[[0, 0]], 0],
    [
      [
        [2, 4],
        [1, 2],
      ],
      1,
    ],
    [
      [
        [2, 4],
        [1, 3],
      ],
      2,
    ],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      2,
    ],
    [
      [
        [6, 10, 15],
        [10, 15, 6],
        [15, 6, 10],
      ],
      3,
    ],
  ])("of %j is %j", (rows, expected) => {
    expect(rankOf(rows)).toBe(expected);
  });

  it("is null when exact numbers run out", () => {
    const big = 2 ** 52 - 1;
    expect(
      rankOf([
        [big, 3, 1],
        [5, big, 7],
        [11, 13, big],
      ]),
    ).toBeNull();
  });

  it("is the size of the largest minor that is not 0, for matrices of three rows and columns", () => {
    const entry = fc.integer({ min: -2, max: 2 });
    const matrix = fc.array(fc.array(entry, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(matrix, (rows) => {
        const [a, b, c] = rows as [number[], number[], number[]];
        const minor = (x: number[], y: number[], i: number, j: number) => x[i]! * y[j]! - x[j]! * y[i]!;
        const determinant = a[0]! * minor(b, c, 1, 2) - a[1]! * minor(b, c, 0, 2) + a[2]! * minor(b, c, 0, 1);
        const pairs = [
          [a, b],
          [a, c],
          [b, c],
        ] as const;
        const two = pairs.some(
          ([x, y]) => minor(x, y, 0, 1) !== 0 || minor(x, y, 0, 2) !== 0 || minor(x, y, 1, 2) !== 0,
        );
        const one = rows.flat().some((value) => value !== 0);
        expect(rankOf(rows)).toBe(determinant !== 0 ? 3 : two ? 2 : one ? 1 : 0);
      }),
      { seed: 44, numRuns: 300 },
    );
  });

  it("of the incidence matrix is one less than the places, for a workflow of choices", () => {
    // One token walks: all columns sum to 0, and the graph of the places is connected.
    const { net } = treeToPetriNet(
      sequence(...Array.from({ length: 300 }, (_, i) => exclusive(activity(`a${i}`), activity(`b${i}`)))),
    );
    expect(rankOf(incidenceMatrix(net))).toBe(net.places.length - 1);
  });
});
