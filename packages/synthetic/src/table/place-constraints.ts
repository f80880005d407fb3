import { GigamineError } from "@gigamine/base";
import { formatTimestamp } from "@gigamine/event-log";
import type { OpenRow } from "./cell.js";
import { unknownColumn } from "./column-order.js";
import type { CompiledColumn } from "./compile-column.js";
import type { Constraint } from "./constraint.js";
import { everything, type Interval, intersection, isEmpty } from "./interval.js";

/** A constraint at the last of its columns. */
export interface Check {
  readonly constraint: Constraint;
  /** The values of the cell that it leaves; `null` when that can only be tried. */
  readonly limits: ((row: OpenRow) => Interval) | null;
}

interface PlacedConstraints {
  /** By column in order. */
  readonly checks: readonly (readonly Check[])[];
  /** The columns that are drawn anew when a constraint can't be met: those constrained, and all that they read. */
  readonly redrawn: ReadonlySet<string>;
}

/**
 * Gives each constraint to the column that is drawn last of those it reads.
 *
 * @param columns In order.
 * @param drawn How many of them need no model.
 * @param given Columns of the source.
 * @throws GigamineError `table/unknown-column`, `table/impossible-constraint` or `table/late-constraint`.
 */
export function placeConstraints(
  columns: readonly CompiledColumn[],
  drawn: number,
  constraints: readonly Constraint[],
  given: readonly string[],
): PlacedConstraints {
  const positions = new Map(columns.map(({ name }, position) => [name, position]));
  const checks: Check[][] = columns.map(() => []);
  const redrawn = new Set<string>();
  for (const constraint of constraints) {
    const last = lastColumn(constraint, positions, given);
    if (last >= drawn) throw lateConstraint(constraint, columns[last]!.name);
    checks[last]!.push({ constraint, limits: limitsOn(columns[last]!, constraint) });
    for (const name of constraint.reads) addWithOrigins(name, columns, positions, redrawn);
  }
  for (const [position, column] of columns.entries()) refuseImpossible(column, checks[position]!);
  return { checks, redrawn };
}

/** Only where they can be used: a text has no limits. */
function limitsOn({ name, work }: CompiledColumn, constraint: Constraint): Check["limits"] {
  return work.kind === "drawn" && work.source.within !== undefined ? constraint.limits(name) : null;
}

function lastColumn(
  { label, reads }: Constraint,
  positions: ReadonlyMap<string, number>,
  given: readonly string[],
): number {
  let last = -1;
  for (const name of reads) {
    const position = positions.get(name);
    if (position !== undefined) last = Math.max(last, position);
    else if (!given.includes(name)) {
      throw unknownColumn(`constraint ${JSON.stringify(label)}`, name, [...given, ...positions.keys()]);
    }
  }
  if (last >= 0) return last;
  throw new GigamineError(
    "table/impossible-constraint",
    `designTable: constraint ${JSON.stringify(label)} reads no column that is drawn, so no draw can meet it. Filter the source rows instead.`,
    { constraint: label },
  );
}

function addWithOrigins(
  name: string,
  columns: readonly CompiledColumn[],
  positions: ReadonlyMap<string, number>,
  found: Set<string>,
): void {
  const position = positions.get(name);
  if (position === undefined || found.has(name)) return;
  found.add(name);
  for (const read of columns[position]!.reads) addWithOrigins(read, columns, positions, found);
}

function lateConstraint({ label }: Constraint, column: string): GigamineError {
  return new GigamineError(
    "table/late-constraint",
    `designTable: constraint ${JSON.stringify(label)} waits for column ${JSON.stringify(column)}, which needs a language model; ` +
      "answers can't be drawn anew. Constrain columns that are drawn, and check the answers with a validation column.",
    { constraint: label, column },
  );
}

/** Constraints that read one column only, and leave it no value that its distribution can yield, are refused before any row. */
function refuseImpossible({ name, work, definition }: CompiledColumn, checks: readonly Check[]): void {
  const support = work.kind === "drawn" ? (work.source.support ?? everything) : everything;
  const shown = definition.source.type === "datetime" ? formatTimestamp : String;
  let rest = support;
  for (const { constraint, limits } of checks) {
    if (limits === null || constraint.reads.length !== 1) continue;
    rest = intersection(rest, limits({ [name]: null }));
    if (!isEmpty(rest)) continue;
    throw new GigamineError(
      "table/impossible-constraint",
      `designTable: column ${JSON.stringify(name)} can't meet the constraint ${JSON.stringify(constraint.label)}: ` +
        `without it its values lie between ${shown(support.low)} and ${shown(support.high)}. Change the column or the constraints on it.`,
      { column: name, constraint: constraint.label },
    );
  }
}
