import type { ReplayNet } from "./replay-net.js";

/** Products of two residues stay below 2^53. */
const PRIME = 67_108_859;

/**
 * What no silent firing changes: place weights y with y · (change by t) ≡ 0 modulo a prime for every silent transition t. If
 * two markings differ in one of these sums, no silent sequence leads from one to the other; a proof, since a sum that is
 * equal is equal modulo anything. (The reverse does not hold.)
 *
 * A basis of all such weights, by Gaussian elimination in the field of residues, so exact and without growing numbers.
 * O(places · silent transitions · rank) once, O(places · basis) a question.
 *
 * Source: Murata, "Petri Nets: Properties, Analysis and Applications", Proc. IEEE 77(4), 1989, section VIII (S-invariants).
 */
export class SilentInvariants {
  readonly #places: number;
  readonly #basis: readonly Int32Array[];

  constructor(net: ReplayNet) {
    this.#places = net.placeCount;
    this.#basis = nullSpace(net);
  }

  /** Whether `from` and `to` agree in all invariants. */
  agree(from: Int32Array, to: Int32Array): boolean {
    return this.#basis.every((weights) => {
      let sum = 0;
      for (let p = 0; p < this.#places; p++) {
        const more = from[p]! - to[p]!;
        if (more !== 0) sum = (sum + weights[p]! * (more % PRIME)) % PRIME;
      }
      return sum === 0;
    });
  }
}

/** The place weights that every silent transition keeps: one vector per place that is no pivot of the eliminated rows. */
function nullSpace({ placeCount, silent, changes, changeAmounts }: ReplayNet): Int32Array[] {
  const rows: Float64Array[] = []; // in reduced echelon form
  const pivots: number[] = [];
  for (const t of silent) {
    const row = new Float64Array(placeCount);
    for (let i = changes.offsets[t]!; i < changes.offsets[t + 1]!; i++) {
      row[changes.items[i]!] = residue(changeAmounts[i]!);
    }
    rows.forEach((other, r) => {
      subtract(row, other, row[pivots[r]!]!);
    });
    const pivot = row.findIndex((value) => value !== 0);
    if (pivot < 0) continue;
    const inverse = power(row[pivot]!, PRIME - 2);
    for (let p = 0; p < placeCount; p++) row[p] = (row[p]! * inverse) % PRIME;
    for (const other of rows) subtract(other, row, other[pivot]!);
    rows.push(row);
    pivots.push(pivot);
  }
  const isPivot = new Set(pivots);
  const basis: Int32Array[] = [];
  for (let free = 0; free < placeCount; free++) {
    if (isPivot.has(free)) continue;
    const weights = new Int32Array(placeCount);
    weights[free] = 1;
    pivots.forEach((pivot, r) => {
      weights[pivot] = residue(-rows[r]![free]!);
    });
    basis.push(weights);
  }
  return basis;
}

function subtract(row: Float64Array, other: Float64Array, times: number): void {
  if (times === 0) return;
  for (let p = 0; p < row.length; p++) {
    if (other[p] !== 0) row[p] = residue(row[p]! - ((times * other[p]!) % PRIME));
  }
}

function residue(value: number): number {
  return ((value % PRIME) + PRIME) % PRIME;
}

/** base^exponent modulo the prime. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}
