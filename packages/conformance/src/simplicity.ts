import { type AcceptingPetriNet, netComplexity } from "@gigamine/models";

export interface SimplicityResult {
  /** In (0, 1]: 1 / (1 + max(0, meanDegree − 2)); `null` for a net without places and transitions. */
  readonly value: number | null;
  /** Mean number of arcs at a place or transition; `null` for a net without any. */
  readonly meanDegree: number | null;
  readonly places: number;
  readonly transitions: number;
  readonly arcs: number;
  /** Places and transitions. */
  readonly size: number;
  /** Branches of all choices (places with several transitions behind them), and one for each parallel split. */
  readonly controlFlowComplexity: number;
  /** The share of nodes that are not in a part without block structure, in [0, 1]; `null` for a net that is no workflow graph. */
  readonly structuredness: number | null;
}

/**
 * How few arcs a net has for its size: inverse arc degree. Beside it other measures of what makes a net hard to read.
 *
 *     simplicity = 1 / (1 + max(0, d − 2)),   d = 2·arcs / (places + transitions)
 *
 * d is the mean number of arcs that meet at a node. A plain chain has less than 2 and gives 1; the more the net
 * branches, the lower. Weights don't count. Costs what {@link netComplexity} costs.
 *
 * Source: Blum, "Metrics in Process Discovery", Technical Report TR/DCC-2015-6, University of Chile, 2015 (inverse arc
 * degree). PM4Py measures from the same 2 and gives the same values. The others: see {@link netComplexity}.
 */
export function simplicity(model: AcceptingPetriNet): SimplicityResult {
  const { places, transitions, arcs } = model.net;
  const { meanDegree, size, controlFlowComplexity, structuredness } = netComplexity(model);
  return {
    value: meanDegree === null ? null : 1 / (1 + Math.max(0, meanDegree - 2)),
    meanDegree,
    places: places.length,
    transitions: transitions.length,
    arcs: arcs.length,
    size,
    controlFlowComplexity,
    structuredness,
  };
}
