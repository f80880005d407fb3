import { describe, expect, it } from "@jest/globals";
import { cellMoisturePpm } from "../../src/battery-plant/environment/moisture.js";
import { calender } from "../../src/battery-plant/quality/calendering.js";
import { coat } from "../../src/battery-plant/quality/coating.js";
import { fill } from "../../src/battery-plant/quality/filling.js";
import { form } from "../../src/battery-plant/quality/formation.js";
import { grade } from "../../src/battery-plant/quality/grading.js";
import {
  batteryQualityConfig,
  batteryQualityDefaults,
} from "../../src/battery-plant/quality/quality-config.js";
import { mix } from "../../src/battery-plant/quality/slurry.js";
import { causalGraph, pathsBetween } from "../../src/scenarios/causal-graph.js";

const config = batteryQualityDefaults;
const graph = causalGraph(config);
const edge = (from: string, to: string, of = graph) => of.edges.find((e) => e.from === from && e.to === to);
const slopeAt = (f: (x: number) => number, x: number, step: number): number =>
  (f(x + step) - f(x - step)) / (2 * step);

const slurry = mix(
  config,
  "cathode",
  { d50DeviationUm: 0, roomTemperatureC: 22, sigmaFactor: 1 },
  { solids: 0, viscosity: 0, fineness: 0 },
);
const coated = (roomTemperatureC: number) =>
  coat(
    config,
    slurry,
    { roomTemperatureC, sigmaFactor: 1 },
    { loadingRoll: 0, loadingPosition: 0, dryPorosity: 0, peel: 0, solvent: 0 },
  );
const pressed = (wearUm: number) => calender(config, coated(22), { wearUm }, { gapRoll: 0, gapPosition: 0 });
const filled = (porosity: number, doseFactor = 1) =>
  fill(config, { porosity, doseFactor, soakHours: config.filling.soakHours }, { dose: 0 });
const graded = (
  change: {
    porosity?: number;
    thicknessUm?: number;
    densityKgPerM3?: number;
    peelNPerM?: number;
    loadingDeviation?: number;
  },
  penetrationMm = 1,
  efficiency = 0.88,
) =>
  grade(
    config,
    {
      cathode: { ...pressed(0), ...config.cathode, peelNPerM: 20, loadingDeviation: 0, ...change },
      efficiency,
      wettingDegree: 0.99,
      misalignmentMm: 0,
      penetrationMm,
    },
    { capacity: 0, resistance: 0 },
  );

describe("a coefficient of the causal graph is the slope of the equation at the target", () => {
  const { loadingKgPerM2, thicknessUm, densityKgPerM3, porosity } = config.cathode;
  it.each<[string, string, number]>([
    ["coating_room.temperature", "coater_viscosity", slopeAt((t) => coated(t).viscosityPaS, 22, 0.01)],
    ["coating_room.temperature", "peel_strength", slopeAt((t) => coated(t).peelNPerM, 22, 0.01)],
    ["calender.gap", "electrode_thickness", slopeAt((w) => pressed(w).thicknessUm, 0, 0.01)],
    ["electrode_porosity", "wetting_degree", slopeAt((e) => filled(e).wettingDegree, porosity, 1e-5)],
    ["filling.dose", "electrolyte_mass", slopeAt((f) => filled(porosity, f).electrolyteKg, 1, 1e-3)],
    [
      "electrode_porosity",
      "internal_resistance",
      slopeAt((x) => graded({ porosity: x }).resistanceMOhm, porosity, 1e-5),
    ],
    [
      "electrode_thickness",
      "internal_resistance",
      slopeAt((x) => graded({ thicknessUm: x }).resistanceMOhm, thicknessUm, 1e-3),
    ],
    [
      "electrode_density",
      "internal_resistance",
      slopeAt((x) => graded({ densityKgPerM3: x }).resistanceMOhm, densityKgPerM3, 0.1),
    ],
    ["weld_penetration", "internal_resistance", slopeAt((x) => graded({}, x).resistanceMOhm, 1, 1e-4)],
    [
      "peel_strength",
      "internal_resistance",
      slopeAt((x) => graded({ peelNPerM: x }).resistanceMOhm, 20, 1e-3),
    ],
    ["first_cycle_efficiency", "cell_capacity", slopeAt((x) => graded({}, 1, x).capacityAh, 0.88, 1e-4)],
    [
      "coating_loading",
      "cell_capacity",
      slopeAt((l) => graded({ loadingDeviation: l }).capacityAh, 0, 1e-4) / loadingKgPerM2,
    ],
    [
      "dry_room.dew_point",
      "first_cycle_efficiency",
      slopeAt(
        (dewPoint) =>
          form(
            config,
            { moisturePpm: cellMoisturePpm(config, 180, dewPoint), wettingDegree: 0.98, loadingDeviation: 0 },
            { efficiency: 0, capacity: 0 },
          ).efficiency,
        -40,
        0.01,
      ),
    ],
  ])("from %s to %s", (from, to, expected) => {
    const found = edge(from, to)!;
    expect(found.coefficient! / expected).toBeCloseTo(1, 3);
    expect(found.sign).toBe(Math.sign(expected));
  });

  it("so that temperature acts on the loading at once and by the viscosity, which add up", () => {
    const direct = edge("coating_room.temperature", "coating_loading")!.coefficient!;
    const byViscosity =
      edge("coating_room.temperature", "coater_viscosity")!.coefficient! *
      edge("coater_viscosity", "coating_loading")!.coefficient!;
    const whole = slopeAt((t) => coated(t).loadingKgPerM2, 22, 0.01);
    expect((direct + byViscosity) / whole).toBeCloseTo(1, 4);
    expect(byViscosity).toBeLessThan(0);
  });

  it("so that wear lowers the density by the thickness", () => {
    const whole = slopeAt((w) => pressed(w).densityKgPerM3, 0, 0.01);
    expect(edge("electrode_thickness", "electrode_density")!.coefficient! / whole).toBeCloseTo(1, 3);
  });

  it("and follows the configuration", () => {
    const other = causalGraph(batteryQualityConfig({ coating: { loadingPerK: 0.003 } }));
    const ratio =
      edge("coating_room.temperature", "coating_loading", other)!.coefficient! /
      edge("coating_room.temperature", "coating_loading")!.coefficient!;
    expect(ratio).toBeCloseTo(1.5, 12);
  });
});

describe("the causal graph", () => {
  it("has no cycle, no edge between unknown nodes and none twice", () => {
    const known = new Set(graph.nodes.map(({ id }) => id));
    const keys = graph.edges.map(({ from, to }) => `${from} > ${to}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(graph.edges.filter(({ from, to }) => !known.has(from) || !known.has(to))).toEqual([]);
    for (const { id } of graph.nodes) {
      const parents = graph.edges.filter(({ to }) => to === id).map(({ from }) => from);
      // a way from a node to one of its parents would close a cycle
      expect(pathsBetween(graph, [id], parents)).toEqual([]);
    }
  });

  it("leads from the hot coating room to the resistance by loading, density and porosity, and by peel strength", () => {
    const path = pathsBetween(graph, ["coating_room.temperature"], ["internal_resistance"]).map(
      ({ from, to }) => `${from} > ${to}`,
    );
    expect(path).toEqual(
      expect.arrayContaining([
        "coating_room.temperature > coating_loading",
        "coating_loading > electrode_density",
        "electrode_density > electrode_porosity",
        "electrode_porosity > internal_resistance",
        "coating_room.temperature > peel_strength",
        "peel_strength > internal_resistance",
      ]),
    );
    expect(path).not.toContain("coating_loading > cell_capacity");
    expect(path).not.toContain("weld_penetration > internal_resistance");
  });

  it("has no way from wear to loading, from an outage to any metric, or from the gauge to anything but its reading", () => {
    expect(pathsBetween(graph, ["calender.gap"], ["coating_loading"])).toEqual([]);
    const metrics = graph.nodes
      .map(({ id }) => id)
      .filter((id) => !id.includes(".") && !id.startsWith("waiting"));
    expect(pathsBetween(graph, ["resource.outage"], metrics)).toEqual([]);
    expect(graph.edges.filter(({ from }) => from === "grading.dcir_gauge")).toEqual([
      { from: "grading.dcir_gauge", to: "internal_resistance", moves: "reading", sign: 1, coefficient: null },
    ]);
  });
});
