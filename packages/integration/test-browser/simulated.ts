import { writeCsv } from "@gigamine/event-log";
import {
  batteryPlant,
  column,
  designTable,
  narrate,
  plantModel,
  playOut,
  scenarios,
} from "@gigamine/synthetic";

/** What a page may simulate: a plant with a root cause, its quality table with notes, a table of one's own, a model played out. */
export async function simulated(seed: number) {
  const run = batteryPlant({
    preset: "table",
    seed,
    scenarios: [scenarios.badShift()],
    counterfactuals: "fixed routing",
  });
  const notes = await narrate(run.qcTable({ rows: 50 }));
  const table = designTable({ seed })
    .add("shift", column.category({ AM: 2, PM: 1 }))
    .add("temperature", column.normal({ mean: 22, sd: 0.6 }), { decimals: 2 })
    .rows(200);
  return {
    lots: writeCsv(run.lotLog()),
    cells: writeCsv(run.cellLog()),
    eleven: writeCsv(run.elevenActivityLog()),
    ocel: run.ocelJson(),
    affected: run.truth().scenarios[0]!.affected.length,
    notes: notes.rows,
    table,
    played: writeCsv(playOut(plantModel(), { cases: 50, seed })),
  };
}
