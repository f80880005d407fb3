import { type LongWorkOptions, optionError } from "@gigamine/base";
import { where } from "./errors.js";
import type { SimulationModel } from "./model.js";
import type { SimulationResult, SimulationSink } from "./result.js";
import { Run } from "./run.js";

/** Options of {@link simulate}. */
export interface SimulateOptions<Data> extends LongWorkOptions {
  /** Takes visits and units as they become final, instead of the result: memory then holds what is in the system only. @default none */
  readonly sink?: SimulationSink<Data> | undefined;
}

/**
 * Simulates a system of queues: units come, wait for resources, are worked on alone or in batches, are sent on by `route`, split, joined, and
 * leave. Discrete events in whole milliseconds; the rules are at the parts of {@link SimulationModel}.
 *
 * - All that happens at one instant has happened before anyone chooses: what is complete first, then what arrives, then deadlines of
 *   batches; in each, in order of planning. Then waiting units begin, in the order of their queues, as long as any can.
 * - A unit that can begin does begin: one that waits for a second resource holds none and keeps nobody waiting.
 * - Of several free members the one left alone longest is taken; at the beginning, the first of the pool.
 * - Incomplete batches begin when nothing else can happen any more, one at a time, the longest waiting first.
 * - Ids of units are distinct (with a sink: among those in the system).
 *
 * The same model gives the same result. Random numbers come from streams named by seed, unit, step, attempt and purpose, so
 * that another step, member or unit moves no draw but its own. What the callbacks do is theirs: they must be functions of their arguments.
 *
 * O(visits · log(units in the system)) for pools of fixed size, but for steps with `eligible` or `offDuty: "fit"`, which look at all that wait
 * for them. Some 2.5 µs a visit in a plain line, 6 µs with calendars, breakdowns and two resources; 0.3 kB a visit, with a sink next to nothing.
 *
 * @throws GigamineError `option/out-of-range` for a model that makes no sense; `simulation/duplicate-unit`, `simulation/bad-unit`, `simulation/negative-duration`,
 * `simulation/unknown-step`, `simulation/bad-route`, `simulation/too-many-visits`, `simulation/endless` (splits and joins without time),
 * `simulation/never-begins` (units wait and nobody can ever serve them), `simulation/never-together` (members whose calendars don't meet),
 * `simulation/too-late` (after the year 275760).
 * @example
 * const { visits } = simulate({
 *   seed: 1,
 *   startMs: Date.UTC(2025, 0, 6, 6),
 *   pools: { ovens: { members: ["Oven 1", "Oven 2"] } },
 *   steps: { bake: { seize: [{ pool: "ovens" }], workMs: { kind: "triangular", low: 1.2e6, mode: 1.5e6, high: 2.4e6 } } },
 *   arrivals: [{ kind: "poisson", perDay: 60, count: 100, make: (n) => ({ id: `loaf-${n}`, type: "loaf", data: null }), to: "bake" }],
 *   route: () => ({ leave: "done" }),
 * });
 */
export function simulate<Data>(
  model: SimulationModel<Data>,
  options: SimulateOptions<Data> = {},
): SimulationResult<Data> {
  const { seed, startMs, endMs, maximumVisits = 100 } = model;
  if (typeof seed !== "string" && !Number.isFinite(seed)) {
    throw optionError(where, "seed", seed, "Give a number or a text, for example 42.");
  }
  if (!Number.isSafeInteger(startMs)) {
    throw optionError(
      where,
      "startMs",
      startMs,
      "Give whole ms since the epoch, such as Date.UTC(2025, 0, 6, 6).",
    );
  }
  if (endMs !== undefined && !(Number.isSafeInteger(endMs) && endMs > startMs)) {
    throw optionError(where, "endMs", endMs, "Give whole ms since the epoch after startMs, or leave it out.");
  }
  if (!(Number.isSafeInteger(maximumVisits) && maximumVisits >= 1)) {
    throw optionError(where, "maximumVisits", maximumVisits, "Give a whole number of at least 1.");
  }
  return new Run(model, options).result();
}
