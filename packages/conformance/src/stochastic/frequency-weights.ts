import type { EventLog, VariantLog } from "@gigamine/event-log";
import type { AcceptingPetriNet } from "@gigamine/models";
import { type TokenReplayOptions, tokenReplay } from "../token-replay.js";

/**
 * Weights of the transitions of a net from a log: how often each fires in {@link tokenReplay}, over all cases, silent ones too.
 * A transition that never fires gets 0, so {@link stochasticLanguage} never takes it. Costs one replay.
 *
 * Source: the frequency estimator of Burke, Leemans, Wynn, "Stochastic Process Discovery by Weight Estimation", ICPM Workshops
 * 2020, section 4, with the firings of a replay instead of activity counts, so that silent and duplicate transitions get theirs.
 */
export function frequencyWeights(
  log: EventLog | VariantLog,
  model: AcceptingPetriNet,
  options: TokenReplayOptions = {},
): readonly number[] {
  return tokenReplay(log, model, options).transitionFirings;
}
