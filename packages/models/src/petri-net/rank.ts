/** A row of a sparse matrix: column to entry, no zeros. */
export type SparseRow = Map<number, number>;

/**
 * The rank of a matrix of whole numbers, exact; `null` when a number beyond 2^53 would be needed. Takes the rows apart.
 *
 * Gaussian elimination without fractions: the row with the fewest entries is taken next, in it the column with the fewest (ties by
 * index), and each row is divided by the common factor of its entries. O(rows² + entries made); nets give entries near 1.
 */
export function rank(rows: SparseRow[]): number | null {
  const columns = new Map<number, Set<number>>();
  rows.forEach((row, r) => {
    for (const column of row.keys()) {
      if (!columns.has(column)) columns.set(column, new Set());
      columns.get(column)!.add(r);
    }
  });
  const left = new Set(rows.keys());
  for (let found = 0; ; found++) {
    let pivotRow = -1;
    for (const r of left) {
      const size = rows[r]!.size;
      if (size === 0) left.delete(r);
      else if (pivotRow < 0 || size < rows[pivotRow]!.size) pivotRow = r;
    }
    if (pivotRow < 0) return found;
    left.delete(pivotRow);
    const pivot = rows[pivotRow]!;
    let pivotColumn = -1;
    for (const column of pivot.keys()) {
      columns.get(column)!.delete(pivotRow);
      const fewer = pivotColumn < 0 ? 1 : columns.get(pivotColumn)!.size - columns.get(column)!.size;
      if (fewer > 0 || (fewer === 0 && column < pivotColumn)) pivotColumn = column;
    }
    const head = pivot.get(pivotColumn)!;
    for (const r of columns.get(pivotColumn)!) {
      const row = rows[r]!;
      const entry = row.get(pivotColumn)!;
      const shared = gcd(head, entry);
      const [times, minus] = [head / shared, entry / shared];
      for (const [column, value] of times === 1 ? [] : row) {
        if (!Number.isSafeInteger(value * times)) return null;
        row.set(column, value * times);
      }
      for (const [column, value] of pivot) {
        const product = value * minus;
        const sum = (row.get(column) ?? 0) - product;
        if (!Number.isSafeInteger(product) || !Number.isSafeInteger(sum)) return null;
        if (sum !== 0) {
          row.set(column, sum);
          columns.get(column)!.add(r);
          continue;
        }
        row.delete(column);
        if (column !== pivotColumn) columns.get(column)!.delete(r);
      }
      let common = 0;
      for (const value of row.values()) {
        common = gcd(common, value);
        if (common === 1) break;
      }
      if (common > 1) for (const [column, value] of row) row.set(column, value / common);
    }
    columns.get(pivotColumn)!.clear();
  }
}

/** The greatest common divisor, at least 0; gcd(0, n) = |n|. */
export function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
