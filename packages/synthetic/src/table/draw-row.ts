import { GigamineError, type RandomStream } from "@gigamine/base";
import type { Cell, OpenRow, TableRow } from "./cell.js";
import { type CompiledSource, nothing } from "./compiled-source.js";
import type { Constraint } from "./constraint.js";
import { roundTo } from "./expression/functions.js";
import { everything, type Interval, intersection, isEmpty } from "./interval.js";
import type { Check } from "./place-constraints.js";
import type { DrawnStep, Plan, Step } from "./plan.js";

/** How often one cell is drawn before the row's constrained cells are drawn anew, and how often that happens. */
const cellTries = 100;
const rowTries = 1000;

/** A row under way: its cells, and by step whether its cell was left out (empty when none ever is). */
export interface RowWork {
  readonly row: OpenRow;
  readonly left: Uint8Array;
}

interface Unmet {
  readonly column: string;
  readonly constraint: Constraint;
}

/** A row with the cells of the source, and none yet of the steps. */
export function openRow({ source, blank, skips, drawn, late }: Plan, index: number): RowWork {
  return {
    row: source === null ? { ...blank } : { ...blank, ...source.at(index) },
    left: skips ? new Uint8Array(drawn.length + late.length) : noneLeft,
  };
}

const noneLeft = new Uint8Array(0);

/**
 * Draws the cells of a row that need no model. When a constraint can't be met, the cells that it hangs on are drawn anew.
 *
 * @throws GigamineError `table/unmet-constraint` when that does not help, `table/cell-failed` when a column fails.
 */
export function drawCells(plan: Plan, work: RowWork, index: number): void {
  const tries = plan.redraws ? rowTries : 1;
  let unmet: Unmet | null = null;
  for (let attempt = 0; attempt < tries; attempt++) {
    unmet = attemptCells(plan.drawn, work, index, attempt);
    if (unmet === null) return;
  }
  if (unmet !== null) throw unmetError(unmet, index, tries);
}

/** One attempt; what could not be met, or `null`. Steps on which no constraint hangs keep the draws of the first attempt. */
function attemptCells(
  steps: readonly DrawnStep[],
  work: RowWork,
  index: number,
  attempt: number,
): Unmet | null {
  let name = "";
  try {
    for (const step of steps) {
      name = step.name;
      if (leavesOut(step, work)) continue;
      const random = step.streams.at(index, step.isRedrawn ? attempt : 0);
      const constraint = drawCell(step, work.row, random);
      if (constraint !== null) return { column: name, constraint };
    }
  } catch (error) {
    throw cellError(name, index, error);
  }
  return null;
}

/** Leaves the cell out when its rule says so, or when one that it takes was left out. */
export function leavesOut(
  { position, name, takes, skipWhen, definition }: Step,
  { row, left }: RowWork,
): boolean {
  if (left.length === 0) return false;
  const isLeft = takes.some((taken) => left[taken] === 1) || (skipWhen?.(row) ?? false);
  left[position] = isLeft ? 1 : 0;
  if (isLeft) row[name] = definition.skip?.fill ?? null;
  return isLeft;
}

/** Draws a cell that needs no model; the constraint that it can't meet, or `null`. */
export function drawCell(
  { name, work, checks, definition }: DrawnStep,
  row: OpenRow,
  random: RandomStream,
): Constraint | null {
  const { source } = work;
  if (checks.length === 0) {
    row[name] = rounded(source.draw(row, random), definition.decimals);
    return null;
  }
  const limits = limitsOf(checks, row);
  if (isEmpty(limits)) return checks[0]!.constraint;
  const tries = source.isRandom ? cellTries : 1;
  let broken: Constraint | null = null;
  for (let attempt = 0; attempt < tries; attempt++) {
    const value = drawWithin(source, row, random, limits);
    if (value === nothing) return checks[0]!.constraint;
    row[name] = rounded(value, definition.decimals);
    broken = brokenBy(checks, row);
    if (broken === null) return null;
  }
  return broken;
}

function limitsOf(checks: readonly Check[], row: OpenRow): Interval {
  let rest = everything;
  for (const { limits } of checks) {
    if (limits !== null) rest = intersection(rest, limits(row));
  }
  return rest;
}

function drawWithin(
  source: CompiledSource,
  row: TableRow,
  random: RandomStream,
  limits: Interval,
): Cell | typeof nothing {
  return source.within === undefined || limits === everything
    ? source.draw(row, random)
    : source.within(row, random, limits);
}

function brokenBy(checks: readonly Check[], row: TableRow): Constraint | null {
  return checks.find(({ constraint }) => !constraint.holds(row))?.constraint ?? null;
}

/** What a function gave that is no value is missing. */
function rounded(value: Cell | undefined, decimals: number | null): Cell {
  if (typeof value !== "number") return value ?? null;
  if (Number.isNaN(value)) return null;
  return decimals === null ? value : roundTo(value, decimals);
}

/** The row without its dropped columns. */
export function closedRow({ drops, columns }: Plan, row: TableRow): TableRow {
  if (!drops) return row;
  const kept: OpenRow = {};
  for (const name of columns) kept[name] = row[name]!;
  return kept;
}

function unmetError({ column, constraint }: Unmet, row: number, tries: number): GigamineError {
  return new GigamineError(
    "table/unmet-constraint",
    `designTable: column ${JSON.stringify(column)}, row ${row}: no draw met the constraint ${JSON.stringify(constraint.label)} in ` +
      `${tries === 1 ? "1 try, and nothing that it hangs on is random" : `${tries} tries`}. ` +
      "Change the columns that it reads so that it holds more often, or leave it away.",
    { column, row, constraint: constraint.label },
  );
}

/** The error of a cell, with its place in front of what went wrong. */
export function cellError(column: string, row: number, cause: unknown): GigamineError {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return new GigamineError(
    "table/cell-failed",
    `designTable: column ${JSON.stringify(column)}, row ${row}: ${problem}`,
    { column, row },
    { cause },
  );
}
