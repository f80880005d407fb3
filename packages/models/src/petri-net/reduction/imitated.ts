import { sameArcs } from "./duplicates.js";
import type { Arcs, EditableNet } from "./editable-net.js";

/** How many markings a search may meet for one transition. */
const MOST_MARKINGS = 32;

/**
 * Whether others do what `transition` does: from the tokens it takes, and no others, some sequence of further transitions leads to the
 * tokens it puts, showing the same: silent ones only for a silent transition, else silent ones and exactly one of the same label.
 * Then any run may take that way instead, so the language stays without it. The empty sequence counts: a silent transition that puts
 * back what it takes. At most 32 markings are met; "false" may therefore also mean that no such way was found.
 */
export function isImitated(net: EditableNet, transition: number): boolean {
  const label = net.labelOf(transition);
  const goal = net.outputs[transition]!;
  const met: { readonly tokens: Arcs; readonly shown: boolean }[] = [];
  /** Says whether the goal is reached. */
  const meet = (tokens: Arcs, shown: boolean): boolean => {
    if (met.some((earlier) => earlier.shown === shown && sameArcs(earlier.tokens, tokens))) return false;
    met.push({ tokens, shown });
    return shown && sameArcs(tokens, goal);
  };
  if (meet(net.inputs[transition]!, label === null)) return true;
  for (let m = 0; m < met.length; m++) {
    const { tokens, shown } = met[m]!;
    const tried = new Set([transition]);
    for (const place of tokens.keys()) {
      for (const t of net.consumers[place]!.keys()) {
        if (tried.has(t)) continue;
        tried.add(t);
        const shows = net.labelOf(t);
        if (shows !== null && (shown || shows !== label)) continue;
        const after = fired(net, tokens, t);
        if (after === null) continue;
        if (meet(after, shown || shows !== null)) return true;
        if (met.length === MOST_MARKINGS) return false;
      }
    }
  }
  return false;
}

/** The tokens after `t` has fired; `null` when it is not enabled. */
function fired(net: EditableNet, tokens: Arcs, t: number): Arcs | null {
  const after = new Map(tokens);
  for (const [place, taken] of net.inputs[t]!) {
    const left = (after.get(place) ?? 0) - taken;
    if (left < 0) return null;
    if (left === 0) after.delete(place);
    else after.set(place, left);
  }
  for (const [place, put] of net.outputs[t]!) after.set(place, (after.get(place) ?? 0) + put);
  return after;
}
