import type { EventLog, VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { type TokenReplayOptions, tokenReplay } from "./token-replay.js";

export interface GeneralizationResult {
  /** In [0, 1): 1 − mean over transitions of 1/√firings; `null` for a net without transitions. */
  readonly value: number | null;
  /** Transitions that never fired; each counts as 1 in the mean. */
  readonly neverFired: number;
}

/**
 * How often the parts of the model were used, so how likely it is to hold for cases not yet seen.
 *
 *     generalization = 1 − mean over all transitions of 1/√firings
 *
 * with the firings of {@link tokenReplay} over all cases; silent transitions count like others, one that never
 * fired counts 1. 0 for an empty log. Costs one replay.
 *
 * Source: Buijs, van Dongen, van der Aalst, "Quality dimensions in process discovery: the importance of fitness,
 * precision, generalization and simplicity", International Journal of Cooperative Information Systems 23(1), 2014, stated
 * there for the nodes of a process tree. PM4Py uses the same formula with the firings of its own replay.
 */
export function generalization(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: TokenReplayOptions = {},
): GeneralizationResult {
  return generalizationOf(tokenReplay(log, model, options).transitionFirings);
}

export function generalizationOf(firings: readonly number[]): GeneralizationResult {
  const rarity = firings.reduce((sum, times) => sum + (times === 0 ? 1 : 1 / Math.sqrt(times)), 0);
  return {
    value: firings.length === 0 ? null : 1 - rarity / firings.length,
    neverFired: firings.filter((times) => times === 0).length,
  };
}
