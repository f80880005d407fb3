import type { WorkCalendar } from "@gigamine/base";
import type { ArrivalSpec, PoolSpec, SimulationModel, StepSpec, VisitStart } from "../../simulation/model.js";
import { type Electrode, electrodes, type StepKey } from "../line.js";
import { newSlurry } from "./assembly.js";
import { trayCompletions } from "./cell-steps.js";
import type { CellStep } from "./cell-store.js";
import { breakdownsOf } from "./downtime.js";
import { hoursMs, spreadMs } from "./durations.js";
import { completeCalendering, completeCoating, completeMixing, completeSlitting } from "./electrode-steps.js";
import { electrodeStep, routeUnit, unitOf } from "./line-route.js";
import { rackTrays } from "./order-size.js";
import { completePacking } from "./packing-step.js";
import type { PlantContext } from "./plant-context.js";
import type { Box, MotherRoll, Order, PlantUnitData, Slurry, Tray } from "./plant-state.js";
import { operatorPool, withOutages } from "./pools.js";
import type { OperatorGroup, PlantMachines, PlantOperator } from "./resources.js";
import type { PlantRoster } from "./roster.js";

type Step = StepSpec<PlantUnitData>;
type Start = VisitStart<PlantUnitData>;

/** What the line is made of. */
export interface LineParts {
  readonly machines: PlantMachines;
  readonly operators: Readonly<Record<OperatorGroup, readonly PlantOperator[]>>;
  readonly roster: PlantRoster;
  readonly orders: readonly Order[];
  readonly startMs: number;
}

/** The line from mixing to packing as a system of queues. */
export function lineModel(plant: PlantContext, parts: LineParts): SimulationModel<PlantUnitData> {
  return {
    seed: plant.seed,
    startMs: parts.startMs,
    pools: withOutages(linePools(plant, parts), plant.outages),
    steps: { ...electrodeSteps(plant), ...cellSteps(plant), pack: packingStep(plant) },
    arrivals: electrodes.map((electrode) => slurryArrivals(plant, parts.orders, electrode)),
    route: (unit, visit) => routeUnit(plant, unit.data, visit.step),
  };
}

function slurryArrivals(
  plant: PlantContext,
  orders: readonly Order[],
  electrode: Electrode,
): ArrivalSpec<PlantUnitData> {
  return {
    kind: "orders",
    name: electrode,
    atMs: orders.map(({ releasedMs }) => releasedMs),
    make: (n) => unitOf(newSlurry(plant, orders[n]!, electrode), "SlurryBatch"),
    to: electrodeStep("mix", electrode),
  };
}

function linePools(
  plant: PlantContext,
  { machines, operators, roster }: LineParts,
): Readonly<Record<string, PoolSpec>> {
  const { day, mixing } = roster;
  const { agingTrays, breakdowns } = plant.config;
  const pools: Record<string, PoolSpec> = {
    stackers: { members: machines.stackers, calendar: day, ...breakdownsOf(breakdowns, "stackers") },
    pumps: { members: machines.pumps, calendar: day, ...breakdownsOf(breakdowns, "pumps") },
    soaking: { members: ["Soaking Store"], capacity: agingTrays },
    welders: { members: machines.welders, calendar: day, ...breakdownsOf(breakdowns, "welders") },
    racks: { members: machines.racks, capacity: rackTrays(plant.config) },
    aging: { members: machines.agingStores, capacity: agingTrays },
    testers: { members: machines.testers, ...breakdownsOf(breakdowns, "testers") },
    packers: { members: machines.packers, calendar: day },
  };
  for (const electrode of electrodes) {
    const pool = (kind: "mixers" | "coaters" | "calenders" | "slitters", calendar: WorkCalendar): void => {
      const members = machines[kind][electrode];
      pools[`${electrode} ${kind}`] = { members, calendar, ...breakdownsOf(breakdowns, kind) };
    };
    pool("mixers", mixing);
    pool("coaters", day);
    pool("calenders", day);
    pool("slitters", day);
  }
  for (const group of lineGroups) pools[operatorsOf(group)] = operatorPool(operators[group]);
  return pools;
}

const lineGroups = ["mixing", "coating", "electrode", "assembly", "formation", "packing"] as const;

function operatorsOf(group: OperatorGroup): string {
  return `${group} operators`;
}

/** Mixing to slitting, for both electrodes. */
function electrodeSteps(plant: PlantContext): Record<string, Step> {
  const { minutes, rates } = plant.config;
  const { work, setup } = timers(plant);
  const steps: Record<string, Step> = {};
  for (const electrode of electrodes) {
    steps[electrodeStep("mix", electrode)] = {
      seize: [{ pool: `${electrode} mixers` }, { pool: operatorsOf("mixing"), hold: "setup" }],
      setupMs: setup("mix", () => minutes.mixingSetup),
      workMs: work("mix", () => minutes.mixing),
      offDuty: "finish",
      onComplete: (visit) => completeMixing(plant, visit.units[0]!.data as Slurry, visit),
    };
    steps[electrodeStep("coat", electrode)] = {
      seize: [{ pool: `${electrode} coaters` }, { pool: operatorsOf("coating") }],
      setupMs: (previous, visit) => changeoverMs(plant, previous, visit),
      workMs: work("coat", ({ metres }) => (2 * metres) / rates.coatingMPerMin),
      offDuty: "fit",
      onComplete: (visit) => completeCoating(plant, visit.units[0]!.data as MotherRoll, visit),
    };
    steps[electrodeStep("calender", electrode)] = {
      seize: [{ pool: `${electrode} calenders` }, { pool: operatorsOf("electrode") }],
      setupMs: setup("calender", () => minutes.calenderSetup),
      workMs: work("calender", ({ metres }) => metres / rates.calenderMPerMin),
      offDuty: "fit",
      onComplete: (visit) => completeCalendering(plant, visit.units[0]!.data as MotherRoll, visit),
    };
    steps[electrodeStep("slit", electrode)] = {
      seize: [{ pool: `${electrode} slitters` }, { pool: operatorsOf("electrode") }],
      setupMs: setup("slit", (_, attempt) => (attempt === 1 ? minutes.slitterSetup : minutes.bladeChange)),
      workMs: work("slit", ({ metres }) => metres / rates.slitterMPerMin),
      offDuty: "fit",
      onComplete: (visit) => completeSlitting(plant, visit.units[0]!.data as MotherRoll, visit),
    };
  }
  return steps;
}

/** Stacking to grading, by trays. */
function cellSteps(plant: PlantContext): Record<CellStep, Step> {
  const { minutes, rates, quality } = plant.config;
  const { work, setup } = timers(plant);
  const complete = (step: CellStep): Pick<Step, "onComplete"> => ({
    onComplete: (visit) => trayCompletions[step](plant, visit.units[0]!.data as Tray, visit),
  });
  const assembly = (skill: string) => ({ pool: operatorsOf("assembly"), skill, hold: "setup" }) as const;
  return {
    stack: {
      seize: [{ pool: "stackers" }, assembly("stacking")],
      setupMs: setup("stack", () => minutes.stackerSetup),
      workMs: work("stack", ({ cells }) => (cells * rates.stackingSPerCell) / 60),
      offDuty: "fit",
      ...complete("stack"),
    },
    fill: {
      seize: [{ pool: "pumps", hold: "setup" }, { ...assembly("filling") }, { pool: "soaking" }],
      setupMs: setup("fill", () => minutes.dosing),
      workMs: ({ attempt, units }) => {
        if (attempt === 1) return hoursMs(quality.filling.soakHours);
        return hoursMs((units[0]!.data as Tray).isDry ? rates.extraSoakHours : rates.topUpSoakHours);
      },
      offDuty: "fit",
      ...complete("fill"),
    },
    weld: {
      seize: [{ pool: "welders" }, assembly("welding")],
      setupMs: setup("weld", () => minutes.welderSetup),
      workMs: work("weld", ({ cells }) => (cells * rates.weldingSPerCell) / 60),
      offDuty: "fit",
      ...complete("weld"),
    },
    seal: {
      seize: [{ pool: "welders" }, assembly("welding")],
      setupMs: setup("seal", () => minutes.welderSetup),
      workMs: work("seal", ({ cells }) => (cells * rates.sealingSPerCell) / 60),
      offDuty: "fit",
      ...complete("seal"),
    },
    form: {
      seize: [{ pool: "racks" }, { pool: operatorsOf("formation"), hold: "setup" }],
      setupMs: setup("form", () => minutes.formationLoading),
      workMs: work("form", () => rates.formationHours * 60),
      offDuty: "fit",
      ...complete("form"),
    },
    age: {
      seize: [{ pool: "aging" }],
      workMs: ({ attempt }) =>
        hoursMs(attempt === 1 ? rates.agingHotHours + rates.agingRoomHours : rates.agingRepeatHours),
      ...complete("age"),
    },
    grade: {
      seize: [{ pool: "testers" }, { pool: operatorsOf("formation"), hold: "setup" }],
      setupMs: setup("grade", () => minutes.testerLoading),
      workMs: work("grade", ({ cells }) => (cells * rates.gradingSPerCell) / 60),
      offDuty: "fit",
      ...complete("grade"),
    },
  };
}

function packingStep(plant: PlantContext): Step {
  const { work } = timers(plant);
  return {
    seize: [{ pool: "packers" }, { pool: operatorsOf("packing") }],
    workMs: work("pack", () => plant.config.minutes.packing),
    offDuty: "fit",
    onComplete: (visit) => completePacking(plant, visit.units[0]!.data as Box, visit),
  };
}

/** How much there is to do at a visit. */
interface Load {
  readonly metres: number;
  /** Cells that take part. */
  readonly cells: number;
}

function loadOf({ attempt, units }: Start): Load {
  const { data } = units[0]!;
  if (data.kind === "roll") return { metres: data.metres, cells: 0 };
  if (data.kind !== "tray") return { metres: 0, cells: 0 };
  const takingPart = attempt === 1 ? data.alive : data.again;
  return { metres: 0, cells: takingPart.reduce((sum, one) => sum + one, 0) };
}

/** Times that scatter around a median in minutes. */
function timers({ seed, config }: PlantContext) {
  const { logSpread } = config.minutes;
  return {
    work: (step: StepKey, minutes: (load: Load) => number) => (visit: Start) =>
      spreadMs(seed, visit, step, "work", minutes(loadOf(visit)), logSpread),
    setup:
      (step: StepKey, minutes: (load: Load, attempt: number) => number) => (_: Start | null, visit: Start) =>
        spreadMs(seed, visit, step, "setup", minutes(loadOf(visit), visit.attempt), logSpread),
  };
}

/** A new slurry takes a whole changeover, a further roll of the same one a fifth of it; some operators need longer. */
function changeoverMs({ seed, config, effects }: PlantContext, previous: Start | null, visit: Start): number {
  const roll = visit.units[0]!.data as MotherRoll;
  const before = previous?.units[0]?.data as MotherRoll | undefined;
  const { coatingChangeover, logSpread } = config.minutes;
  const median = before?.slurry === roll.slurry ? coatingChangeover / 5 : coatingChangeover;
  const extraMs = effects.shift("coater.changeover", visit.members[1]!, visit.startMs, 0);
  return Math.max(0, spreadMs(seed, visit, "coat", "setup", median, logSpread) + Math.round(extraMs));
}
