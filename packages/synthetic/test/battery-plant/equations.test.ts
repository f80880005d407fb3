import { describe, expect, it } from "@jest/globals";
import { age } from "../../src/battery-plant/quality/aging.js";
import { type CalenderedState, calender, secondPass } from "../../src/battery-plant/quality/calendering.js";
import { type CoatingState, coat } from "../../src/battery-plant/quality/coating.js";
import { fill, soakLonger, topUp } from "../../src/battery-plant/quality/filling.js";
import { form } from "../../src/battery-plant/quality/formation.js";
import { cellGrade, grade } from "../../src/battery-plant/quality/grading.js";
import { labelRead, ocvDeviationMv } from "../../src/battery-plant/quality/packing.js";
import { batteryQualityDefaults as config } from "../../src/battery-plant/quality/quality-config.js";
import { bladeWearFactor, slit } from "../../src/battery-plant/quality/slitting.js";
import { mix, remix, type SlurryState, viscosityAt } from "../../src/battery-plant/quality/slurry.js";
import { stack } from "../../src/battery-plant/quality/stacking.js";
import type { Electrode } from "../../src/battery-plant/quality/steps.js";
import { reweld, weld } from "../../src/battery-plant/quality/welding.js";

const usual = { d50DeviationUm: 0, roomTemperatureC: 22, sigmaFactor: 1 };
const noMixLuck = { solids: 0, viscosity: 0, fineness: 0 };
const noCoatLuck = { loadingRoll: 0, loadingPosition: 0, dryPorosity: 0, peel: 0, solvent: 0 };
const noGapLuck = { gapRoll: 0, gapPosition: 0 };

const slurryOf = (electrode: Electrode, more: Partial<SlurryState> = {}): SlurryState => ({
  ...mix(config, electrode, usual, noMixLuck),
  ...more,
});
const coatingOf = (roomTemperatureC = 22, electrode: Electrode = "cathode"): CoatingState =>
  coat(config, slurryOf(electrode), { roomTemperatureC, sigmaFactor: 1 }, noCoatLuck);
const rollOf = (wearUm = 0): CalenderedState => calender(config, coatingOf(), { wearUm }, noGapLuck);

describe("mix", () => {
  it("gives each electrode its nominal viscosity when nothing deviates", () => {
    expect(slurryOf("cathode").viscosityPaS).toBe(5);
    expect(slurryOf("anode").viscosityPaS).toBe(4);
  });

  it("thickens with finer powder and solids, and thins with heat", () => {
    // ln η = ln 5 + 12 · 0.002 − 0.027 · 5 + 0.06 · 2 + 0.05 = ln 5 + 0.059
    const state = mix(
      config,
      "cathode",
      { d50DeviationUm: -2, roomTemperatureC: 27, sigmaFactor: 1 },
      { solids: 1, viscosity: 1, fineness: 0 },
    );
    expect(state.viscosityPaS).toBeCloseTo(5 * Math.exp(0.059), 12);
    expect(state.solidsDeviation).toBe(0.002);
  });

  it("spreads solids and viscosity by the factor of the operator, and leaves the fineness", () => {
    const luck = { solids: 1, viscosity: 1, fineness: 1 };
    const state = mix(config, "cathode", { ...usual, sigmaFactor: 2 }, luck);
    expect(state.viscosityPaS).toBeCloseTo(5 * Math.exp(12 * 0.004 + 0.1), 12);
    expect(state.finenessUm).toBeCloseTo(22 * Math.exp(0.1), 12);
  });

  it("has a viscosity at any other temperature, there and back", () => {
    const slurry = slurryOf("cathode");
    const hot = viscosityAt(config, slurry, 27);
    expect(hot).toBeCloseTo(5 * Math.exp(-0.135), 12);
    expect(viscosityAt(config, { viscosityPaS: hot, temperatureC: 27 }, 22)).toBeCloseTo(5, 12);
  });
});

describe("remix", () => {
  it("brings a small deviation back to nominal and tells the coater's pump", () => {
    const thick = slurryOf("cathode", { viscosityPaS: 5 * Math.exp(0.024) });
    const mended = remix(config, thick, { solids: 0 });
    expect(mended.viscosityPaS).toBeCloseTo(5, 12);
    expect(mended.solidsDeviation).toBeCloseTo(-0.002, 12); // 0.024 / 12
    expect(mended.recipeSolidsDeviation).toBeCloseTo(-0.002, 12);
    const coated = coat(config, mended, { roomTemperatureC: 22, sigmaFactor: 1 }, noCoatLuck);
    expect(coated.loadingDeviation).toBeCloseTo(0, 12);
  });

  it("corrects no more than the limit", () => {
    const mended = remix(config, slurryOf("cathode", { viscosityPaS: 5 * Math.exp(0.2) }), { solids: 0 });
    expect(mended.recipeSolidsDeviation).toBe(-0.004);
    expect(mended.viscosityPaS).toBeCloseTo(5 * Math.exp(0.2 - 12 * 0.004), 12);
  });

  it("does not take the heat of the room for a fault of the batch", () => {
    const hot = mix(config, "anode", { ...usual, roomTemperatureC: 27 }, noMixLuck);
    expect(remix(config, hot, { solids: 0 }).recipeSolidsDeviation).toBeCloseTo(0, 12);
  });

  it("moves the loading by the error of the correction only", () => {
    const mended = remix(config, slurryOf("cathode"), { solids: 1 });
    const coated = coat(config, mended, { roomTemperatureC: 22, sigmaFactor: 1 }, noCoatLuck);
    const viscosity = 5 * Math.exp(12 * 0.0005);
    expect(coated.loadingDeviation).toBeCloseTo(0.0005 / 0.7 + 0.0008 * (viscosity - 5), 12);
  });
});

describe("coat", () => {
  it("gives the loading, peel strength and dry thickness of the design when nothing deviates", () => {
    const cathode = coatingOf();
    expect(cathode.loadingKgPerM2).toBe(0.2466);
    expect(cathode.peelNPerM).toBe(20);
    expect(cathode.dryThicknessUm).toBeCloseTo(100.55, 2); // 0.2466 / (4905 · 0.5)
    expect(coatingOf(22, "anode").dryThicknessUm).toBeCloseTo(127.82, 2); // 0.1412 / (2209.3 · 0.5)
  });

  it("coats more and binds worse in a room that is 5 K too hot", () => {
    const hot = coatingOf(27);
    // η = 5 exp(−0.135) = 4.368580; l = 0.002 · 5 + 0.0008 · (4.368580 − 5) = 0.00949486
    expect(hot.viscosityPaS).toBeCloseTo(4.36858, 5);
    expect(hot.loadingDeviation).toBeCloseTo(0.00949486, 8);
    expect(hot.loadingKgPerM2).toBeCloseTo(0.2489414, 7);
    expect(hot.peelNPerM).toBeCloseTo(18, 12);
  });

  it("spreads the loading by 0.5 % · (1 + 0.1 |T − 22|) · factor, hot or cold", () => {
    const luck = { ...noCoatLuck, loadingRoll: Math.sqrt(0.4), loadingPosition: Math.sqrt(0.6) }; // together 1
    for (const roomTemperatureC of [17, 27]) {
      const parents = { roomTemperatureC, sigmaFactor: 1.6 };
      const middle = coat(config, slurryOf("cathode"), parents, noCoatLuck).loadingDeviation;
      const lucky = coat(config, slurryOf("cathode"), parents, luck).loadingDeviation;
      expect(lucky - middle).toBeCloseTo(0.005 * 1.5 * 1.6, 12);
    }
  });

  it("is heavier by the share of solids that nobody ordered", () => {
    const rich = slurryOf("anode", { solidsDeviation: 0.002 });
    const state = coat(config, rich, { roomTemperatureC: 22, sigmaFactor: 1 }, noCoatLuck);
    expect(state.loadingDeviation).toBeCloseTo(0.002 / 0.5, 12);
  });
});

describe("calender", () => {
  it("gives density and porosity of the design when nothing deviates", () => {
    // 0.2466 / 75.6 µm = 3261.9; 1 − 3261.9 / 4905 = 0.33498
    expect(rollOf().densityKgPerM3).toBeCloseTo(3261.9, 1);
    expect(rollOf().porosity).toBeCloseTo(0.335, 4);
    const anode = calender(config, coatingOf(22, "anode"), { wearUm: 0 }, noGapLuck);
    expect(anode.densityKgPerM3).toBeCloseTo(1657.3, 1); // 0.1412 / 85.2 µm
    expect(anode.porosity).toBeCloseTo(0.25, 3);
  });

  it("presses a heavier coating denser through the same gap", () => {
    const hot = calender(config, coatingOf(27), { wearUm: 0 }, noGapLuck);
    // t = 75.6 + 10 · 0.00949486 = 75.694949; ρ = 0.24894143 / t = 3288.746
    expect(hot.thicknessUm).toBeCloseTo(75.694949, 6);
    expect(hot.densityKgPerM3).toBeCloseTo(3288.746, 3);
    expect(hot.porosity).toBeCloseTo(0.3295116, 7);
    expect(hot.densityDeviation).toBeCloseTo(3288.746 / 3262 - 1, 6);
  });

  it("leaves a thicker coating when the rollers are worn", () => {
    expect(rollOf(1.5).thicknessUm).toBeCloseTo(77.1, 12);
    expect(rollOf(1.5).densityKgPerM3).toBeCloseTo((0.2466 / 77.1) * 1e6, 9);
  });

  it("never makes a coating thicker than it came", () => {
    expect(rollOf(60).thicknessUm).toBe(coatingOf().dryThicknessUm);
  });
});

describe("secondPass", () => {
  it("takes away four fifths of what is too thick", () => {
    expect(secondPass(config, rollOf(1.5), { gap: 0 }).thicknessUm).toBeCloseTo(75.6 + 0.3, 12);
  });

  it("leaves a coating that is not too thick", () => {
    const roll = rollOf(-0.5);
    expect(secondPass(config, roll, { gap: 1 })).toBe(roll);
  });
});

describe("slit", () => {
  it("has the burr of the blade, a log-normal", () => {
    const state = slit(config, { bladeWearFactor: 1.1 }, { burr: 1, width: -2 });
    expect(state.burrUm).toBeCloseTo(4.5 * 1.1 * Math.exp(0.28), 12);
    expect(state.widthDeviationMm).toBe(-0.1);
  });

  it("counts a blade that is half worn as usual", () => {
    expect(bladeWearFactor(config, 10_000)).toBe(1);
    expect(bladeWearFactor(config, 20_000) / bladeWearFactor(config, 0)).toBeCloseTo(Math.exp(0.2), 12);
  });
});

describe("stack", () => {
  const parents = {
    cathode: { loadingDeviation: 0, densityDeviation: 0 },
    burrUm: 4.5,
    calibrationMm: 0,
    chainMmPerUnit: 0,
    sigmaFactor: 1,
  };
  const luck = { offset: 0, layers: 0.5, hipot: 0.5 };

  it("adds offset, calibration and heavy edge before the sign is dropped, waviness after it", () => {
    // |−0.16 · 2 + 0.2 + 24 · (0.015 − 0.01)| + 8 · (0.03 − 0.02) = |−0.32 + 0.2 + 0.12| + 0.08
    const crooked = {
      ...parents,
      cathode: { loadingDeviation: 0.015, densityDeviation: -0.03 },
      calibrationMm: 0.2,
      chainMmPerUnit: 24,
    };
    expect(stack(config, crooked, { ...luck, offset: -2 }).misalignmentMm).toBeCloseTo(0.08, 12);
    expect(stack(config, crooked, { ...luck, offset: 1 }).misalignmentMm).toBeCloseTo(0.56, 12);
  });

  it("feels no heavy edge up to +1 % and no waviness up to 2 %", () => {
    const inside = {
      ...parents,
      cathode: { loadingDeviation: 0.01, densityDeviation: 0.02 },
      chainMmPerUnit: 40,
    };
    expect(stack(config, inside, { ...luck, offset: 1 }).misalignmentMm).toBe(0.16);
  });

  it("shorts where a burr is as high as the separator is thick", () => {
    expect(stack(config, parents, luck).hipotPass).toBe(true);
    expect(stack(config, { ...parents, burrUm: 12 }, luck).hipotPass).toBe(false);
    expect(stack(config, parents, { ...luck, hipot: 0.0004 }).hipotPass).toBe(false);
  });

  it("miscounts sheets rarely, one way as often as the other", () => {
    const layersAt = (draw: number) => stack(config, parents, { ...luck, layers: draw }).layers;
    expect([0, 0.00014, 0.00016, 0.00029, 0.0003, 0.9].map(layersAt)).toEqual([80, 80, 82, 82, 81, 81]);
  });
});

describe("fill", () => {
  const usualFill = { porosity: 0.335, doseFactor: 1, soakHours: 24 };

  it("wets 1 − e⁻⁴ of the pores in 24 hours at nominal porosity", () => {
    const state = fill(config, usualFill, { dose: 0 });
    expect(state.wettingDegree).toBeCloseTo(0.98168436, 8);
    expect(state.electrolyteKg).toBe(0.086);
  });

  it("is slower where it is denser, by the square", () => {
    // 24 / (6 · (0.335 / 0.30)²) = 3.207841
    const state = fill(config, { ...usualFill, porosity: 0.3 }, { dose: 0 });
    expect(state.wettingDegree).toBeCloseTo(1 - Math.exp(-3.207841), 6);
  });

  it("does not feel a dose 2 % short, and does feel one 12 % short", () => {
    const full = fill(config, usualFill, { dose: 0 }).wettingDegree;
    expect(fill(config, { ...usualFill, doseFactor: 0.98 }, { dose: 0 }).wettingDegree).toBe(full);
    // 0.086 · 0.88 / 0.069273 = 1.092489; 0.3 · (1.12 − 1.092489) = 0.008253
    const short = fill(config, { ...usualFill, doseFactor: 0.88 }, { dose: 0 }).wettingDegree;
    expect(full - short).toBeCloseTo(0.008253, 6);
  });

  it("is mended by a top-up, and wets on with more soaking", () => {
    const short = fill(config, { ...usualFill, doseFactor: 0.88 }, { dose: 0 });
    const mended = topUp(config, short, { dose: 0 });
    expect(mended.electrolyteKg).toBeCloseTo(0.086, 12);
    expect(mended.wettingDegree).toBeCloseTo(0.98168436, 8);
    expect(topUp(config, mended, { dose: 3 })).toBe(mended);
    expect(soakLonger(config, mended, 12).wettingDegree).toBeCloseTo(1 - Math.exp(-6), 4);
  });
});

describe("weld", () => {
  const noLuck = { penetration: 0, pull: 0, leak: 0 };

  it("is shallower by the drift of the focus, and weaker", () => {
    const state = weld(config, { focusMm: -0.15 }, { ...noLuck, penetration: 1 });
    expect(state.penetrationMm).toBeCloseTo(0.91, 12);
    expect(state.pullForceN).toBeCloseTo(273, 9);
    expect(state.leakPaM3PerS).toBe(1e-8);
  });

  it("leaks more where it is shallow", () => {
    const state = weld(config, { focusMm: -0.2 }, noLuck);
    expect(state.leakPaM3PerS).toBeCloseTo(1e-8 * Math.exp(8 * 0.1), 15);
  });

  it("is as deep as the deeper of two passes", () => {
    const shallow = weld(config, { focusMm: -0.15 }, noLuck);
    expect(reweld(config, shallow, { focusMm: 0 }, noLuck).penetrationMm).toBe(1);
    const deep = weld(config, { focusMm: 0.3 }, noLuck);
    expect(reweld(config, deep, { focusMm: 0 }, noLuck).penetrationMm).toBe(1.3);
  });
});

describe("form", () => {
  it("loses efficiency to moisture and to dry pores", () => {
    // 0.88 − 3e-5 · 100 − 0.2 · 0.02 + 0.003 = 0.876
    const parents = { moisturePpm: 280, wettingDegree: 0.95, loadingDeviation: 0.01 };
    const state = form(config, parents, { efficiency: 1, capacity: 0 });
    expect(state.efficiency).toBeCloseTo(0.876, 12);
    expect(state.capacityAh).toBeCloseTo((50 * 1.01 * 0.876) / 0.88, 9);
  });
});

describe("age", () => {
  const sound = { burrUm: 4.5, moisturePpm: 180, misalignmentMm: 0.3 };
  const noLuck = { selfDischarge: 0, softShort: 0.5, severity: 0.5 };

  it("has the self-discharge of a sound cell", () => {
    expect(age(config, sound, noLuck)).toEqual({ kMvPerDay: 0.18, softShort: false });
  });

  it("adds moisture, misalignment and a soft short", () => {
    // 0.18 + 0.0008 · 100 + 0.8 · 0.1 + 1.2 · (−ln(1 − (1 − 1/e))) = 0.18 + 0.08 + 0.08 + 1.2
    const wet = { burrUm: 9, moisturePpm: 280, misalignmentMm: 0.4 };
    const state = age(config, wet, { selfDischarge: 0, softShort: 0.03, severity: 1 - 1 / Math.E });
    expect(state.kMvPerDay).toBeCloseTo(1.54, 12);
    expect(state.softShort).toBe(true);
  });

  it("has soft shorts in proportion to the cube of the burr", () => {
    const shortAt = (burrUm: number, softShort: number) =>
      age(config, { ...sound, burrUm }, { ...noLuck, softShort }).softShort;
    expect([shortAt(4.5, 0.0039), shortAt(4.5, 0.0041)]).toEqual([true, false]);
    expect([shortAt(9, 0.0319), shortAt(9, 0.0321)]).toEqual([true, false]); // 0.004 · 2³
  });
});

describe("grade", () => {
  it("gives 50 A·h and 2.0 mΩ for a cell without a fault", () => {
    const cathode = {
      loadingDeviation: 0,
      thicknessUm: 75.6,
      densityKgPerM3: 3262,
      porosity: 0.335,
      peelNPerM: 20,
    };
    const parents = { cathode, efficiency: 0.88, wettingDegree: 0.99, misalignmentMm: 0, penetrationMm: 1 };
    const state = grade(config, parents, { capacity: 0, resistance: 0 });
    expect(state.capacityAh).toBeCloseTo(50, 12);
    expect(state.resistanceMOhm).toBeCloseTo(2, 12);
  });

  it("adds up every part of the resistance and every loss of capacity", () => {
    const cathode = {
      loadingDeviation: 0.01,
      thicknessUm: 74,
      densityKgPerM3: 3433.5,
      porosity: 0.3,
      peelNPerM: 18,
    };
    const parents = {
      cathode,
      efficiency: 0.871,
      wettingDegree: 0.97,
      misalignmentMm: 0.3,
      penetrationMm: 0.9,
    };
    const state = grade(config, parents, { capacity: 0, resistance: 0 });
    // 2 · (0.45 · 1.180000 · 0.978836 + 0.25 · 0.974706 + 0.15 / 0.9 + 0.15 · 1.03) · (20/18)^0.05
    const parts = 0.45 * 1.18 * 0.978836 + 0.25 * 0.974706 + 0.166667 + 0.1545;
    expect(state.resistanceMOhm).toBeCloseTo(2 * parts * 1.005282, 4);
    // 50 · 1.01 · (0.871 / 0.88) · (1 − 0.5 · 0.005) · (1 − 0.01 · 0.1) = 49.808705
    expect(state.capacityAh).toBeCloseTo(49.808705, 5);
  });

  it("calls a cell A, B, C or scrap by how many of capacity, resistance and K-value warn or fail", () => {
    expect(cellGrade(config, 50, 2, 0.18)).toBe("A");
    expect(cellGrade(config, 49.2, 2.1, 0.4)).toBe("A"); // on the limits
    expect(cellGrade(config, 49.1, 2, 0.18)).toBe("B");
    expect(cellGrade(config, 49.1, 2.2, 0.18)).toBe("C");
    expect(cellGrade(config, 50, 2, 0.72)).toBe("scrap");
  });
});

describe("packing", () => {
  it("sees a cell that discharges itself sag against the others", () => {
    expect(ocvDeviationMv(config, 0.18, { voltage: 2 })).toBeCloseTo(0.6, 12);
    expect(ocvDeviationMv(config, 0.68, { voltage: 0 })).toBeCloseTo(-1.5, 12); // 3 days · 0.5 mV/d
  });

  it("reads all labels but one in a thousand", () => {
    expect([labelRead(config, 0.0009), labelRead(config, 0.001)]).toEqual([false, true]);
  });
});
