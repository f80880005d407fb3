import { describe, expect, it } from "@jest/globals";
import { batteryPlantConfig } from "../../src/battery-plant/plant-config.js";
import type { PlantTables } from "../../src/battery-plant/run.js";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { compileScenarios, type ScenarioPlant } from "../../src/scenarios/compile-scenarios.js";
import { decoys } from "../../src/scenarios/decoys.js";
import { plantTruth, type TruthSource } from "../../src/scenarios/plant-truth.js";
import type { Scenario } from "../../src/scenarios/scenario.js";
import { truthSchema } from "../../src/scenarios/truth-schema.js";

const hour = 3_600_000;
const plant: ScenarioPlant = {
  startMs: Date.parse("2025-01-06T00:00Z"),
  endMs: Date.parse("2025-01-20T00:00Z"),
  timeZone: "UTC",
  entities: {
    "coating room": ["Coating_Room"],
    "dry room": ["Assembly_Floor"],
    site: ["Site"],
    "supplier lot": ["LOT-NMC-001"],
    calender: ["Calender 2"],
    stacker: ["Stacker 5"],
    floor: ["Assembly_Floor"],
    welder: ["Welder 1"],
    "coating operator": ["Operator C2"],
    "filling pump": ["Filling Pump 1"],
    tester: ["EOL Tester 1", "EOL Tester 2"],
    resource: ["Formation Rack 1"],
  },
};

/** One measurement: unit, cell (-1 = none), metric, hours after the beginning, value, latent by world, visit. */
type Row = readonly [
  unit: number,
  cell: number,
  metric: number,
  hours: number,
  value: number,
  latent: readonly number[],
  visit: number,
];

/** Two rolls, a cathode and an anode, two cells in a tray; visits of the tray at two testers. */
function runOf(
  rows: readonly Row[],
  waits: readonly (readonly [unit: number, step: number, hours: number])[] = [],
): PlantTables {
  const visits =
    waits.length > 0
      ? waits
      : ([
          [2, 1, 0],
          [2, 1, 0],
        ] as const);
  const startMs = visits.map(([, , hours]) => plant.startMs + hours * hour);
  const none = (): never => {
    throw new Error("no views here");
  };
  return {
    seed: 5,
    config: batteryPlantConfig(),
    startMs: plant.startMs,
    endMs: plant.endMs,
    steps: ["Coating & Drying", "Final Grading"],
    metrics: ["coating_loading", "electrode_density", "internal_resistance", "coater_viscosity"],
    resources: ["EOL Tester 1", "EOL Tester 2", "Formation Rack 1"],
    units: ["BATCH-001-C-M1", "BATCH-001-A-M1", "BATCH-001-T01"].map((id) => ({
      id,
      type: "x",
      order: "BATCH-001",
      electrode: { C: "cathode", A: "anode" }[id.charAt(10)] ?? null,
      quantity: 1,
      outcome: "consumed",
    })),
    visits: {
      unit: Int32Array.from(visits, ([unit]) => unit),
      step: Uint8Array.from(visits, ([, step]) => step),
      attempt: Uint16Array.from(visits, () => 1),
      machine: Int16Array.from(visits, (_, i) => i),
      operator: Int16Array.from(visits, () => -1),
      enabledMs: Float64Array.from(visits, () => plant.startMs),
      startMs: Float64Array.from(startMs),
      completeMs: Float64Array.from(startMs, (ms) => ms + hour),
    },
    measurements: {
      unit: Int32Array.from(rows, (row) => row[0]),
      cell: Int32Array.from(rows, (row) => row[1]),
      visit: Int32Array.from(rows, (row) => row[6]),
      metric: Uint8Array.from(rows, (row) => row[2]),
      timeMs: Float64Array.from(rows, (row) => plant.startMs + row[3] * hour),
      value: Float64Array.from(rows, (row) => row[4]),
      latent: (rows[0]?.[5] ?? []).map((_, world) => Float64Array.from(rows, (row) => row[5][world]!)),
    },
    marks: [],
    cells: { ids: ["BATCH-001-0001", "BATCH-001-0002"] },
    genealogy: [],
    lotLog: none,
    cellLog: none,
    elevenActivityLog: none,
    qcTable: none,
    ocelJson: none,
  } as unknown as PlantTables;
}

const source = (
  list: readonly Scenario[],
  run: PlantTables,
  more: Partial<TruthSource> = {},
): TruthSource => ({
  run,
  effects: compileScenarios(list, plant, { counterfactuals: true }),
  decoys: [],
  counterfactuals: "fixed routing",
  resimulate: () => {
    throw new Error("was not asked for");
  },
  ...more,
});

describe("the truth of a run with one scenario", () => {
  // three places of the cathode roll, two of them hot; one of the anode; a cell that is heavier for it and one that is not
  const rows: readonly Row[] = [
    [0, -1, 0, 110, 0.25, [0.25, 0.246], 0],
    [0, -1, 0, 111, 0.251, [0.2512, 0.2492], 0],
    [0, -1, 0, 112, 0.246, [0.246, 0.246], 0],
    [1, -1, 0, 113, 0.143, [0.143, 0.141], 0],
    [2, 0, 2, 300, 2.04, [2.04, 2.0], 0],
    [2, 1, 2, 300, 2.01, [2.01, 2.01], 0],
  ];
  const truth = plantTruth(source([scenarios.badShift()], runOf(rows), { decoys: [decoys.tuesdayMusic()] }));
  const [found] = truth.scenarios;

  it("means over the affected only, by metric and electrode", () => {
    expect(
      found!.effects.map(({ metric, electrode, affected, latent }) => [
        metric,
        electrode,
        affected,
        latent.total,
      ]),
    ).toEqual([
      ["coating_loading", "cathode", 2, expect.closeTo(0.003, 12)],
      ["coating_loading", "anode", 1, expect.closeTo(0.002, 12)],
      ["internal_resistance", null, 1, expect.closeTo(0.04, 12)],
    ]);
    expect(found!.effects[0]).toMatchObject({
      unit: "kg/m2",
      measured: expect.closeTo(0.003, 12),
      measuredMean: expect.closeTo(0.2505, 12),
    });
    // sample deviations of two values: |a - b| / sqrt 2
    expect(found!.effects[0]!.spread!.factual).toBeCloseTo(0.0012 / Math.SQRT2, 12);
    expect(found!.effects[0]!.spread!.counterfactual).toBeCloseTo(0.0032 / Math.SQRT2, 12);
  });

  it("names what was affected, with the time of the first difference", () => {
    expect(found!.affected).toEqual([
      { unitId: "BATCH-001-C-M1", onsetMs: plant.startMs + 110 * hour },
      { unitId: "BATCH-001-A-M1", onsetMs: plant.startMs + 113 * hour },
      { unitId: "BATCH-001-0001", onsetMs: plant.startMs + 300 * hour },
    ]);
  });

  it("has the windows of the cause and the ways through the graph to what it changed", () => {
    expect(found!.causes).toEqual([
      {
        variable: "coating_room.temperature",
        entities: ["Coating_Room"],
        windows: ["2025-01-10T14:00Z", "2025-01-17T14:00Z"].map((from) => ({
          fromMs: Date.parse(from),
          toMs: Date.parse(from) + 8 * hour,
        })),
        amount: 5,
        unit: "K",
      },
    ]);
    expect(found!.path).toContainEqual({ from: "coating_room.temperature", to: "coating_loading" });
    expect(found!.path).toContainEqual({ from: "electrode_porosity", to: "internal_resistance" });
    expect(found!.path.map(({ to }) => to)).not.toContain("cell_capacity");
  });

  it("attributes all of a difference to the only scenario, by unit, as a mean of its places", () => {
    expect(
      truth.fixedRouting.map(({ unitId, metric, factual, counterfactual, attribution, remainder }) => [
        unitId,
        metric,
        factual,
        counterfactual,
        attribution["bad-shift"],
        remainder,
      ]),
    ).toEqual([
      ["BATCH-001-0001", "internal_resistance", 2.04, 2, expect.closeTo(0.04, 12), 0],
      ["BATCH-001-A-M1", "coating_loading", 0.143, 0.141, expect.closeTo(0.002, 12), 0],
      [
        "BATCH-001-C-M1",
        "coating_loading",
        expect.closeTo((0.25 + 0.2512 + 0.246) / 3, 12),
        expect.closeTo((0.246 + 0.2492 + 0.246) / 3, 12),
        expect.closeTo(0.002, 12),
        0,
      ],
    ]);
  });

  it("holds the seed, the decoys and a hash that changes with the configuration and with the scenarios", () => {
    expect(truth).toMatchObject({
      schemaVersion: 1,
      seed: 5,
      counterfactuals: "fixed routing",
      decoys: [{ id: "tuesday-music", column: "music" }],
    });
    const hash = (list: readonly Scenario[], more: Partial<TruthSource> = {}): string =>
      plantTruth(source(list, runOf(rows), more)).configHash;
    const first = hash([scenarios.badShift()]);
    expect(truth.configHash).toBe(first);
    expect(hash([scenarios.badShift({ amount: 4 })])).not.toBe(first);
    expect(
      hash([scenarios.badShift()], {
        run: { ...runOf(rows), config: batteryPlantConfig({ agingTrays: 1000 }) },
      }),
    ).not.toBe(first);
  });

  it("of a cause that begins after the run has ended has no windows, and stands the schema", () => {
    const late = scenarios.badShift({ schedule: { kind: "sudden", from: { day: 20 } } });
    const effects = compileScenarios(
      [late],
      { ...plant, horizonMs: plant.endMs + 400 * 24 * hour },
      { counterfactuals: true },
    );
    const found = plantTruth(source([], runOf(rows), { effects }));
    expect(found.scenarios[0]!.causes[0]!.windows).toEqual([]);
    expect(truthSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  });

  it("goes through JSON unchanged", () => {
    expect(truthSchema.parse(JSON.parse(JSON.stringify(truth)))).toEqual(truth);
  });

  it("says nothing of effects when no counterfactual was asked for", () => {
    const bare = plantTruth(source([scenarios.badShift()], runOf(rows), { counterfactuals: null }));
    expect(bare.scenarios[0]).toMatchObject({ effects: [], affected: [], path: [] });
    expect(bare).toMatchObject({ fixedRouting: [], resimulated: [], counterfactuals: null });
  });
});

describe("direct and mediated effects", () => {
  it("on the loading are told apart by the slope of the viscosity at the coater", () => {
    const { loadingKgPerM2 } = batteryPlantConfig().quality.cathode;
    // viscosity falls by 0.5 Pa.s: by it the loading falls by 0.5 * 0.0008; it rises by 0.0024 kg/m2 in all
    const rows: readonly Row[] = [
      [0, -1, 3, 110, 4.5, [4.5, 5], 0],
      [0, -1, 0, 110, 0.249, [0.249, 0.2466], 0],
    ];
    const { effects } = plantTruth(source([scenarios.badShift()], runOf(rows))).scenarios[0]!;
    const mediated = -0.5 * 0.0008 * loadingKgPerM2;
    expect(effects[0]!.latent.total).toBeCloseTo(0.0024, 12);
    expect(effects[0]!.latent.mediated).toBeCloseTo(mediated, 12);
    expect(effects[0]!.latent.direct).toBeCloseTo(0.0024 - mediated, 12);
  });
});

describe("the truth of a drifting gauge", () => {
  it("sees the reading change and the hidden value stay", () => {
    const rows: readonly Row[] = [
      [2, 0, 2, 300, 2, [2, 2], 0],
      [2, 1, 2, 301, 2.06, [2, 2], 1],
    ];
    const truth = plantTruth(source([scenarios.gaugeDrift({ schedule: { kind: "sudden" } })], runOf(rows)));
    expect(truth.scenarios[0]!.effects).toEqual([
      {
        metric: "internal_resistance",
        electrode: null,
        unit: "mOhm",
        affected: 1,
        latent: { total: 0, direct: 0, mediated: 0 },
        spread: null,
        measured: expect.closeTo(0.06, 12),
        measuredMean: 2.06,
      },
    ]);
    expect(truth.scenarios[0]!.affected.map(({ unitId }) => unitId)).toEqual(["BATCH-001-0002"]);
    expect(truth.fixedRouting).toEqual([]);
  });
});

describe("the truth of two scenarios", () => {
  it("attributes to each what it would take away, and reports the interaction as remainder", () => {
    // worlds: factual, none, without:bad-shift, without:operator
    const rows: readonly Row[] = [[0, -1, 0, 110, 10, [10, 1, 4, 8], 0]];
    const truth = plantTruth(source([scenarios.badShift(), scenarios.operator()], runOf(rows)));
    expect(truth.fixedRouting).toEqual([
      {
        unitId: "BATCH-001-C-M1",
        metric: "coating_loading",
        factual: 10,
        counterfactual: 1,
        attribution: { "bad-shift": 6, operator: 2 },
        remainder: 1,
      },
    ]);
    expect(truth.scenarios.map(({ effects }) => effects[0]!.latent.total)).toEqual([6, 2]);
  });
});

describe("the truth of runs that were simulated anew", () => {
  const factual = runOf(
    [
      [0, -1, 0, 110, 5, [5], 0],
      [0, -1, 2, 110, 7, [7], 0],
    ],
    [
      [0, 0, 3],
      [1, 0, 1],
      [2, 1, 20],
    ],
  );
  const without = runOf(
    [
      [0, -1, 0, 110, 5, [4], 0],
      [1, -1, 0, 110, 2, [2], 0],
    ],
    [
      [0, 0, 3],
      [1, 0, 1.01],
      [2, 1, 8],
    ],
  );
  const truth = plantTruth(
    source([scenarios.capacityLoss({ schedule: { kind: "sudden" } })], factual, {
      counterfactuals: "resimulated",
      resimulate: (ids) => {
        expect(ids).toEqual([]);
        return without;
      },
    }),
  );

  it("means waiting times over the visits that waited a minute longer or shorter", () => {
    expect(truth.scenarios[0]!.effects).toEqual([
      {
        metric: "waiting: Final Grading",
        electrode: null,
        unit: "h",
        affected: 1,
        latent: { total: 12, direct: 12, mediated: 0 },
        spread: null,
        measured: 12,
        measuredMean: 20,
      },
    ]);
    expect(truth.scenarios[0]!.affected).toEqual([{ unitId: "BATCH-001-T01", onsetMs: plant.startMs }]);
    expect(truth.scenarios[0]!.path).toEqual([{ from: "resource.outage", to: "waiting: Final Grading" }]);
  });

  it("lists what is different and what exists in one of the runs only", () => {
    const rows = truth.resimulated.map(({ unitId, metric, factual: was, counterfactual }) => [
      unitId,
      metric,
      was,
      counterfactual,
    ]);
    expect(rows).toEqual([
      ["BATCH-001-A-M1", "coating_loading", null, 2],
      ["BATCH-001-A-M1", "waiting: Coating & Drying", 1, 1.01],
      ["BATCH-001-C-M1", "coating_loading", 5, 4],
      ["BATCH-001-C-M1", "internal_resistance", 7, null],
      ["BATCH-001-T01", "waiting: Final Grading", 20, 8],
    ]);
    expect(truth.resimulated[2]!.attribution).toEqual({ "capacity-loss": 1 });
  });

  it("runs once without any and once without each of several", () => {
    const asked: string[] = [];
    plantTruth(
      source([scenarios.badShift(), scenarios.operator()], factual, {
        counterfactuals: "resimulated",
        resimulate: (ids) => {
          asked.push(ids.join("+"));
          return without;
        },
      }),
    );
    expect(asked).toEqual(["", "operator", "bad-shift"]);
  });
});
