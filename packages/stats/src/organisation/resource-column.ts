import { GigamineError } from "@gigamine/base";
import { columnByName, type EventLog, type StringColumn } from "@gigamine/event-log";

/** Who did each event: the reserved attribute `resource`. @throws GigamineError `stats/no-resource` when the log has none. */
export function resourceColumn(where: string, log: EventLog): StringColumn {
  const column = columnByName(log.eventAttributes, "resource");
  if (column?.kind === "string") return column;
  throw new GigamineError(
    "stats/no-resource",
    `${where}: the log does not say who did what. Name the column when you read it: readCsv(…, { columns: { resource: "Machine" } }).`,
    { where },
  );
}
