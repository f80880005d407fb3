import { isGigamineError } from "@gigamine/base";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import type { BatteryPlantOptions } from "../../src/battery-plant/plant-options.js";
import type { PlantRun } from "../../src/battery-plant/run.js";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { descendants } from "../../src/scenarios/causal-graph.js";
import { decoyLog, decoyRows } from "../../src/scenarios/decoy-views.js";
import { decoys } from "../../src/scenarios/decoys.js";
import type { Scenario } from "../../src/scenarios/scenario.js";
import { truthSchema } from "../../src/scenarios/truth-schema.js";

/** Twelve working days of small orders; every cell of a tray is measured. */
const small: BatteryPlantOptions = {
  seed: 11,
  orders: 60,
  cellsPerOrder: 24,
  counterfactuals: "fixed routing",
  config: { order: { lanes: 1 }, sampling: { cellsPerTray: 24 }, traysPerRack: 40 },
};
const runWith = (...list: readonly Scenario[]): PlantRun => batteryPlant({ ...small, scenarios: list });

/** A measurement with what is needed to say which cells of a table it belongs to. */
interface Cell {
  readonly metric: string;
  readonly step: string;
  readonly machine: string | undefined;
  readonly operator: string | undefined;
  readonly unit: string;
  readonly order: string;
  readonly timeMs: number;
  readonly startMs: number;
  readonly isChanged: boolean;
}

function cellsOf(run: PlantRun): readonly Cell[] {
  const { measurements: m, visits, resources, units, metrics, steps } = run;
  const [factual, none] = m.latent;
  return Array.from(m.metric, (metric, row) => {
    const visit = m.visit[row]!;
    const unit = units[m.unit[row]!]!;
    return {
      metric: metrics[metric]!,
      step: steps[visits.step[visit]!]!,
      machine: resources[visits.machine[visit]!],
      operator: resources[visits.operator[visit]!],
      unit: unit.id,
      order: unit.order,
      timeMs: m.timeMs[row]!,
      startMs: visits.startMs[visit]!,
      isChanged: factual![row] !== none![row],
    };
  });
}

/** How many of the cells that satisfy `condition` there are, and how many of them the scenario changed. */
function changes(run: PlantRun, condition: (cell: Cell) => boolean): { all: number; changed: number } {
  const chosen = cellsOf(run).filter(condition);
  return { all: chosen.length, changed: chosen.filter(({ isChanged }) => isChanged).length };
}

function expectUntouched(run: PlantRun, condition: (cell: Cell) => boolean): void {
  const { all, changed } = changes(run, condition);
  expect(all).toBeGreaterThan(0);
  expect(changed).toBe(0);
}

function expectTouched(run: PlantRun, condition: (cell: Cell) => boolean): void {
  expect(changes(run, condition).changed).toBeGreaterThan(0);
}

/** All that ever was on a machine: a second pass or weld elsewhere works on what was done there. */
function unitsOn({ visits, resources, units }: PlantRun, machine: string): ReadonlySet<string> {
  const index = resources.indexOf(machine);
  const rows = Array.from(visits.unit.keys()).filter((visit) => visits.machine[visit] === index);
  return new Set(rows.map((visit) => units[visits.unit[visit]!]!.id));
}

const isFridayAfternoon = (timeMs: number): boolean => {
  const date = new Date(timeMs); // London in winter shows UTC
  return date.getUTCDay() === 5 && date.getUTCHours() >= 14 && date.getUTCHours() < 22;
};
const graded = ["cell_capacity", "internal_resistance", "k_value"];

describe("what a scenario must not change is exactly the same in the world without it", () => {
  it("S1 bad shift: coating outside of Friday afternoon, and every other room's own metrics", () => {
    const run = runWith(scenarios.badShift());
    const isCoating = (cell: Cell): boolean => cell.step === "Coating & Drying";
    expectTouched(run, (cell) => isCoating(cell) && isFridayAfternoon(cell.timeMs));
    expectUntouched(run, (cell) => isCoating(cell) && !isFridayAfternoon(cell.timeMs));
    expectUntouched(run, ({ step }) =>
      ["Incoming Inspection", "Slurry Mixing", "Slitting", "Cap Welding"].includes(step),
    );
    expectTouched(run, ({ metric }) => metric === "internal_resistance");
  });

  it("S2 roller wear: loading, and all that other calenders press", () => {
    const run = runWith(scenarios.rollerWear());
    expectUntouched(run, ({ metric }) => metric === "coating_loading");
    const pressed = unitsOn(run, "Calender 2");
    expectUntouched(run, ({ step, unit }) => step === "Calendering" && !pressed.has(unit));
    expectTouched(run, ({ step, machine }) => step === "Calendering" && machine === "Calender 2");
  });

  it("S3 air handling: what no air of these rooms reaches, on every machine", () => {
    const run = runWith(scenarios.seasonalHvac());
    expectTouched(run, ({ metric }) => metric === "peel_strength");
    expectTouched(run, ({ metric }) => metric === "first_cycle_efficiency");
    expectUntouched(run, ({ step }) =>
      ["Incoming Inspection", "Slurry Mixing", "Slitting", "Cap Welding"].includes(step),
    );
  });

  it("S3 heat wave: felt by the rooms in July, and not in January", () => {
    const wave = scenarios.seasonalHvac({ of: "heat wave", schedule: { kind: "sudden" } });
    const run = (start: string): PlantRun => batteryPlant({ ...small, orders: 20, start, scenarios: [wave] });
    const july = run("2025-07-07T06:00:00Z");
    expectTouched(july, ({ metric }) => metric === "peel_strength");
    // the mixing room is warmer too; of all that changes, the graph says that it may
    expectTouched(july, ({ metric }) => metric === "slurry_viscosity");
    const { graph, scenarios: found } = july.truth();
    const reached = descendants(graph, ["outdoor.temperature"]);
    expect(found[0]!.effects.map(({ metric }) => metric).filter((metric) => !reached.has(metric))).toEqual(
      [],
    );
    expectUntouched(run("2025-01-06T06:00:00Z"), () => true);
  });

  it("S4 material lot: all that was made of other lots", () => {
    const run = runWith(scenarios.materialLot());
    const ofLot = new Set(
      run.orders
        .filter(({ lots }) => lots.some((lot) => run.units[lot]!.id === "LOT-NMC-002"))
        .map(({ id }) => id),
    );
    expect(ofLot.size).toBe(8);
    expectTouched(run, ({ order, metric }) => ofLot.has(order) && metric === "slurry_viscosity");
    expectUntouched(run, ({ order, step }) => step !== "Incoming Inspection" && !ofLot.has(order));
    expectUntouched(run, ({ unit }) => unit.startsWith("LOT-") && unit !== "LOT-NMC-002");
  });

  it("S5 operator: the same coater with other operators", () => {
    const run = runWith(scenarios.operator());
    for (const coater of ["Coater 1", "Coater 2"]) {
      expectTouched(run, ({ machine, operator }) => machine === coater && operator === "Operator C2");
      expectUntouched(run, ({ machine, operator }) => machine === coater && operator !== "Operator C2");
    }
    expectUntouched(run, ({ metric }) => ["coater_viscosity", "peel_strength"].includes(metric));
  });

  it.each([
    ["stacker", "Stacker 5", "Winding/Stacking", "stack_misalignment"],
    ["weld focus", "Welder 1", "Cap Welding", "weld_penetration"],
  ] as const)(
    "S6 calibration jump of %s: sister machines, and the same machine before it",
    (of, machine, step, metric) => {
      const run = runWith(scenarios.calibrationJump({ of }));
      const onset = run.truth().scenarios[0]!.causes[0]!.windows[0]!.fromMs;
      expectTouched(
        run,
        (cell) => cell.machine === machine && cell.startMs >= onset && cell.metric === metric,
      );
      expectUntouched(run, (cell) => cell.machine === machine && cell.startMs < onset);
      const there = unitsOn(run, machine);
      expectUntouched(run, (cell) => cell.step === step && !there.has(cell.unit));
    },
  );

  it("S7 chain: stacks of electrodes that are not heavy and were not coated on the bad shift", () => {
    const run = runWith(scenarios.chain());
    const { cells, measurements: m, metrics, units } = run;
    const touchedRolls = new Set(
      cellsOf(run)
        .filter(
          (cell) => cell.step === "Coating & Drying" && (cell.isChanged || isFridayAfternoon(cell.timeMs)),
        )
        .map(({ unit }) => unit),
    );
    const heaviest = new Map<string, number>();
    const limit = 1.01 * run.config.quality.cathode.loadingKgPerM2;
    for (const [row, metric] of m.metric.entries()) {
      if (metrics[metric] !== "coating_loading") continue;
      const { id } = units[m.unit[row]!]!;
      heaviest.set(id, Math.max(heaviest.get(id) ?? 0, m.latent[0]![row]!));
    }
    let good = 0;
    for (const [row, metric] of m.metric.entries()) {
      if (metrics[metric] !== "stack_misalignment") continue;
      const roll = units[cells.cathode[m.cell[row]!]!]!.id.replace(/-D\d+$/, "");
      if (touchedRolls.has(roll) || heaviest.get(roll)! > limit) continue;
      good++;
      expect(m.latent[0]![row]).toBe(m.latent[1]![row]);
    }
    expect(good).toBeGreaterThan(100);
    expectTouched(run, ({ metric }) => metric === "stack_misalignment");
  });

  it("S8 dose loss: wetting and all of grading", () => {
    const run = runWith(scenarios.doseLoss());
    expectTouched(run, ({ metric }) => metric === "electrolyte_mass");
    expectUntouched(run, ({ metric }) => metric === "wetting_degree" || graded.includes(metric));
  });

  it("S9 capacity loss: every metric of every unit, in the run that was simulated anew", () => {
    const run = batteryPlant({
      ...small,
      counterfactuals: "resimulated",
      scenarios: [scenarios.capacityLoss()],
      config: { ...small.config, machines: { formationRacks: 2 } },
    });
    const { resimulated } = run.truth();
    expect(resimulated.length).toBeGreaterThan(0);
    expect(resimulated.filter(({ metric }) => !metric.startsWith("waiting: "))).toEqual([]);
    const longer = resimulated
      .filter(({ metric }) => metric === "waiting: Initial Charging")
      .reduce((sum, { factual, counterfactual }) => sum + factual! - counterfactual!, 0);
    expect(longer).toBeGreaterThan(0);
  });

  it("S10 gauge drift: every hidden value, while the readings of the tester rise by 3 %", () => {
    const run = runWith(scenarios.gaugeDrift({ schedule: { kind: "sudden" } }));
    expectUntouched(run, () => true);
    const { measurements: m, visits, resources, metrics } = run;
    const shares = (tester: string): number[] =>
      Array.from(m.metric.keys())
        .filter(
          (row) =>
            metrics[m.metric[row]!] === "internal_resistance" &&
            resources[visits.machine[m.visit[row]!]!] === tester,
        )
        .map((row) => m.value[row]! / m.latent[0]![row]!);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(shares("EOL Tester 2"))).toBeCloseTo(1.03, 3);
    expect(mean(shares("EOL Tester 1"))).toBeCloseTo(1, 3);
  });
});

describe("a run with scenarios", () => {
  const list = [scenarios.badShift(), scenarios.rollerWear(), scenarios.doseLoss()];
  let run: PlantRun;
  beforeAll(() => {
    run = runWith(...list);
  });

  it("computes a world for all, none and without each", () => {
    expect(run.worlds.map(({ id }) => id)).toEqual([
      "factual",
      "none",
      "without:bad-shift",
      "without:roller-wear",
      "without:dose-loss",
    ]);
    expect(run.measurements.latent).toHaveLength(5);
  });

  it("happens in the same way whether or not its other worlds are computed", () => {
    const bare = batteryPlant({ ...small, counterfactuals: undefined, scenarios: list });
    expect(bare.worlds).toEqual([{ id: "factual" }]);
    expect(bare.measurements.value).toEqual(run.measurements.value);
    expect(bare.visits).toEqual(run.visits);
  });

  it("has a truth that stands the schema, and attributes the dose to the pump alone", () => {
    const truth = run.truth({ decoys: [decoys.spareSensor()] });
    expect(truthSchema.parse(JSON.parse(JSON.stringify(truth)))).toEqual(truth);
    const doses = truth.fixedRouting.filter(({ metric }) => metric === "electrolyte_mass");
    expect(doses.length).toBeGreaterThan(0);
    for (const { attribution, factual, counterfactual, remainder } of doses) {
      expect(attribution["bad-shift"]).toBe(0);
      expect(attribution["dose-loss"]).toBe(factual! - counterfactual!);
      expect(remainder).toBe(0);
    }
    const both = truth.fixedRouting.filter(
      ({ attribution }) => attribution["bad-shift"] !== 0 && attribution["roller-wear"] !== 0,
    );
    expect(both.some(({ remainder }) => remainder !== 0)).toBe(true);
  });

  it("shows no word of the truth in any view", () => {
    const views = [
      JSON.stringify(run.qcTable({ subcategories: 9 })),
      run.ocelJson(),
      ...[run.lotLog(), run.cellLog(), run.elevenActivityLog()].map(
        ({ activities, caseIds, eventAttributes, caseAttributes }) =>
          JSON.stringify([activities, caseIds, eventAttributes, caseAttributes]),
      ),
      JSON.stringify([...run.measurementRows()].slice(0, 2000)),
    ];
    const words = [
      "scenario",
      "latent",
      "factual",
      "without:",
      "truth",
      "bad-shift",
      "bad shift",
      "roller-wear",
      "dose-loss",
      "coating_room.temperature",
      "calender.gap",
      "filling.dose",
    ];
    for (const view of views) {
      expect(view.length).toBeGreaterThan(1000);
      expect(words.filter((word) => view.toLowerCase().includes(word))).toEqual([]);
    }
  });

  it("takes decoys into its views and its truth", () => {
    const all = [decoys.tuesdayMusic(), decoys.badgeColour(), decoys.spareSensor(), decoys.productMix()];
    const context = { seed: run.seed, timeZone: run.config.timeZone };
    const [row] = decoyRows(run.qcTable(), all, context);
    expect(Object.keys(row!).slice(-4)).toEqual(["music", "badge_colour", "spare_sensor", "product"]);
    expect(Object.keys(decoyLog(run.lotLog(), all, context).eventAttributes)).toEqual(
      expect.arrayContaining(["music", "product"]),
    );
    expect(run.truth({ decoys: all }).decoys.map(({ column }) => column)).toEqual([
      "music",
      "badge_colour",
      "spare_sensor",
      "product",
    ]);
  });
});

describe("scenarios that do nothing", () => {
  it("leave the run as it is without them", () => {
    const plain = batteryPlant({ ...small, counterfactuals: undefined });
    const idle = runWith(scenarios.badShift({ amount: 0 }), scenarios.doseLoss({ amount: 1 }));
    expect(idle.measurements.value).toEqual(plain.measurements.value);
    expect(idle.visits).toEqual(plain.visits);
    expect(idle.genealogy).toEqual(plain.genealogy);
    expect(idle.truth().scenarios.map(({ affected }) => affected)).toEqual([[], []]);
  });
});

describe("a world with fixed routing and a run simulated anew", () => {
  it("agree where the flow is the same: on all that is measured before the cause", () => {
    const run = batteryPlant({ ...small, counterfactuals: "both", scenarios: [scenarios.calibrationJump()] });
    const truth = run.truth();
    const early = ["coating_loading", "electrode_density", "slitting_burr"];
    expect(truth.resimulated.filter(({ metric }) => early.includes(metric))).toEqual([]);
    const stacked = (rows: typeof truth.resimulated): unknown[] =>
      rows
        .filter(
          ({ metric, factual, counterfactual }) =>
            metric === "stack_misalignment" && factual !== null && counterfactual !== null,
        )
        .map(({ unitId, factual, counterfactual }) => [unitId, factual, counterfactual]);
    expect(stacked(truth.resimulated)).toEqual(stacked(truth.fixedRouting));
    expect(stacked(truth.fixedRouting).length).toBeGreaterThan(0);
  });
});

describe("wrong use", () => {
  const complaint = (options: BatteryPlantOptions): string => {
    try {
      batteryPlant({ ...small, orders: 2, ...options });
    } catch (error) {
      if (isGigamineError(error)) return error.message;
      throw error;
    }
    return "";
  };

  it("is answered with the option, the scenario and the names that are known", () => {
    expect(complaint({ scenarios: scenarios.badShift() as never })).toContain(
      "batteryPlant: option scenarios",
    );
    expect(complaint({ scenarios: [scenarios.rollerWear({ entity: "Calender 9" })] })).toContain(
      '"Calender 1", "Calender 2", "Calender 3", "Calender 4"',
    );
    expect(complaint({ scenarios: [scenarios.operator({ entity: "Operator M1" })] })).toContain(
      "Operator C1",
    );
    expect(complaint({ counterfactuals: "all" as never })).toContain("fixed routing");
  });
});
