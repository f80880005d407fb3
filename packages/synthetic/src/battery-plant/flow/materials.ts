import { GigamineError, MS_PER_DAY } from "@gigamine/base";
import type { Visit } from "../../simulation/model.js";
import { simulate } from "../../simulation/simulate.js";
import { powderMoisturePpm } from "../environment/moisture.js";
import { seasonAt } from "../environment/room-climate.js";
import type { Electrode } from "../line.js";
import type { BatteryPlantConfig } from "../plant-config.js";
import type { Gauge } from "../quality/gauge.js";
import { recordOutages } from "./downtime.js";
import { spreadMs } from "./durations.js";
import { motherRollMetres, powderPerOrderKg } from "./order-size.js";
import type { PlantContext } from "./plant-context.js";
import type { MaterialKind, MaterialLot, OrderLots } from "./plant-state.js";
import { operatorPool, withOutages } from "./pools.js";
import type { PlantMachines, PlantOperator } from "./resources.js";
import { type PlantRoster, plantShifts } from "./roster.js";

/** The kinds of material that are inspected when they come. */
export const materials: readonly {
  readonly code: string;
  readonly material: MaterialKind;
  readonly electrode: Electrode;
}[] = [
  { code: "NMC", material: "powder", electrode: "cathode" },
  { code: "GRA", material: "powder", electrode: "anode" },
  { code: "ALU", material: "foil", electrode: "cathode" },
  { code: "CUP", material: "foil", electrode: "anode" },
];

/** `LOT-NMC-003`. */
export function lotId(code: string, n: number): string {
  return `LOT-${code}-${String(n + 1).padStart(3, "0")}`;
}

/** Suppliers of each material; lots come from them by turns. */
const suppliers = 2;

/** Who delivers lot `n` of a material: `Supplier NMC-1`, `Supplier NMC-2`, and again. */
function supplierOf(code: string, n: number): string {
  return `Supplier ${code}-${(n % suppliers) + 1}`;
}

/** Lots of each kind that are ordered for so many orders: some to spare, for those that are returned. */
export function lotsOrdered({ materials: { ordersPerLot } }: BatteryPlantConfig, orders: number): number {
  const needed = Math.ceil(orders / ordersPerLot);
  return needed + 2 + Math.ceil(needed / 10);
}

/** A supplier lot out of specification is still taken by concession up to so many times the distance of the limit from the target. */
const concessionWidth = 5;

/** What stock an order draws from and when it can begin. */
export interface ReleasedOrder {
  readonly releasedMs: number;
  readonly lots: OrderLots;
}

/**
 * Receives and inspects the material for all orders and gives each order its lots, first released first used. An order that
 * would have to wait for material is released when it has it; orders don't overtake each other.
 *
 * @param plannedMs When orders would be released if material were always there; rising.
 */
export function receiveMaterial(
  plant: PlantContext,
  roster: PlantRoster,
  machines: PlantMachines,
  technicians: readonly PlantOperator[],
  startMs: number,
  plannedMs: readonly number[],
): ReleasedOrder[] {
  if (plannedMs.length === 0) return [];
  const lots = materials.flatMap((kind) =>
    Array.from({ length: lotsOrdered(plant.config, plannedMs.length) }, (_, n) => {
      const order = Math.min(n * plant.config.materials.ordersPerLot, plannedMs.length - 1);
      return newLot(plant, kind, n, arrivalMs(plant.config, roster, startMs, plannedMs[order]!));
    }),
  );
  inspect(plant, lots, machines, technicians, startMs);
  return assign(plant.config, lots, plannedMs);
}

/** The truck comes when the early shift of a working day begins, in time for the lead. */
function arrivalMs(
  config: BatteryPlantConfig,
  roster: PlantRoster,
  startMs: number,
  neededMs: number,
): number {
  const latest = neededMs - config.materials.leadDays * MS_PER_DAY;
  const truck = roster.day
    .shiftsBetween(latest - 7 * MS_PER_DAY, latest + 1)
    .findLast(({ name }) => name === plantShifts.AM.name);
  return Math.max(startMs, truck?.fromMs ?? latest);
}

function newLot(
  plant: PlantContext,
  { code, material, electrode }: (typeof materials)[number],
  n: number,
  arrival: number,
): MaterialLot {
  const id = lotId(code, n);
  const { incoming } = plant.config.quality;
  const draws = plant.draws(id, "inspect", 1);
  const luck = { size: draws.normal(), moisture: draws.normal() };
  const { effects, config } = plant;
  const d50Um = incoming.d50SigmaUm * luck.size + (n % suppliers) * incoming.secondSupplierD50Um;
  const season = 1 + incoming.moistureSeasonShare * seasonAt(config.climate, arrival);
  const quantity = lotQuantity(config, material, electrode);
  return {
    kind: "lot",
    id,
    material,
    electrode,
    unit: plant.recorder.unit(id, "MaterialLot", "", quantity, electrode, supplierOf(code, n)),
    arrivalMs: arrival,
    releasedMs: null,
    thicknessDeviationUm: plant.byWorld(() => incoming.foilSigmaUm * luck.size),
    d50DeviationUm: plant.byWorld((world) => d50Um + effects.shift("material.d50", id, arrival, world)),
    moisturePpm: plant.byWorld((world) =>
      powderMoisturePpm(
        config.quality,
        season * effects.factor("material.moisture", id, arrival, world),
        luck.moisture,
      ),
    ),
    verdict: "on",
  };
}

/** Powder in kg, foil in m. */
function lotQuantity(config: BatteryPlantConfig, material: MaterialKind, electrode: Electrode): number {
  const { ordersPerLot } = config.materials;
  const ofOrder =
    material === "powder"
      ? powderPerOrderKg(config, electrode)
      : config.order.motherRolls * motherRollMetres(config);
  return ordersPerLot * ofOrder;
}

/** Lots through the laboratory, in the order of their coming. */
function inspect(
  plant: PlantContext,
  lots: readonly MaterialLot[],
  machines: PlantMachines,
  technicians: readonly PlantOperator[],
  startMs: number,
): void {
  const { inspection, inspectionLogSpread } = plant.config.minutes;
  const inOrder = lots.toSorted((a, b) => a.arrivalMs - b.arrivalMs);
  const inspected = simulate<MaterialLot>({
    seed: plant.seed,
    startMs,
    pools: withOutages(
      { benches: { members: machines.labBenches }, technicians: operatorPool(technicians) },
      plant.outages,
    ),
    steps: {
      inspect: {
        seize: [{ pool: "benches" }, { pool: "technicians" }],
        workMs: (visit) => spreadMs(plant.seed, visit, "inspect", "work", inspection, inspectionLogSpread),
        onComplete: (visit) => completeInspection(plant, visit.units[0]!.data, visit),
      },
    },
    arrivals: [
      {
        kind: "orders",
        atMs: inOrder.map(({ arrivalMs }) => arrivalMs),
        make: (n) => ({ id: inOrder[n]!.id, type: "MaterialLot", data: inOrder[n]! }),
        to: "inspect",
      },
    ],
    route: ({ data }) =>
      data.verdict === "again"
        ? { to: "inspect", rework: true }
        : { leave: data.verdict === "on" ? "released" : "returned" },
  });
  recordOutages(plant, inspected);
}

/** Measures a lot; out of specification it is tested once more, then taken by concession or sent back. */
function completeInspection(plant: PlantContext, lot: MaterialLot, visit: Visit<MaterialLot>): void {
  const { gauges, recorder, config } = plant;
  const row = plant.visited(visit, "inspect", lot.unit);
  const noise = plant.noise(lot.id, "inspect", visit.attempt);
  const measured: readonly (readonly [Gauge, (world: number) => number])[] =
    lot.material === "foil"
      ? [foilReading(plant, lot)]
      : [
          [gauges.of("powder_d50"), (world) => config.quality.incoming.d50Um + lot.d50DeviationUm[world]!],
          [gauges.of("powder_moisture"), (world) => lot.moisturePpm[world]!],
        ];
  let fault: Gauge | null = null;
  let isHopeless = false;
  for (const [gauge, latent] of measured) {
    const status = plant.take(gauge, { visit: row, timeMs: visit.completeMs }, latent, noise.normal());
    if (status !== "Critical Fail") continue;
    fault ??= gauge;
    isHopeless ||= isBeyondConcession(gauge, latent(0));
  }
  if (fault === null) lot.verdict = "on";
  else if (visit.attempt <= config.limits.retests) {
    lot.verdict = "again";
    recorder.mark("Hold", row, fault.metric);
  } else {
    lot.verdict = isHopeless ? "scrap" : "on";
    recorder.mark(isHopeless ? "Scrap" : "Concession", row, fault.metric);
  }
  if (lot.verdict === "on") lot.releasedMs = visit.completeMs;
  if (lot.verdict === "scrap") recorder.units[lot.unit]!.outcome = "returned";
}

function foilReading(
  { gauges }: PlantContext,
  lot: MaterialLot,
): readonly [Gauge, (world: number) => number] {
  const gauge = gauges.of("foil_thickness", lot.electrode);
  return [gauge, (world) => gauge.target + lot.thicknessDeviationUm[world]!];
}

function isBeyondConcession({ target, specLow, specHigh }: Gauge, value: number): boolean {
  const limit = value < target ? specLow : specHigh;
  return limit !== null && Math.abs(value - target) > concessionWidth * Math.abs(limit - target);
}

/** Gives orders their lots. */
function assign(
  config: BatteryPlantConfig,
  lots: readonly MaterialLot[],
  plannedMs: readonly number[],
): ReleasedOrder[] {
  const stocks = materials.map((kind) => ({ kind, stock: stockOf(lots, kind), used: 0 }));
  let lastMs = Number.NEGATIVE_INFINITY;
  return plannedMs.map((planned) => {
    let releasedMs = Math.max(planned, lastMs);
    const given: Record<Electrode, Partial<Record<MaterialKind, MaterialLot>>> = { cathode: {}, anode: {} };
    for (const store of stocks) {
      const lot = store.stock[Math.floor(store.used++ / config.materials.ordersPerLot)];
      if (lot?.releasedMs == null) throw noMaterial(store.kind.code);
      releasedMs = Math.max(releasedMs, lot.releasedMs);
      given[store.kind.electrode][store.kind.material] = lot;
    }
    lastMs = releasedMs;
    return { releasedMs, lots: given as OrderLots };
  });
}

/** The released lots of a kind, first released first. */
function stockOf(
  lots: readonly MaterialLot[],
  { material, electrode }: (typeof materials)[number],
): MaterialLot[] {
  return lots
    .filter((lot) => lot.material === material && lot.electrode === electrode && lot.releasedMs !== null)
    .sort((a, b) => a.releasedMs! - b.releasedMs!);
}

function noMaterial(code: string): GigamineError {
  return new GigamineError(
    "battery-plant/no-material",
    `batteryPlant: so many supplier lots of ${code} are sent back that orders can't be made. Widen the limits of incoming ` +
      "inspection in config.quality.limits, or lower the spread in config.quality.incoming.",
    { material: code },
  );
}
