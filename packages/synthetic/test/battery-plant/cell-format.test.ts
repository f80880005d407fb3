import { readOcel } from "@gigamine/event-log/ocel";
import { traceLanguage } from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import { plantSteps } from "../../src/battery-plant/line.js";
import { plantModel } from "../../src/battery-plant/plant-model.js";
import type { PlantRun } from "../../src/battery-plant/run.js";
import { checkExpectations } from "../../src/expectations/check.js";
import { plantExpectations } from "../../src/expectations/plant/plant-expectations.js";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { exact, visitsOf } from "./exact-plant.js";
import { sequences } from "./plant-helpers.js";

const lidFirst = { cellFormat: "lid first" } as const;
const options = { preset: "ramp-up", orders: 8, cellsPerOrder: 96, seed: 5 } as const;
const run = batteryPlant({ ...options, config: lidFirst });
const original = batteryPlant(options);

const line = [
  "Incoming Inspection",
  "Slurry Mixing",
  "Coating & Drying",
  "Calendering",
  "Slitting",
  "Winding/Stacking",
  "Cap Welding",
  "Electrolyte Filling",
  "Initial Charging",
  "Port Sealing",
  "High-Temp Aging",
  "Final Grading",
  "Packing & Shipment",
];

const broken = (of: PlantRun): string[] =>
  checkExpectations(of, plantExpectations())
    .results.filter(({ success }) => !success)
    .map(({ id, observed }) => `${id}: ${observed}`);

describe("cells whose lid is welded first", () => {
  it("an order without chance, by hand: welding 12 minutes, filling a day, charging 22 hours, sealing 4 min + 48 * 5 s", () => {
    const one = batteryPlant({ ...exact, config: { ...exact.config, ...lidFirst } });
    expect(visitsOf(one, "BATCH-001-T01")).toEqual([
      "Winding/Stacking: 2025-01-13 11:37 to 12:17",
      "Cap Welding: 2025-01-13 12:17 to 12:29",
      "Electrolyte Filling: 2025-01-13 12:29 to 2025-01-14 12:37",
      "Initial Charging: 2025-01-14 12:37 to 2025-01-15 10:47",
      "Port Sealing: 2025-01-15 10:47 to 10:55",
      "High-Temp Aging: 2025-01-15 10:55 to 2025-01-25 10:55",
      "Final Grading: 2025-01-27 06:00 to 06:27",
    ]);
    expect(visitsOf(one, "BATCH-001-S01")).toEqual(["Packing & Shipment: 2025-01-27 06:27 to 06:39"]);
  });

  it("go through thirteen steps, or end with scrap", () => {
    const scrapped = new Set<string>();
    for (const [cell, sequence] of sequences(run.cellLog()).entries()) {
      const steps = sequence.filter((activity, i) => activity !== sequence[i - 1]);
      const isScrap = run.cells.outcomes[run.cells.outcome[cell]!] === "scrap";
      expect(steps).toEqual(isScrap ? [...line.slice(0, steps.length - 1), "Scrap"] : line);
      if (isScrap) scrapped.add(steps.at(-2)!);
    }
    expect(scrapped.size).toBeGreaterThan(3);
  });

  it("are scrapped by sight at the sealing as often as configured", () => {
    const sealing = { ...lidFirst, quality: { backgroundScrap: { sealing: 1 } } };
    const none = batteryPlant({ preset: "demo", orders: 1, config: sealing });
    expect(new Set(Array.from(none.cells.outcome, (outcome) => none.cells.outcomes[outcome]))).toEqual(
      new Set(["scrap"]),
    );
    const { marks, visits, steps } = none;
    const last = marks.filter(({ visit }) => steps[visits.step[visit]!] === "Port Sealing");
    expect(new Set(last.map(({ kind, reason }) => `${kind} ${reason}`))).toEqual(new Set(["Scrap sight"]));
  });

  it("every case of the cell log is a trace of the model of that line, and none that was shipped is one of the other", () => {
    const all = sequences(run.cellLog());
    const longest = Math.max(...all.map(({ length }) => length));
    const languageOf = (cellFormat: "original" | "lid first") =>
      new Set(traceLanguage(plantModel({ cellFormat }), { maxLength: longest }).map((trace) => trace.join()));
    const own = languageOf("lid first");
    expect(all.filter((trace) => !own.has(trace.join()))).toEqual([]);
    const other = languageOf("original");
    const shipped = all.filter((trace) => trace.at(-1) !== "Scrap");
    expect(shipped.filter((trace) => other.has(trace.join()))).toEqual([]);
  });

  it("stand in the quality table in the order of their line", () => {
    const rows = run.qcTable({ subcategories: 9, rows: 9 });
    expect(rows.map(({ process_step, subcategory }) => `${process_step} ${subcategory}`)).toEqual([
      "1 Slurry Mixing",
      "2 Coating & Drying",
      "3 Calendering",
      "4 Winding/Stacking",
      "5 Cap Welding",
      "6 Electrolyte Filling",
      "7 Initial Charging",
      "8 High-Temp Aging",
      "9 Final Grading",
    ]);
    const times = rows.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort());
  });

  it("have the luck of the other line: what is welded is as deep, cell by cell", () => {
    const depths = (of: PlantRun): Map<string, number> =>
      new Map(
        [...of.measurementRows()]
          .filter(({ metric, attempt }) => metric === "weld_penetration" && attempt === 1)
          .map(({ cell, value }) => [cell!, value]),
      );
    const other = depths(original);
    const both = [...depths(run)].filter(([cell]) => other.has(cell));
    expect(both.length).toBeGreaterThan(50);
    for (const [cell, value] of both) expect(value).toBe(other.get(cell));
  });

  it("meet all expectations of a run; a run that is told to be of the other line does not", () => {
    expect(broken(run)).toEqual([]);
    expect(broken({ ...run, config: original.config })).toEqual([
      expect.stringMatching(/^cell-log\/line-order: [1-9]/),
    ]);
  });

  it("wait before the sealing too when a rack does not work, and the truth knows it can", () => {
    const truth = batteryPlant({
      preset: "table",
      orders: 6,
      config: lidFirst,
      scenarios: [scenarios.capacityLoss()],
      counterfactuals: "resimulated",
    }).truth();
    expect(truth.graph.nodes.map(({ id }) => id)).toContain("waiting: Port Sealing");
    expect(truth.graph.edges).toContainEqual(
      expect.objectContaining({ from: "resource.outage", to: "waiting: Port Sealing" }),
    );
  });

  it("are read from OCEL with the sealing", async () => {
    const ocel = await readOcel(run.ocelJson({ cells: false }));
    expect(ocel.report.issueCounts).toEqual({});
    expect(ocel.events.filter(({ type }) => type === "Port Sealing").length).toBeGreaterThan(8);
  });
});

describe("the original order of closing cells", () => {
  it("is the default, and has twelve steps without a sealing", () => {
    expect(original.config.cellFormat).toBe("original");
    expect(original.steps).toEqual(plantSteps.map(({ name }) => name));
    expect(original.steps).toHaveLength(12);
    expect(run.steps).toEqual([...original.steps, "Port Sealing"]);
  });

  it("other formats are refused", () => {
    expect(() => batteryPlant({ config: { cellFormat: "pouch" as never } })).toThrow(
      /config\.cellFormat is "pouch".*"original" or "lid first"/,
    );
    expect(() => plantModel({ cellFormat: "pouch" as never })).toThrow(
      /plantModel.*cellFormat is "pouch".*"lid first"/,
    );
  });
});
