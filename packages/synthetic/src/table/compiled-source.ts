import type { RandomStream } from "@gigamine/base";
import type { Cell, TableRow } from "./cell.js";
import type { CompiledFormula } from "./formula.js";
import type { Interval } from "./interval.js";
import type { Reads } from "./reads.js";

/** What `within` gives when no value of the column lies in the interval. */
export const nothing: unique symbol = Symbol("nothing");

/** A column ready to be drawn. */
export interface CompiledSource {
  /** The columns that must be there before. */
  readonly reads: Reads;
  /** Those without which the cell makes no sense: when one is left out, so is the cell. */
  readonly takes: readonly string[];
  /** Whether a second draw can differ from the first. */
  readonly isRandom: boolean;
  readonly draw: (row: TableRow, random: RandomStream) => Cell;
  /** Draws given that the value lies in an interval; absent where that can only be tried. */
  readonly within?:
    | ((row: TableRow, random: RandomStream, interval: Interval) => Cell | typeof nothing)
    | undefined;
  /** Where the values lie, as far as it is known before any row. */
  readonly support?: Interval | undefined;
}

/** A column that only its formulas decide. */
export function computed({ reads, run }: CompiledFormula<Cell>): CompiledSource {
  return { reads, takes: reads.names, isRandom: false, draw: run };
}
