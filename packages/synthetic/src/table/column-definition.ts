import { GigamineError, optionError, quoteValue } from "@gigamine/base";
import type { Cell } from "./cell.js";
import type { ColumnDefinition, ColumnSource, Formula, SkipRule } from "./column-source.js";
import { nearestName } from "./nearest-name.js";

/** Options of a column, from a program or from JSON. */
export interface ColumnExtras {
  readonly decimals?: number | undefined;
  readonly drop?: boolean | undefined;
  readonly needs?: readonly string[] | undefined;
  readonly skip?:
    | {
        readonly when?: Formula<boolean> | undefined;
        readonly fill?: Cell | undefined;
        readonly propagate?: boolean | undefined;
      }
    | undefined;
}

const longestName = 200;

/** A column with every default filled in, its name and options checked. */
export function columnDefinition(
  name: string,
  source: ColumnSource,
  options: ColumnExtras,
): ColumnDefinition {
  const { decimals, drop = false, needs, skip } = options;
  checkName(name);
  refuseUnknown(name, options, ["decimals", "drop", "needs", "skip"], "");
  refuseUnknown(name, skip ?? {}, ["when", "fill", "propagate"], "skip.");
  if (decimals !== undefined && !(Number.isInteger(decimals) && decimals >= 0 && decimals <= 15)) {
    const where = `designTable, column ${JSON.stringify(name)}`;
    throw optionError(where, "decimals", decimals, "Give a whole number from 0 to 15.");
  }
  return {
    name,
    source,
    decimals: decimals ?? null,
    drop,
    skip: skip === undefined ? null : skipRule(skip),
    needs: needs ?? null,
  };
}

function skipRule({ when, fill, propagate = true }: NonNullable<ColumnExtras["skip"]>): SkipRule {
  return { when: when ?? null, fill: fill ?? null, propagate };
}

function refuseUnknown(name: string, options: object, known: readonly string[], path: string): void {
  for (const [option, value] of Object.entries(options)) {
    if (known.includes(option)) continue;
    const where = `designTable, column ${JSON.stringify(name)}`;
    const remedy = nearestName(option, known) ?? `Known are ${known.join(", ")}.`;
    throw optionError(where, `${path}${option}`, value, `There is no such option; ${remedy}`);
  }
}

function checkName(name: string): void {
  const isName = typeof name === "string" && name !== "" && name.length <= longestName;
  if (isName && name !== "__proto__" && !name.includes("`")) return;
  throw new GigamineError(
    "table/bad-column-name",
    `designTable: ${quoteValue(name)} can't be the name of a column. Give a text of 1 to ${longestName} characters without backticks, other than "__proto__".`,
    { name },
  );
}

/** Refuses a name that another column has. */
export function refuseTaken(name: string, taken: readonly string[]): void {
  if (!taken.includes(name)) return;
  throw new GigamineError(
    "table/column-taken",
    `designTable: there is a column ${JSON.stringify(name)} already. Give each column a name of its own.`,
    { name },
  );
}
