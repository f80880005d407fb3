import { optionError } from "@gigamine/base";
import type { EventLog } from "@gigamine/event-log";
import type { DesignOptions, SourceLogRow, SourceRow, TableDesign } from "./design.js";
import { designOf } from "./design-of.js";
import { rowSource, type SourceOrder, type SourceRows } from "./source-rows.js";

/** What {@link designTable} takes when the rows to start from are the events of a log. */
export interface LogDesignOptions<E extends object, C extends object>
  extends Omit<DesignOptions<object>, "source"> {
  readonly source: EventLog<E, C>;
}

/**
 * Begins the design of a table whose columns hang together: each is drawn, computed from others, or answered by a language model.
 *
 * Columns are added one by one with `add`, and the functions of each see the columns before it with their types; what must hold of a row is said with
 * `constrain`. The same seed and design give the same table.
 *
 * @throws GigamineError `option/out-of-range`.
 *
 * @example
 * const design = designTable({ seed: 7 })
 *   .add("shift", column.category({ AM: 0.6, PM: 0.4 }))
 *   .add("temp", column.normal((row) => ({ mean: row.shift === "PM" ? 27 : 22, sd: 0.6 })), { decimals: 1 })
 *   .add("warm", column.expression((row) => row.temp > 25));
 * design.rows(100)[0]; // { shift: "AM", temp: 21.6, warm: false }
 */
export function designTable<E extends object, C extends object>(
  options: LogDesignOptions<E, C>,
): TableDesign<SourceLogRow<E, C>, SourceLogRow<E, C>>;
export function designTable<R extends object = Record<never, never>>(
  options?: DesignOptions<R>,
): TableDesign<SourceRow<R>, SourceRow<R>>;
export function designTable(
  options: {
    readonly seed?: number | string | undefined;
    readonly source?: SourceRows | undefined;
    readonly sourceOrder?: SourceOrder | undefined;
  } = {},
): TableDesign<object, object> {
  const { seed = 42, source, sourceOrder = "ordered" } = options;
  if (!(typeof seed === "string" || Number.isFinite(seed))) {
    throw optionError("designTable", "seed", seed, "Give a finite number or a text; the default is 42.");
  }
  if (sourceOrder !== "ordered" && sourceOrder !== "shuffled") {
    throw optionError("designTable", "sourceOrder", sourceOrder, 'Give "ordered" or "shuffled".');
  }
  return designOf({
    seed,
    source: source === undefined ? null : rowSource(source, sourceOrder, seed),
    columns: [],
    constraints: [],
    dropped: [],
  });
}
