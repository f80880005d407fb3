import type { EditableNet } from "./editable-net.js";

/**
 * Takes out transition `t` and its only input place p, when t is all that p leads to: whatever feeds p then puts into the outputs of t
 * itself. Gives the transitions that fed p; none when the rule does not apply.
 *
 * Conditions: p leads to t alone; t takes from p alone and puts somewhere; something else feeds p; all arcs at p have weight 1; p
 * holds no token in either marking (with `withTokens`, its tokens move on through t); no arc would get a weight above 1; and arcs do
 * not multiply: one transition feeds p, or t has one output (with `oneFeeder`, only the first).
 *
 * Once p holds a token nothing but t can take it, and nothing is lost by firing t at once: every run may be rearranged so that t
 * follows each firing of what fed p. So when t is silent the language stays, in this net and, applied to `net.mirrored`, when t is
 * moved forward to what takes from its only output.
 *
 * Source: fusion of series places and of series transitions, Murata 1989, section V-C; post- and pre-agglomeration, Berthelot,
 * "Transformations and Decompositions of Nets", LNCS 254, 1987.
 */
export function passOn(
  net: EditableNet,
  t: number,
  {
    oneFeeder = false,
    withTokens = false,
  }: { readonly oneFeeder?: boolean; readonly withTokens?: boolean } = {},
): readonly number[] {
  const outputs = net.outputs[t]!;
  if (net.inputs[t]!.size !== 1 || outputs.size === 0) return [];
  const [[place, weight]] = net.inputs[t]! as unknown as [[number, number]];
  const feeders = net.producers[place]!;
  if (weight !== 1 || net.consumers[place]!.size !== 1 || feeders.size === 0) return [];
  if (!withTokens && (net.initial[place] !== 0 || net.final[place] !== 0)) return [];
  if (feeders.size > 1 && (oneFeeder || outputs.size > 1)) return [];
  for (const [u, fed] of feeders) {
    // Also leaves out u = t, whose outputs are the same.
    if (fed !== 1) return [];
    for (const other of outputs.keys()) if (net.outputs[u]!.has(other)) return [];
  }

  const merged = [...feeders.keys()];
  for (const u of merged) {
    net.setOutput(u, place, 0);
    for (const [other, put] of outputs) net.setOutput(u, other, put);
  }
  for (const marking of [net.initial, net.final]) {
    for (const [other, put] of outputs) marking[other]! += marking[place]! * put;
    marking[place] = 0;
  }
  net.removeTransition(t);
  net.removePlace(place);
  return merged;
}
