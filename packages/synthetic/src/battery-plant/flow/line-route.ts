import type { NewUnit, Route } from "../../simulation/model.js";
import type { Electrode, StepKey } from "../line.js";
import { addDaughters, newBoxes, newMotherRolls, newTrays } from "./assembly.js";
import { type CellStep, cellStepsOf } from "./cell-store.js";
import type { PlantContext } from "./plant-context.js";
import type { Box, MotherRoll, Order, PlantUnitData, Slurry, Tray } from "./plant-state.js";

type PlantRoute = Route<PlantUnitData>;

/** Name of a step of the simulation: those of the electrodes have machines of their own. */
export function electrodeStep(step: StepKey, electrode: Electrode): string {
  return `${step} ${electrode}`;
}

/** A unit of the simulation; the plant itself keeps quantities and genealogy. */
export function unitOf(data: PlantUnitData, type: string): NewUnit<PlantUnitData> {
  return { id: data.id, type, data };
}

/** Where a unit goes after a step, by what the step made of it. */
export function routeUnit(plant: PlantContext, data: PlantUnitData, step: string): PlantRoute {
  if (data.verdict === "again") return { to: step, rework: true };
  switch (data.kind) {
    case "slurry":
      return afterMixing(plant, data);
    case "roll":
      return afterRollStep(plant, data, step);
    case "tray":
      return afterTrayStep(plant, data, step);
    case "box":
      return afterPacking(plant, data);
    default:
      return { leave: "released" };
  }
}

function afterMixing(plant: PlantContext, slurry: Slurry): PlantRoute {
  if (slurry.verdict === "scrap") {
    return endRolls(plant, slurry, plant.config.order.motherRolls);
  }
  plant.recorder.units[slurry.unit]!.outcome = "consumed";
  const to = electrodeStep("coat", slurry.electrode);
  return { split: newMotherRolls(plant, slurry).map((roll) => ({ unit: unitOf(roll, "MotherRoll"), to })) };
}

function afterRollStep(plant: PlantContext, roll: MotherRoll, step: string): PlantRoute {
  if (roll.verdict === "scrap") return endRolls(plant, roll, 1);
  if (step === electrodeStep("coat", roll.electrode))
    return { to: electrodeStep("calender", roll.electrode) };
  if (step === electrodeStep("calender", roll.electrode))
    return { to: electrodeStep("slit", roll.electrode) };
  addDaughters(plant, roll);
  return endRolls(plant, roll, 1);
}

/**
 * A roll is slit or scrapped, or the slurry of so many rolls is scrapped. With the last roll of an order its assembly begins, of as many cells
 * as the good stretches of both electrodes give.
 */
function endRolls(plant: PlantContext, last: Slurry | MotherRoll, rolls: number): PlantRoute {
  const { order, unit, verdict } = last;
  plant.recorder.units[unit]!.outcome = verdict === "scrap" ? "scrap" : "consumed";
  order.openRolls -= rolls;
  if (order.openRolls > 0) return { leave: verdict === "scrap" ? "scrap" : "slit" };
  const trays = newTrays(plant, order);
  order.trays.push(...trays);
  order.openTrays = trays.length;
  endDaughters(plant, order);
  if (trays.length === 0) {
    plant.orderEnds();
    return { leave: "scrap" };
  }
  return { split: trays.map((tray) => ({ unit: unitOf(tray, "Tray"), to: "stack" })) };
}

/** Daughter rolls that went into a tray are consumed; where the other electrode gave fewer cells, some are left over and stay open. */
function endDaughters({ recorder }: PlantContext, { daughters, trays }: Order): void {
  const used = new Set(
    trays.flatMap(({ cathode, anode }) => [...cathode, ...anode]).map((place) => place.daughter.unit),
  );
  for (const { unit } of [...daughters.cathode, ...daughters.anode]) {
    const record = recorder.units[unit]!;
    if (record.outcome !== "open") continue;
    if (trays.length === 0) record.outcome = "scrap";
    else if (used.has(unit)) record.outcome = "consumed";
  }
}

function afterTrayStep(plant: PlantContext, tray: Tray, step: string): PlantRoute {
  const steps = cellStepsOf(plant.config.cellFormat);
  const next = steps[steps.indexOf(step as CellStep) + 1];
  if (tray.verdict === "on" && next !== undefined) return { to: next };
  const { order } = tray;
  plant.recorder.units[tray.unit]!.outcome = tray.verdict === "scrap" ? "scrap" : "consumed";
  order.openTrays--;
  const leave = { leave: tray.verdict === "scrap" ? "scrap" : "graded" };
  if (order.openTrays > 0) return leave;
  const boxes = newBoxes(plant, order);
  order.openBoxes = boxes.length;
  if (boxes.length === 0) {
    plant.orderEnds();
    return leave;
  }
  return { split: boxes.map((box) => ({ unit: unitOf(box, "ShipLot"), to: "pack" })) };
}

function afterPacking(plant: PlantContext, { unit, order }: Box): PlantRoute {
  plant.recorder.units[unit]!.outcome = "shipped";
  order.openBoxes--;
  if (order.openBoxes === 0) plant.orderEnds();
  return { leave: "shipped" };
}
