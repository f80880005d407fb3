import type { TableRow } from "./cell.js";
import type { ColumnSpec } from "./column.js";
import { type ColumnExtras, columnDefinition, refuseTaken } from "./column-definition.js";
import type { TableConfig } from "./config.js";
import { type DesignDescription, describeDesign } from "./describe-design.js";
import type { GenerateOptions, RowsOptions, TableDesign } from "./design.js";
import { closedRow, drawCells, openRow } from "./draw-row.js";
import { type GeneratedTable, generateRows, refuseModels } from "./generate.js";
import { compilePlan, type DesignDefinition, type Plan } from "./plan.js";
import { type Preview, previewOf } from "./preview.js";
import { type RowRange, rowRange } from "./row-range.js";
import { designToJson } from "./to-json.js";

/** The design of a definition, whose columns are not known to the compiler. */
export function designOf(definition: DesignDefinition): TableDesign<TableRow, TableRow> {
  return new Design(definition) as unknown as TableDesign<TableRow, TableRow>;
}

/** A design without its types; those are in {@link TableDesign}. */
class Design {
  readonly seed: number | string;
  readonly #definition: DesignDefinition;
  #plan: Plan | null = null;

  constructor(definition: DesignDefinition) {
    this.seed = definition.seed;
    this.#definition = definition;
    const taken = [...(definition.source?.columns ?? [])];
    for (const { name } of definition.columns) {
      refuseTaken(name, taken);
      taken.push(name);
    }
  }

  get columns(): readonly string[] {
    return this.#checked().columns;
  }

  add(name: string, { source }: ColumnSpec<object>, options: ColumnExtras = {}): Design {
    const { columns } = this.#definition;
    const added = columnDefinition(name, source, options);
    return new Design({ ...this.#definition, columns: [...columns, added] });
  }

  constrain(
    condition: string | ((row: TableRow) => boolean),
    operator?: string,
    than?: string | number,
  ): Design {
    const { constraints } = this.#definition;
    const added =
      typeof condition === "function"
        ? this.#functionConstraint(condition)
        : textConstraint(condition, operator, than);
    return new Design({ ...this.#definition, constraints: [...constraints, added] });
  }

  drop(...names: readonly string[]): Design {
    const { dropped } = this.#definition;
    return new Design({ ...this.#definition, dropped: [...dropped, ...names] });
  }

  rows(count?: number, options: RowsOptions = {}): TableRow[] {
    return Array.from(this.#drawn("rows", count, options));
  }

  stream(count?: number, options: RowsOptions = {}): IterableIterator<TableRow> {
    return this.#drawn("stream", count, options);
  }

  preview(count = 10): Preview<TableRow> {
    return previewOf(Array.from(this.#drawn("preview", count, {})), this.columns);
  }

  async generate(count?: number, options: GenerateOptions = {}): Promise<GeneratedTable<TableRow>> {
    const plan = this.#checked();
    return generateRows(plan, rowRange("generate", plan.source, count, options), options);
  }

  describe(): DesignDescription {
    return describeDesign(this.#definition, this.#checked());
  }

  toJson(): TableConfig {
    return designToJson(this.#definition);
  }

  #drawn(where: string, count: number | undefined, options: RowsOptions): IterableIterator<TableRow> {
    const plan = this.#checked();
    refuseModels(where, plan);
    return drawnRows(plan, rowRange(where, plan.source, count, options));
  }

  #checked(): Plan {
    this.#plan ??= compilePlan(this.#definition);
    return this.#plan;
  }

  #functionConstraint(condition: (row: TableRow) => boolean) {
    const { source, columns, constraints } = this.#definition;
    const reads = [...(source?.columns ?? []), ...columns.map(({ name }) => name)];
    return { label: condition.name || `condition ${constraints.length + 1}`, condition, reads };
  }
}

function* drawnRows(plan: Plan, { first, end }: RowRange): IterableIterator<TableRow> {
  for (let index = first; index < end; index++) {
    const work = openRow(plan, index);
    drawCells(plan, work, index);
    yield closedRow(plan, work.row);
  }
}

function textConstraint(condition: string, operator: string | undefined, than: string | number | undefined) {
  const text =
    operator === undefined || than === undefined
      ? condition
      : `${quoted(condition)} ${operator} ${typeof than === "string" ? quoted(than) : `(${than})`}`;
  return { label: text, condition: text, reads: [] };
}

/** A column as an expression names it. */
function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``;
}
