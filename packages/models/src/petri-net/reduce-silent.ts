import { checkModelShape } from "../model-shape.js";
import { EditableNet } from "./reduction/editable-net.js";
import { passOn } from "./reduction/pass-on.js";
import type { AcceptingPetriNet } from "./types.js";

/**
 * Removes silent transitions that only pass tokens on, and the places they make needless. Keeps the language.
 *
 * Two rules, the first until it changes nothing, then the second, and both again until neither applies:
 * 1. a silent transition t with one input place p, where p is fed by one transition u ≠ t and only t takes from it:
 *    u puts into the outputs of t, and t and p go;
 * 2. the mirror: a silent t with one output place p, where only t feeds p and one transition u ≠ t takes from it:
 *    u takes from the inputs of t, and t and p go.
 * Both need weight 1 on the arcs at p, no token at p in either marking, and no place that would get a weight above 1
 * by the merge. At the end places without arcs and without tokens go too. Transitions keep their names, and the order stays.
 *
 * Firing t right after u (rule 1) or right before u (rule 2) only moves a silent step, so the visible sequences from
 * the initial to the final marking are the same. Under rule 2 an unsound net may become sound: a silent commitment to a
 * dead end is gone. Time O(arcs) per removed transition at worst; memory O(places + arcs). `reducePetriNet` goes further.
 *
 * Source: fusion of series places and of series transitions, Murata 1989, section V-C.
 */
export function reduceSilentTransitions(model: AcceptingPetriNet): AcceptingPetriNet {
  checkModelShape(model, "reduceSilentTransitions");
  const net = EditableNet.of(model);
  const silent = model.net.transitions.flatMap(({ label }, t) => (label === null ? [t] : []));
  let changed = true;
  while (changed) {
    changed = false;
    for (const side of [net, net.mirrored]) {
      let again = true;
      while (again) {
        again = false;
        for (const t of silent) {
          if (net.transitionGone[t] === 0 && passOn(side, t, { oneFeeder: true }).length > 0) again = true;
        }
        changed ||= again;
      }
    }
  }
  return net.build().model;
}
