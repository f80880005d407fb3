import { type RandomStream, randomStream } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import { cellMoisturePpm } from "../../src/battery-plant/environment/moisture.js";
import { age } from "../../src/battery-plant/quality/aging.js";
import { calender } from "../../src/battery-plant/quality/calendering.js";
import { coat } from "../../src/battery-plant/quality/coating.js";
import { fill } from "../../src/battery-plant/quality/filling.js";
import { form } from "../../src/battery-plant/quality/formation.js";
import { type GradeParents, grade } from "../../src/battery-plant/quality/grading.js";
import {
  batteryQualityConfig,
  batteryQualityDefaults as config,
} from "../../src/battery-plant/quality/quality-config.js";
import { mix, type SlurryState } from "../../src/battery-plant/quality/slurry.js";
import { stack } from "../../src/battery-plant/quality/stacking.js";
import { weld } from "../../src/battery-plant/quality/welding.js";
import { sampleCells } from "./sample-cells.js";
import { correlation, meanAndSd, partialCorrelation, slope } from "./sample-statistics.js";

const mixed = (x: { d50?: number; roomC?: number }, luck: RandomStream): SlurryState =>
  mix(
    config,
    "cathode",
    { d50DeviationUm: x.d50 ?? 0, roomTemperatureC: x.roomC ?? 22, sigmaFactor: 1 },
    { solids: luck.normal(), viscosity: luck.normal(), fineness: 0 },
  );

const perfect = mix(
  config,
  "cathode",
  { d50DeviationUm: 0, roomTemperatureC: 22, sigmaFactor: 1 },
  { solids: 0, viscosity: 0, fineness: 0 },
);

const coated = (slurry: SlurryState, roomTemperatureC: number, luck: RandomStream) =>
  coat(
    config,
    slurry,
    { roomTemperatureC, sigmaFactor: 1 },
    {
      loadingRoll: luck.normal(),
      loadingPosition: luck.normal(),
      dryPorosity: luck.normal(),
      peel: luck.normal(),
      solvent: luck.normal(),
    },
  );

const pressed = (loadingDeviation: number, wearUm: number, luck: RandomStream) =>
  calender(
    config,
    { ...coated(perfect, 22, luck), loadingDeviation, loadingKgPerM2: 0.2466 * (1 + loadingDeviation) },
    { wearUm },
    { gapRoll: luck.normal(), gapPosition: luck.normal() },
  );

const stacked = (
  x: { calibration?: number; loading?: number; density?: number; chain?: number },
  luck: RandomStream,
) =>
  stack(
    config,
    {
      cathode: { loadingDeviation: x.loading ?? 0, densityDeviation: x.density ?? 0 },
      burrUm: 4.5,
      calibrationMm: x.calibration ?? 0.6, // so far off that the sign of the offset is settled
      chainMmPerUnit: x.chain ?? 0,
      sigmaFactor: 1,
    },
    { offset: luck.normal(), layers: 0.5, hipot: 0.5 },
  ).misalignmentMm;

const formed = (x: { moisture?: number; wetting?: number; loading?: number }, luck: RandomStream) =>
  form(
    config,
    {
      moisturePpm: x.moisture ?? 180,
      wettingDegree: x.wetting ?? 0.98,
      loadingDeviation: x.loading ?? 0,
    },
    { efficiency: luck.normal(), capacity: luck.normal() },
  );

const aged = (x: { burr?: number; moisture?: number; misalignment?: number }, luck: RandomStream) =>
  age(
    config,
    {
      burrUm: x.burr ?? 4.5,
      moisturePpm: x.moisture ?? 180,
      misalignmentMm: x.misalignment ?? 0,
    },
    { selfDischarge: luck.normal(), softShort: luck.next(), severity: luck.next() },
  );

const sound = {
  thicknessUm: 75.6,
  densityKgPerM3: 3262,
  porosity: 0.335,
  peelNPerM: 20,
  loadingDeviation: 0,
};
const graded = (
  x: Partial<GradeParents["cathode"]> & Partial<Omit<GradeParents, "cathode">>,
  luck: RandomStream,
) =>
  grade(
    config,
    {
      cathode: { ...sound, ...x },
      efficiency: 0.88,
      wettingDegree: 0.99,
      misalignmentMm: 0,
      penetrationMm: 1,
      ...x,
    },
    { capacity: luck.normal(), resistance: luck.normal() },
  );

interface Edge {
  /** Cause → effect. */
  readonly edge: string;
  readonly low: number;
  readonly high: number;
  readonly effect: (cause: number, luck: RandomStream) => number;
  /** What the equation says the effect changes per unit of the cause, by hand. */
  readonly perUnit: number;
}

/*
 * Each cause is set at random over its range, all else is luck, so the slope of the effect on it is the causal effect. Where
 * an equation bends, the range is on one side of the bend, and perUnit is the mean slope over it.
 */
const edges: readonly Edge[] = [
  {
    edge: "particle size → ln viscosity",
    low: -2,
    high: 2,
    effect: (d50, luck) => Math.log(mixed({ d50 }, luck).viscosityPaS),
    perUnit: -0.06,
  },
  {
    edge: "mixing room → ln viscosity",
    low: 18,
    high: 28,
    effect: (roomC, luck) => Math.log(mixed({ roomC }, luck).viscosityPaS),
    perUnit: -0.027,
  },
  {
    edge: "solids → loading",
    low: -0.006,
    high: 0.006,
    effect: (s, luck) => coated({ ...perfect, solidsDeviation: s }, 22, luck).loadingDeviation,
    perUnit: 1 / 0.7,
  },
  {
    edge: "viscosity → loading",
    low: 1,
    high: 11,
    effect: (eta, luck) => coated({ ...perfect, viscosityPaS: eta }, 22, luck).loadingDeviation,
    perUnit: 0.0008,
  },
  {
    // 0.002 + 0.0008 · (5 exp(−0.135) − 5) / 5 from 22 to 27 °C
    edge: "coating room → loading",
    low: 22,
    high: 27,
    effect: (roomC, luck) => coated(perfect, roomC, luck).loadingDeviation,
    perUnit: 0.001899,
  },
  {
    edge: "coating room → peel strength",
    low: 18,
    high: 28,
    effect: (roomC, luck) => coated(perfect, roomC, luck).peelNPerM,
    perUnit: -0.4 * Math.exp(0.07 ** 2 / 2),
  },
  {
    edge: "loading → residual solvent",
    low: -0.05,
    high: 0.05,
    effect: (l, luck) =>
      Math.log(coated({ ...perfect, solidsDeviation: 0.7 * l }, 22, luck).residualSolventPpm),
    perUnit: 3,
  },
  {
    // ρ = 3262 (1 + l) / (1 + l / 7.56): dρ/dl = 3262 · (1 − 1 / 7.56) at l = 0
    edge: "loading → density",
    low: -0.02,
    high: 0.02,
    effect: (l, luck) => pressed(l, 0, luck).densityKgPerM3,
    perUnit: 3262 * (1 - 10 / 75.6),
  },
  {
    // −ρ / t between 0 and 2 µm: (3262 · 75.6 / 77.6 − 3262) / 2
    edge: "roller wear → density",
    low: 0,
    high: 2,
    effect: (wearUm, luck) => pressed(0, wearUm, luck).densityKgPerM3,
    perUnit: (3262 * 75.6) / 77.6 / 2 - 3262 / 2,
  },
  {
    edge: "calibration → misalignment",
    low: 0.6,
    high: 1,
    effect: (calibration, luck) => stacked({ calibration }, luck),
    perUnit: 1,
  },
  {
    edge: "loading → misalignment, along a chain of 24 mm",
    low: 0.01,
    high: 0.03,
    effect: (loading, luck) => stacked({ loading, chain: 24 }, luck),
    perUnit: 24,
  },
  {
    edge: "density deviation → misalignment",
    low: 0.02,
    high: 0.08,
    effect: (density, luck) => stacked({ density }, luck),
    perUnit: 8,
  },
  {
    // (exp(−4 · (0.30/0.335)²) − exp(−4 · (0.37/0.335)²)) / 0.07
    edge: "porosity → wetting",
    low: 0.3,
    high: 0.37,
    effect: (porosity, luck) =>
      fill(config, { porosity, doseFactor: 1, soakHours: 24 }, { dose: luck.normal() }).wettingDegree,
    perUnit: (Math.exp(-4 * (0.3 / 0.335) ** 2) - Math.exp(-4 * (0.37 / 0.335) ** 2)) / 0.07,
  },
  {
    edge: "focus → weld depth",
    low: -0.3,
    high: 0.1,
    effect: (focusMm, luck) =>
      weld(config, { focusMm }, { penetration: luck.normal(), pull: 0, leak: 0 }).penetrationMm,
    perUnit: 1,
  },
  {
    edge: "focus → pull force",
    low: -0.3,
    high: 0.1,
    effect: (focusMm, luck) =>
      weld(config, { focusMm }, { penetration: luck.normal(), pull: luck.normal(), leak: 0 }).pullForceN,
    perUnit: 300,
  },
  {
    edge: "moisture → efficiency",
    low: 100,
    high: 400,
    effect: (moisture, luck) => formed({ moisture }, luck).efficiency,
    perUnit: -3e-5,
  },
  {
    edge: "wetting → efficiency",
    low: 0.9,
    high: 0.97,
    effect: (wetting, luck) => formed({ wetting }, luck).efficiency,
    perUnit: 0.2,
  },
  {
    edge: "loading → formation capacity",
    low: -0.02,
    high: 0.02,
    effect: (loading, luck) => formed({ loading }, luck).capacityAh,
    perUnit: 50,
  },
  {
    edge: "moisture → K-value",
    low: 180,
    high: 600,
    effect: (moisture, luck) => aged({ moisture }, luck).kMvPerDay,
    perUnit: 0.0008,
  },
  {
    edge: "misalignment → K-value",
    low: 0.3,
    high: 1,
    effect: (misalignment, luck) => aged({ misalignment }, luck).kMvPerDay,
    perUnit: 0.8,
  },
  {
    edge: "burr³ → K-value, by soft shorts",
    low: 0,
    high: 200,
    effect: (cube, luck) => aged({ burr: 4.5 * Math.cbrt(cube) }, luck).kMvPerDay,
    perUnit: 0.004 * 1.2,
  },
  {
    edge: "loading → capacity",
    low: -0.02,
    high: 0.02,
    effect: (loadingDeviation, luck) => graded({ loadingDeviation }, luck).capacityAh,
    perUnit: 50,
  },
  {
    edge: "efficiency → capacity",
    low: 0.86,
    high: 0.89,
    effect: (efficiency, luck) => graded({ efficiency }, luck).capacityAh,
    perUnit: 50 / 0.88,
  },
  {
    edge: "wetting → capacity",
    low: 0.93,
    high: 0.975,
    effect: (wettingDegree, luck) => graded({ wettingDegree }, luck).capacityAh,
    perUnit: 25,
  },
  {
    edge: "misalignment → capacity",
    low: 0.2,
    high: 2,
    effect: (misalignmentMm, luck) => graded({ misalignmentMm }, luck).capacityAh,
    perUnit: -0.5,
  },
  {
    edge: "porosity → resistance",
    low: 0.3,
    high: 0.37,
    effect: (porosity, luck) => graded({ porosity }, luck).resistanceMOhm,
    perUnit: (0.9 * ((0.335 / 0.37) ** 1.5 - (0.335 / 0.3) ** 1.5)) / 0.07,
  },
  {
    edge: "thickness → resistance",
    low: 70,
    high: 80,
    effect: (thicknessUm, luck) => graded({ thicknessUm }, luck).resistanceMOhm,
    perUnit: 0.9 / 75.6,
  },
  {
    edge: "density → resistance, at the contacts",
    low: 3000,
    high: 3500,
    effect: (densityKgPerM3, luck) => graded({ densityKgPerM3 }, luck).resistanceMOhm,
    perUnit: (0.5 * (Math.sqrt(3262 / 3500) - Math.sqrt(3262 / 3000))) / 500,
  },
  {
    edge: "weld depth → resistance",
    low: 0.8,
    high: 1.2,
    effect: (penetrationMm, luck) => graded({ penetrationMm }, luck).resistanceMOhm,
    perUnit: (0.3 / 1.2 - 0.3 / 0.8) / 0.4,
  },
  {
    edge: "wetting → resistance",
    low: 0.92,
    high: 0.985,
    effect: (wettingDegree, luck) => graded({ wettingDegree }, luck).resistanceMOhm,
    perUnit: -0.6,
  },
  {
    edge: "peel strength → resistance",
    low: 14,
    high: 26,
    effect: (peelNPerM, luck) => graded({ peelNPerM }, luck).resistanceMOhm,
    perUnit: (2 * ((20 / 26) ** 0.05 - (20 / 14) ** 0.05)) / 12,
  },
  {
    edge: "vapour pressure of the dry room → moisture (log–log)",
    low: -45,
    high: -30,
    effect: (dewPointC) => Math.log(cellMoisturePpm(config, 180, dewPointC)),
    // latent heat of sublimation over gas constant and T², 2.84e6 / (461.5 · 235.6²), at -37.5 °C
    perUnit: 0.1109,
  },
];

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
const cellsPerSeed = 300;

describe("every causal edge, by regression on 20 seeds", () => {
  it.each(edges)("$edge", ({ edge, low, high, effect, perUnit }) => {
    const slopes = seeds.map((seed) => {
      const luck = randomStream(seed, edge);
      const cause = Float64Array.from({ length: cellsPerSeed }, () => low + (high - low) * luck.next());
      return slope(
        cause,
        cause.map((x) => effect(x, luck)),
      );
    });
    expect(slopes.filter((found) => Math.sign(found) === Math.sign(perUnit)).length).toBe(seeds.length);
    const { mean, sd } = meanAndSd(slopes);
    // 4 standard errors of the mean slope, and 3 % because a line is drawn through what may bend
    const tolerance = (4 * sd) / Math.sqrt(seeds.length) + 0.03 * Math.abs(perUnit);
    expect(Math.abs(mean - perUnit)).toBeLessThan(tolerance);
  });
});

describe("edges that are not there", () => {
  it("room temperature acts on density through the loading only", () => {
    const cells = sampleCells(20_000, { roomSdK: 2 });
    expect(correlation(cells.roomC, cells.density)).toBeGreaterThan(0.1);
    expect(Math.abs(partialCorrelation(cells.roomC, cells.density, cells.loading))).toBeLessThan(
      4 / Math.sqrt(20_000),
    );
  });

  it("burr, weld and dose know nothing of the electrode", () => {
    const cells = sampleCells(20_000, { roomSdK: 2 });
    for (const metric of ["burr", "weld", "dose"] as const) {
      expect(Math.abs(correlation(cells.density, cells[metric]))).toBeLessThan(4 / Math.sqrt(20_000));
    }
  });
});

describe("how luck is shared along a roll", () => {
  const loadings = (share: number, rolls: number, positions: number) => {
    const shared = batteryQualityConfig({ coating: { loadingRollShare: share } });
    const luck = randomStream(1, "rolls");
    return Array.from({ length: rolls }, () => {
      const loadingRoll = luck.normal();
      return Array.from({ length: positions }, () => {
        const draws = { loadingRoll, loadingPosition: luck.normal(), dryPorosity: 0, peel: 0, solvent: 0 };
        return coat(shared, perfect, { roomTemperatureC: 22, sigmaFactor: 1 }, draws).loadingDeviation;
      });
    });
  };

  it.each([0, 0.4, 1])("does not change the spread over all rolls: share %d", (share) => {
    const all = loadings(share, 20_000, 1).flat();
    expect(Math.abs(meanAndSd(all).sd / 0.005 - 1)).toBeLessThan(4.5 / Math.sqrt(2 * 20_000));
  });

  it("makes two positions of a roll alike by its share", () => {
    const pairs = loadings(0.4, 20_000, 2);
    const alike = correlation(
      pairs.map(([first]) => first!),
      pairs.map(([, second]) => second!),
    );
    expect(Math.abs(alike - 0.4)).toBeLessThan((4.5 * (1 - 0.16)) / Math.sqrt(20_000));
  });
});
