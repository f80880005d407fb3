/**
 * A table in memory as Apache Arrow lays it out, in the shape that `@uwdata/flechette` makes and takes. It is described here by
 * shape, so that programs that never touch Arrow need none of its types; `table as Table` gives flechette's full type back.
 */
export interface ArrowTable {
  readonly numRows: number;
  readonly numCols: number;
  /** Names of the columns. */
  readonly names: readonly PropertyKey[];
  readonly schema: object;
  /** The columns. */
  readonly children: readonly object[];
  /** The column of that name; its values are computed when they are asked for. */
  getChild(name: string): { readonly length: number; at(row: number): unknown };
  /** The values of each column. */
  toColumns(): object;
  /** One object a row. */
  toArray(): object[];
}
