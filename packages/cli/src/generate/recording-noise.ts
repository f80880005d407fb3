import { columnByName, type EventLog } from "@gigamine/event-log";
import { addRecordingNoise } from "@gigamine/synthetic";
import type { Context } from "../terminal.js";
import { writeText } from "./deliver.js";
import type { GenerateFlags } from "./flags.js";

/** A log as it was recorded, and how many faults of recording there are. */
export interface RecordedLog {
  readonly log: EventLog;
  readonly noiseLabels: number;
}

/**
 * Spoils the log as `--recording-noise` says, each kind of fault at the same rate, and writes what was spoilt to
 * `--noise-labels`.
 */
export async function recorded(
  log: EventLog,
  { recordingNoise: rate = 0, noiseLabels, seed }: GenerateFlags,
  { signal }: Context,
): Promise<RecordedLog> {
  if (rate === 0 && noiseLabels === undefined) return { log, noiseLabels: 0 };
  const noisy = addRecordingNoise(log, {
    seed,
    missingEnds: rate,
    missingTimes: rate,
    skewedClocks: columnByName(log.eventAttributes, "resource") === undefined ? 0 : rate,
    duplicates: rate,
    swappedLabels: rate,
    swappedOrder: rate,
  });
  if (noiseLabels !== undefined) {
    await writeText(noiseLabels, `${JSON.stringify(noisy.labels, null, 2)}\n`, signal);
  }
  return { log: noisy.log, noiseLabels: noisy.labels.length };
}
