import type { EventLog } from "@gigamine/event-log";
import { generateBatteryLog } from "@gigamine/synthetic/battery-log";
import type { Context } from "../terminal.js";
import { deliverLog } from "./deliver.js";
import type { GenerateFlags } from "./flags.js";
import type { Made } from "./made.js";
import type { RecordedLog } from "./recording-noise.js";

/** Simulates lots on the line of eleven activities and writes their log. */
export async function generateSimpleLog(flags: GenerateFlags, context: Context): Promise<Made> {
  const { terminal, signal } = context;
  const { lots = 1000, seed = 42, reworkRate = 0.15, rework = "prefix" } = flags;
  terminal.stage(`simulating ${lots.toLocaleString("en")} lots`);
  const clean = generateBatteryLog({
    lots,
    seed,
    reworkRate,
    rework,
    signal,
    onProgress: terminal.onProgress,
  });
  const { log, noiseLabels } = await recordedLog(clean, flags, context);
  const file = await deliverLog(log, flags, context);
  const events = log.activity.length;
  return {
    facts: { lots: log.caseIds.length, events, noiseLabels, seed },
    what: `${events.toLocaleString("en")} events of ${log.caseIds.length.toLocaleString("en")} lots`,
    file,
  };
}

/** Loads what spoils a log only where one is spoilt: a log without faults must be there at once. */
async function recordedLog(log: EventLog, flags: GenerateFlags, context: Context): Promise<RecordedLog> {
  if (flags.recordingNoise === undefined) return { log, noiseLabels: 0 };
  const { recorded } = await import("./recording-noise.js");
  return recorded(log, flags, context);
}
