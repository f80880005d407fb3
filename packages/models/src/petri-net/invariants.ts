import { BitSet, GigamineError, type LongWorkOptions, optionError, throwIfAborted } from "@gigamine/base";
import { compileNet } from "./compile.js";
import { gcd, type SparseRow } from "./rank.js";
import type { PetriNet } from "./types.js";

export interface InvariantOptions extends LongWorkOptions {
  /**
   * At most so many rows are kept on the way; their number can grow exponentially. A whole number of at least 1. @default 2_000
   */
  readonly maxRows?: number | undefined;
}

export interface Invariants {
  /** Per invariant one weight for each place (or transition), whole numbers of at least 0 without a common factor. */
  readonly invariants: readonly (readonly number[])[];
  /** Whether those are all minimal ones; false when there were more than `maxRows` rows on the way. */
  readonly complete: boolean;
}

/**
 * The minimal semi-positive place invariants of a net: weights y ≥ 0, not all 0, with yᵀ·C = 0 for the incidence matrix C, so that the
 * weighted sum of tokens is the same in every reachable marking. Minimal: no other invariant has fewer places with a weight above 0.
 * Every semi-positive invariant is a sum of multiples of these. A place with a weight is bounded, by the sum at first over its
 * weight. Sorted by the places they hold, the smallest index first.
 *
 * There may be exponentially many, as for choices in parallel one after the other. At `maxRows` those found by then are given with
 * `complete: false`. Exact: on whole numbers, by the algorithm of Farkas, the column with the fewest pairs of rows first (ties by
 * index). O(columns * rows³) at worst.
 *
 * Source: Martínez, Silva, "A Simple and Fast Algorithm to Obtain All Invariants of a Generalised Petri Net", Informatik-Fachberichte
 * 52, 1982; Colom, Silva, "Convex Geometry and Semiflows in P/T Nets", LNCS 483, 1991. Murata 1989, section IV-B.
 *
 * @throws GigamineError `petri-net/invariant-overflow` when a weight would exceed 2^53.
 */
export function placeInvariants(net: PetriNet, options: InvariantOptions = {}): Invariants {
  return semiflows("placeInvariants", effects(net).places, net.places.length, options);
}

/**
 * The minimal semi-positive transition invariants of a net: counts x ≥ 0, not all 0, with C·x = 0, so that firing each transition so often,
 * if that is possible, leads back to the marking where it began. Otherwise as {@link placeInvariants}.
 */
export function transitionInvariants(net: PetriNet, options: InvariantOptions = {}): Invariants {
  return semiflows("transitionInvariants", effects(net).transitions, net.transitions.length, options);
}

/** The rows and the columns of the incidence matrix, without zeros. */
function effects(net: PetriNet): { readonly places: SparseRow[]; readonly transitions: SparseRow[] } {
  const compiled = compileNet(net);
  const places: SparseRow[] = net.places.map(() => new Map());
  const transitions: SparseRow[] = net.transitions.map(() => new Map());
  const add = (p: number, t: number, change: number): void => {
    const sum = (places[p]!.get(t) ?? 0) + change;
    if (sum === 0) {
      places[p]!.delete(t);
      transitions[t]!.delete(p);
    } else {
      places[p]!.set(t, sum);
      transitions[t]!.set(p, sum);
    }
  };
  for (let t = 0; t < compiled.transitionCount; t++) {
    for (let k = compiled.inputOffsets[t]!; k < compiled.inputOffsets[t + 1]!; k++) {
      add(compiled.inputPlaces[k]!, t, -compiled.inputWeights[k]!);
    }
    for (let k = compiled.outputOffsets[t]!; k < compiled.outputOffsets[t + 1]!; k++) {
      add(compiled.outputPlaces[k]!, t, compiled.outputWeights[k]!);
    }
  }
  return { places, transitions };
}

/** Weights, and what they sum up to in each column that is not 0 yet. */
interface Row {
  readonly weights: SparseRow;
  readonly support: BitSet;
  readonly rest: SparseRow;
}

function semiflows(
  where: string,
  matrix: readonly SparseRow[],
  width: number,
  { maxRows = 2000, signal, onProgress }: InvariantOptions,
): Invariants {
  if (!(Number.isInteger(maxRows) && maxRows >= 1)) {
    throw optionError(where, "maxRows", maxRows, "Give a whole number of at least 1, such as 2000.");
  }
  const table = new Table();
  matrix.forEach((rest, index) => {
    const support = new BitSet(width);
    support.add(index);
    table.add({ weights: new Map([[index, 1]]), support, rest });
  });
  let complete = true;
  for (let done = 0, column = table.bestColumn(); column >= 0; done++, column = table.bestColumn()) {
    if (done % 64 === 0) onProgress?.({ stage: "finding invariants", done, total: null, unit: "columns" });
    if (clearColumn(where, table, column, maxRows, signal)) continue;
    complete = false;
    break;
  }
  const invariants = [...table.rows]
    .filter(({ rest }) => rest.size === 0)
    .map(({ weights, support }) => ({ weights, support: [...support] }))
    .sort((a, b) => compareLists(a.support, b.support))
    .map(({ weights }) => Array.from({ length: width }, (_, index) => weights.get(index) ?? 0));
  return { invariants, complete };
}

/** Rows, and per column those that are not 0 there. */
class Table {
  readonly rows = new Set<Row>();
  readonly #positive = new Map<number, Set<Row>>();
  readonly #negative = new Map<number, Set<Row>>();

  add(row: Row): void {
    this.rows.add(row);
    for (const [column, value] of row.rest) {
      if (!this.#positive.has(column)) {
        this.#positive.set(column, new Set());
        this.#negative.set(column, new Set());
      }
      (value > 0 ? this.#positive : this.#negative).get(column)!.add(row);
    }
  }

  delete(row: Row): void {
    this.rows.delete(row);
    for (const [column, value] of row.rest)
      (value > 0 ? this.#positive : this.#negative).get(column)!.delete(row);
  }

  positiveIn(column: number): readonly Row[] {
    return [...this.#positive.get(column)!];
  }

  negativeIn(column: number): readonly Row[] {
    return [...this.#negative.get(column)!];
  }

  /** The column with the fewest pairs of a positive and a negative entry, ties by index; -1 when all entries are 0. */
  bestColumn(): number {
    let best = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (const [column, positive] of this.#positive) {
      const negative = this.#negative.get(column)!;
      if (positive.size + negative.size === 0) this.#positive.delete(column);
      else {
        const pairs = positive.size * negative.size;
        if (pairs < fewest || (pairs === fewest && column < best)) [best, fewest] = [column, pairs];
      }
    }
    return best;
  }
}

/**
 * Replaces the rows that are not 0 in `column` by the sums of a positive and a negative one each that are. All rows have minimal support: a
 * sum is left out when some further row lives on its places alone. Says whether at most `maxRows` rows are left; if not, some sums
 * are missing.
 */
function clearColumn(
  where: string,
  table: Table,
  column: number,
  maxRows: number,
  signal: AbortSignal | undefined,
): boolean {
  const positive = table.positiveIn(column);
  const negative = table.negativeIn(column);
  const made: Row[] = [];
  const room = maxRows - (table.rows.size - positive.length - negative.length);
  let fits = room >= 0;
  for (const up of fits ? positive : []) {
    throwIfAborted(signal);
    for (const down of negative) {
      const support = up.support.clone();
      support.union(down.support);
      if (livesWithin(table, support, up, down)) continue;
      if (made.length === room) {
        fits = false;
        break;
      }
      const shared = gcd(up.rest.get(column)!, down.rest.get(column)!);
      const [a, b] = [-down.rest.get(column)! / shared, up.rest.get(column)! / shared];
      const weights = combine(where, up.weights, a, down.weights, b);
      const rest = combine(where, up.rest, a, down.rest, b);
      let common = 0;
      for (const row of [weights, rest]) for (const value of row.values()) common = gcd(common, value);
      if (common > 1) {
        for (const row of [weights, rest]) for (const [index, value] of row) row.set(index, value / common);
      }
      made.push({ weights, support, rest });
    }
  }
  for (const row of [...positive, ...negative]) table.delete(row);
  for (const row of made) table.add(row);
  return fits;
}

/** Whether a row besides these two lives on `support` alone. */
function livesWithin(table: Table, support: BitSet, up: Row, down: Row): boolean {
  for (const row of table.rows) if (row !== up && row !== down && support.includes(row.support)) return true;
  return false;
}

/** a·x + b·y, without zeros. */
function combine(where: string, x: SparseRow, a: number, y: SparseRow, b: number): SparseRow {
  const exact = (value: number): number => {
    if (Number.isSafeInteger(value)) return value;
    throw new GigamineError(
      "petri-net/invariant-overflow",
      `${where}: a weight would exceed 9007199254740991. Divide the weights of the arcs by a common factor.`,
      { where },
    );
  };
  const sum: SparseRow = new Map();
  for (const [index, value] of x) sum.set(index, exact(a * value));
  for (const [index, value] of y) {
    const total = exact((sum.get(index) ?? 0) + exact(b * value));
    if (total === 0) sum.delete(index);
    else sum.set(index, total);
  }
  return sum;
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
