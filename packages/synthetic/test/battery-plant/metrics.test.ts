import { randomStream } from "@gigamine/base";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { z } from "zod";
import { gaugeOf, measure, readGauge } from "../../src/battery-plant/quality/gauge.js";
import {
  type BatteryMetric,
  batteryMetricNames,
  batteryMetrics,
  siFactors,
} from "../../src/battery-plant/quality/metrics.js";
import {
  type QcMeasurement,
  qcMeasurement,
  qcMeasurementSchema,
  type ShownQcMeasurement,
  shownMeasurement,
  shownQcMeasurementSchema,
} from "../../src/battery-plant/quality/qc-measurement.js";
import { qcStatus } from "../../src/battery-plant/quality/qc-status.js";
import {
  batteryQualityConfig,
  batteryQualityConfigSchema,
  batteryQualityDefaults as config,
} from "../../src/battery-plant/quality/quality-config.js";
import { batteryPlantSteps } from "../../src/battery-plant/quality/steps.js";
import { meanAndSd } from "./sample-statistics.js";

/** The gauges of all metrics, of both electrodes where they differ. */
const gauges = batteryMetricNames.flatMap((metric) => {
  const untyped = gaugeOf as (
    ...args:
      | readonly [typeof config, BatteryMetric, "cathode" | "anode"]
      | readonly [typeof config, BatteryMetric]
  ) => ReturnType<typeof gaugeOf>;
  return batteryMetrics[metric].byElectrode === true
    ? [untyped(config, metric, "cathode"), untyped(config, metric, "anode")]
    : [untyped(config, metric)];
});

describe("qcStatus", () => {
  const limits = { warnLow: 4.3, warnHigh: 5.8, specLow: 3.5, specHigh: 7 };

  it("counts a value on a limit as inside", () => {
    expect([4.3, 5, 5.8].map((value) => qcStatus(limits, value))).toEqual(["In Spec", "In Spec", "In Spec"]);
    expect([3.5, 4.29, 5.81, 7].map((value) => qcStatus(limits, value))).toEqual(
      Array(4).fill("Tolerance Warning"),
    );
    expect([3.49, 7.01].map((value) => qcStatus(limits, value))).toEqual(Array(2).fill("Critical Fail"));
  });

  it("knows no limit on an open side", () => {
    const oneSided = { warnLow: null, warnHigh: 0.4, specLow: null, specHigh: 0.714 };
    expect(qcStatus(oneSided, -1e9)).toBe("In Spec");
    expect(qcStatus(oneSided, 0.5)).toBe("Tolerance Warning");
    expect(qcStatus(oneSided, Number.POSITIVE_INFINITY)).toBe("Critical Fail");
  });

  it("does not pass what could not be measured", () => {
    expect(qcStatus({ warnLow: null, warnHigh: null, specLow: null, specHigh: null }, Number.NaN)).toBe(
      "Critical Fail",
    );
  });
});

describe("the catalogue of metrics", () => {
  it("has metrics for each of the twelve steps, in line order", () => {
    const steps = batteryMetricNames.map((name) => batteryPlantSteps.indexOf(batteryMetrics[name].step));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(new Set(steps).size).toBe(12);
  });

  it("spells names in snake case and gives each its own title", () => {
    expect(batteryMetricNames.filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(new Set(batteryMetricNames.map((name) => batteryMetrics[name].title)).size).toBe(
      batteryMetricNames.length,
    );
  });

  it("turns its UCUM units into SI by the factors of their parts", () => {
    // UCUM: prefix and atom joined, "." multiplies, "/" divides, a number behind an atom is its power
    const atoms: Readonly<Record<string, number>> = {
      "1": 1,
      "[ppm]": 1e-6,
      m: 1,
      g: 1e-3,
      s: 1,
      h: 3600,
      d: 86_400,
      A: 1,
      V: 1,
      N: 1,
      Pa: 1,
      Ohm: 1,
    };
    const prefixes: Readonly<Record<string, number>> = { "": 1, u: 1e-6, m: 1e-3, k: 1e3 };
    const part = (text: string): number => {
      const [, code = "", power = "1"] = /^(\[ppm\]|1|[A-Za-z]+)(\d*)$/.exec(text) ?? [];
      const prefix = Object.keys(prefixes).find((p) => code.startsWith(p) && code.slice(p.length) in atoms);
      expect(prefix).toBeDefined();
      return (prefixes[prefix!]! * atoms[code.slice(prefix!.length)]!) ** Number(power || "1");
    };
    for (const [unit, factor] of Object.entries(siFactors)) {
      const [product = "", ...divisors] = unit.split("/");
      let value = product
        .split(".")
        .map(part)
        .reduce((a, b) => a * b, 1);
      for (const divisor of divisors) value /= part(divisor);
      expect(factor / value).toBeCloseTo(1, 12);
    }
  });

  it("states shear rate and temperature of every viscosity", () => {
    for (const name of ["slurry_viscosity", "coater_viscosity"] as const) {
      expect(batteryMetrics[name].conditions).toEqual({ temperatureC: 22, shearRatePerS: 10 });
    }
  });

  it("says 0.714 mV a day for the 8.3 nV/s of 5 mV a week", () => {
    const spec = config.limits.k_value.specHigh!;
    expect(spec).toBeCloseTo(5 / 7, 3);
    expect(spec * siFactors["mV/d"] * 1e9).toBeCloseTo(8.3, 1);
  });
});

describe("gaugeOf and readGauge", () => {
  it("give each electrode its own limits", () => {
    expect(gaugeOf(config, "slurry_viscosity", "cathode").target).toBe(5);
    expect(gaugeOf(config, "slurry_viscosity", "anode").target).toBe(4);
    expect(gaugeOf(config, "electrode_density", "anode").warnLow).toBeCloseTo(1657 * 0.98, 9);
  });

  it("refuse a missing electrode, and one too many, and say so", () => {
    const untyped = gaugeOf as (...args: unknown[]) => unknown;
    expect(() => untyped(config, "slurry_viscosity")).toThrow(
      'gaugeOf: option electrode is undefined. Give "cathode" or "anode": slurry_viscosity has limits for each.',
    );
    expect(() => untyped(config, "k_value", "anode")).toThrow("Leave it out: k_value does not depend on it.");
    // @ts-expect-error an electrode metric without an electrode does not compile
    expect(() => gaugeOf(config, "slurry_viscosity")).toThrow();
    // @ts-expect-error a metric of the cell has no electrode
    expect(() => gaugeOf(config, "k_value", "anode")).toThrow();
  });

  it("show the latent value with drift, noise of a tenth of the process, and rounding", () => {
    expect(measure(2, 0.004, 1.5, 1.03)).toBeCloseTo(2.066, 12);
    const gauge = gaugeOf(config, "internal_resistance");
    expect(gauge.sigma).toBeCloseTo(0.004, 12);
    expect(readGauge(gauge, 2, 0)).toBe(2);
    expect(readGauge(gauge, 2, 1.5, 1.03)).toBe(2.066);
    expect(readGauge(gauge, 2.000_04, 0)).toBe(2);
    expect(readGauge(gauge, 2.000_06, 0)).toBe(2.0001);
  });

  it("show nothing below 0 but where a sign makes sense", () => {
    expect(readGauge(gaugeOf(config, "stack_misalignment"), 0.01, -3)).toBe(0);
    expect(readGauge(gaugeOf(config, "width_deviation"), 0.01, -3)).toBe(-0.005);
  });

  it("count without noise or drift", () => {
    expect(readGauge(gaugeOf(config, "layer_count"), 80, 3, 1.5)).toBe(80);
    expect(qcStatus(gaugeOf(config, "layer_count"), 80)).toBe("Critical Fail");
    expect(qcStatus(gaugeOf(config, "hipot_pass"), 0)).toBe("Critical Fail");
    expect(qcStatus(gaugeOf(config, "cell_grade"), 1)).toBe("Tolerance Warning");
    expect(qcStatus(gaugeOf(config, "cell_grade"), 3)).toBe("Critical Fail");
  });

  it("resolve at least fifty values in a hundred readings of every process that spreads", () => {
    const luck = randomStream(1, "resolution");
    for (const gauge of gauges.filter(({ sigma }) => sigma > 0)) {
      const values = Array.from({ length: 100 }, () =>
        readGauge(gauge, gauge.target + 10 * gauge.sigma * Math.abs(luck.normal()), luck.normal()),
      );
      expect({ metric: gauge.metric, enough: new Set(values).size >= 50 }).toEqual({
        metric: gauge.metric,
        enough: true,
      });
    }
  });

  it("have the noise that they state", () => {
    const gauge = gaugeOf(config, "cell_capacity");
    const luck = randomStream(1, "noise");
    const { mean, sd } = meanAndSd(Array.from({ length: 10_000 }, () => readGauge(gauge, 50, luck.normal())));
    expect(Math.abs(mean - 50)).toBeLessThan((4.5 * 0.039) / 100);
    expect(Math.abs(sd / 0.039 - 1)).toBeLessThan(4.5 / Math.sqrt(20_000));
  });
});

describe("measurements", () => {
  const measurement = qcMeasurement(gaugeOf(config, "slurry_viscosity", "cathode"), 6, 0);

  it("carry everything that a reader needs to judge them", () => {
    expect(measurement).toEqual({
      metric: "slurry_viscosity",
      title: "Slurry viscosity",
      step: "Slurry Mixing",
      electrode: "cathode",
      value: 6,
      unit: "Pa.s",
      siFactor: 1,
      method: "rotational viscometer, in the mixing room",
      conditions: { temperatureC: 22, shearRatePerS: 10 },
      target: 5,
      warnLow: 4.3,
      warnHigh: 5.8,
      specLow: 3.5,
      specHigh: 7,
      status: "Tolerance Warning",
      latent: 6,
    });
  });

  it("of all metrics pass their schemas, as JSON too", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...gauges),
        fc.double({ min: -8, max: 8, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (gauge, deviation, draw) => {
          const made = qcMeasurement(gauge, gauge.target + 10 * gauge.sigma * deviation, draw);
          const parsed: QcMeasurement = qcMeasurementSchema.parse(JSON.parse(JSON.stringify(made)));
          expect(parsed).toEqual(JSON.parse(JSON.stringify(made)));
          const shown: ShownQcMeasurement = shownQcMeasurementSchema.parse(shownMeasurement(made));
          expect(shown).not.toHaveProperty("latent");
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });

  it("are told apart by their metric at compile time", () => {
    const parsed = qcMeasurementSchema.parse(measurement);
    if (parsed.metric !== "slurry_viscosity") throw new Error("the metric was lost");
    const unit: "Pa.s" = parsed.unit;
    const electrode: "cathode" | "anode" = parsed.electrode;
    expect([unit, electrode]).toEqual(["Pa.s", "cathode"]);
  });

  it.each([
    ["the hidden value in what is shown", shownQcMeasurementSchema, {}, []],
    ["a unit of another metric", qcMeasurementSchema, { unit: "mPa.s" }, ["unit"]],
    ["a step of another metric", qcMeasurementSchema, { step: "Calendering" }, ["step"]],
    [
      "a viscosity at another shear rate",
      qcMeasurementSchema,
      { conditions: { temperatureC: 22, shearRatePerS: 100 } },
      ["conditions", "shearRatePerS"],
    ],
    ["a slurry of no electrode", qcMeasurementSchema, { electrode: null }, ["electrode"]],
    ["a status that the limits contradict", qcMeasurementSchema, { status: "In Spec" }, ["status"]],
    ["limits that do not rise", qcMeasurementSchema, { specLow: 4.5 }, ["warnLow"]],
    ["a value that is no number", qcMeasurementSchema, { value: Number.NaN }, ["value"]],
    ["a metric that does not exist", qcMeasurementSchema, { metric: "Slurry Viscosity" }, ["metric"]],
    ["a field that does not exist", qcMeasurementSchema, { cause: "bad shift" }, []],
  ])("are refused with %s", (_what, schema, change, path) => {
    const checked = schema.safeParse({ ...measurement, ...change });
    expect(checked.success).toBe(false);
    expect(checked.error!.issues[0]!.path).toEqual(path);
  });

  it("say what to give", () => {
    const message = (change: object) =>
      qcMeasurementSchema.safeParse({ ...measurement, ...change }).error!.issues[0]!.message;
    expect(message({ status: "In Spec" })).toBe(
      'Give "Tolerance Warning": that is what the limits say of 6.',
    );
    expect(message({ unit: "mPa.s" })).toBe('Give "Pa.s", as for every slurry_viscosity.');
    expect(message({ metric: "x" })).toMatch(/^Give the name of a metric: powder_d50, powder_moisture,/);
  });
});

describe("batteryQualityConfig", () => {
  it("is the defaults when nothing is given, and changes nothing but what is", () => {
    expect(batteryQualityConfig()).toEqual(config);
    const changed = batteryQualityConfig({ coating: { loadingPerK: 0.003 } });
    expect(changed).toEqual({ ...config, coating: { ...config.coating, loadingPerK: 0.003 } });
  });

  it("is frozen to its last number", () => {
    const thawed = (value: object): boolean =>
      !Object.isFrozen(value) ||
      Object.values(value).some((part) => typeof part === "object" && part !== null && thawed(part));
    expect(thawed(config)).toBe(false);
    expect(thawed(batteryQualityConfig({ gauge: { sigmaShare: 0 } }))).toBe(false);
  });

  it("holds the targets that the process is centred on", () => {
    expect(config.limits.slurry_viscosity.anode.target).toBe(config.anode.viscosityPaS);
    expect(config.limits.coating_loading.cathode.target).toBe(config.cathode.loadingKgPerM2);
    expect(config.limits.electrode_density.cathode.target).toBe(config.cathode.densityKgPerM3);
    expect(config.limits.internal_resistance.target).toBe(config.grading.resistanceMOhm);
    expect(config.limits.electrolyte_mass.target).toBe(config.filling.doseKg);
    expect(config.limits.layer_count.target).toBe(config.stacking.layers);
    for (const electrode of ["cathode", "anode"] as const) {
      const { loadingKgPerM2, thicknessUm, densityKgPerM3, solidDensityKgPerM3, porosity } =
        config[electrode];
      expect(Math.abs((loadingKgPerM2 / thicknessUm) * 1e6 - densityKgPerM3)).toBeLessThan(0.5);
      expect(1 - densityKgPerM3 / solidDensityKgPerM3).toBeCloseTo(porosity, 4);
      expect(config.limits.electrode_porosity[electrode].target).toBeCloseTo(porosity, 4);
      const dry = loadingKgPerM2 / (solidDensityKgPerM3 * (1 - config.coating.dryPorosity));
      expect(config.limits.coating_thickness[electrode].target).toBeCloseTo(dry * 1e6, 2);
    }
    const { ionicShare, contactShare, weldShare, interfaceShare } = config.grading;
    expect(ionicShare + contactShare + weldShare + interfaceShare).toBeCloseTo(1, 12);
  });

  it("lets a limit be dropped", () => {
    const loose = batteryQualityConfig({ limits: { weld_penetration: { specHigh: null } } });
    expect(qcStatus(loose.limits.weld_penetration, 9)).toBe("Tolerance Warning");
  });

  it.each<[string, object, string]>([
    [
      "a number out of its range",
      { mixing: { solidsSigma: -1 } },
      "batteryQualityConfig: option mixing.solidsSigma is -1. Give a number in [0, 0.1]",
    ],
    [
      "a number as text",
      { coating: { loadingPerK: "0.002" } },
      'batteryQualityConfig: option coating.loadingPerK is "0.002". Give a number in [-0.05, 0.05]: relative loading per kelvin',
    ],
    ["NaN", { filling: { doseKg: Number.NaN } }, "option filling.doseKg is NaN. Give a number in"],
    [
      "a setting that does not exist",
      { coating: { loadingPerC: 1 } },
      "batteryQualityConfig: option coating.loadingPerC is 1. There is no such setting here. Known are: loadingPerK,",
    ],
    [
      "limits that do not rise",
      { limits: { k_value: { warnHigh: 0.8 } } },
      "Limits must rise, but specHigh, 0.714, is below warnHigh, 0.8.",
    ],
    ["a prototype's name", JSON.parse('{"__proto__": {"a": 1}}'), "There is no such setting here."],
  ])("refuses %s and says how to mend it", (_what, overrides, message) => {
    expect(() => batteryQualityConfig(overrides)).toThrow(message);
  });

  it("describes every number of the process with its evidence", () => {
    const bare: string[] = [];
    let numbers = 0;
    const walk = (schema: z.core.JSONSchema.BaseSchema, path: string): void => {
      for (const [name, part] of Object.entries(schema.properties ?? {})) {
        if (typeof part === "boolean" || name === "limits") continue;
        if (part.type === "number") numbers++;
        if (part.type === "number" && !/\w.* \[[^\]]+\]$/.test(part.description ?? ""))
          bare.push(path + name);
        walk(part, `${path}${name}.`);
      }
    };
    walk(z.toJSONSchema(batteryQualityConfigSchema, { io: "input" }), "");
    expect(numbers).toBeGreaterThan(90);
    expect(bare).toEqual([]);
  });
});
