import { isGigamineError } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { scenarios } from "../../src/scenarios/catalogue.js";
import { compileScenarios, type ScenarioPlant } from "../../src/scenarios/compile-scenarios.js";
import type { Scenario, ScenarioCause } from "../../src/scenarios/scenario.js";
import { scenarioSchema } from "../../src/scenarios/scenario-schema.js";

const at = (iso: string): number => Date.parse(iso);

const plant: ScenarioPlant = {
  startMs: at("2025-01-06T00:00Z"),
  endMs: at("2025-02-17T00:00Z"),
  timeZone: "Europe/London",
  entities: {
    "coating room": ["Coating_Room", "Coating_Room_2"],
    "dry room": ["Assembly_Floor"],
    site: ["Site"],
    "supplier lot": ["LOT-NMC-001", "LOT-NMC-002"],
    calender: ["Calender 1", "Calender 2"],
    stacker: ["Stacker 4", "Stacker 5"],
    floor: ["Assembly_Floor"],
    welder: ["Welder 1"],
    "coating operator": ["Operator C1", "Operator C2"],
    "filling pump": ["Filling Pump 1"],
    tester: ["EOL Tester 1", "EOL Tester 2"],
    resource: ["Formation Rack 1", "Calender 2"],
  },
};
const fridayEvening = at("2025-01-10T18:00Z");
const all = Object.values(scenarios).map((make) => make());

const cause: ScenarioCause = {
  variable: "coating_room.temperature",
  entity: "Coating_Room",
  schedule: { kind: "sudden" },
  amount: 2,
  unit: "K",
};
const custom = (id: string, ...causes: ScenarioCause[]): Scenario => ({
  id,
  type: "custom",
  intensity: "default",
  causes,
});
const errorOf = (run: () => unknown): { code: string; message: string } => {
  try {
    run();
  } catch (error) {
    if (isGigamineError(error)) return error;
    throw error;
  }
  throw new Error("no error");
};

describe("the ten scenarios", () => {
  it("are ten, with ids of their own, and compile together", () => {
    expect(all.map(({ id }) => id)).toEqual([
      "bad-shift",
      "roller-wear",
      "seasonal-hvac",
      "material-lot",
      "operator",
      "calibration-jump",
      "chain",
      "dose-loss",
      "capacity-loss",
      "gauge-drift",
    ]);
    expect(compileScenarios(all, plant).scenarios).toHaveLength(10);
  });

  it("are the same after a way through JSON", () => {
    for (const scenario of all)
      expect(scenarioSchema.parse(JSON.parse(JSON.stringify(scenario)))).toEqual(scenario);
  });

  it("have half the amounts when hard and twice when easy; factors keep their distance from 1", () => {
    const amounts = (make: (options: { intensity: "hard" | "default" | "easy" }) => Scenario): number[][] =>
      (["hard", "default", "easy"] as const).map((intensity) =>
        make({ intensity }).causes.map(({ amount }) => amount),
      );
    expect(amounts(scenarios.badShift)).toEqual([[2.5], [5], [10]]);
    expect(amounts(scenarios.rollerWear)).toEqual([[0.75], [1.5], [3]]);
    expect(amounts(scenarios.operator)).toEqual([
      [1.3, 450_000],
      [1.6, 900_000],
      [2.2, 1_800_000],
    ]);
    expect(amounts(scenarios.doseLoss)).toEqual([[0.99], [0.98], [0.96]]);
    expect(amounts(scenarios.gaugeDrift)).toEqual([[1.015], [1.03], [1.06]]);
    // the heat stays, the chain has amounts of its own
    expect(amounts(scenarios.chain)).toEqual([
      [5, 12],
      [5, 24],
      [5, 40],
    ]);
  });

  it("take another entity, amount, schedule and id", () => {
    const made = scenarios.rollerWear({
      id: "r1",
      entity: "Calender 1",
      amount: 0.7,
      schedule: { kind: "sudden" },
    });
    expect(made).toEqual({
      id: "r1",
      type: "roller wear",
      intensity: "default",
      causes: [
        {
          variable: "calender.gap",
          entity: "Calender 1",
          schedule: { kind: "sudden" },
          amount: 0.7,
          unit: "um",
        },
      ],
    });
    expect(scenarios.operator({ entity: "Operator C1" }).causes.map(({ entity }) => entity)).toEqual([
      "Operator C1",
      "Operator C1",
    ]);
    expect(scenarios.calibrationJump({ of: "weld focus" }).causes[0]).toMatchObject({
      variable: "welder.focus",
      amount: -0.15,
    });
  });
});

describe("compileScenarios", () => {
  it("gives the shift of the entity, at the time, and nothing to others", () => {
    const effects = compileScenarios([scenarios.badShift()], plant);
    expect(effects.shift("coating_room.temperature", "Coating_Room", fridayEvening, 0)).toBe(5);
    expect(effects.shift("coating_room.temperature", "Coating_Room", at("2025-01-10T14:30Z"), 0)).toBe(2.5);
    expect(effects.shift("coating_room.temperature", "Coating_Room", at("2025-01-09T18:00Z"), 0)).toBe(0);
    expect(effects.shift("coating_room.temperature", "Coating_Room_2", fridayEvening, 0)).toBe(0);
    expect(effects.shift("outdoor.temperature", "Coating_Room", fridayEvening, 0)).toBe(0);
    expect(effects.factor("coating.sigma", "Operator C2", fridayEvening, 0)).toBe(1);
    expect(effects.worlds).toEqual([{ id: "factual" }]);
  });

  it("adds shifts and multiplies factors of several scenarios, and leaves out one at a time in the other worlds", () => {
    const effects = compileScenarios(
      [
        scenarios.badShift(),
        custom("warm", cause),
        custom("uneven", {
          ...cause,
          variable: "coating.sigma",
          entity: "Operator C2",
          amount: 1.5,
          unit: "1",
        }),
        custom("worse", { ...cause, variable: "coating.sigma", entity: "Operator C2", amount: 2, unit: "1" }),
      ],
      plant,
      { counterfactuals: true },
    );
    const worlds = effects.worlds.map(({ id }, world) => [
      id,
      effects.shift("coating_room.temperature", "Coating_Room", fridayEvening, world),
      effects.factor("coating.sigma", "Operator C2", fridayEvening, world),
    ]);
    expect(worlds).toEqual([
      ["factual", 7, 3],
      ["none", 0, 1],
      ["without:bad-shift", 2, 3],
      ["without:warm", 5, 3],
      ["without:uneven", 7, 2],
      ["without:worse", 7, 1.5],
    ]);
  });

  it("needs no world without the only scenario: it is the one without any", () => {
    const { worlds } = compileScenarios([scenarios.badShift()], plant, { counterfactuals: true });
    expect(worlds.map(({ id }) => id)).toEqual(["factual", "none"]);
    expect(compileScenarios([], plant, { counterfactuals: true }).worlds.map(({ id }) => id)).toEqual([
      "factual",
      "none",
    ]);
  });

  it('means every entity with "*"', () => {
    const effects = compileScenarios(
      [custom("wet", { ...cause, variable: "material.moisture", entity: "*", unit: "1" })],
      plant,
    );
    expect(
      ["LOT-NMC-001", "LOT-NMC-002"].map((lot) => effects.factor("material.moisture", lot, fridayEvening, 0)),
    ).toEqual([2, 2]);
    expect(effects.scenarios[0]!.causes[0]!.entities).toEqual(["LOT-NMC-001", "LOT-NMC-002"]);
  });

  it("lists outages of resources by window", () => {
    expect(compileScenarios([scenarios.capacityLoss()], plant).outages).toEqual([
      { resource: "Formation Rack 1", fromMs: at("2025-01-16T00:00Z"), toMs: at("2025-01-19T00:00Z") },
    ]);
  });

  it("ends all causes of a scenario when it is mended: lag and repair after the first effect", () => {
    const fix = { detectorLagHours: 7 * 24, repairHours: 2 };
    const {
      scenarios: [made],
    } = compileScenarios([scenarios.badShift({ fix })], plant);
    const windows = made!.causes[0]!.windows.map(({ fromMs, toMs }) => [fromMs, toMs]);
    expect(windows).toEqual([
      [at("2025-01-10T14:00Z"), at("2025-01-10T22:00Z")],
      [at("2025-01-17T14:00Z"), at("2025-01-17T16:00Z")],
    ]);
  });

  it("is composable: the shift of many is the sum of the shifts of each", () => {
    const one = fc.record({
      amount: fc.integer({ min: -20, max: 20 }),
      day: fc.integer({ min: 0, max: 40 }),
      entity: fc.constantFrom("Coating_Room_2", "Coating_Room"),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), fc.integer({ min: 0, max: 42 * 24 }), (drafts, hour) => {
        const made = drafts.map(({ amount, day, entity }, i) =>
          custom(`s${i}`, { ...cause, amount, entity, schedule: { kind: "sudden", from: { day } } }),
        );
        const instant = plant.startMs + hour * 3_600_000;
        const ask = (list: Scenario[], world = 0): number =>
          compileScenarios(list, plant, { counterfactuals: true }).shift(
            "coating_room.temperature",
            "Coating_Room_2",
            instant,
            world,
          );
        const alone = made.map((scenario) => ask([scenario]));
        const sum = alone.reduce((a, b) => a + b, 0);
        expect(ask(made)).toBe(sum);
        if (made.length > 1)
          made.forEach((_, i) => {
            expect(ask(made, i + 2)).toBe(sum - alone[i]!);
          });
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe("wrong scenarios", () => {
  it("name the scenario and the entity that does not exist, with the known ones", () => {
    const { code, message } = errorOf(() =>
      compileScenarios([scenarios.rollerWear({ entity: "Calender 9" })], plant),
    );
    expect(code).toBe("scenario/unknown-entity");
    expect(message).toContain('"roller-wear"');
    expect(message).toContain('"Calender 9"');
    expect(message).toContain('"Calender 1", "Calender 2"');
  });

  it("may not share an id", () => {
    const { code, message } = errorOf(() =>
      compileScenarios([scenarios.badShift(), scenarios.badShift()], plant),
    );
    expect(code).toBe("scenario/duplicate-id");
    expect(message).toContain('"bad-shift"');
  });

  it("must act within the run", () => {
    const late = scenarios.doseLoss({ schedule: { kind: "sudden", from: "2030-01-01T00:00:00Z" } });
    const { code, message } = errorOf(() => compileScenarios([late], plant));
    expect(code).toBe("scenario/never");
    expect(message).toContain("2025-01-06T00:00:00.000Z");
    const over = { from: "2024-01-01T00:00:00Z", until: "2025-01-06T00:00:00Z" };
    const early = scenarios.doseLoss({ schedule: { kind: "sudden", ...over } });
    expect(errorOf(() => compileScenarios([early], plant)).code).toBe("scenario/never");
  });

  it("that began before the run act from then on; windows that were over before it are left out", () => {
    const wear = scenarios.rollerWear({
      schedule: { kind: "incremental", riseDays: 28, from: "2024-11-18T00:00:00Z" },
    });
    const {
      scenarios: [made],
    } = compileScenarios([wear], plant);
    // 18 November + 28 days = 16 December, + 28 = 13 January: the first window is over on 6 January
    expect(made!.causes[0]!.windows.map(({ fromMs }) => fromMs)).toEqual([
      at("2024-12-16T00:00Z"),
      at("2025-01-13T00:00Z"),
      at("2025-02-10T00:00Z"),
    ]);
  });

  it("are refused with the field that is wrong", () => {
    const wrong = (change: object): string =>
      errorOf(() => compileScenarios([custom("x", { ...cause, ...change })], plant)).message;
    expect(wrong({ variable: "coating.loading" })).toContain("scenarios[0].causes[0].variable");
    expect(wrong({ unit: "Cel" })).toContain('coating_room.temperature is in "K"');
    expect(wrong({ amount: Number.NaN })).toContain("scenarios[0].causes[0].amount");
    expect(wrong({ variable: "coating.sigma", unit: "1", amount: 0 })).toContain("a factor above 0");
    expect(wrong({ entity: "" })).toContain("scenarios[0].causes[0].entity");
    expect(wrong({ schedule: { kind: "weekly" } })).toContain("scenarios[0].causes[0].schedule");
    expect(wrong({ schedule: { kind: "sudden", from: "tomorrow" } })).toContain(
      "scenarios[0].causes[0].schedule.from",
    );
    expect(wrong({ schedule: { kind: "sudden", form: { day: 1 } } })).toContain(
      "Known are: kind, from, until",
    );
    expect(wrong({ schedule: { kind: "incremental", riseDays: 0 } })).toContain("riseDays");
    expect(
      wrong({ schedule: { kind: "recurring", shift: { days: ["Fri"], from: "14.00", to: "22:00" } } }),
    ).toContain("shift.from");
    expect(
      wrong({
        variable: "resource.outage",
        entity: "Calender 2",
        unit: "1",
        amount: 1,
        schedule: { kind: "incremental", riseDays: 1 },
      }),
    ).toMatch(/causes\[0\]\.schedule .*"sudden" or "recurring"/);
    expect(errorOf(() => compileScenarios([custom("x")], plant)).message).toContain("at least one cause");
    expect(errorOf(() => compileScenarios({ id: "x" } as never, plant)).message).toContain(
      "list of scenarios",
    );
  });

  it("can't be laid out in a run without length", () => {
    expect(errorOf(() => compileScenarios([], { ...plant, endMs: plant.startMs })).code).toBe(
      "scenario/no-time",
    );
  });
});
