import type { VariantLog } from "@gigamine/event-log";
import { type AcceptingPetriNet, compileNet, fire } from "@gigamine/models";
import { expect } from "@jest/globals";
import type { AlignmentMove, VariantAlignment } from "../../src/index.js";

/** As text: `a` for a synchronous move, `a/` in the log only, `/a` in the model only, `.` for a silent one. */
export function shown(moves: readonly AlignmentMove[]): string {
  return moves
    .map(({ kind, activity }) => {
      if (kind === "silent") return ".";
      return kind === "synchronous" ? activity : kind === "log" ? `${activity}/` : `/${activity}`;
    })
    .join(" ");
}

export function wordsOf(log: VariantLog, v: number): string[] {
  return log.sequence
    .slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!)
    .map((id) => log.activities[id]!);
}

export type FlatCosts = { log?: number; model?: number; silent?: number; synchronous?: number };

/** That the moves are an alignment of the trace with the model, and cost what is said. */
export function expectAlignment(
  { moves, cost, lowerBound, upperBound, status }: VariantAlignment,
  trace: readonly string[],
  { net, initialMarking, finalMarking }: AcceptingPetriNet,
  { log = 1, model = 1, silent = 0, synchronous = 0 }: FlatCosts = {},
): void {
  const events = moves.filter(({ kind }) => kind === "synchronous" || kind === "log");
  expect(events.map(({ activity }) => activity)).toEqual(trace);
  const compiled = compileNet(net);
  let marking = initialMarking;
  let sum = 0;
  const costs = { log, model, silent, synchronous };
  for (const { kind, activity, transition } of moves) {
    sum += costs[kind];
    if (transition === null) continue;
    expect(net.transitions[transition]!.label).toBe(activity);
    marking = fire(compiled, marking, transition); // throws when it is not enabled
  }
  expect(marking).toEqual(finalMarking);
  expect(cost).toBeCloseTo(sum, 9);
  expect(upperBound).toBe(cost);
  expect(lowerBound).toBeLessThanOrEqual(upperBound);
  expect(status === "optimal").toBe(lowerBound === upperBound);
}
