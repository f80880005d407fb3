import { describe, expect, it } from "@jest/globals";
import { batteryPlant } from "../../src/battery-plant/battery-plant.js";
import type { PlantRun } from "../../src/battery-plant/run.js";
import { checkExpectations } from "../../src/expectations/check.js";
import { plantExpectations } from "../../src/expectations/plant/plant-expectations.js";
import { scenarios } from "../../src/scenarios/catalogue.js";

const options = { preset: "demo", orders: 10, seed: 5 } as const;
const run = batteryPlant(options);

const brokenIn = (subject: PlantRun) =>
  checkExpectations(subject, plantExpectations())
    .results.filter((result) => !result.success)
    .map(({ id, observed, examples }) => `${id}: ${observed} (${examples.join("; ")})`);

/** A run with one number of a column changed. */
function changed<T extends { slice(): T; [i: number]: number }>(column: T, index: number, value: number): T {
  const copy = column.slice();
  copy[index] = value;
  return copy;
}

describe("plantExpectations", () => {
  it("are all met by runs of other seeds and presets, and by a run without orders", () => {
    expect(brokenIn(run)).toEqual([]);
    expect(brokenIn(batteryPlant({ preset: "table", seed: 6 }))).toEqual([]);
    expect(brokenIn(batteryPlant({ preset: "ramp-up", orders: 4, cellsPerOrder: 96, seed: 7 }))).toEqual([]);
    expect(
      brokenIn(batteryPlant({ orders: 0 })).filter((line) => !line.startsWith("cell-log/has-cases")),
    ).toEqual([]);
  });

  it("want the same bytes from the same options, and see another seed", () => {
    const judged = (again: () => PlantRun) =>
      checkExpectations(run, plantExpectations({ again })).results.find(
        ({ id }) => id === "plant/same-again",
      )!;
    expect(judged(() => batteryPlant(options)).success).toBe(true);
    expect(judged(() => batteryPlant({ ...options, seed: 6 })).success).toBe(false);
  });

  it("see the worlds of scenarios: that they move something, and only what descends from them", () => {
    const withScenario = batteryPlant({
      preset: "table",
      scenarios: [scenarios.badShift()],
      counterfactuals: "fixed routing",
    });
    const results = checkExpectations(withScenario, plantExpectations()).results;
    const of = (name: string) => results.find(({ id }) => id === `plant/${name}`)!;
    expect(of("scenarios-move-something")).toMatchObject({
      success: true,
      observed: "0 of 1 scenario without any effect",
    });
    expect(of("scenarios-move-only-descendants").success).toBe(true);
    // Had only the gauge of the testers drifted, the loading could not have changed.
    const truth = withScenario.truth();
    const [scenario] = truth.scenarios;
    const causes = scenario!.causes.map((cause) => ({ ...cause, variable: "grading.dcir_gauge" as const }));
    const blamed = (change: object) =>
      brokenIn({ ...withScenario, truth: () => ({ ...truth, scenarios: [{ ...scenario!, ...change }] }) });
    expect(blamed({ causes }).join()).toMatch(
      /^plant\/scenarios-move-only-descendants: .*"bad-shift" moves .*coating_loading/,
    );
    expect(blamed({ effects: [] })).toEqual([
      'plant/scenarios-move-something: 1 of 1 scenario without any effect ("bad-shift" changes nothing that is measured)',
    ]);
  });

  it("know that scrap of a scenario changes how long others wait", () => {
    const withScenario = batteryPlant({
      preset: "table",
      scenarios: [scenarios.badShift()],
      counterfactuals: "both",
    });
    const moved = withScenario.truth().scenarios[0]!.effects.map(({ metric }) => metric);
    expect(moved).toContain("waiting: Final Grading");
    expect(brokenIn(withScenario)).toEqual([]);
  });

  const visit = run.visits.operator.findIndex((operator) => operator >= 0);
  const { units, visits, measurements, genealogy, metrics } = run;
  const porosity = measurements.metric.indexOf(metrics.indexOf("electrode_porosity"));
  const loading = measurements.metric.indexOf(metrics.indexOf("coating_loading"));
  const edge = genealogy.findIndex(
    ({ child }) => units.find(({ id }) => id === child)!.type === "MotherRoll",
  );
  const night = 8 * 3_600_000;

  it.each<[string, Partial<PlantRun>, string]>([
    [
      "a step that starts before it is enabled",
      { visits: { ...visits, enabledMs: changed(visits.enabledMs, visit, visits.startMs[visit]! + 1) } },
      "plant/in-order",
    ],
    [
      "a step begun in the night",
      {
        visits: {
          ...visits,
          enabledMs: changed(visits.enabledMs, visit, visits.enabledMs[visit]! - night),
          startMs: changed(visits.startMs, visit, visits.startMs[visit]! - night),
        },
      },
      "plant/attended-in-shifts",
    ],
    [
      "a parent that is made after its child",
      { genealogy: genealogy.map((one, i) => (i === edge ? { ...one, parent: run.units.at(-1)!.id } : one)) },
      "plant/parents-first",
    ],
    [
      "a machine that does two things at once",
      {
        visits: {
          ...visits,
          machine: visits.machine.map((machine, v) =>
            visits.step[v] === 2 && machine >= 0 ? visits.machine[visit]! : machine,
          ),
        },
      },
      "plant/rack-capacity",
    ],
    [
      "a machine that begins something under repair",
      {
        outages: [
          {
            kind: "breakdown",
            machine: visits.machine[visit]!,
            fromMs: visits.startMs[visit]!,
            toMs: visits.startMs[visit]! + 1,
          },
        ],
      },
      "plant/nothing-while-down",
    ],
    [
      "an impossible porosity",
      { measurements: { ...measurements, latent: [changed(measurements.latent[0]!, porosity, 1.2)] } },
      "plant/physical-limits",
    ],
    [
      "a porosity that the density does not leave",
      { measurements: { ...measurements, value: changed(measurements.value, porosity, 0.9) } },
      "plant/density-fits-porosity",
    ],
    [
      "a gauge that shows what is not there",
      { measurements: { ...measurements, value: changed(measurements.value, loading, 0.3) } },
      "plant/gauges-follow-latent",
    ],
    [
      "values that are always the same",
      {
        measurements: {
          ...measurements,
          value: measurements.value.map((value, row) =>
            measurements.metric[row] === measurements.metric[loading] ? 0.25 : value,
          ),
        },
      },
      "plant/diversity",
    ],
    [
      "values that are hardly ever in spec",
      {
        measurementRows: function* () {
          for (const row of run.measurementRows()) yield { ...row, status: "Critical Fail" as const };
        },
      },
      "plant/in-spec",
    ],
  ])("name %s", (_what, change, id) => {
    expect(brokenIn({ ...run, ...change }).map((line) => line.split(":")[0])).toContain(id);
  });

  it("judge the share of lost cells when a band is given, and refuse one that is none", () => {
    const lost = (low: number, high: number) =>
      checkExpectations(run, plantExpectations({ lost: [low, high] })).results.find(
        ({ id }) => id === "plant/lost",
      )!;
    expect(lost(0.02, 0.25).success).toBe(true);
    expect(lost(0.5, 1).success).toBe(false);
    expect(() => plantExpectations({ lost: [0.5, 0.2] })).toThrow(
      expect.objectContaining({ code: "option/out-of-range" }),
    );
  });
});
