/** A matrix by columns and by rows: entries of column j are k in [`offsets[j]`, `offsets[j + 1]`), likewise for rows. */
export interface SparseMatrix {
  readonly columns: SparseLines;
  readonly rows: SparseLines;
}

export interface SparseLines {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  readonly values: Float64Array;
}

/** What a solve came to. `"unknown"`: rounding errors won; nothing is claimed then. */
export type Outcome = "optimal" | "infeasible" | "unknown";

const FEASIBLE = 1e-7;
const PIVOT = 1e-7;
const TRUSTED = 1e-6;
/** What is left where rounding errors cancel: taken for 0, so that the inverse stays sparse. */
const DUST = 1e-11;

/**
 * Solves "minimize c·x subject to A x = b, x ≥ 0" for one right-hand side after the other, with costs of two ranks: first costs, and among
 * the cheapest the least second costs, all at least 0.
 *
 * A dual simplex method: with artificial variables, fixed at 0, as first basis the reduced costs are the costs, so that basis is dual
 * feasible; and dual feasibility does not depend on b. Hence each call goes on from the basis of the last one, and takes a few pivots
 * when little has changed. The inverse of the basis is kept as a dense matrix of m² numbers; a pivot costs O(m²) at most, a solve
 * besides O(m · changed entries of b + entries of A).
 *
 * Rounding is watched: an answer stands on multipliers that are checked against A and c (weak duality, Farkas' lemma); when that
 * fails, the solve is made again from the first basis.
 * Source: Lemke, "The dual method of solving the linear programming problem", Naval Research Logistics Quarterly 1(1), 1954.
 */
export class DualSimplex {
  /** The least costs, after a solve that was optimal. */
  first = 0;
  second = 0;
  readonly #a: SparseMatrix;
  readonly #c1: Float64Array;
  readonly #c2: Float64Array;
  readonly #m: number;
  readonly #n: number;
  readonly #b: Float64Array;
  /** Row-major. */
  readonly #inverse: Float64Array;
  /** Per row the column in the basis; n + i for the artificial variable of row i. */
  readonly #basis: Int32Array;
  /** Per column its row in the basis; -1 outside. */
  readonly #place: Int32Array;
  /** Values of the basic variables, per row. */
  readonly #beta: Float64Array;
  readonly #d1: Float64Array;
  readonly #d2: Float64Array;
  /** The pivot row over the columns, the entering column over the rows, the places of the inverse's row that are not 0. */
  readonly #pivotRow: Float64Array;
  readonly #entering: Float64Array;
  readonly #support: Int32Array;
  readonly #pivotValues: Float64Array;
  /** Multipliers of the rows, one for each rank of costs. */
  readonly #y1: Float64Array;
  readonly #y2: Float64Array;
  /** Whether the multipliers are those of the basis, and checked. */
  #isPriced = false;
  #home: { inverse: Float64Array; basis: Int32Array; beta: Float64Array; b: Float64Array } | null = null;

  constructor(a: SparseMatrix, c1: Float64Array, c2: Float64Array) {
    this.#a = a;
    this.#c1 = c1;
    this.#c2 = c2;
    this.#m = a.rows.offsets.length - 1;
    this.#n = a.columns.offsets.length - 1;
    this.#b = new Float64Array(this.#m);
    this.#inverse = new Float64Array(this.#m * this.#m);
    this.#basis = new Int32Array(this.#m);
    this.#place = new Int32Array(this.#n);
    this.#beta = new Float64Array(this.#m);
    this.#d1 = new Float64Array(this.#n);
    this.#d2 = new Float64Array(this.#n);
    this.#pivotRow = new Float64Array(this.#n);
    this.#entering = new Float64Array(this.#m);
    this.#support = new Int32Array(this.#m);
    this.#pivotValues = new Float64Array(this.#m);
    this.#y1 = new Float64Array(this.#m);
    this.#y2 = new Float64Array(this.#m);
    this.#reset();
  }

  solve(b: Float64Array): Outcome {
    for (let k = 0; k < this.#m; k++) {
      const change = b[k]! - this.#b[k]!;
      if (change === 0) continue;
      this.#b[k] = b[k]!;
      for (let i = 0, at = k; i < this.#m; i++, at += this.#m) this.#beta[i]! += change * this.#inverse[at]!;
    }
    const outcome = this.#optimize();
    if (outcome !== "unknown") return outcome;
    this.#reset();
    return this.#optimize();
  }

  /** The value of a column in the last solution. */
  value(column: number): number {
    const row = this.#place[column]!;
    return row < 0 ? 0 : this.#beta[row]!;
  }

  /** The column that is basic in a row, the only ones whose values can be other than 0; -1 for none. */
  basicColumn(row: number): number {
    const column = this.#basis[row]!;
    return column < this.#n ? column : -1;
  }

  /** Keeps the current basis for {@link goHome}. */
  keepAsHome(): void {
    this.#home = {
      inverse: this.#inverse.slice(),
      basis: this.#basis.slice(),
      beta: this.#beta.slice(),
      b: this.#b.slice(),
    };
  }

  /** Back to the basis kept, so that what follows does not depend on what was solved before. */
  goHome(): void {
    if (this.#home === null) {
      this.#reset();
      return;
    }
    this.#inverse.set(this.#home.inverse);
    this.#basis.set(this.#home.basis);
    this.#beta.set(this.#home.beta);
    this.#b.set(this.#home.b);
    this.#place.fill(-1);
    this.#basis.forEach((column, row) => {
      if (column < this.#n) this.#place[column] = row;
    });
    this.#isPriced = this.#price();
  }

  #optimize(): Outcome {
    const [m, n, beta, basis] = [this.#m, this.#n, this.#beta, this.#basis];
    for (let pivots = 0; pivots < 20 * (m + 10); pivots++) {
      let row = -1;
      let worst = FEASIBLE;
      for (let i = 0; i < m; i++) {
        const off = basis[i]! >= n ? Math.abs(beta[i]!) : -beta[i]!;
        if (off > worst) {
          worst = off;
          row = i;
        }
      }
      if (row < 0) return this.#addUp() ? "optimal" : "unknown";
      const rising = beta[row]! < 0;
      const column = this.#entersFor(row, rising);
      if (column < 0) return this.#provesInfeasible(row, rising) ? "infeasible" : "unknown";
      if (!this.#pivot(row, column)) return "unknown";
    }
    return "unknown";
  }

  /** The column that enters when the variable of `row` leaves, rising or falling to 0; -1 when none can. Fills the pivot row. */
  #entersFor(row: number, rising: boolean): number {
    const [m, n] = [this.#m, this.#n];
    const [inverse, pivotRow, place, d1, d2] = [
      this.#inverse,
      this.#pivotRow,
      this.#place,
      this.#d1,
      this.#d2,
    ];
    const { offsets, items, values } = this.#a.rows;
    pivotRow.fill(0);
    for (let i = 0; i < m; i++) {
      const factor = inverse[row * m + i]!;
      if (factor === 0) continue;
      for (let k = offsets[i]!; k < offsets[i + 1]!; k++) pivotRow[items[k]!]! += factor * values[k]!;
    }
    let best = -1;
    let size = 0;
    let ratio1 = Number.POSITIVE_INFINITY;
    let ratio2 = Number.POSITIVE_INFINITY;
    for (let j = 0; j < n; j++) {
      const entry = rising ? -pivotRow[j]! : pivotRow[j]!;
      if (entry <= PIVOT || place[j]! >= 0) continue;
      const r1 = d1[j]! / entry;
      if (r1 > ratio1 + 1e-9) continue;
      const r2 = d2[j]! / entry;
      const same1 = r1 >= ratio1 - 1e-9;
      if (same1 && (r2 > ratio2 + 1e-9 || (r2 >= ratio2 - 1e-9 && entry <= size))) continue;
      best = j;
      size = entry;
      ratio1 = r1;
      ratio2 = r2;
    }
    return best;
  }

  /** Farkas: multipliers with which all columns are on one side of 0, and b on the other. */
  #provesInfeasible(row: number, rising: boolean): boolean {
    const m = this.#m;
    let b = 0;
    for (let i = 0; i < m; i++) b += this.#inverse[row * m + i]! * this.#b[i]!;
    if (rising ? b > -TRUSTED : b < TRUSTED) return false;
    for (let j = 0; j < this.#n; j++) {
      if ((rising ? -this.#pivotRow[j]! : this.#pivotRow[j]!) > TRUSTED) return false;
    }
    return true;
  }

  /** Whether the pivot was large enough to be trusted. */
  #pivot(row: number, column: number): boolean {
    const [m, inverse, beta, entering, support] = [
      this.#m,
      this.#inverse,
      this.#beta,
      this.#entering,
      this.#support,
    ];
    const { offsets, items, values } = this.#a.columns;
    entering.fill(0);
    for (let k = offsets[column]!; k < offsets[column + 1]!; k++) {
      const value = values[k]!;
      for (let i = 0, at = items[k]!; i < m; i++, at += m) entering[i]! += value * inverse[at]!;
    }
    const pivot = entering[row]!;
    if (Math.abs(pivot - this.#pivotRow[column]!) > TRUSTED * (1 + Math.abs(pivot))) return false;

    this.#isPriced = false;
    const leaving = this.#basis[row]!;
    const step1 = this.#d1[column]! / pivot;
    const step2 = this.#d2[column]! / pivot;
    for (let j = 0; j < this.#n; j++) {
      const entry = this.#pivotRow[j]!;
      if (entry === 0) continue;
      this.#d1[j]! -= step1 * entry;
      this.#d2[j]! -= step2 * entry;
    }
    this.#d1[column] = 0;
    this.#d2[column] = 0;

    const start = row * m;
    const pivotValues = this.#pivotValues;
    let filled = 0;
    for (let i = 0; i < m; i++) {
      const value = inverse[start + i]! / pivot;
      if (Math.abs(value) < DUST) {
        inverse[start + i] = 0;
        continue;
      }
      inverse[start + i] = value;
      pivotValues[filled] = value;
      support[filled++] = i;
    }
    const theta = beta[row]! / pivot;
    for (let i = 0; i < m; i++) {
      const factor = entering[i]!;
      if (i === row || Math.abs(factor) < DUST) continue;
      beta[i]! -= theta * factor;
      const at = i * m;
      for (let k = 0; k < filled; k++) inverse[at + support[k]!]! -= factor * pivotValues[k]!;
    }
    beta[row] = theta;
    this.#basis[row] = column;
    this.#place[column] = row;
    if (leaving < this.#n) this.#place[leaving] = -1;
    return true;
  }

  /** The least costs, by the multipliers; whether those prove that nothing costs less. */
  #addUp(): boolean {
    if (!this.#isPriced) this.#isPriced = this.#price();
    this.first = 0;
    this.second = 0;
    for (let i = 0; i < this.#m; i++) {
      const b = this.#b[i]!;
      if (b === 0) continue;
      this.first += this.#y1[i]! * b;
      this.second += this.#y2[i]! * b;
    }
    return this.#isPriced;
  }

  /** Multipliers and reduced costs from the basis; whether they prove lower bounds for every right-hand side. */
  #price(): boolean {
    const [m, n, d1, d2, y1, y2] = [this.#m, this.#n, this.#d1, this.#d2, this.#y1, this.#y2];
    const { offsets, items, values } = this.#a.rows;
    y1.fill(0);
    y2.fill(0);
    for (let i = 0; i < m; i++) {
      const column = this.#basis[i]!;
      if (column >= n) continue;
      const c1 = this.#c1[column]!;
      const c2 = this.#c2[column]!;
      const at = i * m;
      if (c1 !== 0) for (let k = 0; k < m; k++) y1[k]! += c1 * this.#inverse[at + k]!;
      if (c2 !== 0) for (let k = 0; k < m; k++) y2[k]! += c2 * this.#inverse[at + k]!;
    }
    d1.set(this.#c1);
    d2.set(this.#c2);
    for (let i = 0; i < m; i++) {
      if (y1[i] === 0 && y2[i] === 0) continue;
      for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
        d1[items[k]!]! -= y1[i]! * values[k]!;
        d2[items[k]!]! -= y2[i]! * values[k]!;
      }
    }
    for (let j = 0; j < n; j++) {
      // Below 0 in the first cost, or 0 there and below 0 in the second, is no lower bound.
      if (d1[j]! < -TRUSTED || (d1[j]! < TRUSTED && d2[j]! < -TRUSTED)) return false;
    }
    return true;
  }

  /** The basis of artificial variables, for the current right-hand side. */
  #reset(): void {
    const [m, n] = [this.#m, this.#n];
    this.#inverse.fill(0);
    for (let i = 0; i < m; i++) {
      this.#inverse[i * m + i] = 1;
      this.#basis[i] = n + i;
    }
    this.#place.fill(-1);
    this.#beta.set(this.#b);
    this.#d1.set(this.#c1);
    this.#d2.set(this.#c2);
    this.#isPriced = false;
  }
}
