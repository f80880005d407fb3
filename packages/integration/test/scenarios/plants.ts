import type { BatteryPlantOptions } from "@gigamine/synthetic";

/** Eight weeks of orders of a few cells: for what is measured on rolls. Supplier lots last for 25 orders. */
export const rollPlant: BatteryPlantOptions = {
  orders: 200,
  cellsPerOrder: 8,
  config: {
    order: { lanes: 1 },
    sampling: { cellsPerTray: 1 },
    materials: { ordersPerLot: 25 },
    traysPerRack: 200,
  },
};

/** Six weeks of orders of 24 cells, all of which are measured in the line. */
export const cellPlant: BatteryPlantOptions = {
  orders: 150,
  cellsPerOrder: 24,
  config: { order: { lanes: 1 }, sampling: { cellsPerTray: 24 }, traysPerRack: 200 },
};

/** Many cells, and heavy rolls are let through: cut out, they would hide the chain. */
export const concessionPlant: BatteryPlantOptions = {
  orders: 200,
  cellsPerOrder: 48,
  config: {
    order: { lanes: 1 },
    sampling: { cellsPerTray: 48 },
    traysPerRack: 200,
    quality: {
      limits: {
        coating_loading: { cathode: { specLow: 0.2, warnLow: 0.21, warnHigh: 0.28, specHigh: 0.3 } },
      },
    },
  },
};

/** Three formation racks for two trays each, four fifths of which are in use. */
export const tightPlant: BatteryPlantOptions = {
  orders: 230,
  cellsPerOrder: 8,
  config: {
    order: { lanes: 1 },
    sampling: { cellsPerTray: 1 },
    traysPerRack: 100,
    machines: { formationRacks: 3 },
  },
};
