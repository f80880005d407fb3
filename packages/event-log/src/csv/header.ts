import { GigamineError } from "@gigamine/base";
import type { Issues } from "../read/issues.js";
import { type ColumnMapping, USUAL_NAMES } from "../table/mapping.js";

/** The names of the columns, all different: a repeated one gets `_2`, one without a name its position. */
export function headerNames(
  cells: readonly string[],
  row: number,
  source: string,
  columns: ColumnMapping,
  issues: Issues,
): string[] {
  const roles = new Set<string>(Object.values(columns).flat());
  const first = new Set(cells);
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim() === "" ? freeOf(`column_${index + 1}`, first, taken) : cell;
    if (name !== cell) {
      issues.note({
        code: "csv/unnamed-column",
        row,
        column: name,
        message: () =>
          `${source}: column ${index + 1} has no name and is called ${name}. Name it in the header.`,
      });
    }
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
    if (roles.has(name) || isUsualRole(name)) {
      throw new GigamineError(
        "csv/duplicate-header",
        `${source}: the header has the column ${JSON.stringify(name)} twice, and it says which ` +
          `case, activity, time or resource an event has. Rename one of them.`,
        { source, column: name, row },
      );
    }
    const renamed = freeOf(name, first, taken);
    taken.add(renamed);
    issues.note({
      code: "csv/duplicate-header",
      row,
      column: name,
      message: () =>
        `${source}: the header has the column ${JSON.stringify(name)} again; that one is called ${JSON.stringify(renamed)}. ` +
        `Rename it.`,
    });
    return renamed;
  });
}

/** `name`, or `name_2`, `name_3`, … when the header has it already. */
function freeOf(name: string, first: ReadonlySet<string>, taken: ReadonlySet<string>): string {
  let free = name;
  for (let i = 2; taken.has(free) || first.has(free); i++) free = `${name}_${i}`;
  return free;
}

function isUsualRole(name: string): boolean {
  return Object.values(USUAL_NAMES).some((names) =>
    (names as readonly string[]).includes(name.toLowerCase()),
  );
}
