import { TimeZone } from "@gigamine/base";
import { z } from "zod";
import { checkedOption } from "../checked-option.js";
import { configGroup, configNumber, type DeepReadonly, deepFreeze } from "../config-number.js";
import { breakdownGroup, maintenanceSchema } from "./downtime-config.js";
import { plantClimateConfigSchema } from "./environment/climate-config.js";
import { cellFormats } from "./line.js";
import { batteryQualityConfigSchema } from "./quality/quality-config.js";

/*
 * The numbers of the flow. Evidence in brackets at the end of each description: [note] a public description of such a line
 * (PEM RWTH Aachen and VDMA, "Lithium-Ion Battery Cell Production Process", 2018; ABB, "Jede Zelle zählt"); [derived] by
 * arithmetic from others here; [assumption] no source found.
 */

const whole = (value: number, low: number, high: number, what: string) => {
  const error = `Give a whole number in [${low}, ${high}]: ${what}. The default is ${value}.`;
  return z
    .number({ error })
    .min(low, { error })
    .max(high, { error })
    .multipleOf(1, { error })
    .default(value)
    .describe(what);
};

const minutes = (value: number, what: string) =>
  configNumber(value, 0.1, 100_000, `${what}, minutes [assumption]`);

const machines = (value: number, what: string) => whole(value, 1, 64, `number of ${what} [assumption]`);

const people = (value: number, what: string) => whole(value, 1, 20, `${what} [assumption]`);

/** How many machines there are; the layout of the line is fixed. */
const machineGroup = configGroup({
  mixersPerElectrode: machines(2, "mixers for each electrode"),
  calendersPerElectrode: machines(2, "calenders for each electrode"),
  slittersPerElectrode: machines(1, "slitters for each electrode"),
  stackers: machines(8, "stackers"),
  fillingPumps: machines(2, "filling pumps"),
  welders: machines(2, "welding lasers"),
  formationRacks: machines(4, "formation racks"),
  testers: machines(2, "end-of-line testers"),
  packers: machines(1, "packing stations"),
}).prefault({});

const operatorGroup = configGroup({
  coating: whole(4, 4, 26, "coating operators: two coaters in two shifts take four [assumption]"),
  mixing: people(2, "mixing operators of a team"),
  electrode: people(3, "operators of calenders and slitters of a team"),
  assembly: people(4, "operators of stackers, pumps and welders of a team"),
  formation: people(3, "operators of formation racks and testers of a team"),
  packing: people(1, "packers of a team"),
  laboratory: people(2, "laboratory technicians of a team"),
}).prefault({});

const durationGroup = configGroup({
  inspection: minutes(180, "median time of an incoming inspection"),
  mixing: minutes(240, "median time of mixing"),
  mixingSetup: minutes(15, "time in which an operator loads a mixer"),
  coatingChangeover: minutes(30, "change of slurry and set-up at the coater"),
  calenderSetup: minutes(10, "threading a roll into a calender"),
  slitterSetup: minutes(8, "threading a roll into a slitter"),
  bladeChange: minutes(25, "change of the blade before an edge is cut again"),
  stackerSetup: minutes(8, "loading a stacker"),
  dosing: minutes(8, "handling and dosing a tray at the pump"),
  welderSetup: minutes(4, "fixing a tray in the welder"),
  formationLoading: minutes(10, "loading a tray into a formation rack"),
  testerLoading: minutes(3, "loading a tray into a tester"),
  packing: minutes(12, "packing a box"),
  logSpread: configNumber(
    0.06,
    0,
    1,
    "standard deviation of the logarithm of all times of work [assumption]",
  ),
  inspectionLogSpread: configNumber(
    0.3,
    0,
    1,
    "standard deviation of the logarithm of the time of an inspection, 2 to 8 hours [assumption]",
  ),
}).prefault({});

const rateGroup = configGroup({
  coatingMPerMin: configNumber(60, 1, 120, "speed of coating, m/min; each side is coated [ABB: up to 80]"),
  calenderMPerMin: configNumber(60, 1, 120, "speed of calendering, m/min [ABB: up to 100]"),
  slitterMPerMin: configNumber(100, 1, 500, "speed of slitting, m/min [assumption]"),
  stackingSPerCell: configNumber(40, 1, 3600, "stacking of a cell, seconds [derived: 25 to 95]"),
  weldingSPerCell: configNumber(10, 1, 3600, "welding of a cell, seconds [assumption]"),
  sealingSPerCell: configNumber(5, 1, 3600, "sealing of a filling port, seconds [assumption]"),
  gradingSPerCell: configNumber(30, 1, 3600, "final tests of a cell, seconds [assumption]"),
  formationHours: configNumber(22, 1, 240, "first charge and discharge, hours [note: up to 24]"),
  extraSoakHours: configNumber(12, 1, 240, "extra soak of a tray that is not wet enough, hours [assumption]"),
  topUpSoakHours: configNumber(4, 0.5, 240, "soak after electrolyte was topped up, hours [assumption]"),
  agingHotHours: configNumber(72, 1, 1000, "aging at high temperature, hours [assumption]"),
  agingRoomHours: configNumber(168, 1, 1000, "aging at room temperature, hours [assumption]"),
  agingRepeatHours: configNumber(168, 1, 1000, "repeated aging, hours [assumption]"),
}).prefault({});

const orderGroup = configGroup({
  cells: whole(
    480,
    4,
    100_000,
    "cells in an order; a multiple of the daughter rolls of an electrode [assumption]",
  ),
  areaPerCellM2: configNumber(
    1.027,
    0.001,
    100,
    "coated area of an electrode in a cell, m² [Chen, ten times]",
  ),
  motherRolls: whole(2, 1, 10, "mother rolls of each electrode in an order [assumption]"),
  lanes: whole(2, 1, 6, "daughter rolls that a mother roll is slit into [assumption]"),
  cellsPerTray: whole(48, 1, 400, "cells in a tray [assumption]"),
  cellsPerBox: whole(48, 1, 400, "cells in a box [assumption]"),
  metresPerCell: configNumber(12.5, 0.1, 100, "length of a daughter roll in a cell, m [derived]"),
}).prefault({});

const releaseGroup = configGroup({
  minutesBetweenOrders: configNumber(
    180,
    5,
    100_000,
    "working time from one order's slot to the next, minutes [assumption]",
  ),
  jitterShare: configNumber(0.3, 0, 1, "an order is released within this part of its slot [assumption]"),
}).prefault({});

const materialGroup = configGroup({
  ordersPerLot: whole(8, 1, 1000, "orders that a supplier lot of a kind lasts for [assumption]"),
  leadDays: configNumber(
    7,
    0,
    30,
    "days between the delivery of a lot and the first order that needs it, at least [assumption]",
  ),
}).prefault({});

const limitGroup = configGroup({
  retests: whole(1, 0, 5, "repeated inspections of a lot"),
  remixes: whole(2, 0, 5, "corrections of a slurry"),
  secondPasses: whole(1, 0, 5, "further passes through the calender"),
  recuts: whole(1, 0, 5, "blade changes with a new cut of the edge"),
  fills: whole(2, 0, 5, "top-ups and extra soaks together"),
  rewelds: whole(1, 0, 5, "repeated welds"),
  formationReruns: whole(1, 0, 5, "repeated formations"),
  agingRepeats: whole(1, 0, 5, "repeated agings"),
  relabels: whole(1, 0, 5, "repeated labellings of a box"),
  gradingRetests: whole(1, 0, 5, "repeated gradings"),
  rollScrapShare: configNumber(
    0.5,
    0,
    1,
    "a roll is scrapped as a whole when more of it than this share is bad [assumption]",
  ),
  contactFaultProbability: configNumber(
    0.001,
    0,
    1,
    "probability that a cell has a bad contact in formation and needs another run [assumption]",
  ),
}).prefault({});

const samplingGroup = configGroup({
  positionsPerRoll: whole(5, 1, 50, "places along a roll at which it is measured [assumption]"),
  cellsPerTray: whole(5, 1, 400, "cells of a tray that are measured in the line [assumption]"),
}).prefault({});

const zoneError = 'Give an IANA time zone such as "Europe/Berlin"; the default is "Europe/London".';

/** Every number of the plant as a zod schema: any part may be left out, what is left out has its default. */
export const batteryPlantConfigSchema = configGroup({
  timeZone: z
    .string({ error: zoneError })
    .refine(isTimeZone, { error: zoneError })
    .default("Europe/London")
    .describe("zone whose clock shifts go by; in London winter it shows UTC, so a log reads like the roster"),
  cellFormat: z
    .enum(cellFormats, { error: 'Give "original" or "lid first"; the default is "original".' })
    .default("original")
    .describe(
      "order in which cells are closed: filled before the lid is welded, or through a port that is sealed after the first charge",
    ),
  order: orderGroup,
  release: releaseGroup,
  materials: materialGroup,
  machines: machineGroup,
  operators: operatorGroup,
  minutes: durationGroup,
  rates: rateGroup,
  traysPerRack: whole(
    16,
    1,
    1000,
    "trays that a formation rack takes when an order has 480 cells [assumption]",
  ),
  agingTrays: whole(1200, 1, 100_000, "trays that the aging store takes [assumption]"),
  breakdowns: breakdownGroup,
  maintenance: maintenanceSchema,
  limits: limitGroup,
  sampling: samplingGroup,
  climate: plantClimateConfigSchema.prefault({}),
  quality: batteryQualityConfigSchema.prefault({}),
});

/** Every number of the plant; see {@link batteryPlantDefaults}. */
export interface BatteryPlantConfig extends DeepReadonly<z.output<typeof batteryPlantConfigSchema>> {}

/** Changes to {@link batteryPlantDefaults}: any part, to any depth. */
export interface BatteryPlantOverrides extends DeepReadonly<z.input<typeof batteryPlantConfigSchema>> {}

/**
 * The numbers of the plant in the preset "steady state", deeply frozen: a line for prismatic cells of 50 A·h that works
 * Monday to Friday in two shifts (AM 06–14, PM 14–22), while soaking, formation and aging run day and night. An order of 480 cells
 * every three hours of work keeps the coaters, the bottleneck, busy for about three quarters of the shifts.
 */
export const batteryPlantDefaults: BatteryPlantConfig = deepFreeze(batteryPlantConfigSchema.parse({}));

/**
 * {@link batteryPlantDefaults} with changes, checked and deeply frozen.
 *
 * @throws GigamineError `option/out-of-range` that names the setting.
 */
export function batteryPlantConfig(overrides: BatteryPlantOverrides = {}): BatteryPlantConfig {
  return deepFreeze(checkedOption("batteryPlant", "config", batteryPlantConfigSchema, overrides));
}

function isTimeZone(name: string): boolean {
  try {
    new TimeZone(name, "batteryPlant");
    return true;
  } catch {
    return false;
  }
}
