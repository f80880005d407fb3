import { asCompiled, type CompiledNet } from "./compile.js";
import type { PetriNet } from "./types.js";

/**
 * Whether a net is (extended) free choice: all arcs have weight 1, and transitions that share an input place take from the same places,
 * so that a choice never depends on tokens elsewhere. True for the empty net. O(arcs).
 *
 * Source: Desel, Esparza, "Free Choice Petri Nets", Cambridge 1995, definition 4.1.
 */
export function isFreeChoice(net: PetriNet | CompiledNet): boolean {
  const compiled = asCompiled(net);
  const { inputOffsets, inputPlaces, inputWeights, outputWeights } = compiled;
  if (inputWeights.some((weight) => weight !== 1) || outputWeights.some((weight) => weight !== 1))
    return false;
  /** Per place the first transition that takes from it. */
  const first = new Int32Array(compiled.placeCount).fill(-1);
  for (let t = 0; t < compiled.transitionCount; t++) {
    const [from, to] = [inputOffsets[t]!, inputOffsets[t + 1]!];
    for (let k = from; k < to; k++) {
      const place = inputPlaces[k]!;
      if (first[place]! < 0) first[place] = t;
      const other = inputOffsets[first[place]!]!;
      if (inputOffsets[first[place]! + 1]! - other !== to - from) return false;
      for (let i = 0; i < to - from; i++) if (inputPlaces[other + i] !== inputPlaces[from + i]) return false;
    }
  }
  return true;
}
