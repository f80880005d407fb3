import { GigamineError, isGigamineError } from "@gigamine/base";
import type { TableRow } from "./cell.js";
import type { ColumnDefinition } from "./column-source.js";
import { type CompiledModelSource, compileModelSource } from "./compile-model-source.js";
import { compileSource } from "./compile-source.js";
import type { CompiledSource } from "./compiled-source.js";
import { compileCondition } from "./formula.js";
import { type Reads, readsNothing, readsTogether } from "./reads.js";

/** A column that is drawn or computed here. */
export interface DrawnWork {
  readonly kind: "drawn";
  readonly source: CompiledSource;
}

/** A column that a language model answers. */
export interface AskedWork {
  readonly kind: "asked";
  readonly source: CompiledModelSource;
}

/** How the values of a column come about. */
export type ColumnWork = DrawnWork | AskedWork;

/** A column by itself: ready to be drawn, but not yet in order. */
export interface CompiledColumn {
  readonly name: string;
  readonly definition: ColumnDefinition;
  readonly work: ColumnWork;
  readonly asksModel: boolean;
  /** Every column that must be there before. */
  readonly reads: readonly string[];
  /** Those without which the cell is left out too. */
  readonly takes: readonly string[];
  readonly skipWhen: ((row: TableRow) => boolean) | null;
}

/**
 * @param earlier The columns declared before, which functions may read.
 * @throws GigamineError that names the column.
 */
export function compileColumn(
  definition: ColumnDefinition,
  seed: number | string,
  earlier: readonly string[],
): CompiledColumn {
  const { name, skip, needs } = definition;
  return naming(`column ${JSON.stringify(name)}`, () => {
    const work = workOf(definition, seed);
    const { reads, takes } = work.source;
    const when = skip === null || skip.when === null ? null : compileCondition(skip.when);
    return {
      name,
      definition,
      work,
      asksModel: work.kind === "asked",
      reads: [
        ...new Set([
          ...namesOf(readsTogether([reads, when?.reads ?? readsNothing]), needs ?? earlier),
          ...(needs ?? []),
        ]),
      ],
      takes: skip?.propagate === false ? [] : [...takes, ...(needs ?? [])],
      skipWhen: when?.run ?? null,
    };
  });
}

function workOf({ name, source }: ColumnDefinition, seed: number | string): ColumnWork {
  const where = `designTable, column ${JSON.stringify(name)}`;
  return source.type === "text" || source.type === "structured" || source.type === "judge"
    ? { kind: "asked", source: compileModelSource(source, where) }
    : { kind: "drawn", source: compileSource(source, where, { seed, column: name }) };
}

function namesOf({ names, earlier }: Reads, known: readonly string[]): string[] {
  return earlier ? [...new Set([...names, ...known])] : [...names];
}

/** Runs `work`; an error of an expression, which knows no column, gets its place in front. */
export function naming<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isGigamineError(error) || error.code === "option/out-of-range") throw error;
    throw new GigamineError(
      error.code,
      `designTable, ${place}: ${error.message}`,
      { place, ...error.fields },
      { cause: error },
    );
  }
}
