/** The twelve steps of the cell line, in line order. */
export const batteryPlantSteps = Object.freeze([
  "Incoming Inspection",
  "Slurry Mixing",
  "Coating & Drying",
  "Calendering",
  "Slitting",
  "Winding/Stacking",
  "Electrolyte Filling",
  "Cap Welding",
  "Initial Charging",
  "High-Temp Aging",
  "Final Grading",
  "Packing & Shipment",
] as const);

/** One of the twelve steps of the cell line. */
export type BatteryPlantStep = (typeof batteryPlantSteps)[number];

/** The step that a line has besides when cells are filled through a port in a welded lid: the port is welded shut after the first charge. */
export const portSealing = "Port Sealing";

/** Which of the two electrodes of a cell. */
export type Electrode = "cathode" | "anode";
