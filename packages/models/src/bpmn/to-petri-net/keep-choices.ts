import { EditableNet } from "../../petri-net/reduction/editable-net.js";
import { passOn } from "../../petri-net/reduction/pass-on.js";
import type { AcceptingPetriNet } from "../../petri-net/types.js";

/**
 * Removes silent transitions that only pass tokens on, but none that makes a choice: a branch taken is taken, also when it leads
 * into a dead end. So the net has the language of the model and is sound exactly when it was; `reduceSilentTransitions` goes
 * further and may let a choice wait until it can't go wrong. O(arcs) per removed transition at worst.
 */
export function reduceKeepingChoices(model: AcceptingPetriNet): AcceptingPetriNet {
  const net = EditableNet.of(model);
  const silent = model.net.transitions.flatMap(({ label }, t) => (label === null ? [t] : []));
  const passes = (t: number): boolean => {
    if (passOn(net, t).length > 0) return true;
    const chooses = [...net.inputs[t]!.keys()].some((place) => net.consumers[place]!.size > 1);
    return !chooses && passOn(net.mirrored, t).length > 0;
  };
  let changed = true;
  while (changed) {
    changed = false;
    for (const t of silent) if (net.transitionGone[t] === 0 && passes(t)) changed = true;
  }
  return net.build().model;
}
