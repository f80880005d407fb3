import type { EventLog } from "@gigamine/event-log";
import { generateBatteryLog } from "@gigamine/synthetic";

/** The battery logs that jobs are measured on unless they say otherwise. */
export const BATTERY_LOGS: readonly string[] = ["battery-10000", "battery-100000", "battery-1000000"];

/** Events a lot of the generated log has on average, so that logs of a given size can be asked for. */
const EVENTS_PER_LOT = 11.3;

/** A seeded log of a battery line of about `events` events. */
export function batteryLog(events: number): EventLog {
  return generateBatteryLog({ lots: Math.ceil(events / EVENTS_PER_LOT), seed: 42 });
}
