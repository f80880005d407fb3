import type { PlantRun } from "@gigamine/synthetic";

/** A difference that was seen, with its standard error. */
export interface Contrast {
  readonly estimate: number;
  readonly standardError: number;
}

/** Whether a difference is too large for luck: two-sided z-test at 1 %. */
export function isSignificant({ estimate, standardError }: Contrast): boolean {
  return Math.abs(estimate) > 2.576 * standardError;
}

/** A measurement as a shop-floor system shows it. */
export interface Reading {
  readonly value: number;
  readonly timeMs: number;
  readonly startMs: number;
  readonly unit: string;
  readonly order: string;
  readonly machine: string;
  readonly operator: string;
  /** Index into the cells of the run, -1 = none. */
  readonly cell: number;
}

/** First readings of a metric; repeats after rework are left out. */
export function readingsOf(run: PlantRun, metric: string): readonly Reading[] {
  const { measurements: m, visits, resources, units } = run;
  const index = run.metrics.indexOf(metric);
  const readings: Reading[] = [];
  for (const [row, of] of m.metric.entries()) {
    const visit = m.visit[row]!;
    if (of !== index || visits.attempt[visit]! > 1) continue;
    const unit = units[m.unit[row]!]!;
    readings.push({
      value: m.value[row]!,
      timeMs: m.timeMs[row]!,
      startMs: visits.startMs[visit]!,
      unit: unit.id,
      order: unit.order,
      machine: resources[visits.machine[visit]!] ?? "",
      operator: resources[visits.operator[visit]!] ?? "",
      cell: m.cell[row]!,
    });
  }
  return readings;
}

/** A number and what it belongs together with: values of one cluster (an order, a tray) are not independent. */
export interface Clustered {
  readonly value: number;
  readonly cluster: string;
}

/**
 * Mean with a standard error for clusters (Liang and Zeger, "Longitudinal Data Analysis Using Generalized Linear Models", Biometrika 73,
 * 1986): the residuals of a cluster are added before they are squared.
 */
function clusteredMean(values: readonly Clustered[]): Contrast {
  const n = values.length;
  const estimate = values.reduce((sum, { value }) => sum + value, 0) / n;
  const residuals = new Map<string, number>();
  for (const { value, cluster } of values) {
    residuals.set(cluster, (residuals.get(cluster) ?? 0) + value - estimate);
  }
  const clusters = residuals.size;
  const squares = [...residuals.values()].reduce((sum, residual) => sum + residual ** 2, 0);
  return { estimate, standardError: Math.sqrt((squares * clusters) / (clusters - 1)) / n };
}

/** Mean of the first minus mean of the second; their errors are taken to be independent. */
export function difference(first: readonly Clustered[], second: readonly Clustered[]): Contrast {
  const [a, b] = [clusteredMean(first), clusteredMean(second)];
  return { estimate: a.estimate - b.estimate, standardError: Math.hypot(a.standardError, b.standardError) };
}

/** The values in two parts: where the condition holds, and where not. */
export function split<T>(values: readonly T[], condition: (value: T) => boolean): readonly [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const value of values) (condition(value) ? yes : no).push(value);
  return [yes, no];
}

/** Readings as clustered values; the cluster is the order unless told otherwise. */
export function clustered(
  readings: readonly Reading[],
  cluster: (reading: Reading) => string = ({ order }) => order,
): readonly Clustered[] {
  return readings.map((reading) => ({ value: reading.value, cluster: cluster(reading) }));
}
