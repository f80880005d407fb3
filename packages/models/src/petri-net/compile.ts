import { GigamineError, quoteValue } from "@gigamine/base";
import { checkNetShape } from "../model-shape.js";
import type { Arc, PetriNet } from "./types.js";

/**
 * A net as arrays, for loops that fire many transitions. Transition t takes `inputWeights[k]` tokens from
 * `inputPlaces[k]` for k in [`inputOffsets[t]`, `inputOffsets[t + 1]`), and puts in the same way for the outputs; places rise
 * within a transition, and each place stands there once.
 */
export interface CompiledNet {
  readonly net: PetriNet;
  readonly placeCount: number;
  readonly transitionCount: number;
  /** `transitionCount + 1` offsets. */
  readonly inputOffsets: Int32Array;
  readonly inputPlaces: Int32Array;
  readonly inputWeights: Int32Array;
  /** `transitionCount + 1` offsets. */
  readonly outputOffsets: Int32Array;
  readonly outputPlaces: Int32Array;
  readonly outputWeights: Int32Array;
  /** Per transition the activity; `null` when silent. */
  readonly labels: readonly (string | null)[];
}

/**
 * Compiles a net once, so that firing walks arrays only. Several arcs between the same two add up. O(places + arcs log arcs).
 *
 * @throws GigamineError `petri-net/bad-arc` for an arc to a place or transition that does not exist, or a weight
 * that is no whole number of at least 1 (possible only in nets made by hand); `petri-net/invalid` for what is no net.
 */
export function compileNet(net: PetriNet): CompiledNet {
  checkNetShape(net, "compileNet");
  const placeCount = net.places.length;
  const transitionCount = net.transitions.length;
  net.arcs.forEach((arc, index) => {
    checkArc(arc, index, placeCount, transitionCount);
  });
  const input = compressRows(net, "input");
  const output = compressRows(net, "output");
  return {
    net,
    placeCount,
    transitionCount,
    inputOffsets: input.offsets,
    inputPlaces: input.places,
    inputWeights: input.weights,
    outputOffsets: output.offsets,
    outputPlaces: output.places,
    outputWeights: output.weights,
    labels: net.transitions.map((transition) => transition.label),
  };
}

/** The net itself when it is compiled already. */
export function asCompiled(net: PetriNet | CompiledNet): CompiledNet {
  return typeof net === "object" && net !== null && "inputOffsets" in net ? net : compileNet(net);
}

function compressRows(net: PetriNet, kind: Arc["kind"]) {
  const arcs = net.arcs
    .filter((arc) => arc.kind === kind)
    .sort((a, b) => a.transition - b.transition || a.place - b.place);
  const offsets = new Int32Array(net.transitions.length + 1);
  const places: number[] = [];
  const weights: number[] = [];
  let last: Arc | null = null;
  for (const arc of arcs) {
    if (last !== null && last.transition === arc.transition && last.place === arc.place) {
      weights[weights.length - 1]! += arc.weight;
    } else {
      places.push(arc.place);
      weights.push(arc.weight);
      offsets[arc.transition + 1]!++;
    }
    last = arc;
  }
  for (let t = 0; t < net.transitions.length; t++) offsets[t + 1]! += offsets[t]!;
  return { offsets, places: Int32Array.from(places), weights: Int32Array.from(weights) };
}

function checkArc(arc: Arc, index: number, placeCount: number, transitionCount: number): void {
  const inRange = (value: number, count: number): boolean =>
    Number.isInteger(value) && value >= 0 && value < count;
  const problem = !inRange(arc.place, placeCount)
    ? `place ${quoteValue(arc.place)} does not exist (there are ${placeCount})`
    : !inRange(arc.transition, transitionCount)
      ? `transition ${quoteValue(arc.transition)} does not exist (there are ${transitionCount})`
      : !(Number.isInteger(arc.weight) && arc.weight >= 1 && arc.weight < 2 ** 31)
        ? `the weight is ${quoteValue(arc.weight)}, not a whole number from 1 to 2147483647`
        : null;
  if (problem === null) return;
  throw new GigamineError(
    "petri-net/bad-arc",
    `arc ${index}: ${problem}. Make nets with PetriNetBuilder, which checks this.`,
    { arc: index, place: arc.place, transition: arc.transition, weight: arc.weight },
  );
}
