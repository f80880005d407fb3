import { GigamineError, quoteValue } from "@gigamine/base";
import { asCompiled, type CompiledNet } from "./compile.js";
import type { Marking, PetriNet } from "./types.js";

/**
 * Whether `transition` may fire in `marking`: each input place holds at least the weight of its arc.
 *
 * Give a `CompiledNet` in loops; a `PetriNet` is compiled at each call. O(inputs of the transition) plus a check of the
 * marking, O(places). Source: Murata 1989, section II.
 *
 * @throws GigamineError `petri-net/no-such-transition`, `petri-net/bad-marking`.
 */
export function isEnabled(net: PetriNet | CompiledNet, marking: Marking, transition: number): boolean {
  const compiled = asCompiled(net);
  checkMarking(compiled, marking, "isEnabled");
  checkTransition(compiled, transition, "isEnabled");
  return lackingPlace(compiled, marking, transition) < 0;
}

/** The transitions that may fire in `marking`, in rising order. O(places + arcs). See `isEnabled`. */
export function enabledTransitions(net: PetriNet | CompiledNet, marking: Marking): number[] {
  const compiled = asCompiled(net);
  checkMarking(compiled, marking, "enabledTransitions");
  const enabled: number[] = [];
  for (let t = 0; t < compiled.transitionCount; t++) {
    if (lackingPlace(compiled, marking, t) < 0) enabled.push(t);
  }
  return enabled;
}

/**
 * The marking after `transition` has fired: input weights taken, output weights put. `marking` itself stays as it was.
 *
 * @throws GigamineError `petri-net/not-enabled` naming the place that lacks tokens; also the errors of `isEnabled`.
 */
export function fire(net: PetriNet | CompiledNet, marking: Marking, transition: number): Marking {
  const compiled = asCompiled(net);
  checkMarking(compiled, marking, "fire");
  checkTransition(compiled, transition, "fire");
  const lacking = lackingPlace(compiled, marking, transition);
  if (lacking >= 0) {
    const name = compiled.net.transitions[transition]!.name;
    const place = compiled.inputPlaces[lacking]!;
    const needed = compiled.inputWeights[lacking]!;
    throw new GigamineError(
      "petri-net/not-enabled",
      `fire: transition ${transition} (${quoteValue(name)}) is not enabled: place ${place} ` +
        `(${quoteValue(compiled.net.places[place]!.name)}) holds ${marking[place]}, needs ${needed}. ` +
        "Choose one of enabledTransitions(net, marking).",
      { transition, place, tokens: marking[place], needed },
    );
  }
  const next = [...marking];
  fireInto(compiled, next, transition);
  return next;
}

/** Fires without any check, in place. For kernels. */
export function fireInto(net: CompiledNet, marking: number[] | Int32Array, transition: number): void {
  for (let k = net.inputOffsets[transition]!; k < net.inputOffsets[transition + 1]!; k++) {
    marking[net.inputPlaces[k]!]! -= net.inputWeights[k]!;
  }
  for (let k = net.outputOffsets[transition]!; k < net.outputOffsets[transition + 1]!; k++) {
    marking[net.outputPlaces[k]!]! += net.outputWeights[k]!;
  }
}

/** Undoes `fireInto`. */
export function unfireInto(net: CompiledNet, marking: number[] | Int32Array, transition: number): void {
  for (let k = net.outputOffsets[transition]!; k < net.outputOffsets[transition + 1]!; k++) {
    marking[net.outputPlaces[k]!]! -= net.outputWeights[k]!;
  }
  for (let k = net.inputOffsets[transition]!; k < net.inputOffsets[transition + 1]!; k++) {
    marking[net.inputPlaces[k]!]! += net.inputWeights[k]!;
  }
}

/** Position in the input arrays of the first place that holds too little; -1 when the transition is enabled. For kernels. */
export function lackingPlace(net: CompiledNet, marking: ArrayLike<number>, transition: number): number {
  for (let k = net.inputOffsets[transition]!; k < net.inputOffsets[transition + 1]!; k++) {
    if (marking[net.inputPlaces[k]!]! < net.inputWeights[k]!) return k;
  }
  return -1;
}

/** Throws unless there is one whole number from 0 to 2^31 - 1 for each place. */
export function checkMarking(net: CompiledNet, marking: Marking, where: string): void {
  if (marking.length !== net.placeCount) {
    throw new GigamineError(
      "petri-net/bad-marking",
      `${where}: the marking has ${marking.length} numbers, the net ${net.placeCount} places. ` +
        "Give one number of tokens for each place.",
      { where, length: marking.length, places: net.placeCount },
    );
  }
  for (let p = 0; p < marking.length; p++) {
    const tokens = marking[p]!;
    if (Number.isInteger(tokens) && tokens >= 0 && tokens < 2 ** 31) continue;
    throw new GigamineError(
      "petri-net/bad-marking",
      `${where}: place ${p} (${quoteValue(net.net.places[p]!.name)}) holds ${quoteValue(tokens)} tokens. ` +
        "Give whole numbers from 0 to 2147483647.",
      { where, place: p, tokens },
    );
  }
}

function checkTransition(net: CompiledNet, transition: number, where: string): void {
  if (Number.isInteger(transition) && transition >= 0 && transition < net.transitionCount) return;
  throw new GigamineError(
    "petri-net/no-such-transition",
    `${where}: there is no transition ${quoteValue(transition)}; the net has ${net.transitionCount}, counted from 0.`,
    { where, transition, count: net.transitionCount },
  );
}
