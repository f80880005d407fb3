import { type LongWorkOptions, quoteValue } from "@gigamine/base";
import { checkModelShape } from "../../model-shape.js";
import { compileNet } from "../compile.js";
import { checkMarking } from "../fire.js";
import { checkLimit } from "../reachability.js";
import type { ReducedNet } from "../reduction/editable-net.js";
import { reduceShortCircuit, shortCircuit } from "../reduction/short-circuit.js";
import type { AcceptingPetriNet, Arc, Marking, PetriNet } from "../types.js";
import { checkWorkflowNet } from "../workflow-net.js";
import { type RankTheoremResult, rankTheorem } from "./rank-theorem.js";
import { printMarking, type SoundnessReason, type SoundnessReport } from "./report.js";
import { searchFaults } from "./search-faults.js";
import { findDeadlock, searchReduced } from "./search-reduced.js";

export interface SoundnessOptions extends LongWorkOptions {
  /**
   * At most so many markings of the reduced net are looked at, and 20 times as many firings. When there are more and neither reduction nor
   * the rank theorem decides, the verdict is "undecided" unless a fault has shown by then. A whole number of at least 1.
   * @default 100_000
   */
  readonly maxMarkings?: number | undefined;
}

/** Among how many markings a deadlock of the reduced net is looked for before all are, and then a fault of the net itself. */
const MARKINGS_OF_SHORT_SEARCH = 10_000;
const FIRINGS_PER_MARKING = 20;

/**
 * Decides whether a model is a sound workflow net: from every reachable marking the end can be reached (option to complete),
 * a token in the sink means that nothing else is left (proper completion), and every transition can fire sometime.
 *
 * A workflow net is sound just when the net that begins again after its end is live and bounded. So, in this order:
 * 1. A model that is no workflow net with one token in the source at first and one in the sink at the end is "unsound" for reasons
 *    "not-a-workflow-net".
 * 2. The net is reduced by rules that keep liveness and boundedness. What comes from a process tree shrinks to one transition, with
 *    however many branches in parallel, and is sound.
 * 3. If the rest is free choice, the rank theorem decides in polynomial time.
 * 4. Otherwise its markings are explored. At the limit only a fault already seen decides; otherwise the verdict is "undecided",
 *    never a guess.
 *
 * Each fault of an unsound net is shown in the net as it was given. Up to 10,000 of its markings are explored breadth first for shortest
 * witnesses; if that finds none, a run of the reduced net is translated back, and is then not the shortest. Only when the
 * rank theorem alone shows the fault, and no run was found, the reason is "free-choice-structure" and names the place or
 * transition where the theorem fails.
 *
 * Time: reduction O(arcs) a removed node; exploring O(markings * (arcs + places * distance from the start)), memory
 * O(markings * places + firings).
 *
 * Source: van der Aalst, "The Application of Petri Nets to Workflow Management", J. Circuits, Systems and Computers 8(1), 1998,
 * definitions 6 and 7, theorem 11. Differs from PM4Py: that tool calls a net unsound when a place is not covered by an S-component,
 * which sound nets beyond free choice may well have.
 *
 * @throws GigamineError `petri-net/bad-marking`, `petri-net/too-many-tokens`.
 */
export function checkSoundness(
  model: AcceptingPetriNet,
  { maxMarkings = 100_000, ...work }: SoundnessOptions = {},
): SoundnessReport {
  checkModelShape(model, "checkSoundness");
  checkLimit("checkSoundness", maxMarkings);
  const net = compileNet(model.net);
  checkMarking(net, model.initialMarking, "checkSoundness: initial marking");
  checkMarking(net, model.finalMarking, "checkSoundness: final marking");

  const { source, sink, problems } = checkWorkflowNet(model.net);
  const structure: SoundnessReason[] = problems.map((problem) => ({
    ...problem,
    kind: "not-a-workflow-net",
  }));
  structure.push(...unlikeOneToken(model, source, "initial"), ...unlikeOneToken(model, sink, "final"));
  if (source === null || sink === null || structure.length > 0) {
    return { verdict: "unsound", reasons: structure, method: "structure", markings: 0, complete: false };
  }

  const reduced = reduceShortCircuit(shortCircuit(model.net, source, sink));
  if (isTokenOnItsOwn(reduced.model)) {
    return { verdict: "sound", reasons: [], method: "reduction", markings: 0, complete: true };
  }
  const theorem = rankTheorem(compileNet(reduced.model.net), reduced.model.initialMarking);
  if (theorem?.liveAndBounded) {
    return { verdict: "sound", reasons: [], method: "rank theorem", markings: 0, complete: true };
  }
  const method = theorem === null ? "state space" : "rank theorem";
  const few = Math.min(maxMarkings, MARKINGS_OF_SHORT_SEARCH);
  const limited = (markings: number) => ({ ...work, maxFirings: markings * FIRINGS_PER_MARKING });
  let inReduced = findDeadlock(reduced, model, few, work);
  if (inReduced.reasons.length === 0) {
    const { markings, ...found } = searchReduced(reduced, model, maxMarkings, limited(maxMarkings));
    inReduced = { ...found, markings: inReduced.markings + markings };
    if (theorem === null && found.liveAndBounded === true) {
      return { verdict: "sound", reasons: [], method, markings: inReduced.markings, complete: true };
    }
  }
  const inNet = searchFaults(net, model, few, limited(few));
  const found = inNet.reasons.length > 0 ? inNet.reasons : inReduced.reasons;
  const reasons =
    found.length === 0 && theorem !== null ? [theoremReason(theorem, reduced, model.net)] : found;
  return {
    verdict: reasons.length > 0 ? "unsound" : "undecided",
    reasons,
    method,
    markings: inReduced.markings + inNet.markings,
    complete: inNet.complete,
  };
}

function unlikeOneToken(
  model: AcceptingPetriNet,
  place: number | null,
  which: "initial" | "final",
): SoundnessReason[] {
  const marking: Marking = model[`${which}Marking`];
  if (place === null || marking.every((tokens, p) => tokens === (p === place ? 1 : 0))) return [];
  const message =
    `The ${which} marking is ${printMarking(model.net, marking)}, expected one token in ` +
    `${quoteValue(model.net.places[place]!.name)} and nothing else.`;
  return [{ kind: "not-a-workflow-net", message, place, marking }];
}

/** Whether the net is one place and one transition that puts back what it takes, and can. */
function isTokenOnItsOwn({ net, initialMarking }: AcceptingPetriNet): boolean {
  if (net.places.length !== 1 || net.transitions.length !== 1) return false;
  const weightOf = (kind: Arc["kind"]) => net.arcs.find((arc) => arc.kind === kind)?.weight;
  const taken = weightOf("input");
  return taken !== undefined && taken === weightOf("output") && taken <= initialMarking[0]!;
}

const FAILING = {
  "place-component": "lies in a minimal siphon that is no S-component",
  "transition-component": "lies in what should be a T-component, and is none",
  "unmarked-siphon": "lies in a siphon that never holds a token",
  rank: "the rank of the incidence matrix is not the number of clusters less one",
} as const;

/** The reason when no run that shows the fault was found: the condition of the theorem that fails, and where. */
function theoremReason(
  { failing, ...at }: RankTheoremResult,
  { placeIds, transitionIds }: ReducedNet,
  { places, transitions }: PetriNet,
): SoundnessReason {
  const place = at.place === undefined ? undefined : placeIds[at.place]!;
  const transition = at.transition === undefined ? undefined : transitionIds[at.transition]!;
  const named: string[] = [];
  if (place !== undefined) named.push(`place ${quoteValue(places[place]!.name)}`);
  // The transition from the sink back to the source has no name.
  if (transition !== undefined && transition < transitions.length) {
    named.push(`transition ${quoteValue(transitions[transition]!.name)}`);
  }
  const message =
    `The net is free choice, and by the rank theorem has a dead end, a pile of tokens or a dead transition: ` +
    `${[...named, FAILING[failing!]].join(" ")}. No run that shows it was found; raise maxMarkings to look further.`;
  return {
    kind: "free-choice-structure",
    message,
    ...(place === undefined ? {} : { place }),
    ...(transition === undefined || transition >= transitions.length ? {} : { transition }),
  };
}
