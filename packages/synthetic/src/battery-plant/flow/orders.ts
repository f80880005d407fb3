import type { BatteryPlantConfig } from "../plant-config.js";
import type { ReleasedOrder } from "./materials.js";
import type { Order } from "./plant-state.js";

/** An order as it is when it is released. */
export function newOrder(
  { order: { motherRolls } }: BatteryPlantConfig,
  { releasedMs, lots }: ReleasedOrder,
  index: number,
): Order {
  return {
    index,
    id: `BATCH-${String(index + 1).padStart(3, "0")}`,
    releasedMs,
    lots,
    openRolls: 2 * motherRolls,
    openTrays: 0,
    openBoxes: 0,
    daughters: { cathode: [], anode: [] },
    trays: [],
  };
}
