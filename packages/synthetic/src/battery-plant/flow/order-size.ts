import type { Electrode } from "../line.js";
import type { BatteryPlantConfig } from "../plant-config.js";

/** Cells that a daughter roll without faults is enough for. */
export function cellsPerDaughter({ order }: BatteryPlantConfig): number {
  return order.cells / (order.motherRolls * order.lanes);
}

/** Length of a mother roll, m; its daughters are as long. */
export function motherRollMetres(config: BatteryPlantConfig): number {
  return cellsPerDaughter(config) * config.order.metresPerCell;
}

/** Dry powder in an order, kg: both sides of the coating are in the area of a cell. */
export function powderPerOrderKg(config: BatteryPlantConfig, electrode: Electrode): number {
  return config.order.cells * config.order.areaPerCellM2 * config.quality[electrode].loadingKgPerM2;
}

/** Slurry in an order, kg. */
export function slurryPerOrderKg(config: BatteryPlantConfig, electrode: Electrode): number {
  return powderPerOrderKg(config, electrode) / config.quality[electrode].solids;
}

/** The order that numbers of trays in the configuration are given for, cells. */
const usualOrderCells = 480;

/** Trays that a formation rack takes: smaller orders meet smaller racks, but even the smallest order is a tray, so two is the least. */
export function rackTrays({ order, traysPerRack }: BatteryPlantConfig): number {
  const scaled = Math.round((traysPerRack * order.cells) / usualOrderCells);
  return Math.max(Math.min(2, traysPerRack), scaled);
}
