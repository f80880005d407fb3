import type { Visit } from "../../simulation/model.js";
import { labelRead, ocvDeviationMv } from "../quality/packing.js";
import type { PlantContext } from "./plant-context.js";
import type { Box, PlantUnitData, Tray } from "./plant-state.js";

/** Packs a box; it is labelled once more when the label can't be read. */
export function completePacking(plant: PlantContext, box: Box, visit: Visit<PlantUnitData>): void {
  const { config, gauges, recorder } = plant;
  const row = plant.visited(visit, "pack", box.unit);
  const draws = plant.draws(box.id, "pack", visit.attempt);
  const isRead = labelRead(config.quality, draws.next());
  const voltages = box.cells.map(() => draws.normal());
  const noise = plant.noise(box.id, "pack", visit.attempt);
  const at = { visit: row, timeMs: visit.completeMs };
  const spread = plant.take(
    gauges.of("box_ocv_spread"),
    at,
    (world) => spreadMv(plant, box, voltages, world),
    noise.normal(),
  );
  plant.take(gauges.of("label_read"), at, () => (isRead ? 1 : 0), 0);
  box.verdict = !isRead && visit.attempt <= config.limits.relabels ? "again" : "on";
  if (box.verdict === "again") recorder.mark("Rework", row, "label_read");
  else if (spread === "Critical Fail") recorder.mark("Concession", row, "box_ocv_spread");
}

/** Highest minus lowest voltage of the cells of a box, mV. */
function spreadMv(
  { config }: PlantContext,
  { cells, order }: Box,
  voltages: readonly number[],
  world: number,
): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const [i, cell] of cells.entries()) {
    const tray = trayOf(order.trays, cell);
    const { kMvPerDay } = tray.ages[world]![cell - tray.firstCell]!;
    const voltage = ocvDeviationMv(config.quality, kMvPerDay, { voltage: voltages[i]! });
    low = Math.min(low, voltage);
    high = Math.max(high, voltage);
  }
  return high - low;
}

function trayOf(trays: readonly Tray[], cell: number): Tray {
  return trays.find(({ firstCell, alive }) => cell >= firstCell && cell < firstCell + alive.length)!;
}
