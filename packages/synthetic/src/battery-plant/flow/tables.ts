import { allPlantSteps, type CellFormat, lineOrder, plantSteps, stepIndex } from "../line.js";
import { batteryMetricNames } from "../quality/metrics.js";
import type { PlantCells, PlantTables } from "../run.js";
import type { Traceability } from "../views/traceability.js";
import { type CellStore, cellOutcomes, cellStepsOf } from "./cell-store.js";
import type { PlantContext } from "./plant-context.js";
import type { Order } from "./plant-state.js";

/** Puts what a run has recorded into tables. */
export function plantTables(
  { seed, config, effects, recorder, cells }: PlantContext,
  rest: {
    readonly startMs: number;
    readonly endMs: number;
    readonly traceability: Traceability;
    readonly resources: readonly string[];
    readonly orders: readonly Order[];
  },
): PlantTables {
  return {
    seed,
    config,
    worlds: effects.worlds,
    startMs: rest.startMs,
    endMs: rest.endMs,
    traceability: rest.traceability,
    steps: (lineOrder(config.cellFormat).includes("seal") ? allPlantSteps : plantSteps).map(
      ({ name }) => name,
    ),
    metrics: batteryMetricNames,
    resources: rest.resources,
    orders: rest.orders.map(({ id, releasedMs, lots }) => ({
      id,
      releasedMs,
      cells: config.order.cells,
      lots: [lots.cathode.powder, lots.cathode.foil, lots.anode.powder, lots.anode.foil].map(
        ({ unit }) => unit,
      ),
    })),
    units: recorder.units,
    ...recorder.finish(),
    cells: cellTable(cells, config.cellFormat),
    genealogy: recorder.genealogy,
  };
}

function cellTable(cells: CellStore, format: CellFormat): PlantCells {
  return {
    ids: cells.ids,
    tray: Int32Array.from(cells.tray),
    cathode: Int32Array.from(cells.cathode),
    anode: Int32Array.from(cells.anode),
    cathodeFromM: Float64Array.from(cells.cathodeFromM),
    anodeFromM: Float64Array.from(cells.anodeFromM),
    outcome: Uint8Array.from(cells.outcome),
    outcomes: cellOutcomes,
    scrapStep: Int8Array.from(cells.scrapStep),
    attempts: new Map(
      cellStepsOf(format).map((step) => [stepIndex[step], Uint8Array.from(cells.attempts[step])]),
    ),
    box: Int32Array.from(cells.box),
  };
}
