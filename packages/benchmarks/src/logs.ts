import type { EventLog } from "@gigamine/event-log";
import { batteryLog } from "./logs/battery.js";
import { receiptLog, receiptMissing } from "./logs/receipt.js";
import { shapedLog } from "./logs/shaped.js";
import { growingShape, SHAPES } from "./logs/shapes.js";

/** A log to measure on. */
export interface BenchmarkLog {
  readonly name: string;
  /** Why it can't be had here; `null` if it can. */
  readonly missing: string | null;
  make(): EventLog | Promise<EventLog>;
}

const SEED = 42;

/** What `--logs` takes, for messages. */
export const LOG_NAMES = ["battery-<events>", "receipt", ...SHAPES.keys(), "growing-<events>"].join(", ");

/** The log of this name, or `null` if there is none: `battery-10000` is a battery log of about 10,000 events. */
export function logByName(name: string): BenchmarkLog | null {
  const sized = /^(battery|growing)-(\d+)$/.exec(name);
  const events = Number(sized?.[2]);
  if (sized?.[1] === "battery") return { name, missing: null, make: () => batteryLog(events) };
  const shape = sized === null ? SHAPES.get(name) : growingShape(events);
  if (shape !== undefined) return { name, missing: null, make: () => shapedLog(shape, SEED) };
  if (name === "receipt") return { name, missing: receiptMissing(), make: receiptLog };
  return null;
}
