import { optionError, throwIfAborted } from "@gigamine/base";
import { type EventLog, EventLogBuilder } from "@gigamine/event-log";
import type { PoolName } from "./config.js";
import { batteryActivities, reworkPrefix } from "./line.js";
import { type BatteryLogOptions, type ResolvedOptions, resolveOptions } from "./options.js";
import { passQueues, type QueueInput } from "./queues.js";
import { releaseCalendar } from "./release-calendar.js";
import { planLot } from "./routes.js";

/** Attributes of an event of {@link generateBatteryLog}; a type and not an interface, so that columns can be mapped. */
export type BatteryEventAttributes = {
  /** Who did the step. */
  resource: string;
  /** Cells in the lot, the same at every event of a lot. */
  batch_size: number;
};

/** The same with `startTimes: true`. */
export type TimedBatteryEventAttributes = BatteryEventAttributes & {
  /** When the resource began. */
  start: Date;
};

/** A log without case attributes. */
export type NoAttributes = Record<never, never>;

const where = "generateBatteryLog";
const lotsPerReport = 1000;
const lastInstant = Date.UTC(10_000, 0, 1) / 1000;

/**
 * Simulates the way of lots through a battery line of eleven activities, and returns what a shop-floor system would
 * have recorded.
 *
 * Lots `BATCH_00001`, `BATCH_00002`, … arrive one after another in working hours, queue first come first served for
 * the resources of the pool that may do the step (each does one lot at a time), may leave out a storage step, and are
 * sent back by failed checks as `reworkRules` say. A check fails with probability `reworkRate` each time, and sends the
 * same lot back at most `maximumReworksPerCheck` times. The simulation runs until the last lot is shipped, so every lot is complete.
 *
 * `time` is the end of a step, a whole second, and rises strictly inside a lot. Cases are in order of arrival. The
 * event attributes are `resource` and `batch_size`, and `start` when asked for. All numbers are in
 * {@link batteryLogDefaults}.
 *
 * The same options give the same bytes on every platform whose `Math.exp` and `Math.log` are those of V8 (Node,
 * Chromium); elsewhere their last bit may differ, which rounding to seconds hides in all but about one of 10^11 draws.
 * Lots are independent in what is drawn and meet in the queues only: with more lots, another rework rate or other
 * storage the draws of all else stay, while later times may shift.
 *
 * Zero lots give an empty log. About 12 events a lot; O(events · log(lots)).
 *
 * What it is not yet: machines don't break down, pools work around the clock, no lot is scrapped, and quality is a
 * coin with one bias.
 */
export function generateBatteryLog(
  options: BatteryLogOptions & { readonly startTimes: true },
): EventLog<TimedBatteryEventAttributes, NoAttributes>;
export function generateBatteryLog(
  options?: BatteryLogOptions,
): EventLog<BatteryEventAttributes, NoAttributes>;
export function generateBatteryLog(
  options: BatteryLogOptions = {},
): EventLog<BatteryEventAttributes, NoAttributes> {
  const resolved = resolveOptions(where, options);
  const { signal, onProgress } = options;
  const { lots, rework, startTimes, config } = resolved;
  const report = (stage: string, done: number): void => {
    if (done % lotsPerReport !== 0 && done !== lots) return;
    throwIfAborted(signal);
    onProgress?.({ stage, done, total: lots, unit: "lots" });
  };
  throwIfAborted(signal);

  const plans = planLots(resolved, (done) => report("planning", done));
  const { start, end, resource } = passQueues(plans, (done) => report("simulating", done));

  const pools = Object.keys(config.pools) as PoolName[];
  const builder = new EventLogBuilder<BatteryEventAttributes, NoAttributes>({
    eventAttributes: { resource: "string", batch_size: "number", ...(startTimes && { start: "timestamp" }) },
  });
  for (let lot = 0; lot < lots; lot++) {
    const caseId = `BATCH_${String(lot + 1).padStart(5, "0")}`;
    for (let v = plans.visitOffsets[lot]!; v < plans.visitOffsets[lot + 1]!; v++) {
      if (end[v]! >= lastInstant) throw tooLong(lots);
      const name = batteryActivities[plans.activity[v]!]!;
      const label = plans.isRework[v] === 1 && rework === "prefix" ? reworkPrefix + name : name;
      const row = builder.addEvent(caseId, label, end[v]! * 1000);
      builder.setEventAttribute(row, "resource", config.pools[pools[plans.pool[v]!]!][resource[v]!]!);
      builder.setEventAttribute(row, "batch_size", plans.batchSize[lot]!);
      if (startTimes) builder.setEventAttribute(row, "start", start[v]! * 1000);
    }
  }
  throwIfAborted(signal);
  return builder.build();
}

interface Plans extends QueueInput {
  /** Per lot. */
  readonly batchSize: Uint32Array;
  /** Per visit an index into `batteryActivities`. */
  readonly activity: Uint8Array;
  /** Per visit 1 when the lot came back for it. */
  readonly isRework: Uint8Array;
}

function planLots({ lots, seed, startMs, config }: ResolvedOptions, report: (done: number) => void): Plans {
  const pools = Object.keys(config.pools) as PoolName[];
  const poolOfActivity = batteryActivities.map((name) => pools.indexOf(config.activities[name].pool));
  const calendar = releaseCalendar(config.release, Math.ceil(startMs / 1000));
  const slotSeconds = config.release.minutesBetweenLots * 60;

  if (calendar.instantAfter(lots * slotSeconds) >= lastInstant) throw tooLong(lots);

  const releases = new Float64Array(lots);
  const batchSize = new Uint32Array(lots);
  const visitOffsets = new Uint32Array(lots + 1);
  const activity: number[] = [];
  const isRework: number[] = [];
  const workSeconds: number[] = [];
  const restSeconds: number[] = [];
  for (let lot = 0; lot < lots; lot++) {
    const plan = planLot(seed, lot, config);
    batchSize[lot] = plan.batchSize;
    const slot = lot + plan.arrivalDraw * config.release.jitterShare;
    releases[lot] = calendar.instantAfter(Math.floor(slot * slotSeconds));
    for (const visit of plan.visits) {
      activity.push(visit.activity);
      isRework.push(visit.isRework ? 1 : 0);
      workSeconds.push(visit.workSeconds);
      restSeconds.push(visit.restSeconds);
    }
    visitOffsets[lot + 1] = activity.length;
    report(lot + 1);
  }
  return {
    releases,
    visitOffsets,
    pool: Uint8Array.from(activity, (a) => poolOfActivity[a]!),
    workSeconds: Float64Array.from(workSeconds),
    restSeconds: Float64Array.from(restSeconds),
    poolSizes: pools.map((pool) => config.pools[pool].length),
    batchSize,
    activity: Uint8Array.from(activity),
    isRework: Uint8Array.from(isRework),
  };
}

function tooLong(lots: number): Error {
  return optionError(
    where,
    "lots",
    lots,
    "The last lot would be shipped after the year 9999. Lower lots, config.release.minutesBetweenLots or the times of the activities.",
  );
}
