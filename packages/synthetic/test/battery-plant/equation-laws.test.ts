import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { age } from "../../src/battery-plant/quality/aging.js";
import { calender, secondPass } from "../../src/battery-plant/quality/calendering.js";
import { coat } from "../../src/battery-plant/quality/coating.js";
import { fill, soakLonger, topUp } from "../../src/battery-plant/quality/filling.js";
import { form } from "../../src/battery-plant/quality/formation.js";
import { grade } from "../../src/battery-plant/quality/grading.js";
import { batteryQualityDefaults as config } from "../../src/battery-plant/quality/quality-config.js";
import { mix } from "../../src/battery-plant/quality/slurry.js";
import { stack } from "../../src/battery-plant/quality/stacking.js";
import type { Electrode } from "../../src/battery-plant/quality/steps.js";
import { reweld, weld } from "../../src/battery-plant/quality/welding.js";
import { evenly } from "../evenly.js";

describe("laws of the equations", () => {
  const normal = evenly(-6, 6);
  const uniform = evenly(0, 0.999999);
  const luck = <K extends string>(...keys: readonly K[]): fc.Arbitrary<Record<K, number>> =>
    fc.tuple(...keys.map(() => normal)).map((draws) => {
      const named = keys.map((key, i) => [key, draws[i]] as const);
      return Object.fromEntries(named) as Record<K, number>;
    });
  const history = fc.record({
    electrode: fc.constantFrom<Electrode>("cathode", "anode"),
    mixed: fc.record({
      d50DeviationUm: evenly(-9, 9),
      roomTemperatureC: evenly(-10, 60),
      sigmaFactor: evenly(0, 5),
    }),
    mixLuck: luck("solids", "viscosity", "fineness"),
    coated: fc.record({
      roomTemperatureC: evenly(-10, 60),
      sigmaFactor: evenly(0, 5),
    }),
    coatLuck: luck("loadingRoll", "loadingPosition", "dryPorosity", "peel", "solvent"),
    wearUm: evenly(-50, 50),
    gapLuck: luck("gapRoll", "gapPosition"),
    gap: normal,
  });
  const rolled = history.map((h) => {
    const coating = coat(config, mix(config, h.electrode, h.mixed, h.mixLuck), h.coated, h.coatLuck);
    const roll = calender(config, coating, h, h.gapLuck);
    return { coating, roll, again: secondPass(config, roll, h) };
  });

  it("keep density, thickness and porosity of a roll consistent and possible, whatever happens to it", () => {
    fc.assert(
      fc.property(rolled, ({ coating, roll, again }) => {
        for (const { loadingKgPerM2, thicknessUm, densityKgPerM3, porosity, electrode } of [roll, again]) {
          const solid = config[electrode].solidDensityKgPerM3;
          expect(densityKgPerM3).toBeCloseTo(loadingKgPerM2 / (thicknessUm * 1e-6), 6);
          expect(porosity).toBeCloseTo(1 - densityKgPerM3 / solid, 12);
          expect(porosity).toBeGreaterThan(0);
          expect(porosity).toBeLessThan(1);
          expect(densityKgPerM3).toBeLessThan(solid);
          expect(thicknessUm).toBeLessThanOrEqual(coating.dryThicknessUm);
        }
        expect(again.thicknessUm).toBeLessThanOrEqual(roll.thicknessUm);
        expect(again.loadingKgPerM2).toBe(roll.loadingKgPerM2);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("never let rework make a cell worse in what it mends", () => {
    const fills = fc.record({
      porosity: evenly(0.05, 0.7),
      doseFactor: evenly(0, 2),
      soakHours: evenly(0, 100),
    });
    const weldLuck = luck("penetration", "pull", "leak");
    const focus = fc.record({ focusMm: evenly(-2, 2) });
    fc.assert(
      fc.property(
        fills,
        normal,
        normal,
        focus,
        weldLuck,
        weldLuck,
        (parents, dose, more, drift, first, next) => {
          const filled = fill(config, parents, { dose });
          const topped = topUp(config, filled, { dose: more });
          expect(topped.electrolyteKg).toBeGreaterThanOrEqual(filled.electrolyteKg);
          expect(topped.wettingDegree).toBeGreaterThanOrEqual(filled.wettingDegree);
          const soaked = soakLonger(config, topped, 12);
          expect(soaked.wettingDegree).toBeGreaterThanOrEqual(topped.wettingDegree);
          expect(filled.wettingDegree).toBeGreaterThanOrEqual(0);
          expect(soaked.wettingDegree).toBeLessThanOrEqual(1);
          const joint = weld(config, drift, first);
          expect(reweld(config, joint, drift, next).penetrationMm).toBeGreaterThanOrEqual(
            joint.penetrationMm,
          );
          expect(joint.penetrationMm).toBeGreaterThan(0);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it("give every cell a positive, finite resistance, capacity and self-discharge", () => {
    fc.assert(
      fc.property(rolled, normal, uniform, uniform, ({ again }, draw, first, second) => {
        const { misalignmentMm } = stack(
          config,
          { cathode: again, burrUm: 5, calibrationMm: draw / 10, chainMmPerUnit: 40, sigmaFactor: 1 },
          { offset: draw, layers: first, hipot: second },
        );
        const { wettingDegree } = fill(config, { ...again, doseFactor: 1, soakHours: 24 }, { dose: draw });
        const { efficiency } = form(
          config,
          { ...again, moisturePpm: 500 * first, wettingDegree },
          { efficiency: draw, capacity: draw },
        );
        const { penetrationMm } = weld(config, { focusMm: 0 }, { penetration: draw, pull: 0, leak: 0 });
        const cell = grade(
          config,
          { cathode: again, efficiency, wettingDegree, misalignmentMm, penetrationMm },
          { capacity: draw, resistance: draw },
        );
        const aged = age(
          config,
          { burrUm: 5, moisturePpm: 500 * first, misalignmentMm },
          { selfDischarge: draw, softShort: first, severity: second },
        );
        for (const value of [cell.resistanceMOhm, cell.capacityAh, aged.kMvPerDay]) {
          expect(value).toBeGreaterThan(0);
          expect(Number.isFinite(value)).toBe(true);
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
