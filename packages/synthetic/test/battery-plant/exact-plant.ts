import type { BatteryPlantOptions } from "../../src/battery-plant/plant-options.js";
import type { PlantRun } from "../../src/battery-plant/run.js";

/** A plant without chance: nothing scatters, nothing is thrown away by sight. */
export const exact: BatteryPlantOptions = {
  orders: 1,
  cellsPerOrder: 96,
  config: {
    release: { jitterShare: 0 },
    operators: { electrode: 4, packing: 2 },
    machines: { packers: 2 },
    minutes: { logSpread: 0, inspectionLogSpread: 0 },
    limits: { contactFaultProbability: 0 },
    climate: {
      outdoor: { weatherSd: 0 },
      rooms: {
        Electrode_Wing: { temperatureSd: 0 },
        Coating_Room: { temperatureSd: 0 },
        Assembly_Floor: { temperatureSd: 0, dewPointSd: 0 },
      },
    },
    quality: {
      gauge: { sigmaShare: 0 },
      incoming: { d50SigmaUm: 0, moistureLogSigma: 0, foilSigmaUm: 0 },
      mixing: { solidsSigma: 0, logViscositySigma: 0, finenessLogSigma: 0 },
      coating: { loadingSigma: 0, dryPorositySigma: 0, peelLogSigma: 0, solventLogSigma: 0 },
      calendering: { gapSigma: 0 },
      slitting: { burrLogSigma: 0, widthSigmaMm: 0 },
      stacking: { offsetSigmaMm: 0, miscountProbability: 0, hipotFailProbability: 0 },
      filling: { doseSigma: 0 },
      welding: { penetrationSigmaMm: 0, pullForceSigma: 0, leakLogSigma: 0 },
      formation: { efficiencySigma: 0, capacitySigma: 0 },
      aging: { kLogSigma: 0, softShortProbability: 0 },
      grading: { capacitySigma: 0, resistanceSigma: 0 },
      packing: { labelFailProbability: 0 },
      backgroundScrap: {
        coating: 0,
        calendering: 0,
        slitting: 0,
        stacking: 0,
        filling: 0,
        welding: 0,
        formation: 0,
        grading: 0,
      },
    },
  },
};

/** Start and end of the visits of a unit, `"YYYY-MM-DD HH:MM"` each. */
export function visitsOf(run: PlantRun, unit: string): string[] {
  const { visits, units, steps } = run;
  const rows = Array.from(visits.unit.keys()).filter((row) => units[visits.unit[row]!]!.id === unit);
  return rows.map((row) => {
    const shown = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
    const [start, end] = [shown(visits.startMs[row]!), shown(visits.completeMs[row]!)];
    const isOneDay = start.slice(0, 10) === end.slice(0, 10);
    return `${steps[visits.step[row]!]}: ${start} to ${isOneDay ? end.slice(11) : end}`;
  });
}
