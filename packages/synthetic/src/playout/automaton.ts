import { TupleStore } from "@gigamine/base";
import type { Dfg } from "@gigamine/event-log";
import { type AcceptingPetriNet, compileNet, EnabledSet } from "@gigamine/models";

/** A step to `target`, which shows activity `label`, or nothing: -1. */
export interface Move {
  readonly label: number;
  readonly target: number;
}

/** A model as states and moves, found as they are asked for. State 0 is the first. */
export interface Automaton {
  /** Index = label. */
  readonly activities: readonly string[];
  isFinal(state: number): boolean;
  moves(state: number): readonly Move[];
}

/** States are activities, shifted by one for the start. Starts, arcs and ends with count 0 are none. */
export function dfgAutomaton(dfg: Dfg): Automaton {
  const moves: Move[][] = Array.from({ length: dfg.activities.length + 1 }, () => []);
  dfg.startCounts.forEach((count, a) => {
    if (count > 0) moves[0]!.push({ label: a, target: a + 1 });
  });
  dfg.count.forEach((count, arc) => {
    const to = dfg.to[arc]!;
    if (count > 0) moves[dfg.from[arc]! + 1]!.push({ label: to, target: to + 1 });
  });
  return {
    activities: dfg.activities,
    isFinal: (state) => state > 0 && dfg.endCounts[state - 1]! > 0,
    moves: (state) => moves[state]!,
  };
}

/** States are markings. Activities are in the order of the transitions. */
export function netAutomaton({ net, initialMarking, finalMarking }: AcceptingPetriNet): Automaton {
  const compiled = compileNet(net);
  const codes = new Map<string, number>();
  for (const label of compiled.labels) if (label !== null && !codes.has(label)) codes.set(label, codes.size);
  const labels = compiled.labels.map((label) => (label === null ? -1 : codes.get(label)!));
  const markings = new TupleStore(compiled.placeCount);
  markings.intern(Int32Array.from(initialMarking));
  const final = Int32Array.from(finalMarking);
  return {
    activities: [...codes.keys()],
    isFinal: (state) => state === markings.find(final),
    moves: (state) => {
      const enabled = new EnabledSet(compiled, Array.from(markings.view(state)));
      return enabled.toArray().map((t) => {
        enabled.fire(t);
        const target = markings.intern(enabled.marking);
        enabled.undo(t);
        return { label: labels[t]!, target };
      });
    },
  };
}
