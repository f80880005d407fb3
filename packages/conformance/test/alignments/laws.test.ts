import type { VariantLog } from "@gigamine/event-log";
import { traceLanguage, treeToPetriNet } from "@gigamine/models";
import { arbitraryTraces, traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type AlignmentMethod, alignments, type VariantAlignment } from "../../src/index.js";
import { arbitraryTree } from "../nets.js";
import { expectAlignment, type FlatCosts, wordsOf } from "./alignment-facts.js";
import { arbitraryReachable } from "./arbitrary-reachable.js";
import { naiveAlignment } from "./naive-alignments.js";

const cost = fc.constantFrom(0, 0.5, 1, 2, 3.25);
const costs: fc.Arbitrary<FlatCosts> = fc.oneof(
  fc.constant({}),
  fc.record({ log: cost, model: cost, silent: cost, synchronous: cost }),
);
/** Where a net may grow for ever by visible moves, those cost something. */
const visibleCosts = costs.map((price) => (price.model === 0 ? { ...price, model: 0.5 } : price));

/** Moves that cost nothing and are not synchronous. */
function freeMoves(moves: VariantAlignment["moves"], { log = 1, model = 1, silent = 0 }: FlatCosts): number {
  return moves.filter(({ kind }) => kind !== "synchronous" && { log, model, silent }[kind] === 0).length;
}

function expectOptimal(
  log: VariantLog,
  model: Parameters<typeof naiveAlignment>[1],
  price: FlatCosts,
  method?: AlignmentMethod,
) {
  const { variants } = alignments(log, model, { moveCosts: price, method });
  variants.forEach((variant, v) => {
    const trace = wordsOf(log, v);
    expectAlignment(variant, trace, model, price);
    const best = naiveAlignment(trace, model, price)!;
    expect(variant.status).toBe("optimal");
    expect(variant.cost).toBeCloseTo(best.cost, 9);
    expect(freeMoves(variant.moves, price)).toBe(best.free);
  });
}

describe("alignments, for every log and model", () => {
  const log = arbitraryTraces({ activities: 4, variants: 3, length: 6 });

  it.each(["dijkstra", "a-star"] as const)(
    "%s is an alignment, and costs what plain search of the whole synchronous product finds, on any net and costs",
    (method) => {
      fc.assert(
        fc.property(log, arbitraryReachable(), visibleCosts, (log, model, price) => {
          expectOptimal(log, model, price, method);
        }),
        { seed: 5, numRuns: 100 },
      );
    },
  );

  it.each(["blocks", "dijkstra", "a-star"] as const)(
    "%s is an alignment, and costs what plain search finds, on nets of process trees with unique labels",
    (method) => {
      const log = arbitraryTraces({ activities: 7, variants: 3, length: 7 });
      fc.assert(
        fc.property(log, arbitraryTree({ leaves: 6 }), costs, (log, tree, price) => {
          expectOptimal(log, treeToPetriNet(tree), price, method);
        }),
        { seed: 6, numRuns: 60 },
      );
    },
  );

  it("is an alignment, and costs what plain search finds, on nets of process trees with labels that repeat", () => {
    const log = arbitraryTraces({ activities: 3, variants: 3, length: 6 });
    fc.assert(
      fc.property(log, arbitraryTree({ repeatLabels: true }), costs, (log, tree, price) => {
        expectOptimal(log, treeToPetriNet(tree), price);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it("blocks, dijkstra and a-star cost the same on larger trees and longer traces", () => {
    const log = arbitraryTraces({ activities: 14, variants: 4, length: 25 });
    fc.assert(
      fc.property(log, arbitraryTree({ leaves: 14 }), costs, (log, tree, price) => {
        const model = treeToPetriNet(tree);
        const [blocks, dijkstra, aStar] = (["blocks", "dijkstra", "a-star"] as const).map((method) => {
          const { variants } = alignments(log, model, { method, moveCosts: price });
          variants.forEach((variant, v) => {
            expectAlignment(variant, wordsOf(log, v), model, price);
          });
          return variants.map(({ cost, moves }) => [cost, freeMoves(moves, price)]);
        });
        expect(blocks).toEqual(dijkstra);
        expect(aStar).toEqual(dijkstra);
      }),
      { seed: 8, numRuns: 50 },
    );
  });

  it("costs 0 exactly when the model can produce the trace", () => {
    fc.assert(
      fc.property(log, arbitraryTree({ leaves: 5, repeatLabels: true }), (log, tree) => {
        const language = new Set(traceLanguage(tree, { maxLength: 6 }).map((words) => words.join(" ")));
        alignments(log, tree).variants.forEach(({ cost, fitness }, v) => {
          expect(cost === 0).toBe(language.has(wordsOf(log, v).join(" ")));
          expect(cost === 0).toBe(fitness === 1);
        });
      }),
      { seed: 9, numRuns: 60 },
    );
  });

  it("costs at most what deleting all events and a shortest run cost; fitness lies in [0, 1]", () => {
    fc.assert(
      fc.property(log, arbitraryReachable(), (log, model) => {
        const result = alignments(log, model);
        result.variants.forEach(({ cost, fitness }, v) => {
          expect(cost).toBeLessThanOrEqual(wordsOf(log, v).length + result.emptyTraceCost);
          expect(fitness).toBeGreaterThanOrEqual(0);
          expect(fitness).toBeLessThanOrEqual(1);
        });
        expect(result.logFitness).toBeGreaterThanOrEqual(0);
        expect(result.logFitness).toBeLessThanOrEqual(1);
      }),
      { seed: 10, numRuns: 60 },
    );
  });

  it("never has a lower log fitness after one more case that fits", () => {
    fc.assert(
      fc.property(log, arbitraryTree({ loops: false }), (log, tree) => {
        const fitting = traceLanguage(tree, { maxLength: 8 })[0]!.join(" ");
        const lines = log.counts.map((count, v) => `${count}x ${wordsOf(log, v).join(" ")}`);
        const before = alignments(traces(...lines), tree);
        const after = alignments(traces(...lines, fitting), tree);
        expect(after.logFitness).toBeGreaterThanOrEqual(before.logFitness!);
        expect(after.averageTraceFitness).toBeGreaterThanOrEqual(before.averageTraceFitness! - 1e-12);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it.each(["auto", "a-star", "dijkstra"] as const)(
    "%s finds the same alignment of a variant, with the same states, whatever stands beside it",
    (method) => {
      fc.assert(
        fc.property(log, arbitraryReachable(), (log, model) => {
          const together = alignments(log, model, { method }).variants;
          log.counts.forEach((_, v) => {
            const alone = alignments(traces(wordsOf(log, v).join(" ")), model, { method }).variants;
            expect(alone).toEqual([together[v]]);
          });
        }),
        { seed: 12, numRuns: 60 },
      );
    },
  );

  it.each(["auto", "a-star", "dijkstra"] as const)(
    "%s gives an alignment and bounds around the optimum when the states run out, wherever that is",
    (method) => {
      const models = fc.oneof(arbitraryReachable(), arbitraryTree({ leaves: 6 }).map(treeToPetriNet));
      fc.assert(
        fc.property(
          log,
          models,
          visibleCosts,
          fc.integer({ min: 2, max: 30 }),
          (log, model, price, factor) => {
            const full = alignments(log, model, { method, moveCosts: price });
            const empty = alignments(traces(""), model, { method, moveCosts: price }).states;
            const maxStates = empty * factor;
            const result = alignments(log, model, { method, moveCosts: price, maxStates });
            result.variants.forEach((variant, v) => {
              const optimum = full.variants[v]!.cost;
              expectAlignment(variant, wordsOf(log, v), model, price);
              expect(variant.lowerBound).toBeLessThanOrEqual(optimum);
              expect(variant.upperBound).toBeGreaterThanOrEqual(optimum);
              expect(["optimal", "bounded"]).toContain(variant.status);
            });
            expect(result.openVariants).toBe(
              result.variants.filter(({ status }) => status !== "optimal").length,
            );
            expect(result.logFitness).toBeLessThanOrEqual(full.logFitness!);
            expect(result.logFitnessUpperBound).toBeGreaterThanOrEqual(full.logFitness!);
          },
        ),
        { seed: 13, numRuns: 80 },
      );
    },
  );
});
