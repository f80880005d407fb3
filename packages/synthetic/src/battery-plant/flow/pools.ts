import type { Outage } from "../../scenarios/effects.js";
import type { PoolSpec } from "../../simulation/model.js";
import type { PlantOperator } from "./resources.js";

/** Operators as a pool of the simulation. */
export function operatorPool(operators: readonly PlantOperator[]): PoolSpec {
  return {
    members: operators.map(({ name }) => name),
    calendar: Object.fromEntries(operators.map(({ name, calendar }) => [name, calendar])),
    skills: Object.fromEntries(operators.map(({ name, skills }) => [name, skills])),
  };
}

/** Adds to each pool the outages of its members. */
export function withOutages(
  pools: Readonly<Record<string, PoolSpec>>,
  outages: readonly Outage[],
): Readonly<Record<string, PoolSpec>> {
  if (outages.length === 0) return pools;
  return Object.fromEntries(
    Object.entries(pools).map(([name, pool]) => {
      const members = new Set(pool.members);
      const maintenance = outages
        .filter(({ resource }) => members.has(resource))
        .map(({ resource, fromMs, toMs }) => ({ member: resource, fromMs, toMs }));
      return [name, maintenance.length === 0 ? pool : { ...pool, maintenance }];
    }),
  );
}
