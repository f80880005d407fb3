import { optionError } from "@gigamine/base";
import { type BatteryLogOptions, resolveOptions } from "../battery-log/options.js";
import {
  arrivalsSpread,
  batchSizes,
  batchStartsApart,
  resourceOneLot,
  resourceSkills,
} from "./battery-plant.js";
import {
  activitiesKnown,
  arrivalFirst,
  arrivalOnce,
  lineOrder,
  lotsComplete,
  rawStepsBeforeStart,
  reworkAllowed,
  reworkCap,
  reworkRateBand,
  shipmentLast,
} from "./battery-route.js";
import type { Expectation, Finding } from "./check.js";

/** What {@link batteryLogExpectations} takes: the options the log was generated with, of which it reads the plant. */
export interface BatteryLogExpectationOptions extends BatteryLogOptions {
  /** How often a log of exactly this rework rate may fail the check of the rate, in (0, 1). @default 0.000001 */
  readonly falseAlarmRate?: number | undefined;
}

const where = "batteryLogExpectations";

/**
 * What holds for a log of the battery line of eleven activities, with rework marked or not: fifteen expectations named
 * `battery/…`, all errors. Give the options the log was generated with; without any, {@link batteryLogDefaults} is
 * expected. For a whole check put {@link logExpectations} before them.
 *
 * Route: `activities-known`, `arrival-first`, `arrival-once`, `shipment-last`, `lots-complete`, `line-order` (steps
 * come for the first time in line order), `raw-steps-before-start`. Rework: `rework-allowed` (every repeated step
 * directly follows the check that sent the lot back, see `reworkRules`), `rework-cap`, `rework-rate` (the share of
 * checks failed at first is in the binomial band of `falseAlarmRate` around the configured rate). Time: `arrivals-spread`
 * (from ten lots on), `batch-starts-apart`. Resources: `resource-one-lot` (by `start` times when the log has them),
 * `resource-skills`. Data: `batch-size` (column `batch_size`: whole, in range, constant in a lot).
 *
 * An empty log breaks none of them.
 */
export function batteryLogExpectations(options: BatteryLogExpectationOptions = {}): readonly Expectation[] {
  const { falseAlarmRate = 1e-6, ...logOptions } = options;
  if (!(falseAlarmRate > 0 && falseAlarmRate < 1)) {
    throw optionError(
      where,
      "falseAlarmRate",
      falseAlarmRate,
      "Give a probability above 0 and below 1; the default is 0.000001.",
    );
  }
  const { config } = resolveOptions(where, logOptions);
  const { reworkRate, maximumReworksPerCheck, batchSize } = config;
  const rate = maximumReworksPerCheck > 0 ? reworkRate : 0;
  return [
    error(
      "activities-known",
      "Every activity is one of the line, with or without the mark of rework",
      activitiesKnown,
    ),
    error("arrival-first", "Every lot begins with the arrival of its raw material", arrivalFirst),
    error("arrival-once", "No lot arrives twice", arrivalOnce),
    error("shipment-last", "Every lot ends with its shipment", shipmentLast),
    error("lots-complete", "Every lot has all obligatory steps between arrival and shipment", lotsComplete),
    error("line-order", "The steps of a lot come for the first time in line order", lineOrder),
    error("raw-steps-before-start", "No raw material step comes after the batch start", rawStepsBeforeStart),
    error(
      "rework-allowed",
      "Every repeated step follows the check that sends lots back to it",
      reworkAllowed,
    ),
    error("rework-cap", `No check sends a lot back more than ${maximumReworksPerCheck} times`, (log) =>
      reworkCap(log, maximumReworksPerCheck),
    ),
    error("rework-rate", `About ${rate} of the checks fail at first`, (log) =>
      reworkRateBand(log, rate, falseAlarmRate),
    ),
    error("arrivals-spread", "Lots arrive one after another over time", (log) => arrivalsSpread(log, config)),
    error("batch-starts-apart", "No more batches start in one instant than there are resources", (log) =>
      batchStartsApart(log, config),
    ),
    error("resource-one-lot", "No resource works on two lots at once", resourceOneLot),
    error("resource-skills", "Every step is done by a resource of its pool", (log) =>
      resourceSkills(log, config),
    ),
    error(
      "batch-size",
      `Every lot has one size from ${batchSize.minimum} to ${batchSize.maximum} cells`,
      (log) => batchSizes(log, batchSize),
    ),
  ];
}

function error(name: string, title: string, check: Expectation["check"]): Expectation {
  return { id: `battery/${name}`, title, severity: "error", check: (log): Finding => check(log) };
}
