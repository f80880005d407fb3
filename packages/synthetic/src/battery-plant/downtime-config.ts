import { z } from "zod";
import { configGroup, configNumber, type DeepReadonly } from "../config-number.js";

/*
 * When machines can't work. No source was found for the times of such a plant, so all of them are assumptions. The forms are the usual
 * ones: failures that come at a constant rate in use, and repairs whose logarithm is normal (Kline, "Suitability of the lognormal
 * distribution for corrective maintenance repair times", Reliability Engineering 9 (1984)).
 */

/** The kinds of machines that can break down: those that serve one unit at a time. */
export const breakdownKinds = Object.freeze([
  "mixers",
  "coaters",
  "calenders",
  "slitters",
  "stackers",
  "pumps",
  "welders",
  "testers",
] as const);

export type BreakdownKind = (typeof breakdownKinds)[number];

const hoursError =
  "Give 0 for machines that never break down, or a number in [0.1, 1000000]: the mean time in use between failures, hours. The default is 0.";

const ofKind = (kind: BreakdownKind) =>
  configGroup({
    hoursBetween: z
      .number({ error: hoursError })
      .max(1e6, { error: hoursError })
      .refine((hours) => hours === 0 || hours >= 0.1, { error: hoursError })
      .default(0)
      .describe(`mean time in use between failures of one of the ${kind}, hours; 0 = never [assumption]`),
    repairMinutes: configNumber(
      30,
      0.1,
      100_000,
      `mean time of a repair of one of the ${kind}, minutes by the clock [assumption]`,
    ),
  }).prefault({});

const kindGroups = Object.fromEntries(breakdownKinds.map((kind) => [kind, ofKind(kind)])) as Readonly<
  Record<BreakdownKind, ReturnType<typeof ofKind>>
>;

/** Breakdowns by kind of machine. */
export const breakdownGroup = configGroup({
  ...kindGroups,
  repairSpread: configNumber(
    0.8,
    0,
    10,
    "standard deviation of the time of a repair, by its mean; log-normal [assumption]",
  ),
}).prefault({});

const instantError = 'Give ISO 8601 with "Z" or an offset, such as "2025-01-20T06:00:00Z".';
const instant = z.iso.datetime({ offset: true, error: instantError });
const machineError = 'Give the name of a machine, such as "Coater 1".';
const longestDays = 366;

const windowSchema = configGroup({
  machine: z.string({ error: machineError }),
  from: instant,
  to: instant,
}).superRefine(({ from, to }, context) => {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days > 0 && days <= longestDays) return;
  const message = `Give an instant after "from", ${from}, at most ${longestDays} days later.`;
  context.addIssue({ code: "custom", path: ["to"], message });
});

/** Planned maintenance: windows in which a machine begins nothing; what it is at is finished first. */
export const maintenanceSchema = z
  .array(windowSchema, { error: "Give a list of { machine, from, to }." })
  .default([])
  .describe(
    "planned maintenance: windows in which a machine begins nothing; what it is at is finished first",
  );

/** See `config.breakdowns`. */
export type BreakdownConfig = DeepReadonly<z.output<typeof breakdownGroup>>;

/** See `config.maintenance`. */
export type MaintenanceWindow = DeepReadonly<z.output<typeof windowSchema>>;
