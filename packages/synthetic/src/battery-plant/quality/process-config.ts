import { configGroup, configNumber as num } from "../../config-number.js";

/*
 * The numbers of the equations. Evidence, in brackets at the end of each description: [Chen] Chen et al. 2020, J.
 * Electrochem. Soc. 167 080534, the cell that all others are scaled to (ten times its area); [Broad] Broad and Fly
 * 2022; [Zhao] doi 10.1007/s13367-023-00064-z; [derived] from [Chen] by arithmetic; [assumption] no source found.
 */

const share = (value: number, what: string) => num(value, 0, 1, what);
const sigma = (value: number, what: string) => num(value, 0, 100, what);

/** What a perfect electrode has. */
const nominalElectrode = (nominal: {
  readonly viscosityPaS: number;
  readonly solids: number;
  readonly loadingKgPerM2: number;
  readonly thicknessUm: number;
  readonly densityKgPerM3: number;
  readonly porosity: number;
  readonly solidDensityKgPerM3: number;
}) =>
  configGroup({
    viscosityPaS: num(
      nominal.viscosityPaS,
      0.1,
      100,
      "viscosity of the slurry, Pa·s at 22 °C and 10 1/s [assumption]",
    ),
    solids: num(nominal.solids, 0.1, 0.95, "mass share of solids in the slurry [assumption]"),
    loadingKgPerM2: num(
      nominal.loadingKgPerM2,
      0.01,
      1,
      "dry mass of the coating per area and side, kg/m² [Chen]",
    ),
    thicknessUm: num(nominal.thicknessUm, 10, 500, "thickness of the calendered coating per side, µm [Chen]"),
    densityKgPerM3: num(nominal.densityKgPerM3, 100, 6000, "density of the calendered coating, kg/m³ [Chen]"),
    porosity: num(nominal.porosity, 0.05, 0.8, "porosity of the calendered coating [Chen]"),
    solidDensityKgPerM3: num(
      nominal.solidDensityKgPerM3,
      500,
      8000,
      "density of the solids without pores, kg/m³ [derived]",
    ),
  }).prefault({});

/** Numbers of the steps up to the daughter roll. */
export const electrodeProcessShape = {
  cathode: nominalElectrode({
    viscosityPaS: 5,
    solids: 0.7,
    loadingKgPerM2: 0.2466,
    thicknessUm: 75.6,
    densityKgPerM3: 3262,
    porosity: 0.335,
    solidDensityKgPerM3: 4905,
  }),
  anode: nominalElectrode({
    viscosityPaS: 4,
    solids: 0.5,
    loadingKgPerM2: 0.1412,
    thicknessUm: 85.2,
    densityKgPerM3: 1657,
    porosity: 0.25,
    solidDensityKgPerM3: 1657 / 0.75,
  }),
  incoming: configGroup({
    d50Um: num(10, 1, 50, "median particle size of the powder, µm [assumption]"),
    d50SigmaUm: sigma(0.25, "its standard deviation from supplier lot to supplier lot, µm [assumption]"),
    secondSupplierD50Um: num(
      0,
      -5,
      5,
      "how much coarser the powder of the second supplier of a material is on average, µm; 0 = suppliers are alike [assumption]",
    ),
    moisturePpm: num(180, 1, 5000, "median moisture of the powder, ppm by mass [assumption]"),
    moistureLogSigma: num(0.18, 0, 2, "standard deviation of its logarithm [assumption]"),
    moistureSeasonShare: num(
      0,
      0,
      0.9,
      "part by which the moisture is higher on the warmest day of the year than its median, and lower half a year later; 0 = no season [assumption]",
    ),
    foilSigmaUm: sigma(0.4, "standard deviation of the thickness of the foil, µm [assumption]"),
  }).prefault({}),
  mixing: configGroup({
    referenceTemperatureC: num(
      22,
      0,
      50,
      "temperature at which the nominal viscosity holds, °C [assumption]",
    ),
    solidsSigma: num(0.002, 0, 0.1, "standard deviation of the solids share [assumption]"),
    logViscosityPerSolids: num(12, 0, 100, "change of ln(viscosity) per unit of solids share [assumption]"),
    logViscosityPerK: num(
      -0.027,
      -0.2,
      0.2,
      "change of ln(viscosity) per kelvin; about 20 kJ/mol [direction: Zhao; size: assumption]",
    ),
    logViscosityPerD50Um: num(-0.06, -1, 1, "change of ln(viscosity) per µm of D50 [assumption]"),
    logViscositySigma: num(0.05, 0, 1, "remaining standard deviation of ln(viscosity) [assumption]"),
    finenessUm: num(22, 1, 100, "median fineness of grind, µm [assumption]"),
    finenessLogSigma: num(0.1, 0, 1, "standard deviation of its logarithm [assumption]"),
    remixSolidsLimit: num(
      0.004,
      0,
      0.05,
      "most that one correction with solvent changes the solids share [assumption]",
    ),
    remixSolidsSigma: num(0.0005, 0, 0.05, "error of that correction, solids share [assumption]"),
  }).prefault({}),
  coating: configGroup({
    loadingPerK: num(0.002, -0.05, 0.05, "relative loading per kelvin of the room above 22 °C [assumption]"),
    loadingPerPaS: num(0.0008, -0.05, 0.05, "relative loading per Pa·s of viscosity [assumption]"),
    loadingSigma: num(
      0.005,
      0,
      0.2,
      "standard deviation of the relative loading that the coater adds [Broad]",
    ),
    loadingSigmaPerK: num(
      0.1,
      0,
      2,
      "relative growth of that deviation per kelvin away from 22 °C [assumption]",
    ),
    loadingRollShare: share(
      0.4,
      "share of its variance that a whole mother roll has in common; the rest varies along it [assumption]",
    ),
    dryPorosity: num(0.5, 0.2, 0.8, "porosity after drying, before calendering [derived]"),
    dryPorositySigma: num(0.005, 0, 0.1, "its standard deviation [assumption]"),
    peelNPerM: num(20, 1, 500, "median peel strength at 22 °C, N/m [assumption]"),
    peelPerK: num(
      -0.02,
      -0.2,
      0.2,
      "relative change of the peel strength per kelvin: hotter drying moves binder up [assumption]",
    ),
    peelLogSigma: num(0.07, 0, 1, "standard deviation of the logarithm of the peel strength [assumption]"),
    solventPpm: num(250, 1, 5000, "median residual solvent, ppm by mass [assumption]"),
    solventLogSigma: num(0.15, 0, 2, "standard deviation of its logarithm [assumption]"),
    solventPerLoading: num(
      3,
      0,
      50,
      "change of the logarithm of the residual solvent per unit of relative loading [assumption]",
    ),
  }).prefault({}),
  calendering: configGroup({
    gapSigma: num(
      0.0105,
      0,
      0.2,
      "relative standard deviation of the thickness by the roller gap [assumption]",
    ),
    gapRollShare: share(
      0.5,
      "share of its variance that a whole roll has in common; the rest varies along it [assumption]",
    ),
    springBackUm: num(10, 0, 200, "thickness gained per unit of relative loading, µm [assumption]"),
    leastPorosity: num(0.02, 0.001, 0.2, "porosity below which no roller can press [assumption]"),
    secondPassClosing: share(
      0.8,
      "share of the thickness above target that a second pass takes away [assumption]",
    ),
    secondPassSigma: num(0.002, 0, 0.1, "relative standard deviation that the second pass adds [assumption]"),
  }).prefault({}),
  slitting: configGroup({
    burrUm: num(4.5, 0.1, 50, "median height of the burr with a half-worn blade, µm [assumption]"),
    burrLogSigma: num(0.28, 0, 2, "standard deviation of its logarithm [assumption]"),
    bladeLifeM: num(20_000, 100, 1e7, "length cut until the blade is changed, m [assumption]"),
    logBurrPerBladeLife: num(0.2, 0, 3, "growth of ln(burr) over a blade's life [assumption]"),
    widthSigmaMm: num(0.05, 0, 2, "standard deviation of the width, mm [assumption]"),
  }).prefault({}),
};
