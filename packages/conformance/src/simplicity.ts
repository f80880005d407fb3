import type { AcceptingPetriNet } from "@gigamine/models";

export interface SimplicityResult {
  /** In (0, 1]: 1 / (1 + max(0, meanDegree − 2)); `null` for a net without places and transitions. */
  readonly value: number | null;
  /** Mean number of arcs at a place or transition; `null` for a net without any. */
  readonly meanDegree: number | null;
  readonly places: number;
  readonly transitions: number;
  readonly arcs: number;
}

/**
 * How few arcs a net has for its size: inverse arc degree.
 *
 *     simplicity = 1 / (1 + max(0, d − 2)),   d = 2·arcs / (places + transitions)
 *
 * d is the mean number of arcs that meet at a node. A plain chain has less than 2 and gives 1; the more the net
 * branches, the lower. Weights don't count. O(1).
 *
 * Source: Blum, "Metrics in Process Discovery", Technical Report TR/DCC-2015-6, University of Chile, 2015 (inverse arc
 * degree). PM4Py measures from the same 2 and gives the same values.
 */
export function simplicity(model: AcceptingPetriNet): SimplicityResult {
  const { places, transitions, arcs } = model.net;
  const nodes = places.length + transitions.length;
  const meanDegree = nodes === 0 ? null : (2 * arcs.length) / nodes;
  return {
    value: meanDegree === null ? null : 1 / (1 + Math.max(0, meanDegree - 2)),
    meanDegree,
    places: places.length,
    transitions: transitions.length,
    arcs: arcs.length,
  };
}
