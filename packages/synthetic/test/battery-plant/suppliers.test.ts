import { readOcel } from "@gigamine/event-log/ocel";
import { describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import type { BatteryPlantOverrides } from "../../src/battery-plant/plant-config.js";
import type { PlantRun } from "../../src/battery-plant/run.js";

const orders = { preset: "demo", orders: 6 } as const;

const withIncoming = (
  incoming: NonNullable<NonNullable<BatteryPlantOverrides["quality"]>["incoming"]>,
  start = "2025-01-06T06:00:00Z",
): PlantRun =>
  batteryPlant({ ...orders, start, config: { materials: { ordersPerLot: 2 }, quality: { incoming } } });

/** The first hidden value of a metric by unit. */
function latentOf(run: PlantRun, metric: string): Map<string, number> {
  const { measurements, metrics, units } = run;
  const found = new Map<string, number>();
  for (let row = 0; row < measurements.unit.length; row++) {
    const { id } = units[measurements.unit[row]!]!;
    if (metrics[measurements.metric[row]!] === metric && !found.has(id))
      found.set(id, measurements.latent[0]![row]!);
  }
  return found;
}

describe("suppliers", () => {
  it("two deliver each material by turns; what is made here has none", () => {
    const { units } = withIncoming({});
    const lots = units.filter(({ type }) => type === "MaterialLot");
    const graphite = lots.filter(({ id }) => id.includes("GRA"));
    expect(graphite.slice(0, 4).map(({ id, supplier }) => [id, supplier])).toEqual([
      ["LOT-GRA-001", "Supplier GRA-1"],
      ["LOT-GRA-002", "Supplier GRA-2"],
      ["LOT-GRA-003", "Supplier GRA-1"],
      ["LOT-GRA-004", "Supplier GRA-2"],
    ]);
    expect(new Set(lots.map(({ supplier }) => supplier)).size).toBe(8);
    for (const { type, supplier } of units) expect(supplier === null).toBe(type !== "MaterialLot");
  });

  it("are alike unless told otherwise; else the powder of the second is coarser by just so much", () => {
    const alike = latentOf(withIncoming({}), "powder_d50");
    const other = latentOf(withIncoming({ secondSupplierD50Um: 0.3 }), "powder_d50");
    expect(other.size).toBe(alike.size);
    expect(alike.size).toBeGreaterThan(8);
    for (const [id, d50] of other) {
      const isSecond = Number(id.slice(-3)) % 2 === 0;
      expect(d50 - alike.get(id)!).toBeCloseTo(isSecond ? 0.3 : 0, 9);
    }
  });

  it("stand in OCEL at the lots", async () => {
    const { objects, report } = await readOcel(batteryPlant({ preset: "demo", orders: 1 }).ocelJson());
    expect(report.issueCounts).toEqual({});
    const lot = objects.find(({ id }) => id === "LOT-NMC-002")!;
    expect(lot.attributes).toContainEqual(
      expect.objectContaining({ name: "supplier", value: "Supplier NMC-2" }),
    );
  });
});

describe("the season of powder moisture", () => {
  const ratios = (start: string): number[] => {
    const plain = latentOf(withIncoming({}, start), "powder_moisture");
    const moved = latentOf(withIncoming({ moistureSeasonShare: 0.2 }, start), "powder_moisture");
    return [...moved].map(([id, ppm]) => ppm / plain.get(id)!);
  };

  it("makes powder wetter by the share when it is warmest, on 20 July, and drier half a year later", () => {
    // all lots come within ten days: the cosine is above 0.985 in size
    for (const ratio of ratios("2025-07-19T06:00:00Z")) expect(Math.abs(ratio - 1.2)).toBeLessThan(0.003);
    for (const ratio of ratios("2025-01-17T06:00:00Z")) expect(Math.abs(ratio - 0.8)).toBeLessThan(0.003);
  });

  it("is refused when powder would be dry in winter", () => {
    expect(() => withIncoming({ moistureSeasonShare: 1.5 })).toThrow(
      /moistureSeasonShare is 1\.5.*\[0, 0\.9\]/,
    );
  });
});
