import { type RandomStreams, randomStreams } from "@gigamine/base";
import type { TableRow } from "./cell.js";
import { columnOrder, unknownColumn } from "./column-order.js";
import type { ColumnDefinition, ConstraintDefinition } from "./column-source.js";
import {
  type ColumnWork,
  type CompiledColumn,
  compileColumn,
  type DrawnWork,
  naming,
} from "./compile-column.js";
import { compileConstraint } from "./constraint.js";
import { type Check, placeConstraints } from "./place-constraints.js";
import type { RowSource } from "./source-rows.js";

/** What a design says, before it is checked as a whole. */
export interface DesignDefinition {
  readonly seed: number | string;
  readonly source: RowSource | null;
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly ConstraintDefinition[];
  /** Columns that are not in the result, besides those that say so themselves. */
  readonly dropped: readonly string[];
}

/** One column in the order of work. */
export interface Step<W extends ColumnWork = ColumnWork> {
  /** Its number in the order, from 0. */
  readonly position: number;
  readonly name: string;
  readonly work: W;
  readonly definition: ColumnDefinition;
  /** Every column that must be there before. */
  readonly reads: readonly string[];
  /** Numbers of the steps without which this cell is left out too. */
  readonly takes: readonly number[];
  readonly skipWhen: ((row: TableRow) => boolean) | null;
  readonly streams: RandomStreams;
  /** What must hold as soon as this cell is there. */
  readonly checks: readonly Check[];
  /** Whether the cell is drawn anew when a constraint can't be met. */
  readonly isRedrawn: boolean;
}

/** A step that needs no model. */
export type DrawnStep = Step<DrawnWork>;

/** A checked design. */
export interface Plan {
  readonly source: RowSource | null;
  /** All columns of the result: of the source, then as declared. */
  readonly columns: readonly string[];
  /** Whether some column is not in the result. */
  readonly drops: boolean;
  /** All columns, missing. */
  readonly blank: TableRow;
  /** The steps that wait for no model, in order. */
  readonly drawn: readonly DrawnStep[];
  /** Those that come after: models are asked, and what reads their answers is computed. */
  readonly late: readonly Step[];
  /** Whether drawing anew can help a constraint. */
  readonly redraws: boolean;
  /** Whether any cell may be left out. */
  readonly skips: boolean;
}

/**
 * Checks a design as a whole and puts its columns in order.
 *
 * @throws GigamineError that names the column or constraint: `table/unknown-column`, `table/cycle`, `table/impossible-constraint`,
 * `table/expression-syntax`, or `option/out-of-range` of a column.
 */
export function compilePlan(definition: DesignDefinition): Plan {
  const { seed, source, columns, constraints } = definition;
  const given = source?.columns ?? [];
  const names = [...given, ...columns.map(({ name }) => name)];
  const compiled = columns.map((column, i) => compileColumn(column, seed, names.slice(0, given.length + i)));
  const { order, drawn } = columnOrder(compiled, given);
  const ordered = order.map((index) => compiled[index]!);
  const conditions = constraints.flatMap((constraint) =>
    naming(`constraint ${JSON.stringify(constraint.label)}`, () => compileConstraint(constraint)),
  );
  const { checks, redrawn } = placeConstraints(ordered, drawn, conditions, given);
  const steps = stepsOf(ordered, seed, checks, redrawn);
  const kept = keptColumns(definition, names);
  const early = steps.slice(0, drawn).filter(isDrawn);
  return {
    source,
    columns: kept,
    drops: kept.length < names.length,
    blank: Object.fromEntries(names.map((name) => [name, null])),
    drawn: early,
    late: steps.slice(drawn),
    redraws: early.some(({ isRedrawn, work }) => isRedrawn && work.source.isRandom),
    skips: columns.some(({ skip }) => skip !== null && skip.when !== null),
  };
}

function keptColumns({ columns, dropped }: DesignDefinition, names: readonly string[]): string[] {
  const unknown = dropped.find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownColumn("drop", unknown, names);
  const gone = new Set([...dropped, ...columns.filter(({ drop }) => drop).map(({ name }) => name)]);
  return names.filter((name) => !gone.has(name));
}

function stepsOf(
  ordered: readonly CompiledColumn[],
  seed: number | string,
  checks: readonly (readonly Check[])[],
  redrawn: ReadonlySet<string>,
): Step[] {
  const positions = new Map(ordered.map(({ name }, position) => [name, position]));
  return ordered.map(({ name, work, definition, reads, takes, skipWhen }, position) => ({
    position,
    name,
    work,
    definition,
    reads,
    takes: takes.flatMap((taken) => positions.get(taken) ?? []),
    skipWhen,
    streams: randomStreams(seed, "table", name),
    checks: checks[position]!,
    isRedrawn: redrawn.has(name),
  }));
}

/** Whether a step needs no model. */
export function isDrawn(step: Step): step is DrawnStep {
  return step.work.kind === "drawn";
}
