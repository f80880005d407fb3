import type { Electrode } from "../line.js";
import type { BatteryPlantConfig } from "../plant-config.js";
import { scrapOutcome } from "./cell-store.js";
import { cellsPerDaughter, motherRollMetres, powderPerOrderKg, slurryPerOrderKg } from "./order-size.js";
import type { PlantContext } from "./plant-context.js";
import type { Box, DaughterRoll, MotherRoll, Order, Place, Slurry, Tray } from "./plant-state.js";

/** The batch of slurry of an order and electrode. */
export function newSlurry(plant: PlantContext, order: Order, electrode: Electrode): Slurry {
  const { config, recorder } = plant;
  const id = `${order.id}-${electrodeLetter[electrode]}`;
  const unit = recorder.unit(id, "SlurryBatch", order.id, slurryPerOrderKg(config, electrode), electrode);
  recorder.edge(order.lots[electrode].powder.unit, unit, powderPerOrderKg(config, electrode), "kg");
  return { kind: "slurry", order, electrode, id, unit, states: [], verdict: "on" };
}

const electrodeLetter: Readonly<Record<Electrode, string>> = { cathode: "C", anode: "A" };

/** The mother rolls that a batch of slurry is coated on. */
export function newMotherRolls(plant: PlantContext, slurry: Slurry): MotherRoll[] {
  const { config, recorder } = plant;
  const { order, electrode } = slurry;
  const count = config.order.motherRolls;
  const metres = motherRollMetres(config);
  return Array.from({ length: count }, (_, i) => {
    const id = `${slurry.id}-M${i + 1}`;
    const unit = recorder.unit(id, "MotherRoll", order.id, metres, electrode);
    recorder.edge(slurry.unit, unit, slurryPerOrderKg(config, electrode) / count, "kg");
    recorder.edge(order.lots[electrode].foil.unit, unit, metres, "m");
    return {
      kind: "roll",
      order,
      electrode,
      slurry,
      id,
      unit,
      metres,
      coated: [],
      pressed: [],
      bad: new Uint8Array(config.sampling.positionsPerRoll),
      slit: [],
      laneBad: [],
      verdict: "on",
    };
  });
}

/**
 * The daughter rolls of a mother roll that was slit; they belong to the order from now on. Each takes its share of the width, over the whole
 * length, and counts the metres that are good for cells.
 */
export function addDaughters(plant: PlantContext, roll: MotherRoll): void {
  const { recorder, config } = plant;
  const lanes = roll.laneBad.length;
  for (let lane = 0; lane < lanes; lane++) {
    const id = `${roll.id}-D${lane + 1}`;
    const good = goodCells(config, roll.laneBad[lane]!).length * config.order.metresPerCell;
    const unit = recorder.unit(id, "DaughterRoll", roll.order.id, good, roll.electrode);
    recorder.edge(roll.unit, unit, roll.metres / lanes, "m", 0, roll.metres);
    if (good === 0) recorder.units[unit]!.outcome = "scrap";
    roll.order.daughters[roll.electrode].push({ id, unit, roll, lane });
  }
}

/** Trays for as many cells as the good stretches of both electrodes give; none when there are none. */
export function newTrays(plant: PlantContext, order: Order): Tray[] {
  const { config } = plant;
  const cathode = placesOf(plant, order.daughters.cathode);
  const anode = placesOf(plant, order.daughters.anode);
  const cells = Math.min(cathode.length, anode.length);
  const { cellsPerTray } = config.order;
  const trays: Tray[] = [];
  for (let from = 0; from < cells; from += cellsPerTray) {
    const to = Math.min(cells, from + cellsPerTray);
    trays.push(newTray(plant, order, trays.length + 1, cathode.slice(from, to), anode.slice(from, to)));
  }
  return trays;
}

/** Places for cells on daughter rolls, in order; stretches that were cut out have none. */
function placesOf(plant: PlantContext, daughters: readonly DaughterRoll[]): Place[] {
  const { metresPerCell } = plant.config.order;
  return daughters.flatMap((daughter) =>
    goodCells(plant.config, daughter.roll.laneBad[daughter.lane]!).map(({ cell, position }) => ({
      daughter,
      position,
      fromM: cell * metresPerCell,
    })),
  );
}

/** The cells along a daughter roll that lie at good positions. */
function goodCells(
  config: BatteryPlantConfig,
  bad: Uint8Array,
): readonly { readonly cell: number; readonly position: number }[] {
  const perDaughter = cellsPerDaughter(config);
  return Array.from({ length: perDaughter }, (_, cell) => ({
    cell,
    position: Math.floor(((cell + 0.5) / perDaughter) * bad.length),
  })).filter(({ position }) => bad[position] === 0);
}

function newTray(
  plant: PlantContext,
  order: Order,
  number: number,
  cathode: readonly Place[],
  anode: readonly Place[],
): Tray {
  const { cells, recorder, worlds, config } = plant;
  const id = `${order.id}-T${String(number).padStart(2, "0")}`;
  const count = cathode.length;
  const unit = recorder.unit(id, "Tray", order.id, count, null);
  const firstCell = cells.count;
  const firstNumber = (number - 1) * config.order.cellsPerTray + 1;
  for (let slot = 0; slot < count; slot++) {
    const [ofCathode, ofAnode] = [cathode[slot]!, anode[slot]!];
    const cellId = `${order.id}-${String(firstNumber + slot).padStart(4, "0")}`;
    cells.add(cellId, unit, ofCathode.daughter.unit, ofAnode.daughter.unit, ofCathode.fromM, ofAnode.fromM);
  }
  for (const places of [cathode, anode]) addPlaceEdges(plant, unit, places);
  const byWorld = <T>(): T[][] => Array.from({ length: worlds }, () => []);
  return {
    kind: "tray",
    order,
    id,
    unit,
    firstCell,
    cathode,
    anode,
    alive: new Uint8Array(count).fill(1),
    again: new Uint8Array(count),
    sampled: sampleOf(count, config.sampling.cellsPerTray),
    stacks: byWorld(),
    fills: byWorld(),
    welds: byWorld(),
    forms: byWorld(),
    ages: byWorld(),
    grades: byWorld(),
    measuredK: new Float64Array(count),
    moisturePpm: [],
    isDry: false,
    verdict: "on",
  };
}

/** An edge for each unbroken stretch of a daughter roll that went into a tray. */
function addPlaceEdges({ recorder, config }: PlantContext, tray: number, places: readonly Place[]): void {
  const { metresPerCell } = config.order;
  let begin = 0;
  for (let i = 1; i <= places.length; i++) {
    const last = places[i - 1]!;
    const next = places[i];
    if (next?.daughter === last.daughter && next.fromM === last.fromM + metresPerCell) continue;
    const from = places[begin]!.fromM;
    const to = last.fromM + metresPerCell;
    recorder.edge(last.daughter.unit, tray, to - from, "m", from, to);
    begin = i;
  }
}

/** So many slots of a tray, evenly spread; all when there are fewer. */
function sampleOf(slots: number, wanted: number): Uint8Array {
  const sampled = new Uint8Array(slots);
  for (let i = 0; i < wanted; i++) sampled[Math.floor(((i + 0.5) * slots) / wanted)] = 1;
  return sampled;
}

/** Boxes of the graded cells of an order, each of one grade, in order of grade and cell. */
export function newBoxes(plant: PlantContext, order: Order): Box[] {
  const { cells, config } = plant;
  const boxes: Box[] = [];
  for (let grade = 0; grade < scrapOutcome; grade++) {
    const graded = order.trays.flatMap(({ alive, firstCell }) =>
      Array.from(alive, (lives, slot) => (lives === 1 ? firstCell + slot : -1)).filter(
        (cell) => cell >= 0 && cells.outcome[cell] === grade,
      ),
    );
    for (let from = 0; from < graded.length; from += config.order.cellsPerBox) {
      const inBox = graded.slice(from, from + config.order.cellsPerBox);
      boxes.push(newBox(plant, order, boxes.length + 1, inBox));
    }
  }
  return boxes;
}

function newBox(plant: PlantContext, order: Order, number: number, inBox: readonly number[]): Box {
  const { cells, recorder } = plant;
  const id = `${order.id}-S${String(number).padStart(2, "0")}`;
  const unit = recorder.unit(id, "ShipLot", order.id, inBox.length, null);
  const ofTray = new Map<number, number>();
  for (const cell of inBox) {
    cells.box[cell] = unit;
    const tray = cells.tray[cell]!;
    ofTray.set(tray, (ofTray.get(tray) ?? 0) + 1);
  }
  for (const [tray, count] of ofTray) recorder.edge(tray, unit, count, "{cell}");
  return { kind: "box", order, id, unit, cells: inBox, verdict: "on" };
}
