import type { QcStatus } from "../qc-row.js";
import type { MetricLimits } from "./limits-config.js";

/**
 * "In Spec" inside the warning limits, "Critical Fail" outside the specification limits, "Tolerance Warning" between
 * them. A value on a limit is inside. NaN is a "Critical Fail": what could not be measured does not pass.
 */
export function qcStatus(limits: Omit<MetricLimits, "target">, value: number): QcStatus {
  if (inside(limits.warnLow, value, limits.warnHigh)) return "In Spec";
  return inside(limits.specLow, value, limits.specHigh) ? "Tolerance Warning" : "Critical Fail";
}

function inside(low: number | null, value: number, high: number | null): boolean {
  return !Number.isNaN(value) && (low === null || value >= low) && (high === null || value <= high);
}
