import { type LongWorkOptions, optionError } from "@gigamine/base";
import { checkModelShape } from "../model-shape.js";
import { compileNet } from "./compile.js";
import { checkMarking } from "./fire.js";
import { explore } from "./state-space.js";
import type { AcceptingPetriNet, Marking } from "./types.js";

export interface ReachabilityOptions extends LongWorkOptions {
  /** At most so many markings are looked at. A whole number of at least 1. @default 10_000 */
  readonly maxMarkings?: number | undefined;
}

/** Arc k fires `transition[k]` in marking `from[k]` and leads to marking `to[k]`. */
export interface ReachabilityGraph {
  /** Marking 0 is the initial one; the others by distance from it, ties by transition. */
  readonly markings: readonly Marking[];
  readonly from: readonly number[];
  readonly transition: readonly number[];
  readonly to: readonly number[];
  /** Whether that is all; false when there are more than `maxMarkings`, as always in an unbounded net. */
  readonly complete: boolean;
}

/**
 * The markings that a model reaches from its initial marking, breadth first, and the firings between them.
 * Time O(markings * arcs), memory O(markings * places + firings). Source: Murata 1989, section IV-A.
 */
export function reachabilityGraph(
  model: AcceptingPetriNet,
  { maxMarkings = 10_000, ...work }: ReachabilityOptions = {},
): ReachabilityGraph {
  checkModelShape(model, "reachabilityGraph");
  checkLimit("reachabilityGraph", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "reachabilityGraph");
  const { store, from, transition, to, complete } = explore(net, model.initialMarking, maxMarkings, work);
  const markings = Array.from({ length: store.size }, (_, m) => Array.from(store.view(m)));
  return {
    markings,
    from: Array.from(from),
    transition: Array.from(transition),
    to: Array.from(to),
    complete,
  };
}

export function checkLimit(where: string, maxMarkings: number): void {
  if (Number.isInteger(maxMarkings) && maxMarkings >= 1) return;
  throw optionError(where, "maxMarkings", maxMarkings, "Give a whole number of at least 1, such as 10000.");
}
