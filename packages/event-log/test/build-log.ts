import type { ContractLog } from "../src/contract.js";
import { type ColumnKind, type EventLog, EventLogBuilder, traces } from "../src/index.js";

/** A log from the source form of the contract. */
export function buildLog({ events, cases }: ContractLog): EventLog {
  const builder = new EventLogBuilder();
  for (const { caseId, activity, time, attributes } of events)
    builder.addEvent(caseId, activity, time, attributes);
  for (const { caseId, attributes } of cases) builder.addCase(caseId, attributes);
  return builder.build();
}

/** A log by names alone: what must survive writing and reading. Rows are plain objects. */
export function rowsOf(log: EventLog): object[] {
  return [...traces(log)].map(({ caseId, attributes, events }) => ({
    caseId,
    attributes: { ...attributes },
    events: [...events].map(({ activity, time, attributes: own }) => ({
      activity,
      time,
      attributes: { ...own },
    })),
  }));
}

/** The kinds of all columns, as the option `kinds` of readCsv takes them. */
export function kindsOf(log: EventLog): Record<string, ColumnKind> {
  const pairs = [
    ...Object.entries(log.eventAttributes),
    ...Object.entries(log.caseAttributes).map(([name, column]) => [`case:${name}`, column] as const),
  ];
  return Object.fromEntries(pairs.map(([name, { kind }]) => [name, kind]));
}
