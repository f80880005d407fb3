import type { EventLog } from "@gigamine/event-log";
import { batteryLog } from "./logs/battery.js";
import { receiptLog, receiptMissing } from "./logs/receipt.js";

/** A log to measure on. */
export interface BenchmarkLog {
  readonly name: string;
  /** Why it can't be had here; `null` if it can. */
  readonly missing: string | null;
  make(): EventLog | Promise<EventLog>;
}

/** What `--logs` takes, for messages. */
export const LOG_NAMES = "battery-<events>, receipt";

/** The log of this name, or `null` if there is none: `battery-10000` is a battery log of about 10,000 events. */
export function logByName(name: string): BenchmarkLog | null {
  const battery = /^battery-(\d+)$/.exec(name);
  if (battery !== null) return { name, missing: null, make: () => batteryLog(Number(battery[1])) };
  if (name === "receipt") return { name, missing: receiptMissing(), make: receiptLog };
  return null;
}
