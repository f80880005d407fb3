import { asCompiled, type CompiledNet } from "./compile.js";
import type { PetriNet } from "./types.js";

/**
 * The incidence matrix C of a net: `C[p][t]` is by how much firing transition t changes the tokens in place p, output weight less input
 * weight. A place that t takes from and gives back to the same amount has 0 there, as if there were no arc. One row per place, one
 * column per transition; `[]` for a net without places.
 *
 * A marking M' reached from M by firing each t so often as x says satisfies M' = M + C·x (the state equation); the converse does not hold.
 * O(places * transitions) for the numbers. Source: Murata 1989, section IV-B, whose matrix A is this one turned round.
 */
export function incidenceMatrix(net: PetriNet | CompiledNet): number[][] {
  const compiled = asCompiled(net);
  const matrix = Array.from({ length: compiled.placeCount }, () =>
    new Array<number>(compiled.transitionCount).fill(0),
  );
  const { inputOffsets, inputPlaces, inputWeights, outputOffsets, outputPlaces, outputWeights } = compiled;
  for (let t = 0; t < compiled.transitionCount; t++) {
    for (let k = inputOffsets[t]!; k < inputOffsets[t + 1]!; k++)
      matrix[inputPlaces[k]!]![t]! -= inputWeights[k]!;
    for (let k = outputOffsets[t]!; k < outputOffsets[t + 1]!; k++)
      matrix[outputPlaces[k]!]![t]! += outputWeights[k]!;
  }
  return matrix;
}
