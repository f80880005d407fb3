import { optionError } from "@gigamine/base";
import type { RowsOptions } from "./design.js";
import type { RowSource } from "./source-rows.js";

const mostRows = 10_000_000;

/** The rows asked for: `first` … `end - 1`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Checks which rows are wanted. `where` is the public function, for messages. */
export function rowRange(
  where: string,
  source: RowSource | null,
  count: number | undefined,
  { from = 0, partition = { index: 0, of: 1 } }: RowsOptions,
): RowRange {
  const wanted = count ?? source?.count;
  if (wanted === undefined || !isWhole(wanted, 0, mostRows)) {
    throw optionError(
      where,
      "count",
      wanted,
      `Give how many rows there are to be, a whole number up to ${mostRows}; it may be left away only when the design has source rows.`,
    );
  }
  if (!isWhole(from, 0, 2 ** 32 - mostRows)) {
    throw optionError(where, "from", from, "Give the number of the first row, a whole number from 0.");
  }
  const { index, of } = partition;
  if (!isWhole(of, 1, mostRows)) {
    throw optionError(where, "partition.of", of, "Give into how many parts the rows are cut, from 1.");
  }
  if (!isWhole(index, 0, of - 1)) {
    throw optionError(where, "partition.index", index, `Give a whole number from 0 to ${of - 1}.`);
  }
  return {
    first: from + Math.floor((index * wanted) / of),
    end: from + Math.floor(((index + 1) * wanted) / of),
  };
}

function isWhole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
