import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { DualSimplex, type SparseLines } from "../../src/alignments/dual-simplex.js";

type Matrix = readonly (readonly number[])[];

function simplexFor(a: Matrix, c1: readonly number[], c2: readonly number[] = c1.map(() => 0)): DualSimplex {
  const transposed = c1.map((_, j) => a.map((row) => row[j]!));
  return new DualSimplex(
    { columns: lines(transposed), rows: lines(a) },
    Float64Array.from(c1),
    Float64Array.from(c2),
  );
}

function lines(dense: Matrix): SparseLines {
  const entries = dense.map((line) => line.flatMap((value, i) => (value === 0 ? [] : [[i, value] as const])));
  const offsets = new Int32Array(dense.length + 1);
  entries.forEach((line, i) => {
    offsets[i + 1] = offsets[i]! + line.length;
  });
  const flat = entries.flat();
  return {
    offsets,
    items: Int32Array.from(flat, ([i]) => i),
    values: Float64Array.from(flat, ([, value]) => value),
  };
}

/** The least costs over all basic solutions: every choice of as many columns as there are rows, solved by elimination. */
function byAllBases(
  a: Matrix,
  b: readonly number[],
  c1: readonly number[],
  c2: readonly number[],
): [number, number] | null {
  let best: [number, number] | null = null;
  // A basic solution of fewer columns than rows is one of the rows that are left when those that follow from others are taken out.
  const [rows, right] = independent(a, b) ?? [null, null];
  if (rows === null) return null;
  for (const columns of choices(c1.length, rows.length)) {
    const x = eliminate(
      rows.map((row) => columns.map((j) => row[j]!)),
      right,
    );
    if (x === null || x.some((value) => value < -1e-9)) continue;
    const sum = (c: readonly number[]): number => columns.reduce((total, j, k) => total + c[j]! * x[k]!, 0);
    const found: [number, number] = [sum(c1), sum(c2)];
    if (best === null || found[0] < best[0] - 1e-9 || (found[0] < best[0] + 1e-9 && found[1] < best[1]))
      best = found;
  }
  return best;
}

function* choices(n: number, k: number, from = 0): Generator<number[]> {
  if (k === 0) yield [];
  else for (let j = from; j <= n - k; j++) for (const rest of choices(n, k - 1, j + 1)) yield [j, ...rest];
}

/** The rows that do not follow from others; `null` when the system contradicts itself. */
function independent(a: Matrix, b: readonly number[]): [Matrix, number[]] | null {
  const kept: number[][] = [];
  const original: (readonly number[])[] = [];
  const right: number[] = [];
  for (let i = 0; i < a.length; i++) {
    let row = [...a[i]!, b[i]!];
    for (const other of kept) {
      const lead = other.findIndex((value) => Math.abs(value) > 1e-9);
      const factor = row[lead]! / other[lead]!;
      row = row.map((value, j) => value - factor * other[j]!);
    }
    if (row.slice(0, -1).some((value) => Math.abs(value) > 1e-9)) {
      kept.push(row);
      original.push(a[i]!);
      right.push(b[i]!);
    } else if (Math.abs(row.at(-1)!) > 1e-9) return null;
  }
  return [original, right];
}

function eliminate(a: Matrix, b: readonly number[]): number[] | null {
  const m = a.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < m.length; k++) {
    const pivot = m.findIndex((row, i) => i >= k && Math.abs(row[k]!) > 1e-9);
    if (pivot < 0) return null;
    [m[k], m[pivot]] = [m[pivot]!, m[k]!];
    m[k] = m[k]!.map((value) => value / m[k]![k]!);
    for (let i = 0; i < m.length; i++) {
      if (i === k) continue;
      const factor = m[i]![k]!;
      m[i] = m[i]!.map((value, j) => value - factor * m[k]![j]!);
    }
  }
  return m.map((row) => row.at(-1)!);
}

describe("DualSimplex", () => {
  it("solves a program worked by hand: min x + 2y with x + y = 3, x - y = 1", () => {
    const simplex = simplexFor(
      [
        [1, 1],
        [1, -1],
      ],
      [1, 2],
    );
    expect(simplex.solve(Float64Array.of(3, 1))).toBe("optimal");
    expect([simplex.first, simplex.value(0), simplex.value(1)]).toEqual([4, 2, 1]);
  });

  it("takes, of the cheapest solutions, the one of least second cost", () => {
    // x + y = 2 costs 2 in any case.
    const simplex = simplexFor([[1, 1]], [1, 1], [5, 3]);
    expect(simplex.solve(Float64Array.of(2))).toBe("optimal");
    expect([simplex.first, simplex.second, simplex.value(0), simplex.value(1)]).toEqual([2, 6, 0, 2]);
  });

  it("says infeasible where the rows contradict each other, or need less than 0", () => {
    const simplex = simplexFor(
      [
        [1, 1],
        [2, 2],
      ],
      [1, 1],
    );
    expect(simplex.solve(Float64Array.of(1, 3))).toBe("infeasible");
    expect(simplex.solve(Float64Array.of(1, 2))).toBe("optimal");
    expect(simplex.solve(Float64Array.of(-1, -2))).toBe("infeasible");
    expect(simplex.solve(Float64Array.of(2, 4))).toBe("optimal");
    expect(simplex.first).toBe(2);
  });

  it("finds the same costs on from any earlier solve as from the first basis", () => {
    const small = fc.integer({ min: -2, max: 2 });
    const program = fc.integer({ min: 1, max: 3 }).chain((m) =>
      fc.integer({ min: m, max: 6 }).chain((n) =>
        fc.record({
          a: fc.array(fc.array(small, { minLength: n, maxLength: n }), { minLength: m, maxLength: m }),
          c1: fc.array(fc.constantFrom(0, 0, 1, 1, 2), { minLength: n, maxLength: n }),
          c2: fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }),
          sides: fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: m, maxLength: m }), {
            minLength: 1,
            maxLength: 8,
          }),
        }),
      ),
    );
    fc.assert(
      fc.property(program, ({ a, c1, c2, sides }) => {
        const warm = simplexFor(a, c1, c2);
        warm.solve(new Float64Array(a.length));
        warm.keepAsHome();
        for (const side of sides) {
          const best = byAllBases(a, side, c1, c2);
          for (const simplex of [warm, simplexFor(a, c1, c2)]) {
            const outcome = simplex.solve(Float64Array.from(side));
            expect(outcome).toBe(best === null ? "infeasible" : "optimal");
            if (best === null) continue;
            expect(simplex.first).toBeCloseTo(best[0], 6);
            expect(simplex.second).toBeCloseTo(best[1], 6);
            a.forEach((row, i) => {
              expect(row.reduce((sum, value, j) => sum + value * simplex.value(j), 0)).toBeCloseTo(
                side[i]!,
                6,
              );
            });
          }
        }
        warm.goHome();
        expect(warm.solve(new Float64Array(a.length))).toBe("optimal");
        expect(warm.first).toBeCloseTo(0, 9);
      }),
      { seed: 3, numRuns: 400 },
    );
  });
});
