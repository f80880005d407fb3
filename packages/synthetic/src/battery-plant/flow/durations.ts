import { randomStream } from "@gigamine/base";
import type { Visit, VisitStart } from "../../simulation/model.js";
import type { StepKey } from "../line.js";

const msPerMinute = 60_000;

/**
 * A time of work in whole ms: `medianMinutes` · exp(`logSpread` · N), N of the unit, step and attempt alone.
 *
 * @param purpose Keeps times of one visit apart, such as set-up and work.
 */
export function spreadMs(
  seed: number | string,
  { units, attempt }: Pick<VisitStart<unknown>, "units" | "attempt">,
  step: StepKey,
  purpose: string,
  medianMinutes: number,
  logSpread: number,
): number {
  const draw = randomStream(seed, units[0]!.id, step, attempt, purpose).normal();
  return Math.round(medianMinutes * msPerMinute * Math.exp(logSpread * draw));
}

/** Hours in ms. */
export function hoursMs(hours: number): number {
  return Math.round(hours * 60 * msPerMinute);
}

/** When the machine is at each of so many positions of what it works along, set-up left out. */
export function positionTimes(
  visit: Pick<Visit<unknown>, "startMs" | "setupMs" | "completeMs">,
  positions: number,
): number[] {
  const fromMs = visit.startMs + visit.setupMs;
  const step = (visit.completeMs - fromMs) / positions;
  return Array.from({ length: positions }, (_, position) => Math.round(fromMs + (position + 0.5) * step));
}
