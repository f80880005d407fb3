import { describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import type { MeasurementRow } from "../../src/battery-plant/views/measurement-rows.js";
import { grouped } from "./plant-helpers.js";

/*
 * Shares of the design note, from a Monte Carlo of its equations with independent cells: in spec, critical fail. Here places of a
 * roll have luck in common, and cells a roll, so the independent draws are the units (rolls, trays): the band is four standard
 * errors of a share of so many, plus what the note rounds away. Rolls and cells that were cut out or scrapped before are not
 * measured later, which moves no share by more than that.
 */
const shares: readonly (readonly [metric: string, inSpec: number, fail: number])[] = [
  ["slurry_viscosity", 0.988, 0],
  ["coating_loading", 0.898, 0.009],
  ["electrode_density", 0.91, 0.003],
  ["slitting_burr", 0.966, 0.001],
  ["stack_misalignment", 0.934, 0.002],
  ["electrolyte_mass", 0.919, 0.002],
  ["wetting_degree", 0.952, 0],
  ["weld_penetration", 0.905, 0.001],
  ["first_cycle_efficiency", 0.985, 0],
  ["k_value", 0.987, 0.004],
  ["internal_resistance", 0.99, 0],
];

describe("what the plant measures in its steady state", () => {
  const first = [...batteryPlant({ orders: 120, cellsPerOrder: 96, seed: 11 }).measurementRows()].filter(
    ({ attempt, electrode }) => attempt === 1 && electrode !== "anode",
  );
  const byMetric = grouped(first, ({ metric }) => metric as string);

  it.each(shares)("%s is in spec and fails as often as the design note says", (metric, inSpec, fail) => {
    const rows = byMetric.get(metric)!;
    const units = new Set(rows.map(({ unit }) => unit)).size;
    const share = (status: MeasurementRow["status"]): number =>
      rows.filter((row) => row.status === status).length / rows.length;
    const band = (p: number): number => 4 * Math.sqrt((Math.max(p, 0.002) * (1 - p)) / units) + 0.0005;
    expect(Math.abs(share("In Spec") - inSpec)).toBeLessThan(band(inSpec));
    expect(Math.abs(share("Critical Fail") - fail)).toBeLessThan(band(fail));
  });

  it("every metric is measured, in many different values", () => {
    for (const [metric, rows] of byMetric) {
      if (["layer_count", "hipot_pass", "label_read"].includes(metric)) continue;
      const values = new Set(rows.map(({ value }) => value)).size;
      expect(values).toBeGreaterThan(Math.min(50, rows.length / 2));
    }
    expect(byMetric.size).toBe(31);
  });
});
