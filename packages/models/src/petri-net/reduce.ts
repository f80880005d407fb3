import { checkModelShape } from "../model-shape.js";
import { Duplicates } from "./reduction/duplicates.js";
import { type Arcs, EditableNet } from "./reduction/editable-net.js";
import { isImitated } from "./reduction/imitated.js";
import { isImplicit, type SearchBudget, searchBudget } from "./reduction/implicit-place.js";
import { removeNeverFiring } from "./reduction/never-firing.js";
import { passOn } from "./reduction/pass-on.js";
import type { AcceptingPetriNet } from "./types.js";

/**
 * A smaller net with the same language: the same visible sequences lead from the initial to the final marking.
 *
 * Rules, each until it no longer applies:
 * - a silent transition that only passes tokens on goes with its place (series places and transitions);
 * - of places, and of transitions with the same label, that have the same arcs and weights, one stays (parallel places and transitions);
 * - a transition goes that can never fire, or after which the final marking can't be reached, as far as the arcs alone show it;
 * - a place goes whose tokens are those of other places together (implicit places, self-loop places among them);
 * - a transition goes whose effect others have too, such as a silent one that may be replaced by two more.
 *
 * The last two are searched for with a fixed budget, so not all such nodes are found. Places and transitions keep their names and their
 * order; a place without arcs and without tokens goes. A sound workflow net stays one. An unsound net may become sound, because silent
 * commitments to dead ends go. A net without any run to its end shrinks to almost nothing. Behaviour that shows nothing, such as silent
 * circles, need not stay, nor the number of tokens in places.
 *
 * Time O(arcs) a removed node at worst, in practice linear; any size. `reduceSilentTransitions` is the first rule alone.
 *
 * Source: Murata 1989, section V-C, whose rules for a net without labels are applied where labels allow it.
 */
export function reducePetriNet(model: AcceptingPetriNet): AcceptingPetriNet {
  checkModelShape(model, "reducePetriNet");
  const net = EditableNet.of(model);
  const duplicates = new Duplicates(net, true);
  const budget = searchBudget(net);
  do untilNothingChanges(net, duplicates);
  while (removeNeverFiring(net) || removeNeverFiring(net.mirrored) || removeSearched(net, budget));
  return net.build().model;
}

/** The rules that look at arcs near by, wherever arcs changed. */
function untilNothingChanges(net: EditableNet, duplicates: Duplicates): void {
  const passes = (t: number): boolean =>
    net.labelOf(t) === null &&
    net.transitionGone[t] === 0 &&
    (passOn(net, t).length > 0 || passOn(net.mirrored, t).length > 0);
  /** Tries the one transition on a side of a place. */
  const passesAt = (arcs: Arcs): void => {
    if (arcs.size === 1) for (const t of [...arcs.keys()]) passes(t);
  };
  for (;;) {
    const t = net.changedTransitions.take();
    if (t >= 0) {
      if (net.transitionGone[t] === 1 || passes(t)) continue;
      if (duplicates.transitionLike(t) >= 0) {
        net.removeTransition(t);
        continue;
      }
      // An arc that went may have stood in the way of a neighbour.
      for (const place of [...net.outputs[t]!.keys()]) passesAt(net.consumers[place]!);
      for (const place of [...net.inputs[t]!.keys()]) passesAt(net.producers[place]!);
      continue;
    }
    const place = net.changedPlaces.take();
    if (place < 0) return;
    if (net.placeGone[place] === 1 || duplicates.removePlace(place)) continue;
    passesAt(net.consumers[place]!);
    passesAt(net.producers[place]!);
  }
}

/** The rules that search; says whether anything went. */
function removeSearched(net: EditableNet, budget: SearchBudget): boolean {
  let removed = false;
  net.inputs.forEach((_, t) => {
    if (net.transitionGone[t] === 1 || !isImitated(net, t)) return;
    net.removeTransition(t);
    removed = true;
  });
  net.producers.forEach((_, place) => {
    if (net.placeGone[place] === 1 || !isImplicit(net, place, budget)) return;
    net.removePlace(place);
    removed = true;
  });
  return removed;
}
