import { type RandomStream, randomStream } from "@gigamine/base";
import type { BatteryLogConfig } from "./config.js";
import { batteryActivities, reworkRules } from "./line.js";

/** One execution of an activity, before anyone knows when a resource will be free for it. */
export interface Visit {
  /** Index into `batteryActivities`. */
  readonly activity: number;
  /** Whether the lot has come back for it. */
  readonly isRework: boolean;
  /** Whole seconds, at least 1. */
  readonly workSeconds: number;
  /** Whole seconds of rest afterwards. */
  readonly restSeconds: number;
}

/** What is decided about a lot before it meets a queue. */
export interface LotPlan {
  readonly batchSize: number;
  /** Where in its slot the lot arrives, in [0, 1). */
  readonly arrivalDraw: number;
  readonly visits: readonly Visit[];
}

type Purpose = "work" | "rest" | "outcome";

const ruleOfCheck = new Map(reworkRules.map((rule) => [batteryActivities.indexOf(rule.check), rule]));
const rawStorage = batteryActivities.indexOf("Storage (Raw Material)");
const finishedStorage = batteryActivities.indexOf("Storage (Finished Goods)");

/**
 * Draws the route and the times of one lot. Every purpose has a random stream of its own, keyed by seed, lot, activity
 * and purpose, and uses its n-th draw for the n-th execution: the number of lots, the rework rate or a skipped step
 * therefore change no other draw.
 */
export function planLot(seed: number, lot: number, config: BatteryLogConfig): LotPlan {
  const lotStream = (purpose: string): RandomStream => randomStream(seed, lot, "lot", purpose);
  const { minimum, maximum, reference } = config.batchSize;
  const batchSize = lotStream("batch size").integer(minimum, maximum);
  const skips = (purpose: string, probability: number): boolean => lotStream(purpose).chance(probability);
  const skipsRaw = skips("skip raw storage", config.storage.rawSkipProbability);
  const skipsFinished = skips("skip finished storage", config.storage.finishedSkipProbability);

  const streams = { work: [], rest: [], outcome: [] } as Record<Purpose, RandomStream[]>;
  const streamOf = (activity: number, purpose: Purpose): RandomStream => {
    streams[purpose][activity] ??= randomStream(seed, lot, batteryActivities[activity]!, purpose);
    return streams[purpose][activity];
  };
  const reworks = new Array<number>(batteryActivities.length).fill(0);
  const visits: Visit[] = [];
  let furthest = -1;
  let current = 0;
  while (current < batteryActivities.length) {
    if ((current === rawStorage && skipsRaw) || (current === finishedStorage && skipsFinished)) {
      current++;
      continue;
    }
    const { medianMinutes, logSpread, extraSharePer1000Cells, restMedianMinutes } =
      config.activities[batteryActivities[current]!];
    const sizeFactor = 1 + (extraSharePer1000Cells * (batchSize - reference)) / 1000;
    visits.push({
      activity: current,
      isRework: current <= furthest,
      workSeconds: Math.max(
        1,
        lognormalSeconds(streamOf(current, "work"), medianMinutes * sizeFactor, logSpread),
      ),
      restSeconds:
        restMedianMinutes > 0 ? lognormalSeconds(streamOf(current, "rest"), restMedianMinutes, logSpread) : 0,
    });
    furthest = Math.max(furthest, current);
    const rule = ruleOfCheck.get(current);
    // The draw is made even when the check may send the lot back no more, so that the cap moves no other draw.
    const fails = rule !== undefined && streamOf(current, "outcome").chance(config.reworkRate);
    if (fails && reworks[current]! < config.maximumReworksPerCheck) {
      reworks[current]!++;
      current = batteryActivities.indexOf(rule.backTo);
    } else {
      current++;
    }
  }
  return { batchSize, arrivalDraw: lotStream("arrival").next(), visits };
}

/** Whole seconds: rounding hides the last bit, in which engines may differ about `exp` and `log`. */
function lognormalSeconds(stream: RandomStream, medianMinutes: number, logSpread: number): number {
  return Math.round(60 * medianMinutes * Math.exp(logSpread * stream.normal()));
}
