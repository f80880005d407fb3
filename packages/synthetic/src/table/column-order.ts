import { GigamineError } from "@gigamine/base";
import { nearestName } from "./nearest-name.js";

/** A column and what must be there before it. */
interface OrderedColumn {
  readonly name: string;
  readonly reads: readonly string[];
  /** Whether a language model answers it. */
  readonly asksModel: boolean;
}

/**
 * The order in which columns can be computed: each after those that it reads, ties as declared; whatever waits for a language model
 * comes last. O(columns² + references).
 *
 * @param given Columns that are there from the start.
 * @returns Indexes of `columns`; the first `drawn` of them need no model.
 * @throws GigamineError `table/unknown-column` or `table/cycle`, which names the columns.
 */
export function columnOrder(
  columns: readonly OrderedColumn[],
  given: readonly string[],
): { readonly order: readonly number[]; readonly drawn: number } {
  checkNames(columns, given);
  const done = new Set(given);
  const order: number[] = [];
  const place = (isEligible: (column: OrderedColumn) => boolean): void => {
    for (;;) {
      const next = columns.findIndex(
        (column) =>
          !done.has(column.name) && isEligible(column) && column.reads.every((name) => done.has(name)),
      );
      if (next < 0) return;
      order.push(next);
      done.add(columns[next]!.name);
    }
  };
  place(({ asksModel }) => !asksModel);
  const drawn = order.length;
  place(() => true);
  if (order.length < columns.length) throw cycleError(columns, done);
  return { order, drawn };
}

function checkNames(columns: readonly OrderedColumn[], given: readonly string[]): void {
  const names = [...given, ...columns.map(({ name }) => name)];
  const known = new Set(names);
  for (const { name, reads } of columns) {
    const unknown = reads.find((read) => !known.has(read));
    if (unknown !== undefined) throw unknownColumn(`column ${JSON.stringify(name)}`, unknown, names);
  }
}

/** The error for a name that is no column. @param reader Who reads it, such as `column "temp"`. */
export function unknownColumn(reader: string, name: string, names: readonly string[]): GigamineError {
  const shown = names.slice(0, 20).map((known) => JSON.stringify(known));
  return new GigamineError(
    "table/unknown-column",
    `designTable: ${reader} reads ${JSON.stringify(name)}, which is no column; ` +
      (nearestName(name, names) ?? `there are ${shown.join(", ")}${names.length > 20 ? ", …" : ""}.`),
    { reader, name },
  );
}

/** Follows columns that wait for each other until one comes again. */
function cycleError(columns: readonly OrderedColumn[], done: ReadonlySet<string>): GigamineError {
  const waiting = new Map(
    columns.filter(({ name }) => !done.has(name)).map((column) => [column.name, column]),
  );
  const path: string[] = [];
  let name = waiting.keys().next().value!;
  while (!path.includes(name)) {
    path.push(name);
    name = waiting.get(name)!.reads.find((read) => waiting.has(read))!;
  }
  const cycle = [...path.slice(path.indexOf(name)), name];
  return new GigamineError(
    "table/cycle",
    `designTable: these columns read each other, so none can be first: ${cycle.join(" -> ")}. Let one of them do without the next. ` +
      "(A function reads every column declared before it, unless needs says which.)",
    { cycle },
  );
}
