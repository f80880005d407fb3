import { type AcceptingPetriNet, enabledTransitions, fire } from "@gigamine/models";
import fc from "fast-check";
import { arbitraryNet } from "../nets.js";

/** Any small net, unsound and unbounded ones too, whose final marking is one that a random run reaches. */
export function arbitraryReachable(): fc.Arbitrary<AcceptingPetriNet> {
  const choices = fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 8 });
  return fc.tuple(arbitraryNet(), choices).map(([{ net, initialMarking }, walk]) => {
    let finalMarking = initialMarking;
    for (const choice of walk) {
      const enabled = enabledTransitions(net, finalMarking);
      if (enabled.length > 0) finalMarking = fire(net, finalMarking, enabled[choice % enabled.length]!);
    }
    return { net, initialMarking, finalMarking };
  });
}
