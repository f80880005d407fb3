import { configGroup, configNumber as num } from "../../config-number.js";

/*
 * The numbers of the equations from the stacker on. Evidence as in process-config.ts.
 */

const probability = (value: number, what: string) => num(value, 0, 1, what);

/** Numbers of the steps from the stacker to the box. */
export const cellProcessShape = {
  stacking: configGroup({
    offsetSigmaMm: num(0.16, 0, 5, "standard deviation of the offset of sheets, mm [assumption]"),
    chainFromLoading: num(
      0.01,
      0,
      0.2,
      "relative loading above which a heavy edge pushes sheets aside [assumption]",
    ),
    wavinessFrom: num(0.02, 0, 0.2, "relative density deviation above which sheets are wavy [assumption]"),
    wavinessMm: num(
      8,
      0,
      100,
      "misalignment per unit of relative density deviation beyond that, mm [assumption]",
    ),
    layers: num(81, 3, 500, "sheets in a cell, both electrodes [assumption]"),
    miscountProbability: probability(0.0003, "probability of one sheet too many or too few [assumption]"),
    hipotFailProbability: probability(
      0.0005,
      "probability that a sound stack fails the high-voltage test [assumption]",
    ),
    separatorUm: num(12, 1, 100, "thickness of the separator: a higher burr shorts the stack, µm [Chen]"),
  }).prefault({}),
  filling: configGroup({
    doseKg: num(0.086, 0.001, 10, "mass of electrolyte, 1.24 times what the pores hold, kg [derived]"),
    doseSigma: num(0.008, 0, 0.2, "its relative standard deviation [assumption]"),
    poreMassKg: num(
      0.069_273,
      0.001,
      10,
      "electrolyte that the pores hold: 53.7 mL at 1290 kg/m³, kg [derived]",
    ),
    fillRatioNeeded: num(1.12, 0, 5, "mass per pore mass below which wetting suffers [assumption]"),
    wettingPerFillRatio: num(0.3, 0, 10, "wetting degree lost per unit of that ratio below it [assumption]"),
    soakHours: num(24, 0.1, 1000, "hours of soaking [assumption]"),
    soakTimeConstantHours: num(
      6,
      0.1,
      1000,
      "time constant of wetting at nominal porosity, hours; grows with 1/porosity² [assumption]",
    ),
    topUpSigma: num(0.05, 0, 1, "relative standard deviation of the mass topped up [assumption]"),
  }).prefault({}),
  welding: configGroup({
    penetrationMm: num(1, 0.1, 10, "depth of the weld, mm [assumption]"),
    penetrationSigmaMm: num(0.06, 0, 2, "its standard deviation, mm [assumption]"),
    pullForceN: num(300, 10, 10_000, "pull force at nominal depth, N; proportional to depth [assumption]"),
    pullForceSigma: num(0.06, 0, 1, "remaining relative standard deviation of the pull force [assumption]"),
    leakPaM3PerS: num(1e-8, 1e-12, 1e-3, "median helium leak rate, Pa·m³/s [assumption]"),
    leakLogSigma: num(0.6, 0, 3, "standard deviation of its logarithm [assumption]"),
    leakFromMm: num(0.9, 0, 10, "depth below which a weld leaks more, mm [assumption]"),
    logLeakPerMm: num(8, 0, 100, "growth of ln(leak rate) per mm below that [assumption]"),
  }).prefault({}),
  formation: configGroup({
    efficiency: num(0.88, 0.1, 1, "charge given back after the first charge [assumption]"),
    efficiencySigma: num(0.003, 0, 0.2, "its remaining standard deviation [assumption]"),
    efficiencyPerPpm: num(-3e-5, -0.01, 0, "change per ppm of moisture [assumption]"),
    wettingNeeded: num(0.97, 0, 1, "wetting degree below which efficiency suffers [assumption]"),
    efficiencyPerWetting: num(0.2, 0, 10, "efficiency lost per unit of wetting below that [assumption]"),
    capacitySigma: num(0.003, 0, 0.2, "relative standard deviation of the formation capacity [assumption]"),
    moistureExponent: num(
      1,
      0,
      3,
      "moisture grows with the vapour pressure of the dry room to this power [assumption]",
    ),
    referenceDewPointC: num(
      -40,
      -80,
      20,
      "dew point at which moisture is that of the powder, °C [assumption]",
    ),
  }).prefault({}),
  aging: configGroup({
    kMvPerDay: num(0.18, 0.001, 10, "median self-discharge of a sound cell, mV/d [assumption]"),
    kLogSigma: num(0.3, 0, 2, "standard deviation of its logarithm [assumption]"),
    softShortProbability: probability(
      0.004,
      "probability of a soft short at the nominal burr; grows with burr³ [assumption]",
    ),
    softShortMeanMvPerDay: num(
      1.2,
      0,
      100,
      "mean self-discharge of a soft short (exponential), mV/d [assumption]",
    ),
    kPerPpm: num(0.0008, 0, 1, "self-discharge per ppm of moisture above nominal, mV/d [assumption]"),
    misalignmentFromMm: num(0.3, 0, 5, "misalignment above which self-discharge grows, mm [assumption]"),
    kPerMm: num(0.8, 0, 100, "self-discharge per mm above that, mV/d [assumption]"),
  }).prefault({}),
  grading: configGroup({
    capacityAh: num(50, 0.1, 1000, "capacity, A·h [Chen times ten]"),
    capacitySigma: num(0.003, 0, 0.2, "its remaining relative standard deviation [assumption]"),
    wettingNeeded: num(0.975, 0, 1, "wetting degree below which capacity suffers [assumption]"),
    capacityPerWetting: num(0.5, 0, 10, "relative capacity lost per unit of wetting below that [assumption]"),
    misalignmentFromMm: num(0.2, 0, 5, "misalignment above which capacity suffers, mm [assumption]"),
    capacityPerMm: num(0.01, 0, 1, "relative capacity lost per mm above that [assumption]"),
    resistanceMOhm: num(2, 0.01, 1000, "direct-current resistance, mΩ [assumption]"),
    resistanceSigma: num(0.012, 0, 0.5, "its remaining relative standard deviation [assumption]"),
    ionicShare: probability(0.45, "part of it that pores and thickness decide [assumption]"),
    tortuosityExponent: num(1.5, 0, 5, "power of porosity in that part, after Bruggeman [Chen]"),
    contactShare: probability(0.25, "part that density decides, by its root [assumption]"),
    weldShare: probability(0.15, "part that the depth of the weld decides [assumption]"),
    interfaceShare: probability(0.15, "part that wetting decides [assumption]"),
    interfaceWettingNeeded: num(0.985, 0, 1, "wetting degree below which that part grows [assumption]"),
    interfacePerWetting: num(2, 0, 100, "its relative growth per unit of wetting below that [assumption]"),
    peelExponent: num(0.05, 0, 2, "power of nominal over actual peel strength in the whole [assumption]"),
  }).prefault({}),
  packing: configGroup({
    ocvSigmaMv: num(0.3, 0, 100, "standard deviation of the voltage of like cells, mV [assumption]"),
    restDays: num(3, 0, 100, "days from grading to the box [assumption]"),
    labelFailProbability: probability(0.001, "probability that a label can't be read [assumption]"),
  }).prefault({}),
};
