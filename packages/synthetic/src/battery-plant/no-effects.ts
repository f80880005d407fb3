import type { ScenarioEffects } from "../scenarios/effects.js";

/** A run without scenarios. */
export const noEffects: ScenarioEffects = Object.freeze({
  worlds: Object.freeze([Object.freeze({ id: "factual" })]),
  shift: () => 0,
  factor: () => 1,
  outages: Object.freeze([]),
});
