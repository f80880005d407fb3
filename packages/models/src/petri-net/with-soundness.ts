import { checkSoundness, type SoundnessOptions } from "./soundness/check.js";
import type { SoundnessReport } from "./soundness/report.js";
import type { AcceptingPetriNet } from "./types.js";

/** A net that carries the answer of {@link checkSoundness}. */
export interface CheckedPetriNet extends AcceptingPetriNet {
  readonly soundness: SoundnessReport;
}

/** The same net with its soundness verdict attached. Costs what {@link checkSoundness} costs. */
export function withSoundness(model: AcceptingPetriNet, options: SoundnessOptions = {}): CheckedPetriNet {
  const { net, initialMarking, finalMarking } = model;
  return Object.freeze({ net, initialMarking, finalMarking, soundness: checkSoundness(model, options) });
}
