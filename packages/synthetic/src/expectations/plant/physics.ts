import { quoteValue } from "@gigamine/base";
import { PlantGauges } from "../../battery-plant/flow/gauges.js";
import { type BatteryMetric, batteryMetrics } from "../../battery-plant/quality/metrics.js";
import type { PlantRun } from "../../battery-plant/run.js";
import type { Finding } from "../check.js";
import { countWords, Violations } from "../violations.js";

const rowsToJudge = 50;
/** A gauge that is right shows more than this many standard deviations less than once in 10^9 readings. */
const farOff = 6.2;

/** 0 < porosity < 1, and no electrode is denser than its solids: of the hidden values. */
export function physicalLimits(run: PlantRun): Finding {
  const { config } = run;
  return rowsAgainst(run, "impossible", ["electrode_porosity", "electrode_density"], (row, metric) => {
    const value = run.measurements.latent[0]![row]!;
    const electrode = electrodeOf(run, row);
    if (metric === "electrode_porosity") return value > 0 && value < 1 ? null : `porosity ${value}`;
    const solid = config.quality[electrode].solidDensityKgPerM3;
    return value > 0 && value < solid ? null : `density ${value} kg/m3, its solids have ${solid}`;
  });
}

/** ε = 1 − ρ / ρ_solid, of values measured one after the other at the same place. */
export function densityFitsPorosity(run: PlantRun): Finding {
  const { measurements, metrics, config } = run;
  const gauges = new PlantGauges(config.quality);
  const density = metrics.indexOf("electrode_density");
  const porosityAt = new Map<string, number[]>();
  const densityAt = new Map<string, number[]>();
  for (let row = 0; row < measurements.unit.length; row++) {
    const metric = measurements.metric[row]!;
    const name = metrics[metric];
    if (name !== "electrode_porosity" && name !== "electrode_density") continue;
    const place = `${measurements.visit[row]}`;
    const map = metric === density ? densityAt : porosityAt;
    const list = map.get(place);
    if (list === undefined) map.set(place, [row]);
    else list.push(row);
  }
  const found = new Violations();
  let judged = 0;
  for (const [place, rows] of porosityAt) {
    for (const [i, row] of rows.entries()) {
      const other = densityAt.get(place)?.[i];
      if (other === undefined) continue;
      judged++;
      const electrode = electrodeOf(run, row);
      const solid = config.quality[electrode].solidDensityKgPerM3;
      const expected = 1 - measurements.value[other]! / solid;
      const noise =
        gauges.of("electrode_porosity", electrode).sigma +
        gauges.of("electrode_density", electrode).sigma / solid;
      const off = measurements.value[row]! - expected;
      if (Math.abs(off) > farOff * noise) {
        found.add(
          () =>
            `${unitOf(run, row)}: porosity ${measurements.value[row]}, density leaves ${expected.toFixed(4)}`,
        );
      }
    }
  }
  const observed = `${found.count} of ${countWords(judged, "pair")} at odds`;
  return { observed, violations: found.count, examples: found.examples };
}

/** Readings against hidden values. Scenarios of gauges show here: their metric is passed over. */
export function gaugesFollowLatent(run: PlantRun): Finding {
  const { measurements, metrics, config, units } = run;
  const gauges = new PlantGauges(config.quality);
  const found = new Violations();
  let judged = 0;
  const sum = metrics.map(() => 0);
  const count = metrics.map(() => 0);
  for (let row = 0; row < measurements.unit.length; row++) {
    const metric = measurements.metric[row]!;
    const name = metrics[metric] as BatteryMetric;
    const { sigma: gaugeSigma } = gauges.of(name, units[measurements.unit[row]!]!.electrode ?? "cathode");
    if (batteryMetrics[name].resolution === 0 || name === "internal_resistance") continue;
    judged++;
    const off = (measurements.value[row]! - measurements.latent[0]![row]!) / gaugeSigma;
    sum[metric]! += off;
    count[metric]!++;
    // rounding to the gauge's resolution adds less than one more deviation
    if (Math.abs(off) > farOff + 1)
      found.add(
        () =>
          `${unitOf(run, row)}: ${name} shown ${measurements.value[row]}, ${off.toFixed(1)} deviations off`,
      );
  }
  for (const [metric, n] of count.entries()) {
    const mean = (sum[metric]! / n) * Math.sqrt(n);
    if (n >= rowsToJudge && Math.abs(mean) > farOff + Math.sqrt(n) * 0.02)
      found.add(
        () =>
          `${metrics[metric]}: readings are off on average by ${(sum[metric]! / n).toFixed(3)} deviations`,
      );
  }
  const observed = `${found.count} of ${countWords(judged, "reading")} off`;
  return { observed, violations: found.count, examples: found.examples };
}

/** A metric with fifty readings or more takes at least half as many values as readings, up to what its resolution allows; counts are passed over. */
export function diversity(run: PlantRun): Finding {
  const { measurements, metrics } = run;
  const values = metrics.map(() => new Set<number>());
  const rows = metrics.map(() => 0);
  for (let row = 0; row < measurements.unit.length; row++) {
    const metric = measurements.metric[row]!;
    rows[metric]!++;
    values[metric]!.add(measurements.value[row]!);
  }
  const found = new Violations();
  let judged = 0;
  for (const [metric, name] of metrics.entries()) {
    if (batteryMetrics[name as BatteryMetric].resolution === 0 || rows[metric]! < rowsToJudge) continue;
    judged++;
    const distinct = values[metric]!.size;
    if (distinct < Math.min(rowsToJudge / 2, rows[metric]! / 2))
      found.add(() => `${quoteValue(name)}: ${distinct} values in ${rows[metric]} readings`);
  }
  const observed = `${found.count} of ${countWords(judged, "metric")} with few values`;
  return { observed, violations: found.count, examples: found.examples };
}

export function inSpec(run: PlantRun): Finding {
  const metricRows = new Map<string, { rows: number; good: number }>();
  for (const { metric, status } of run.measurementRows()) {
    const counted = metricRows.get(metric) ?? { rows: 0, good: 0 };
    counted.rows++;
    if (status === "In Spec") counted.good++;
    metricRows.set(metric, counted);
  }
  const found = new Violations();
  let [shares, judged] = [0, 0];
  for (const [metric, { rows, good }] of metricRows) {
    if (rows < rowsToJudge) continue;
    judged++;
    shares += good / rows;
    if (good < 0.6 * rows) found.add(() => `${quoteValue(metric)}: ${good} of ${rows} in spec`);
  }
  const mean = judged === 0 ? 1 : shares / judged;
  if (mean < 0.85) found.add(() => `mean share over ${judged} metrics: ${mean.toFixed(3)}`);
  return {
    observed: `mean share in spec over ${countWords(judged, "metric")}: ${mean.toFixed(3)}`,
    violations: found.count,
    examples: found.examples,
  };
}

function rowsAgainst(
  run: PlantRun,
  what: string,
  names: readonly BatteryMetric[],
  complaint: (row: number, metric: BatteryMetric) => string | null,
): Finding {
  const { measurements, metrics } = run;
  const wanted = new Set(names.map((name) => metrics.indexOf(name)));
  const found = new Violations();
  let judged = 0;
  for (let row = 0; row < measurements.unit.length; row++) {
    const metric = measurements.metric[row]!;
    if (!wanted.has(metric)) continue;
    judged++;
    const words = complaint(row, metrics[metric] as BatteryMetric);
    if (words !== null) found.add(() => `${unitOf(run, row)}: ${words}`);
  }
  const observed = `${found.count} of ${countWords(judged, "measurement")} ${what}`;
  return { observed, violations: found.count, examples: found.examples };
}

function unitOf(run: PlantRun, row: number): string {
  return quoteValue(run.units[run.measurements.unit[row]!]!.id);
}

function electrodeOf(run: PlantRun, row: number): "cathode" | "anode" {
  return run.units[run.measurements.unit[row]!]!.electrode ?? "cathode";
}
