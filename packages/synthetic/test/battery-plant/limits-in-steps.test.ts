import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { limitsInSteps } from "../../src/battery-plant/quality/gauge.js";
import { batteryMetricNames } from "../../src/battery-plant/quality/metrics.js";
import { qcStatus } from "../../src/battery-plant/quality/qc-status.js";
import { batteryQualityDefaults } from "../../src/battery-plant/quality/quality-config.js";

const none = { warnLow: null, warnHigh: null, specLow: null, specHigh: null };

describe("limits as fine as the gauge reads", () => {
  it("are rounded inwards: what shows 0.1 kg/m³ is not above 3327.24 until it shows 3327.3", () => {
    const limits = { target: 3262.04, warnLow: 3196.76, warnHigh: 3327.24, specLow: null, specHigh: null };
    expect(limitsInSteps("electrode_density", limits)).toEqual({
      target: 3262,
      warnLow: 3196.8,
      warnHigh: 3327.2,
      specLow: null,
      specHigh: null,
    });
  });

  it("a limit that is a whole number of steps stays, whatever binary arithmetic makes of it", () => {
    expect(
      limitsInSteps("electrode_thickness", { ...none, target: 75.6, warnHigh: 75.6 + 1.6 }).warnHigh,
    ).toBe(77.2);
    expect(limitsInSteps("leak_rate", { ...none, target: 1e-8, specHigh: 1e-7 }).specHigh).toBe(1e-7);
  });

  it("counts have no steps: their limits stay", () => {
    const limits = { target: 81, warnLow: 80.5, warnHigh: 81.5, specLow: 80, specHigh: 82 };
    expect(limitsInSteps("layer_count", limits)).toBe(limits);
  });

  it("no reading changes its status", () => {
    const limit = fc.integer({ min: 0, max: 3000 }).map((n) => n / 1e6);
    const sorted = fc.array(limit, { minLength: 5, maxLength: 5 }).map((all) => all.sort((a, b) => a - b));
    const step = 0.0001; // of the K-value
    fc.assert(
      fc.property(sorted, fc.integer({ min: 0, max: 30 }), (numbers, steps) => {
        const [specLow, warnLow, target, warnHigh, specHigh] = numbers as [
          number,
          number,
          number,
          number,
          number,
        ];
        const limits = { target, warnLow, warnHigh, specLow, specHigh };
        const reading = steps / 10_000;
        // a reading on the limit, up to the error of a product, is the limit
        fc.pre(numbers.every((one) => one === reading || Math.abs(one - reading) > step / 1000));
        expect(qcStatus(limitsInSteps("k_value", limits), reading)).toBe(qcStatus(limits, reading));
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it("those of the defaults are decimals that a person would write, but for the porosity, which follows from the density", () => {
    const long: string[] = [];
    for (const metric of batteryMetricNames) {
      if (metric === "electrode_porosity") continue;
      const found = batteryQualityDefaults.limits[metric];
      for (const { processSigma: _, ...limits } of "cathode" in found
        ? [found.cathode, found.anode]
        : [found]) {
        long.push(
          ...Object.values(limits)
            .map(String)
            .filter(({ length }) => length > 10),
        );
      }
    }
    expect(long).toEqual([]);
  });
});
