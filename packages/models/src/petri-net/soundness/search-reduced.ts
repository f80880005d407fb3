import type { LongWorkOptions } from "@gigamine/base";
import { type CompiledNet, compileNet } from "../compile.js";
import { fireInto } from "../fire.js";
import { members, type ReducedShortCircuit, type Rope, unrope } from "../reduction/short-circuit.js";
import { coveredOnTheWay, covers, explore, leadingTo, totalTokens, wayTo } from "../state-space.js";
import type { AcceptingPetriNet } from "../types.js";
import { deadTransition, reasonAt, type SoundnessReason } from "./report.js";
import { searchDeadlock } from "./search-deadlock.js";

export interface ReducedSearch {
  /** Whether the net is live and bounded, hence the workflow net sound; `null` at the limit. */
  readonly liveAndBounded: boolean | null;
  readonly reasons: readonly SoundnessReason[];
  readonly markings: number;
}

/**
 * Decides by the markings of a reduced, short-circuited net whether the workflow net it came from is sound, and turns the fault that
 * shows there into one of that net.
 *
 * The short-circuited net is live and bounded just when no marking covers an earlier one on its way, the initial marking can be reached
 * from everywhere, and every transition fires (van der Aalst 1998, theorem 11). A run of the reduced net becomes one of
 * the workflow net when each transition is replaced by those it stands for; where the sink is marked alone and a new case begins,
 * the run so far is forgotten.
 */
export function searchReduced(
  reduced: ReducedShortCircuit,
  workflow: AcceptingPetriNet,
  maxMarkings: number,
  work: LongWorkOptions & { readonly maxFirings: number },
): ReducedSearch {
  const { model, before, runs } = reduced;
  const totals: number[] = [];
  let unbounded = -1;
  const space = explore(compileNet(model.net), model.initialMarking, maxMarkings, work, (found, m) => {
    totals.push(totalTokens(found.store.view(m)));
    if (coveredOnTheWay(found, m, totals) < 0) return false;
    unbounded = m;
    return true;
  });
  const answer = (liveAndBounded: boolean | null, reasons: readonly SoundnessReason[]) => ({
    liveAndBounded,
    reasons,
    markings: space.store.size,
  });
  const ropesTo = (m: number): Rope[] => wayTo(space, m).map((t) => runs[t]!);

  if (unbounded >= 0) {
    const earlier = ropesTo(coveredOnTheWay(space, unbounded, totals));
    const circle = ropesTo(unbounded).slice(earlier.length).flatMap(unrope);
    return answer(false, [pileUp(workflow, [before, ...earlier].flatMap(unrope), circle)]);
  }
  const stuck = leadingTo(space, [0, ...space.open]).indexOf(0);
  if (stuck >= 0) return answer(false, [stuckAfter(workflow, [before, ...ropesTo(stuck)])]);
  if (!space.complete) return answer(null, []);
  const fired = new Set(space.transition);
  const fires = members([reduced.atFirst, ...[...fired].map((t) => reduced.covers[t]!)]);
  if (![...fired].some((t) => reduced.again[t])) {
    return answer(false, [new CaseRun(workflow).reason("no-option-to-complete")]);
  }
  // Cases end here, and none leaves a token behind; so what fired was not left waiting for something that can't fire.
  const reasons = workflow.net.transitions.flatMap((_, t) =>
    fires.has(t) ? [] : [deadTransition(workflow.net, t)],
  );
  return answer(fired.size === model.net.transitions.length, reasons);
}

/** A deadlock of the reduced net as a reason of the workflow net; no reason when none is met among `maxMarkings`. */
export function findDeadlock(
  { model, before, runs }: ReducedShortCircuit,
  workflow: AcceptingPetriNet,
  maxMarkings: number,
  work: LongWorkOptions,
): ReducedSearch {
  const { way, markings } = searchDeadlock(compileNet(model.net), model.initialMarking, maxMarkings, work);
  if (way === null) return { liveAndBounded: null, reasons: [], markings };
  return {
    liveAndBounded: false,
    reasons: [stuckAfter(workflow, [before, ...way.map((t) => runs[t]!)])],
    markings,
  };
}

/** The reason that a run shows after which the end can't be reached. */
function stuckAfter(workflow: AcceptingPetriNet, ropes: readonly Rope[]): SoundnessReason {
  const run = new CaseRun(workflow);
  const improper = run.fireAll(ropes.flatMap(unrope));
  return run.reason(improper ? "improper-completion" : "no-option-to-complete");
}

/**
 * The reason behind `circle`, which leads from a marking to a larger one. If a case ends in it and a new one begins, the same steps from
 * the larger marking end the case with tokens left.
 */
function pileUp(
  workflow: AcceptingPetriNet,
  way: readonly number[],
  circle: readonly number[],
): SoundnessReason {
  const run = new CaseRun(workflow);
  if (run.fireAll(way) || run.fireAll(circle) || (run.cases > 1 && run.fireAll(circle))) {
    return run.reason("improper-completion");
  }
  return run.reason("unbounded");
}

/** A run of one case after the other, of which the last is kept. */
class CaseRun {
  cases = 1;
  readonly #workflow: AcceptingPetriNet;
  readonly #net: CompiledNet;
  readonly #final: Int32Array;
  #marking: Int32Array;
  #sequence: number[] = [];

  constructor(workflow: AcceptingPetriNet) {
    this.#workflow = workflow;
    this.#net = compileNet(workflow.net);
    this.#final = Int32Array.from(workflow.finalMarking);
    this.#marking = Int32Array.from(workflow.initialMarking);
  }

  /** Fires until the end is marked with tokens left; says whether it came to that. */
  fireAll(sequence: readonly number[]): boolean {
    for (const t of sequence) {
      if (t === this.#net.transitionCount) {
        this.#marking = Int32Array.from(this.#workflow.initialMarking);
        this.#sequence = [];
        this.cases++;
        continue;
      }
      fireInto(this.#net, this.#marking, t);
      this.#sequence.push(t);
      if (totalTokens(this.#marking) > 1 && covers(this.#marking, this.#final)) return true;
    }
    return false;
  }

  reason(kind: Parameters<typeof reasonAt>[0]): SoundnessReason {
    return reasonAt(kind, this.#net, Array.from(this.#marking), this.#sequence);
  }
}
