import type { LongWorkOptions } from "@gigamine/base";
import type { CompiledNet } from "../compile.js";
import { coveredOnTheWay, covers, explore, leadingTo, totalTokens, wayTo } from "../state-space.js";
import type { AcceptingPetriNet } from "../types.js";
import { deadTransition, reasonAt, type SoundnessReason } from "./report.js";

export interface FaultSearch {
  readonly reasons: readonly SoundnessReason[];
  /** How many markings were looked at. */
  readonly markings: number;
  /** Whether those are all. */
  readonly complete: boolean;
}

/**
 * Looks for faults of a workflow net among its markings, breadth first, so that each witness is a shortest one: a marking that covers an
 * earlier one on its way (there the search ends), one with a token in the sink and more, one from which the end can't be reached, and,
 * when all markings were seen, transitions that never fired. When some were not, a marking counts as one without an end only if
 * all that follows it was seen.
 */
export function searchFaults(
  net: CompiledNet,
  { initialMarking, finalMarking }: AcceptingPetriNet,
  maxMarkings: number,
  work: LongWorkOptions & { readonly maxFirings: number },
): FaultSearch {
  const final = Int32Array.from(finalMarking);
  const finalTotal = totalTokens(final);
  const totals: number[] = [];
  let improper = -1;
  let unbounded = -1;
  const space = explore(net, initialMarking, maxMarkings, work, (found, m) => {
    const marking = found.store.view(m);
    const total = totalTokens(marking);
    totals.push(total);
    if (improper < 0 && total > finalTotal && covers(marking, final)) improper = m;
    if (coveredOnTheWay(found, m, totals) < 0) return false;
    unbounded = m;
    return true;
  });

  const reasons: SoundnessReason[] = [];
  const add = (kind: Parameters<typeof reasonAt>[0], m: number): void => {
    if (m >= 0) reasons.push(reasonAt(kind, net, Array.from(space.store.view(m)), wayTo(space, m)));
  };
  add("unbounded", unbounded);
  add("improper-completion", improper);
  const end = space.store.find(final);
  add("no-option-to-complete", leadingTo(space, end < 0 ? space.open : [end, ...space.open]).indexOf(0));
  if (space.complete) {
    const fires = new Uint8Array(net.transitionCount);
    for (const t of space.transition) fires[t] = 1;
    for (let t = 0; t < net.transitionCount; t++)
      if (fires[t] === 0) reasons.push(deadTransition(net.net, t));
  }
  return { reasons, markings: space.store.size, complete: space.complete };
}
