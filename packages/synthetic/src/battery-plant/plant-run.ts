import type { PlantAir } from "./flow/air.js";
import { type PlantRoster, plantShifts } from "./flow/roster.js";
import type { PlantRun, PlantTables } from "./run.js";
import { cellLog } from "./views/cell-log.js";
import { elevenActivityLog } from "./views/eleven-activity-log.js";
import { lotLog } from "./views/lot-log.js";
import { measurementRows } from "./views/measurement-rows.js";
import { ocelJson } from "./views/ocel-json.js";
import { type PlantIndex, plantIndex } from "./views/plant-index.js";
import { qcTable } from "./views/qc-table.js";
import { tracedGenealogy } from "./views/traceability.js";

/** Adds the views to the tables of a run. */
export function plantRun(
  tables: PlantTables,
  air: PlantAir,
  roster: PlantRoster,
  truth: PlantRun["truth"],
): PlantRun {
  let known: PlantIndex | null = null;
  const index = (): PlantIndex => {
    known ??= plantIndex(tables);
    return known;
  };
  return Object.freeze({
    ...tables,
    lotLog: () => lotLog(tables, index()),
    cellLog: (options) => cellLog(tables, index(), options),
    elevenActivityLog: (options) => elevenActivityLog(tables, index(), truckAfter(roster), options),
    qcTable: (options) =>
      qcTable(tables, index(), (room, timeMs) => air.temperatureC(room, timeMs, 0), options),
    measurementRows: () => measurementRows(tables),
    genealogyEdges: () => tracedGenealogy(tables, index()),
    ocelJson: (options) => ocelJson(tables, index(), options),
    truth,
  } satisfies PlantRun);
}

/** Trucks leave when the early shift of a working day begins. */
function truckAfter({ day }: PlantRoster): (timeMs: number) => number {
  const week = 7 * 86_400_000;
  return (timeMs) =>
    day.shiftsBetween(timeMs, timeMs + week).find(({ name }) => name === plantShifts.AM.name)!.fromMs;
}
