import { quoteValue } from "@gigamine/base";
import { compileNet } from "./compile.js";
import type { PetriNet } from "./types.js";

/** Why a net is no workflow net: one witness. */
export interface WorkflowNetProblem {
  readonly kind:
    | "no-source"
    | "several-sources"
    | "no-sink"
    | "several-sinks"
    | "not-reached-from-source"
    | "does-not-reach-sink";
  readonly message: string;
  readonly place?: number;
  readonly transition?: number;
}

export interface WorkflowNetCheck {
  /** Whether there are no problems. */
  readonly holds: boolean;
  /** The one place that no transition feeds; `null` when there is none or more than one. */
  readonly source: number | null;
  /** The one place that no transition takes from; `null` when there is none or more than one. */
  readonly sink: number | null;
  readonly problems: readonly WorkflowNetProblem[];
}

/** Whether a net is a workflow net; `checkWorkflowNet` says why not. */
export function isWorkflowNet(net: PetriNet): boolean {
  return checkWorkflowNet(net).holds;
}

/**
 * Checks the three conditions of a workflow net: one place without input, the source; one place without output, the
 * sink; every place and transition lies on a way from the source to the sink. O(places + arcs).
 *
 * All witnesses are listed; the third condition is only looked at when the first two hold.
 * Source: van der Aalst, "The Application of Petri Nets to Workflow Management", J. Circuits, Systems and Computers 8(1),
 * 1998, definition 6.
 */
export function checkWorkflowNet(net: PetriNet): WorkflowNetCheck {
  const { placeCount, inputOffsets, inputPlaces, outputOffsets, outputPlaces } = compileNet(net);
  // Nodes are places, then transitions.
  const forward: number[][] = Array.from({ length: placeCount + net.transitions.length }, () => []);
  const backward: number[][] = forward.map(() => []);
  const link = (from: number, to: number): void => {
    forward[from]!.push(to);
    backward[to]!.push(from);
  };
  for (let t = 0; t < net.transitions.length; t++) {
    for (let k = inputOffsets[t]!; k < inputOffsets[t + 1]!; k++) link(inputPlaces[k]!, placeCount + t);
    for (let k = outputOffsets[t]!; k < outputOffsets[t + 1]!; k++) link(placeCount + t, outputPlaces[k]!);
  }

  const problems: WorkflowNetProblem[] = [];
  const only = (links: readonly (readonly number[])[], what: "source" | "sink"): number | null => {
    const without = net.places.flatMap((_, p) => (links[p]!.length === 0 ? [p] : []));
    if (without.length === 1) return without[0]!;
    const arcs = what === "source" ? "incoming" : "outgoing";
    if (without.length === 0) {
      problems.push({ kind: `no-${what}`, message: `Every place has ${arcs} arcs: there is no ${what}.` });
    }
    for (const place of without) {
      problems.push({
        kind: `several-${what}s`,
        message: `Place ${quoteValue(net.places[place]!.name)} has no ${arcs} arc, like ${without.length - 1} more: a workflow net has one ${what}.`,
        place,
      });
    }
    return null;
  };
  const source = only(backward, "source");
  const sink = only(forward, "sink");

  if (source !== null && sink !== null) {
    const unreached = (
      links: readonly (readonly number[])[],
      start: number,
      kind: WorkflowNetProblem["kind"],
    ) => {
      const seen = reach(links, start);
      const how =
        kind === "not-reached-from-source" ? "can't be reached from the source" : "does not lead to the sink";
      seen.forEach((reached, node) => {
        if (reached === 1) return;
        const place = node < placeCount;
        const index = place ? node : node - placeCount;
        const name = (place ? net.places : net.transitions)[index]!.name;
        const message = `${place ? "Place" : "Transition"} ${quoteValue(name)} ${how}.`;
        problems.push(place ? { kind, message, place: index } : { kind, message, transition: index });
      });
    };
    unreached(forward, source, "not-reached-from-source");
    unreached(backward, sink, "does-not-reach-sink");
  }
  return { holds: problems.length === 0, source, sink, problems };
}

function reach(links: readonly (readonly number[])[], start: number): Uint8Array {
  const seen = new Uint8Array(links.length);
  seen[start] = 1;
  const pending = [start];
  while (pending.length > 0) {
    for (const next of links[pending.pop()!]!) {
      if (seen[next] === 1) continue;
      seen[next] = 1;
      pending.push(next);
    }
  }
  return seen;
}
