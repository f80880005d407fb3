import { optionError } from "@gigamine/base";
import type { Outage } from "../../scenarios/effects.js";
import type { PoolSpec } from "../../simulation/model.js";
import type { ResourceState } from "../../simulation/result.js";
import type { BreakdownConfig, BreakdownKind, MaintenanceWindow } from "../downtime-config.js";
import { hoursMs } from "./durations.js";
import type { PlantContext } from "./plant-context.js";

/** The breakdowns of a pool; none when its machines never fail. */
export function breakdownsOf(
  { repairSpread, ...kinds }: BreakdownConfig,
  kind: BreakdownKind,
): Pick<PoolSpec, "failures"> {
  const { hoursBetween, repairMinutes } = kinds[kind];
  if (hoursBetween === 0) return {};
  const mean = hoursMs(repairMinutes / 60);
  return {
    failures: {
      timeBetweenMs: { kind: "exponential", mean: hoursMs(hoursBetween) },
      repairMs: { kind: "lognormal", mean, sd: repairSpread * mean },
    },
  };
}

/**
 * The windows of planned maintenance in ms.
 *
 * @throws GigamineError `option/out-of-range` for a machine that the plant does not have.
 */
export function plannedMaintenance(
  maintenance: readonly MaintenanceWindow[],
  machines: readonly string[],
): readonly Outage[] {
  return maintenance.map(({ machine, from, to }, i) => {
    if (!machines.includes(machine)) {
      throw optionError(
        "batteryPlant",
        `config.maintenance[${i}].machine`,
        machine,
        `The plant has no such machine. It has: ${machines.join(", ")}.`,
      );
    }
    return { resource: machine, fromMs: Date.parse(from), toMs: Date.parse(to) };
  });
}

/**
 * Writes down when machines were under repair or in planned maintenance: a state that ends with a planned window, or with the run within one.
 * What scenarios stop is for their truth to tell.
 */
export function recordOutages(
  { recorder, resourceIndex, planned }: PlantContext,
  { states, endMs }: { readonly states: readonly ResourceState[]; readonly endMs: number },
): void {
  for (const { member, state, fromMs, toMs } of states) {
    const isPlanned = planned.some(
      (window) =>
        window.resource === member && window.fromMs <= fromMs && Math.min(window.toMs, endMs) === toMs,
    );
    if (state === "setup" || (state === "maintenance" && !isPlanned)) continue;
    const kind = state === "failed" ? "breakdown" : "maintenance";
    recorder.outages.push({ kind, machine: resourceIndex.get(member)!, fromMs, toMs });
  }
}
