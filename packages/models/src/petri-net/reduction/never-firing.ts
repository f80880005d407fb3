import type { EditableNet } from "./editable-net.js";

/**
 * Removes transitions that can't fire, even if firing never took a token away: an input place lacks tokens, and no transition that can
 * fire feeds it. Says whether any went. Keeps all runs. Applied to `net.mirrored` it removes transitions that no run to the
 * final marking holds, because what they put somewhere would stay there; that keeps the language. O(arcs).
 */
export function removeNeverFiring(net: EditableNet): boolean {
  const count = net.inputs.length;
  /** Input places that may still lack tokens; -1 for a transition that can fire. */
  const lacking = new Int32Array(count);
  const fed = new Uint8Array(net.initial.length);
  const ready: number[] = [];
  for (let t = 0; t < count; t++) {
    if (net.transitionGone[t] === 1) continue;
    for (const [place, weight] of net.inputs[t]!) if (net.initial[place]! < weight) lacking[t]!++;
    if (lacking[t] === 0) ready.push(t);
  }
  while (ready.length > 0) {
    const t = ready.pop()!;
    lacking[t] = -1;
    for (const place of net.outputs[t]!.keys()) {
      if (fed[place] === 1) continue;
      fed[place] = 1;
      for (const [u, weight] of net.consumers[place]!) {
        if (net.initial[place]! < weight && --lacking[u]! === 0) ready.push(u);
      }
    }
  }
  let removed = false;
  for (let t = 0; t < count; t++) {
    if (net.transitionGone[t] === 1 || lacking[t] === -1) continue;
    net.removeTransition(t);
    removed = true;
  }
  return removed;
}
