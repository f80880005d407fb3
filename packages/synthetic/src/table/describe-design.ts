import type { ColumnDefinition } from "./column-source.js";
import type { DesignDefinition, Plan } from "./plan.js";

/** A column of a design. */
export interface ColumnDescription {
  readonly name: string;
  /** `"normal"`, `"category"`, …; `"source"` for a column of the source rows. */
  readonly type: string;
  /** Every column that must be there before, in the order of work. */
  readonly dependsOn: readonly string[];
  readonly dropped: boolean;
}

/** What a design will do. */
export interface DesignDescription {
  /** Of the source, then as added. */
  readonly columns: readonly ColumnDescription[];
  /** Names in the order of work, without those of the source. */
  readonly order: readonly string[];
  readonly constraints: readonly string[];
}

/** Describes a checked design. */
export function describeDesign(
  { source, columns, constraints }: DesignDefinition,
  plan: Plan,
): DesignDescription {
  const kept = new Set(plan.columns);
  const steps = [...plan.drawn, ...plan.late];
  const order = steps.map(({ name }) => name);
  const ranks = new Map([...(source?.columns ?? []), ...order].map((name, rank) => [name, rank]));
  const reads = new Map(steps.map((step) => [step.name, step.reads]));
  const byRank = (a: string, b: string): number => ranks.get(a)! - ranks.get(b)!;
  return {
    columns: [
      ...(source?.columns ?? []).map((name) => ({
        name,
        type: "source",
        dependsOn: [],
        dropped: !kept.has(name),
      })),
      ...columns.map((column) => ({
        name: column.name,
        type: typeOf(column),
        dependsOn: [...reads.get(column.name)!].sort(byRank),
        dropped: !kept.has(column.name),
      })),
    ],
    order,
    constraints: constraints.map(({ label }) => label),
  };
}

/** The kind of a distribution says more than that it is one. */
function typeOf({ source }: ColumnDefinition): string {
  return source.type === "distribution" ? source.kind : source.type;
}
