import { checkIsLog, type Dfg, type EventLog, type VariantLog } from "@gigamine/event-log";

/**
 * Whether the input of a miner is a directly-follows graph rather than a log, told by its fields.
 *
 * @param where Name of the public function, for the error.
 * @throws GigamineError `log/not-a-log` for what is neither.
 */
export function isDfg(input: EventLog | VariantLog | Dfg, where: string): input is Dfg {
  if (hasDfgFields(input)) return true;
  checkIsLog(input, where);
  return false;
}

export function hasDfgFields(value: unknown): boolean {
  return typeof value === "object" && value !== null && "startCounts" in value && "from" in value;
}
