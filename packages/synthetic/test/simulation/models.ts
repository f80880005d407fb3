import { membersOf } from "../../src/simulation/event-log.js";
import type { NewUnit, Route, SimulationModel, StepSpec } from "../../src/simulation/model.js";
import type { SimulationResult } from "../../src/simulation/result.js";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Monday, 06:00 UTC. */
export const monday6 = Date.UTC(2025, 0, 6, 6);

/** Unit `n` of a rule of arrivals: `u0`, `u1`, … */
export const unit = (n: number): NewUnit<null> => ({ id: `u${n}`, type: "lot", data: null });

/** All units go through `steps` in their order and leave. */
export function inOrder<Data>(steps: readonly string[]): SimulationModel<Data>["route"] {
  return (_, { step }): Route<Data> => {
    const next = steps[steps.indexOf(step) + 1];
    return next === undefined ? { leave: "done" } : { to: next };
  };
}

/** A model that begins at 0 with one step, `work`, at one machine, `m1`; overridden by what is given. */
export function oneStep(
  atMs: readonly number[],
  step: Partial<StepSpec<null>> = {},
  rest: Partial<SimulationModel<null>> = {},
): SimulationModel<null> {
  return {
    seed: 1,
    startMs: rest.startMs ?? 0,
    pools: { machines: { members: ["m1"] } },
    steps: { work: { seize: [{ pool: "machines" }], workMs: 10, ...step } },
    arrivals: [{ kind: "orders", atMs, make: unit, to: "work" }],
    route: inOrder(["work"]),
    ...rest,
  };
}

/** `[unit, step, enabled, start, complete, members]` per row, in order of start. */
export function timeline<Data>(result: SimulationResult<Data>, origin = 0) {
  const { visits, units, steps } = result;
  return Array.from(visits.unit, (u, row): [string, string, number, number, number, string] => [
    units[u]!.id,
    steps[visits.step[row]!]!,
    visits.enabledMs[row]! - origin,
    visits.startMs[row]! - origin,
    visits.completeMs[row]! - origin,
    membersOf(result, row).join("+"),
  ]);
}
