import { randomStream } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import { gaugeOf } from "../../src/battery-plant/quality/gauge.js";
import type { MetricLimits } from "../../src/battery-plant/quality/limits-config.js";
import { qcMeasurement } from "../../src/battery-plant/quality/qc-measurement.js";
import { qcStatus } from "../../src/battery-plant/quality/qc-status.js";
import {
  batteryQualityConfig,
  batteryQualityDefaults as config,
} from "../../src/battery-plant/quality/quality-config.js";
import { type Cells, sampleCells, type World } from "./sample-cells.js";
import { correlation, meanAndSd, shareOf } from "./sample-statistics.js";

/*
 * The design note states shares from 400,000 cells, rounded. Here: 30,000 cells with the same luck in every world. A share
 * may differ by half a unit of the note's last digit and 4.5 standard errors of both samples together (two-sided 7e-6).
 */
const cells = 30_000;
const noteCells = 400_000;
const errors = 4.5;

const { limits } = config;
const limitsOf = {
  viscosity: limits.slurry_viscosity.cathode,
  atCoater: limits.coater_viscosity.cathode,
  loading: { target: 0, warnLow: -0.01, warnHigh: 0.01, specLow: -0.016, specHigh: 0.016 },
  peel: limits.peel_strength,
  density: limits.electrode_density.cathode,
  burr: limits.slitting_burr,
  misalignment: limits.stack_misalignment,
  dose: limits.electrolyte_mass,
  wetting: limits.wetting_degree,
  weld: limits.weld_penetration,
  efficiency: limits.first_cycle_efficiency,
  capacity: limits.cell_capacity,
  resistance: limits.internal_resistance,
  k: limits.k_value,
} satisfies Partial<Record<keyof Cells, MetricLimits>>;

type Metric = keyof typeof limitsOf;

const known = new Map<string, Cells>();
function cellsOf(world: World): Cells {
  const key = JSON.stringify({ ...world, config: world.config?.coating.loadingPerK });
  const found = known.get(key) ?? sampleCells(cells, world);
  known.set(key, found);
  return found;
}
const baseline = cellsOf({});

const inSpec = (sample: Cells, metric: Metric): number =>
  shareOf(sample[metric], (value) => qcStatus(limitsOf[metric], value) === "In Spec");
const failed = (sample: Cells, metric: Metric): number =>
  shareOf(sample[metric], (value) => qcStatus(limitsOf[metric], value) === "Critical Fail");

/** Half a unit of the last digit that the note gives. */
const rounding = (stated: string): number => 0.5 * 10 ** -(stated.split(".")[1] ?? "").length;

function expectShare(seen: number, stated: string, sample = cells): void {
  const p = Number(stated) === 0 ? rounding(stated) : Number(stated);
  const error = Math.sqrt(p * (1 - p) * (1 / sample + 1 / noteCells));
  expect(Math.abs(seen - Number(stated))).toBeLessThanOrEqual(rounding(stated) + errors * error);
}

function expectMean(values: Float64Array, stated: string, scale = 1): void {
  const { mean, sd } = meanAndSd(values);
  const error = sd * scale * Math.sqrt(1 / values.length + 1 / noteCells);
  expect(Math.abs(mean * scale - Number(stated))).toBeLessThanOrEqual(rounding(stated) + errors * error);
}

/** Exactly equal, to the last bit. */
function expectSame(seen: Float64Array, expected: Float64Array): void {
  expect(seen.length).toBe(expected.length);
  expect(seen.findIndex((value, i) => !Object.is(value, expected[i]))).toBe(-1);
}

describe("the baseline of the design note", () => {
  it.each<[Metric, inSpec: string, fail: string | null]>([
    ["viscosity", ".988", "0"],
    ["loading", ".898", ".009"],
    ["density", ".910", ".003"],
    ["burr", ".966", null],
    ["misalignment", ".934", ".002"],
    ["dose", ".919", null],
    ["wetting", ".952", null],
    ["weld", ".905", null],
    ["efficiency", ".985", null],
    ["k", ".987", ".004"],
    ["resistance", ".99", null],
  ])("has its shares of %s: in spec %s, failed %s", (metric, inside, fail) => {
    expectShare(inSpec(baseline, metric), inside);
    if (fail !== null) expectShare(failed(baseline, metric), fail);
  });

  it("has its correlation of loading and density, .45", () => {
    const seen = correlation(baseline.loading, baseline.density);
    const error = (1 - 0.45 ** 2) * Math.sqrt(1 / cells + 1 / noteCells);
    expect(Math.abs(seen - 0.45)).toBeLessThanOrEqual(0.005 + errors * error);
  });

  it("has its spread: viscosity 6 %, loading .61 %, capacity .39 A·h, resistance .04 mΩ", () => {
    const relative = meanAndSd(baseline.viscosity.map(Math.log)).sd;
    expect(relative).toBeCloseTo(0.06, 2);
    expect(Math.abs(meanAndSd(baseline.loading).sd - 0.0061)).toBeLessThan(0.00015);
    expect(Math.abs(meanAndSd(baseline.capacity).sd - 0.39)).toBeLessThan(0.011);
    expect(Math.abs(meanAndSd(baseline.resistance).sd - 0.04)).toBeLessThan(0.0056);
  });

  it("loses 2.1 % of the cells to its equations and 4 % more to what is seen, within the 5 to 12 % of the trade", () => {
    let good = 0;
    for (let i = 0; i < cells; i++) {
      const fails = (metric: Metric) => qcStatus(limitsOf[metric], baseline[metric][i]!) === "Critical Fail";
      if (!(Object.keys(limitsOf) as Metric[]).some(fails)) good++;
    }
    expectShare(good / cells, ".979");
    const { sealing: _notOnThisLine, ...ofSteps } = config.backgroundScrap;
    const seen = Object.values(ofSteps);
    expect(seen.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.04, 12);
    const scrap = 1 - seen.reduce((left, share) => left * (1 - share), good / cells);
    expect(scrap).toBeGreaterThan(0.05);
    expect(scrap).toBeLessThan(0.12);
  });

  it("is in spec for at least 90 % of the values of each metric, but for the loading, and 95 % on average", () => {
    const shares = (Object.keys(limitsOf) as Metric[]).map((metric) => inSpec(baseline, metric));
    expect(Math.min(...shares)).toBeGreaterThan(0.89);
    expect(meanAndSd(shares).mean).toBeGreaterThan(0.945);
  });

  it("gives the anode the same density and porosity shares about its own targets", () => {
    const anode = cellsOf({ electrode: "anode" });
    const { mean } = meanAndSd(anode.density);
    expect(Math.abs(mean - 1657)).toBeLessThan(1);
    const at = (lim: MetricLimits, values: Float64Array) =>
      shareOf(values, (value) => qcStatus(lim, value) === "In Spec");
    const density = at(limits.electrode_density.anode, anode.density);
    expect(at(limits.electrode_porosity.anode, anode.porosity)).toBeCloseTo(density, 2);
    // s / 0.50 instead of s / 0.70: sd² = (0.002 / 0.5)² + (0.005)² · 1.0993 + (0.0019 · 0.6)², sd = 0.0067
    expect(Math.abs(meanAndSd(anode.loading).sd - 0.0067)).toBeLessThan(0.00016);
  });
});

describe("S1, the coating room 5 K too hot", () => {
  const hot = cellsOf({ coatingRoomK: 5 });

  it("moves the means as the note says", () => {
    expectMean(hot.loading, "0.95", 100);
    expect(Math.abs(meanAndSd(hot.loading).sd * 100 - 0.81)).toBeLessThan(0.005 + 0.013);
    expectMean(hot.atCoater, "4.4");
    expectMean(hot.peel, "18");
    expectMean(baseline.density, "3262");
    expectMean(hot.density, "3289");
    expectMean(baseline.wetting, ".981");
    expectMean(hot.wetting, ".979");
    expectMean(baseline.resistance, "2.004");
    expectMean(hot.resistance, "2.038");
    const gain = meanAndSd(hot.capacity).mean / meanAndSd(baseline.capacity).mean - 1;
    expect(Math.abs(gain * 100 - 0.9)).toBeLessThan(0.05);
  });

  it("moves the shares as the note says", () => {
    expectShare(inSpec(hot, "loading"), ".52");
    expectShare(failed(hot, "loading"), ".21");
    expectShare(inSpec(hot, "density"), ".81");
    expectShare(inSpec(hot, "resistance"), ".92");
  });

  it("is severe with .003 per kelvin", () => {
    const severe = cellsOf({
      coatingRoomK: 5,
      config: batteryQualityConfig({ coating: { loadingPerK: 0.003 } }),
    });
    expectShare(inSpec(severe, "loading"), ".29");
    expectShare(failed(severe, "loading"), ".42");
  });

  it("changes nothing that the room does not touch", () => {
    for (const metric of ["viscosity", "burr", "dose", "weld"] as const) {
      expectSame(hot[metric], baseline[metric]);
    }
  });
});

describe("S2, rollers worn by 1.5 µm", () => {
  const worn = cellsOf({ wearUm: 1.5 });

  it("moves density, misalignment and resistance as the note says", () => {
    expectMean(worn.density, "3199");
    expectShare(inSpec(worn, "density"), ".52");
    expectShare(failed(worn, "density"), ".084");
    expectMean(baseline.misalignment, ".131");
    expectMean(worn.misalignment, ".162");
    expect(meanAndSd(worn.resistance).mean).toBeLessThan(meanAndSd(baseline.resistance).mean);
  });

  it("leaves the loading exactly as it was", () => {
    expectSame(worn.loading, baseline.loading);
    expectSame(worn.peel, baseline.peel);
  });
});

describe("S3, summer: coating room +2 K and moisture × 1.6", () => {
  it("moves loading, efficiency and self-discharge as the note says", () => {
    const summer = cellsOf({ coatingRoomK: 2, moistureFactor: 1.6 });
    expectShare(inSpec(summer, "loading"), ".80");
    expectShare(failed(summer, "loading"), ".039");
    expectMean(baseline.efficiency, ".880");
    expectMean(summer.efficiency, ".877");
    expectShare(inSpec(summer, "efficiency"), ".856");
    expectMean(baseline.k, ".21");
    expectMean(summer.k, ".29");
    expectShare(inSpec(summer, "k"), ".928");
    expectSame(summer.weld, baseline.weld);
  });
});

describe("S4, a powder 2 µm too fine", () => {
  it("thickens the slurry as the note says, and hardly moves the loading", () => {
    const fine = cellsOf({ d50Um: -2 });
    expectMean(fine.viscosity, "5.65");
    expectShare(inSpec(fine, "viscosity"), ".68");
    // 0.0008 · (5.65 − 5.01) = 0.05 %, a twelfth of the spread
    expect(meanAndSd(fine.loading).mean).toBeCloseTo(0.0005, 4);
    expect(Math.abs(inSpec(fine, "loading") - inSpec(baseline, "loading"))).toBeLessThan(0.005);
  });
});

describe("S5, a coater operator with 1.6 times the spread", () => {
  const spread = cellsOf({ coaterSigma: 1.6 });

  /*
   * The note states sd .97 %, in .70, fail .10: 1.6 times the WHOLE spread, .61 %, of which a part comes from the solids of
   * the slurry. A coater operator can't widen that part, so we get less. By hand: sd² = (0.005 · 1.6)² · E(1 + 0.1 |T −
   * 22|)² + (0.002 / 0.7 + 0.0001)² + (0.0019 · 0.6)² = 7.04e-5 + 0.87e-5 + 0.13e-5, sd = 0.897 %; a normal of that sd is
   * within 1 % with .735 and beyond 1.6 % with .074. A mixture of spreads is a little more peaked.
   */
  it("spreads the loading by what the coater adds, and keeps its mean", () => {
    expect(Math.abs(meanAndSd(spread.loading).mean)).toBeLessThan(0.0002);
    expect(meanAndSd(spread.loading).sd).toBeCloseTo(0.00897, 3);
    expectShare(inSpec(spread, "loading"), ".74");
    expectShare(failed(spread, "loading"), ".074");
  });

  it("leaves the batch as it was", () => {
    expectSame(spread.viscosity, baseline.viscosity);
    expectSame(spread.peel, baseline.peel);
  });
});

describe("S6, a calibration that jumps", () => {
  it("moves misalignment as the note says, and no weld", () => {
    const jumped = cellsOf({ calibrationMm: 0.2 });
    expectShare(inSpec(jumped, "misalignment"), ".73");
    expectShare(failed(jumped, "misalignment"), ".033");
    expectSame(jumped.weld, baseline.weld);
    expectSame(jumped.resistance, baseline.resistance);
  });

  it("moves weld and resistance as the note says, and no misalignment", () => {
    const drifted = cellsOf({ focusMm: -0.15 });
    expectShare(inSpec(drifted, "weld"), ".20");
    expectShare(failed(drifted, "weld"), ".20");
    const rise = meanAndSd(drifted.resistance).mean - meanAndSd(baseline.resistance).mean;
    expect(Math.abs(rise - 0.054)).toBeLessThan(0.001);
    expectSame(drifted.misalignment, baseline.misalignment);
    expectSame(drifted.capacity, baseline.capacity);
  });
});

describe("S7, heavy edges in a hot coating room", () => {
  it.each([
    ["hard", 12, ".008"],
    ["default", 24, ".032"],
    ["easy", 40, ".087"],
  ])("fails misalignment as the note says: %s, %d mm per unit, %s", (_level, chainMmPerUnit, fail) => {
    expectShare(failed(cellsOf({ coatingRoomK: 5, chainMmPerUnit }), "misalignment"), fail);
  });

  const chained = cellsOf({ coatingRoomK: 5, chainMmPerUnit: 24 });
  const where = (test: (loading: number) => boolean): number[] =>
    Array.from(chained.loading.keys()).filter((i) => test(chained.loading[i]!));
  const pick = (metric: Metric, rows: readonly number[]) =>
    Float64Array.from(rows, (i) => chained[metric][i]!);
  const heavy = where((loading) => loading > 0.01);
  const others = where((loading) => loading <= 0.01);

  it("shows in cells of more than +1 % loading and not in the others", () => {
    expectMean(pick("misalignment", heavy), ".217");
    expectMean(pick("misalignment", others), ".131");
    const fail = (rows: number[]) => shareOf(pick("misalignment", rows), (value) => value > 0.5);
    expectShare(fail(heavy), ".065", heavy.length);
    expectShare(fail(others), ".002", others.length);
    const inside = (rows: number[]) => shareOf(pick("k", rows), (value) => value <= 0.4);
    expectShare(inside(heavy), ".94", heavy.length);
    expectShare(inside(others), ".99", others.length);
    expectMean(pick("resistance", heavy), "2.056");
    expectMean(pick("resistance", others), "2.023");
  });

  it("hides when rolls beyond +1.6 % are scrapped", () => {
    const survivors = where((loading) => loading > 0.01 && loading < 0.016);
    expectShare(
      shareOf(pick("misalignment", survivors), (value) => value > 0.5),
      ".007",
      survivors.length,
    );
  });

  it("leaves cells of rolls that are not heavy exactly as they were without the chain", () => {
    const unchained = cellsOf({ coatingRoomK: 5 });
    const rows = others;
    for (const metric of ["misalignment", "k", "capacity"] as const) {
      expectSame(
        pick(metric, rows),
        Float64Array.from(rows, (i) => unchained[metric][i]!),
      );
    }
  });
});

describe("S8, a pump that gives 2 % too little", () => {
  it("alarms at the scales and leaves the product exactly as it was", () => {
    const short = cellsOf({ doseFactor: 0.98 });
    // the note's .23 subtracts 2 % of the target; 2 % of what is pumped gives .222: within the rounding and the error
    expectShare(inSpec(short, "dose"), ".222");
    for (const metric of ["wetting", "resistance", "capacity", "k", "efficiency"] as const) {
      expectSame(short[metric], baseline[metric]);
    }
  });
});

describe("S10, a tester that reads 3 % too much", () => {
  it("moves what is read and not what is", () => {
    const gauge = gaugeOf(config, "internal_resistance");
    const luck = randomStream(1, "gauge");
    const pairs = Array.from(baseline.resistance.slice(0, 5000), (latent) => {
      const draw = luck.normal();
      return [qcMeasurement(gauge, latent, draw, 1), qcMeasurement(gauge, latent, draw, 1.03)] as const;
    });
    for (const [right, drifted] of pairs) {
      expect(drifted.latent).toBe(right.latent);
      expect(drifted.value - right.value).toBeCloseTo(0.03 * right.latent, 3);
    }
    const warned = (which: 0 | 1) => pairs.filter((pair) => pair[which].status !== "In Spec").length;
    expect(warned(1)).toBeGreaterThan(5 * warned(0));
  });
});
