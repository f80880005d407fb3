import { MS_PER_DAY, randomStream } from "@gigamine/base";
import type { BatteryPlantConfig } from "../plant-config.js";
import type { PlantRoster } from "./roster.js";

/**
 * When orders are released if there is material: one after another in working time, each within the first part of its slot, the
 * first after the lead of the material.
 */
export function orderReleases(
  { release, materials }: BatteryPlantConfig,
  { day }: PlantRoster,
  seed: number | string,
  startMs: number,
  amount: { readonly orders: number } | { readonly days: number },
): number[] {
  const firstMs = day.nextWorkingMs(startMs + materials.leadDays * MS_PER_DAY);
  const untilMs = "days" in amount ? firstMs + amount.days * MS_PER_DAY : Number.POSITIVE_INFINITY;
  const most = "orders" in amount ? amount.orders : Number.POSITIVE_INFINITY;
  const slotMs = release.minutesBetweenOrders * 60_000;
  const releases: number[] = [];
  while (releases.length < most) {
    const n = releases.length;
    const late = release.jitterShare * randomStream(seed, "order", n, "release").next();
    const at = day.nextWorkingMs(day.addWorkingMs(firstMs, Math.round((n + late) * slotMs)));
    if (at >= untilMs) break;
    releases.push(at);
  }
  return releases;
}
