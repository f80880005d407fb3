import { toRows } from "@gigamine/event-log";
import { readOcel } from "@gigamine/event-log/ocel";
import { printTree, traceLanguage } from "@gigamine/models";
import { describe, expect, it } from "@jest/globals";
import { batteryActivities } from "../../src/battery-log/line.js";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import { plantSteps } from "../../src/battery-plant/line.js";
import { plantModel } from "../../src/battery-plant/plant-model.js";
import { type BatteryMetric, batteryMetrics } from "../../src/battery-plant/quality/metrics.js";
import type { PlantRun } from "../../src/battery-plant/run.js";
import { grouped, rowsWhere, sequences } from "./plant-helpers.js";

const stepNames = plantSteps.map(({ name }) => name);
const ramp = batteryPlant({ preset: "ramp-up", orders: 8, cellsPerOrder: 96, seed: 5 });
const table = batteryPlant({ preset: "table" });

/** Units above a unit, with the unit itself. */
function ancestry({ genealogy }: PlantRun, unit: string): ReadonlySet<string> {
  const parents = grouped(genealogy, ({ child }) => child);
  const seen = new Set([unit]);
  for (const id of seen) for (const { parent } of parents.get(id) ?? []) seen.add(parent);
  return seen;
}

describe("the cell log", () => {
  const log = ramp.cellLog();
  const rows = toRows(log);

  it("has a case for each cell that was made", () => {
    expect([...log.caseIds]).toEqual([...ramp.cells.ids]);
  });

  it("a cell goes through the twelve steps once, but for rework, or ends with scrap", () => {
    for (const [cell, sequence] of sequences(log).entries()) {
      const isScrap = ramp.cells.outcomes[ramp.cells.outcome[cell]!] === "scrap";
      const steps = sequence.filter((activity, i) => activity !== sequence[i - 1]);
      if (isScrap) expect(steps).toEqual([...stepNames.slice(0, steps.length - 1), "Scrap"]);
      else expect(steps).toEqual(stepNames);
    }
  });

  it("every case is a trace of the model of the plant", () => {
    const all = [...sequences(log), ...sequences(batteryPlant({ preset: "demo" }).cellLog())];
    const traces = new Set(all.map((sequence) => sequence.join()));
    const longest = Math.max(...all.map(({ length }) => length));
    const language = new Set(
      traceLanguage(plantModel(), { maxLength: longest }).map((trace) => trace.join()),
    );
    expect([...traces].filter((trace) => !language.has(trace))).toEqual([]);
    expect(traces.size).toBeGreaterThan(10); // there are scrap and rework to fit
  });

  it("repeats carry their attempt, and only cells that were sent back repeat", () => {
    const repeats = rows.filter(({ attempt }) => Number(attempt) > 1);
    expect(repeats.length).toBeGreaterThan(0);
    const sentBack = new Set(
      ramp.marks
        .filter(({ kind, cell }) => cell >= 0 && (kind === "Rework" || kind === "Hold"))
        .map(({ cell, visit }) => `${ramp.cells.ids[cell]} ${ramp.steps[ramp.visits.step[visit]!]}`),
    );
    const ofTrays = repeats.filter(({ unit }) => String(unit).includes("-T"));
    expect(new Set(ofTrays.map((row) => `${row.case_id} ${row.activity}`))).toEqual(sentBack);
  });

  it("the events of a case are those of the cell's ancestors", () => {
    const cell = ramp.cells.box.findIndex((box) => box >= 0);
    const id = ramp.cells.ids[cell]!;
    const box = ramp.units[ramp.cells.box[cell]!]!.id;
    const tray = ramp.units[ramp.cells.tray[cell]!]!.id;
    const roll = ramp.units[ramp.cells.cathode[cell]!]!.id;
    const units = new Set(rows.filter(({ case_id }) => case_id === id).map(({ unit }) => unit));
    const lot = ramp.units[ramp.orders[0]!.lots[0]!]!.id;
    expect([...units]).toEqual([lot, "BATCH-001-C", roll.replace(/-D\d$/, ""), tray, box]);
  });

  it("with both electrodes has the anode's steps too, and tells which is which", () => {
    const both = ramp.cellLog({ electrodes: "both" });
    const cathode = toRows(both).filter((row) => row.electrode !== "anode");
    expect(cathode.length).toBe(rows.length);
    const anode = toRows(both).filter((row) => row.electrode === "anode");
    expect(new Set(anode.map(({ activity }) => activity))).toEqual(new Set(stepNames.slice(0, 5)));
  });

  it("with both electrodes has a model in which they go side by side until the cell is stacked", () => {
    const [before, after] = printTree(plantModel()).split(", ->( 'Winding/Stacking'");
    const electrode = `->( ${before!.slice("->( ".length)} )`;
    expect(printTree(plantModel({ electrodes: "both" }))).toBe(
      `->( +( ${electrode}, ${electrode} ), ->( 'Winding/Stacking'${after}`,
    );
  });

  it("refuses other electrodes", () => {
    expect(() => ramp.cellLog({ electrodes: "anode" as never })).toThrow(
      /electrodes is "anode".*"cathode" or "both"/,
    );
    expect(() => plantModel({ electrodes: "anode" as never })).toThrow(/plantModel.*"cathode" or "both"/);
  });

  it("says of each cell where it comes from and what became of it", () => {
    const first = rows.find(({ case_id }) => case_id === "BATCH-001-0001")!;
    expect(first["case:batch"]).toBe("BATCH-001");
    expect(first["case:tray"]).toBe("BATCH-001-T01");
    expect(first["case:cathode_roll"]).toMatch(/^BATCH-001-C-M\d-D\d$/);
    const row = rows.find((one) => one["case:cathode_from_m"] === 12.5)!;
    expect(row["case:cathode_roll"]).toMatch(/-C-M\d-D\d$/);
    for (const { "case:grade": grade, "case:box": box } of rows) expect(box === null).toBe(grade === "scrap");
  });
});

describe("the lot log", () => {
  const log = ramp.lotLog();
  const rows = toRows(log);

  it("has a case for each order and an event for each visit of its units and lots", () => {
    expect([...log.caseIds]).toEqual(ramp.orders.map(({ id }) => id));
    const visits = grouped(ramp.visits.unit, (unit) => unit);
    const expected = ramp.orders.flatMap(({ id, lots }) => [
      ...lots,
      ...ramp.units.flatMap(({ order }, unit) => (order === id ? [unit] : [])),
    ]);
    const ofVisits = rows.filter(({ activity }) => (stepNames as readonly string[]).includes(activity));
    expect(ofVisits.length).toBe(expected.reduce((sum, unit) => sum + (visits.get(unit)?.length ?? 0), 0));
  });

  it("a decision stands after the step it was made at, about the same unit and at the same time", () => {
    const kinds = ["Rework", "Scrap", "Hold", "Concession"];
    const byUnit = grouped(rows, ({ case_id, unit }) => `${case_id} ${unit}`);
    let decisions = 0;
    for (const events of byUnit.values()) {
      for (const [i, { activity, step, timestamp, reason }] of events.entries()) {
        if (!kinds.includes(activity)) continue;
        decisions++;
        const before = events.slice(0, i).findLast((event) => !kinds.includes(event.activity))!;
        expect([before.activity, before.timestamp]).toEqual([step, timestamp]);
        expect(reason).not.toBe("");
      }
    }
    expect(decisions).toBeGreaterThan(20);
  });

  it("counts the cells of decisions: those scrapped are those made and not shipped", () => {
    const { cells_made: made, cells_shipped: shipped } = log.caseAttributes;
    for (const [i, id] of log.caseIds.entries()) {
      const scrapped = rows.filter(
        ({ case_id, activity, unit_type }) => case_id === id && activity === "Scrap" && unit_type === "Tray",
      );
      const cells = scrapped.reduce((sum, { quantity }) => sum + Number(quantity), 0);
      expect(cells).toBe(made.values[i]! - shipped.values[i]!);
    }
  });
});

describe("the eleven-activity log", () => {
  const log = table.elevenActivityLog();

  it("has the eleven activities of the original in the order of the line, for orders without rework", () => {
    const plain = sequences(log).filter((sequence) => sequence.length === 11);
    expect(plain.length).toBeGreaterThan(5);
    for (const sequence of plain) expect(sequence).toEqual([...batteryActivities]);
  });

  it("has its columns: resource and batch_size, the same at every event of a lot", () => {
    expect(Object.keys(log.eventAttributes)).toEqual(["resource", "batch_size"]);
    expect(new Set(log.eventAttributes.batch_size.values)).toEqual(new Set([96]));
  });

  it("repeats an activity with the prefix or by its own name", () => {
    const { activities } = ramp.elevenActivityLog();
    expect(activities).toContain("REWORK_In-Process Quality Check");
    expect([...ramp.elevenActivityLog({ rework: "repeat" }).activities].sort()).toEqual(
      [...batteryActivities].sort(),
    );
  });

  it("refuses other words for rework", () => {
    expect(() => table.elevenActivityLog({ rework: "suffix" as never })).toThrow(
      /rework is "suffix".*"prefix" or "repeat"/,
    );
  });

  it("starts a batch when and where the first slurry of the order is mixed", () => {
    const seen = new Set<string>();
    const busy = batteryPlant({
      orders: 30,
      cellsPerOrder: 32,
      config: { machines: { mixersPerElectrode: 1 } },
    });
    for (const { orders, units, visits, resources, elevenActivityLog } of [busy, table]) {
      const { activities, activity, eventAttributes, caseOffsets } = elevenActivityLog();
      const { codes, dictionary } = eventAttributes.resource;
      const start = activities.indexOf("Production Batch Start");
      for (const [c, { id }] of orders.entries()) {
        const mixing = rowsWhere(
          visits.unit.length,
          (v) => visits.step[v] === 1 && units[visits.unit[v]!]!.order === id,
        );
        const first = Math.min(...mixing.map((v) => visits.startMs[v]!));
        const mixers = mixing
          .filter((v) => visits.startMs[v] === first)
          .map((v) => resources[visits.machine[v]!]);
        const event = activity.indexOf(start, caseOffsets[c]!);
        expect(mixers).toContain(dictionary[codes[event]!]);
        seen.add(dictionary[codes[event]!]!);
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(["Mixer 1", "Mixer 2"])); // in a line of two, that of the anode
  });

  it("has no step of raw material after the start of production, whole seconds, and times that never fall", () => {
    for (const run of [ramp, table]) {
      const { caseOffsets, time, activity, activities } = run.elevenActivityLog();
      for (let c = 0; c + 1 < caseOffsets.length; c++) {
        const places = Array.from(activity.subarray(caseOffsets[c]!, caseOffsets[c + 1]!), (a) =>
          batteryActivities.findIndex((name) => activities[a]!.endsWith(name)),
        );
        const start = places.indexOf(4);
        expect(places.slice(start).every((place) => place >= 4)).toBe(true);
      }
      expect(time.every((ms) => ms % 1000 === 0)).toBe(true);
    }
  });
});

describe("the quality table", () => {
  it("gives 100 rows of 20 batches, five steps each in order", () => {
    const rows = table.qcTable({ rows: 100 });
    expect(rows).toHaveLength(100);
    const batches = grouped(rows, ({ case_id }) => case_id);
    expect(batches.size).toBe(20);
    for (const steps of batches.values()) {
      expect(steps.map(({ process_step, subcategory }) => `${process_step} ${subcategory}`)).toEqual([
        "1 Slurry Mixing",
        "2 Coating & Drying",
        "3 Calendering",
        "4 Winding/Stacking",
        "5 Final Grading",
      ]);
      const times = steps.map(({ timestamp }) => timestamp);
      expect(times).toEqual([...times].sort());
    }
    expect(new Set(rows.map(({ row_id }) => row_id)).size).toBe(100);
  });

  it("with nine subcategories adds filling, welding, charging and aging where they stand on the line", () => {
    const first = table.qcTable({ subcategories: 9, rows: 9 });
    expect(first.map(({ subcategory, location, activity }) => [subcategory, location, activity])).toEqual([
      ["Slurry Mixing", "Electrode_Wing", "Electrode Manufacturing"],
      ["Coating & Drying", "Coating_Room", "Electrode Manufacturing"],
      ["Calendering", "Electrode_Wing", "Electrode Manufacturing"],
      ["Winding/Stacking", "Assembly_Floor", "Cell Assembly"],
      ["Electrolyte Filling", "Assembly_Floor", "Cell Assembly"],
      ["Cap Welding", "Assembly_Floor", "Cell Assembly"],
      ["Initial Charging", "Formation_Lab", "Formation & Aging"],
      ["High-Temp Aging", "Formation_Lab", "Formation & Aging"],
      ["Final Grading", "Formation_Lab", "Formation & Aging"],
    ]);
  });

  it("takes whole batches only", () => {
    expect(table.qcTable({ rows: 14 })).toHaveLength(10);
    expect(table.qcTable({ rows: 4 })).toEqual([]);
    expect(table.qcTable({ rows: 0 })).toEqual([]);
  });

  it("has the columns of the original", () => {
    const [row] = table.qcTable({ rows: 5 });
    const original =
      "shift,process_step,subcategory,case_id,activity,location,resource,qc_data,ambient_temp_c,operator_log";
    expect(Object.keys(row!)).toEqual(expect.arrayContaining(original.split(",")));
  });

  it("a status is what the limits of its row make of its value", () => {
    for (const { qc_data: qc } of table.qcTable({ subcategories: 9 })) {
      const inside = (low: number | null, high: number | null): boolean =>
        (low === null || qc.value >= low) && (high === null || qc.value <= high);
      const status = inside(qc.warnLow, qc.warnHigh)
        ? "In Spec"
        : inside(qc.specLow, qc.specHigh)
          ? "Tolerance Warning"
          : "Critical Fail";
      expect(qc.status).toBe(status);
    }
  });

  it("85 to 98 % of many rows are In Spec, and metrics differ within a step", () => {
    const rows = [1, 2, 3].flatMap((seed) =>
      batteryPlant({ preset: "table", seed }).qcTable({ subcategories: 9 }),
    );
    const share = rows.filter(({ qc_data }) => qc_data.status === "In Spec").length / rows.length;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(0.98);
    const coating = rows.filter(({ process_step }) => process_step === 2);
    expect(new Set(coating.map(({ qc_data }) => qc_data.metric)).size).toBe(5);
    expect(new Set(coating.map(({ qc_data }) => qc_data.value)).size).toBeGreaterThan(50);
  });

  it("the metrics of a step take turns: of 20 batches each of five shows four times", () => {
    for (const seed of [42, 1]) {
      const rows = batteryPlant({ preset: "table", seed }).qcTable();
      const coating = grouped(
        rows.filter(({ process_step }) => process_step === 2),
        ({ qc_data }) => qc_data.metric,
      );
      expect([...coating.values()].map(({ length }) => length)).toEqual([4, 4, 4, 4, 4]);
    }
  });

  it("limits have no more decimals than the gauge shows", () => {
    for (const { qc_data: qc } of table.qcTable({ subcategories: 9 })) {
      const { resolution } = batteryMetrics[qc.metric as BatteryMetric];
      const most = Math.round(-Math.log10(resolution));
      for (const limit of [qc.target, qc.warnLow, qc.warnHigh, qc.specLow, qc.specHigh]) {
        if (limit !== null) expect(limit).toBe(Number(limit.toFixed(most)));
      }
    }
  });

  it("says the same status as the measurement that it shows", () => {
    const statuses = new Set(
      [...table.measurementRows()].map((row) => `${row.case_id} ${row.metric} ${row.value} ${row.status}`),
    );
    for (const { case_id, qc_data: qc } of table.qcTable({ subcategories: 9 })) {
      expect(statuses).toContain(`${case_id} ${qc.metric} ${qc.value} ${qc.status}`);
    }
  });

  it("each row was measured in the ancestry of one cell of the batch", () => {
    const { cells, units } = table;
    const readings = grouped(table.measurementRows(), (row) =>
      [row.case_id, row.step, row.resource, row.metric, row.value].join(),
    );
    for (const [batch, rows] of grouped(table.qcTable({ subcategories: 9 }), ({ case_id }) => case_id)) {
      const shown = rows.map(
        ({ subcategory, resource, qc_data }) =>
          readings.get([batch, subcategory, resource, qc_data.metric, qc_data.value].join()) ?? [],
      );
      const isOf = (cell: number): boolean => {
        const above = ancestry(table, units[cells.cathode[cell]!]!.id);
        return shown.every((found) =>
          found.some(({ cell: id, unit }) => (id === null ? above.has(unit) : id === cells.ids[cell])),
        );
      };
      const shipped = cells.ids.flatMap((_, cell) =>
        cells.box[cell]! >= 0 && units[cells.tray[cell]!]!.order === batch ? [cell] : [],
      );
      expect([batch, shipped.filter(isOf).length]).toEqual([batch, 1]);
    }
  });

  it("refuses other numbers of subcategories and rows that can't be counted", () => {
    expect(() => table.qcTable({ subcategories: 7 as never })).toThrow(/subcategories is 7.*5 or 9/);
    expect(() => table.qcTable({ rows: -1 })).toThrow(/rows is -1.*at least 0/);
    expect(() => table.qcTable({ rows: 2.5 })).toThrow(/rows is 2\.5/);
  });
});

describe("measurements", () => {
  const rows = [...ramp.measurementRows()];

  it("are one row each, in order of time, with public columns only", () => {
    expect(rows).toHaveLength(ramp.measurements.value.length);
    expect(Object.keys(rows[0]!).sort()).toEqual(
      [
        "timestamp",
        "case_id",
        "step",
        "unit",
        "cell",
        "electrode",
        "attempt",
        "resource",
        "operator",
        "metric",
        "value",
        "ucum",
        "status",
      ].sort(),
    );
    const times = rows.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort());
  });

  it("are five places of a roll, five cells of a tray in the line, and all cells at its end", () => {
    const count = (metric: string, unit: string): number =>
      rows.filter((row) => row.metric === metric && row.unit === unit && row.attempt === 1).length;
    expect(count("coating_loading", "BATCH-001-C-M1")).toBe(5);
    expect(count("stack_misalignment", "BATCH-001-T01")).toBe(5);
    const graded = rows.filter(
      ({ metric, unit, attempt }) => metric === "cell_capacity" && unit === "BATCH-001-T01" && attempt === 1,
    );
    const alive = ramp.cells.ids.filter((_, cell) => {
      const isHere = ramp.units[ramp.cells.tray[cell]!]!.id === "BATCH-001-T01";
      const step = ramp.cells.scrapStep[cell]!;
      return isHere && (step === -1 || ramp.steps[step] === "Final Grading");
    });
    expect(graded.map(({ cell }) => cell)).toEqual(alive);
  });

  it("differ from the hidden values by the noise of the gauge: a tenth of the process's", () => {
    const { measurements, metrics } = ramp;
    const errors: number[] = [];
    for (let row = 0; row < measurements.value.length; row++) {
      if (metrics[measurements.metric[row]!] !== "cell_capacity") continue;
      errors.push(measurements.value[row]! - measurements.latent[0]![row]!);
    }
    const n = errors.length;
    const sd = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / n);
    // sigma 0.039 A·h; the standard deviation of n draws scatters by sigma / sqrt(2n), here below 2.5 %
    expect(n).toBeGreaterThan(500);
    expect(Math.abs(sd / 0.039 - 1)).toBeLessThan(4 / Math.sqrt(2 * n));
  });
});

describe("OCEL 2.0", () => {
  it("is read without an issue: all units, cells, machines and operators, an event a visit, decision and outage", async () => {
    const ocel = await readOcel(ramp.ocelJson());
    expect(ocel.report.issueCounts).toEqual({});
    const { orders, units, cells, resources, visits, marks, outages } = ramp;
    expect(ocel.objects).toHaveLength(orders.length + units.length + cells.ids.length + resources.length);
    expect(ocel.events).toHaveLength(visits.unit.length + marks.length + outages.length);
    expect(ocel.objectTypes.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "MaterialLot",
        "SlurryBatch",
        "MotherRoll",
        "DaughterRoll",
        "Tray",
        "Cell",
        "ShipLot",
        "Order",
      ]),
    );
  });

  it("relates a unit to what it was made of, an event to unit, order, machine and operator", async () => {
    const ocel = await readOcel(ramp.ocelJson({ cells: false }));
    const tray = ocel.objects.find(({ id }) => id === "BATCH-001-T01")!;
    const parents = tray.relationships
      .filter(({ qualifier }) => qualifier === "made of")
      .map(({ objectId }) => objectId);
    const expected = ramp.genealogy.filter(({ child }) => child === tray.id).map(({ parent }) => parent);
    expect(new Set(parents)).toEqual(new Set(expected));
    const mixing = ocel.events.find(({ type }) => type === "Slurry Mixing")!;
    expect(mixing.relationships.map(({ qualifier }) => qualifier)).toEqual(["worked on", "for", "on", "by"]);
    expect(ocel.objects.some(({ type }) => type === "Cell")).toBe(false);
  });
});

describe("traceability", () => {
  const options = { orders: 3, cellsPerOrder: 96 } as const;
  const full = batteryPlant(options);
  const roll = batteryPlant({ ...options, traceability: "roll" });
  const batch = batteryPlant({ ...options, traceability: "batch" });
  const into = (run: PlantRun, child: string) => run.genealogyEdges().filter((edge) => edge.child === child);

  it("full shows metres; roll shows the same rolls without them; batch shows the slurry instead", () => {
    const rolls = new Set(into(full, "BATCH-001-T01").map(({ parent }) => parent));
    expect(into(full, "BATCH-001-T01").every(({ from, to }) => from !== null && to !== null)).toBe(true);
    expect(new Set(into(roll, "BATCH-001-T01").map(({ parent }) => parent))).toEqual(rolls);
    expect(roll.genealogyEdges().every(({ from, to }) => from === null && to === null)).toBe(true);
    expect(into(batch, "BATCH-001-T01").map(({ parent }) => parent)).toEqual(["BATCH-001-C", "BATCH-001-A"]);
  });

  it("quantities stay", () => {
    const metres = (run: PlantRun): number =>
      into(run, "BATCH-001-T01").reduce((sum, { quantity }) => sum + quantity, 0);
    expect(metres(roll)).toBe(metres(full));
    expect(metres(batch)).toBe(metres(full));
  });

  it("the tables keep everything", () => {
    expect(batch.genealogy).toEqual(full.genealogy);
  });

  it("in the cell log roll hides metres, batch hides rolls and shows the steps of all rolls of the slurry", () => {
    expect(full.cellLog().caseAttributes.cathode_from_m.values.every((value) => value >= 0)).toBe(true);
    expect(roll.cellLog().caseAttributes.cathode_from_m.values.every(Number.isNaN)).toBe(true);
    const hidden = batch.cellLog();
    expect(hidden.caseAttributes.cathode_roll.dictionary).toEqual([]);
    const coatings = sequences(hidden)[0]!.filter((activity) => activity === "Coating & Drying");
    expect(coatings).toHaveLength(2);
  });

  it("a shipped box leads back to its powder at every level", () => {
    for (const run of [full, roll, batch]) {
      const box = run.units.find(({ type }) => type === "ShipLot")!.id;
      expect(ancestry({ ...run, genealogy: run.genealogyEdges() }, box)).toContain("LOT-NMC-001");
    }
  });
});

describe("times in the logs", () => {
  it("a step is enabled, then begins, then is complete, in the visits' own numbers", () => {
    const { caseIds } = ramp.cellLog();
    const ofCell = toRows(ramp.cellLog()).filter(({ case_id }) => case_id === caseIds[0]);
    const ofLot = toRows(ramp.lotLog());
    for (const { enabled, start, timestamp, activity } of [...ofCell, ...ofLot]) {
      if (!(stepNames as readonly string[]).includes(activity)) {
        expect([enabled, start]).toEqual([null, null]);
        continue;
      }
      expect(enabled!.getTime()).toBeLessThanOrEqual(start!);
      expect(start!).toBeLessThan(timestamp!);
    }
    const starts = new Set(ramp.visits.startMs);
    expect(ofLot.every(({ start }) => start === null || starts.has(start))).toBe(true);
  });
});
