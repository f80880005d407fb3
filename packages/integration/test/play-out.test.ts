import {
  compareFootprints,
  type StochasticLanguage,
  stochasticConformance,
  stochasticLanguage,
  tokenReplay,
} from "@gigamine/conformance";
import { alphaMiner, footprints, inductiveMiner } from "@gigamine/discovery";
import type { EventLog } from "@gigamine/event-log";
import {
  type AcceptingPetriNet,
  activity,
  exclusive,
  foldTree,
  normalFormTree,
  PetriNetBuilder,
  type ProcessTree,
  parallel,
  printTree,
  sequence,
  treeFootprints,
  treeToPetriNet,
} from "@gigamine/models";
import { playOut, randomProcessTree } from "@gigamine/synthetic";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

const cases = 4000;

describe("play-out of a net by weights", () => {
  const weights = [3, 2, 5, 1, 4, 2, 3, 1];

  it.each([1, 2, 3, 4, 5])(
    "has each trace as often as its probability says (chi-square, wrong in 1 of 100,000 runs; seed %i)",
    (seed) => {
      const log = playOut(racingNet(), { mode: "stochastic", weights, cases, seed });
      expect(log.playOut).toMatchObject({ ended: cases, stuck: 0, tooLong: 0 });
      const language = stochasticLanguage(racingNet(), { weights, coverage: 0.999, maxTraces: 10_000 });
      expect(language.coverage).toBeGreaterThanOrEqual(0.999);
      const { statistic, freedom } = chiSquare(language, log);
      expect(freedom).toBeGreaterThan(10);
      expect(statistic).toBeLessThan(chiSquareLimit(freedom));
    },
  );

  it("is far from the language of other weights, by the same test", () => {
    const log = playOut(racingNet(), {
      mode: "stochastic",
      weights: [3, 2, 5, 1, 6, 2, 3, 1],
      cases,
      seed: 1,
    });
    const { statistic, freedom } = chiSquare(
      stochasticLanguage(racingNet(), { weights, coverage: 0.999, maxTraces: 10_000 }),
      log,
    );
    expect(statistic).toBeGreaterThan(chiSquareLimit(freedom));
  });

  it("conforms to the net nearly perfectly by the earth movers' measure, and less with other weights", () => {
    const log = playOut(racingNet(), { mode: "stochastic", weights, cases, seed: 6 });
    const own = stochasticConformance(log, racingNet(), { weights });
    expect(own.value).toBeGreaterThan(0.97);
    const other = stochasticConformance(log, racingNet(), { weights: [1, 2, 5, 9, 1, 2, 1, 3] });
    expect(other.value).toBeLessThan(own.value! - 0.05);
  });

  it("gets stuck as often as the language says", () => {
    const { stuck } = stochasticLanguage(deadEnd(), { weights: [3, 1] });
    expect(stuck).toBeCloseTo(1 / 4, 12);
    const played = playOut(deadEnd(), { mode: "stochastic", weights: [3, 1], cases, seed: 3 }).playOut;
    // 4.4 standard deviations of a binomial count: wrong in 1 of 100,000 runs.
    expect(Math.abs(played.stuck - cases * stuck)).toBeLessThan(4.4 * Math.sqrt(cases * stuck * (1 - stuck)));
    expect(played.ended + played.stuck).toBe(cases);
  });
});

describe("play-out of the net of a random tree, each choice equally likely", () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const played = (seed: number) => {
    const net = treeToPetriNet(randomProcessTree({ seed, activities: 5, maxDepth: 3, silent: 0.3 }));
    const language = stochasticLanguage(net, { coverage: 0.999 });
    return { coverage: language.coverage, ...chiSquare(language, playOut(net, { cases, seed })) };
  };

  it.each(seeds)(
    "agrees with the language of the net (chi-square, wrong in 1 of 100,000 runs; tree %i)",
    (seed) => {
      const { coverage, statistic, freedom } = played(seed);
      expect(coverage).toBeGreaterThan(0.9);
      expect(statistic).toBeLessThan(chiSquareLimit(freedom));
    },
  );

  it("is of trees that mostly have something to choose", () => {
    expect(seeds.filter((seed) => played(seed).freedom > 0).length).toBeGreaterThanOrEqual(6);
  });
});

/*
 * Rediscovery by the Inductive Miner: Leemans, Fahland, van der Aalst, "Discovering Block-Structured Process Models from Event Logs:
 * A Constructive Approach", Petri Nets 2013, theorem 14: a tree of sequence, exclusive, parallel and loop in which no activity
 * repeats, nothing is silent, and no activity both begins and ends the body of a loop, is found again from every log that is complete in what directly
 * follows what.
 */
describe("all traces of a tree to a length", () => {
  const trees = Array.from({ length: 400 }, (_, seed) =>
    randomProcessTree({
      seed,
      activities: 7,
      operators: { sequence: 0.45, exclusive: 0.2, parallel: 0.1, loop: 0.25 },
      silent: 0,
      maxChildren: 3,
    }),
  );
  const inClass = trees.filter(isRediscoverable);

  it("are of enough trees to mean something, many of them with loops", () => {
    expect(inClass.length).toBeGreaterThan(100);
    expect(inClass.filter((tree) => printTree(tree).includes("*(")).length).toBeGreaterThan(30);
  });

  it("give the Inductive Miner the tree they came from, for each tree of the class of the theorem", () => {
    for (const tree of inClass) {
      const log = playOut(tree, { mode: "exhaustive", maxLength: 14, maxTraces: 3000 });
      const isComplete = compareFootprints(footprints(log), treeFootprints(tree)).similarity === 1;
      const mined = normalFormTree(inductiveMiner(log));
      expect({ isComplete, mined: printTree(mined) }).toEqual({
        isComplete: true,
        mined: printTree(normalFormTree(tree)),
      });
    }
  });

  it("fit what the Inductive Miner finds, for trees of all operators, silent and repeated activities", () => {
    for (let seed = 0; seed < 60; seed++) {
      const tree = randomProcessTree({
        seed,
        activities: 6,
        operators: { sequence: 2, exclusive: 1, parallel: 1, loop: 1, inclusive: 1, interleaved: 1 },
        silent: 0.3,
        duplicates: 0.2,
      });
      const log = playOut(tree, { mode: "exhaustive", maxLength: 8, maxTraces: 1000 });
      expect(log.caseIds.length).toBeGreaterThan(0);
      expect(tokenReplay(log, treeToPetriNet(inductiveMiner(log))).fittingShare).toBe(1);
    }
  });

  /*
   * van der Aalst, Weijters, Maruster, "Workflow Mining: Discovering Process Models from Event Logs", 2004, theorem 4.10: sound
   * structured workflow nets without short loops. Lines of activities and flat blocks between them make such nets.
   */
  it("give the alpha algorithm a net of the same language, for lines of activities and flat blocks between them", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ make: fc.constantFrom(exclusive, parallel), width: fc.integer({ min: 1, max: 3 }) }),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        (blocks) => {
          let next = 0;
          const leaf = (): ProcessTree => activity(String.fromCharCode(97 + next++));
          const tree = sequence(
            leaf(),
            ...blocks.flatMap(({ make, width }) => [make(...Array.from({ length: width }, leaf)), leaf()]),
          );
          const log = playOut(tree, { mode: "exhaustive" });
          const mined = playOut(alphaMiner(log), { mode: "exhaustive" });
          expect(log.playOut.complete && mined.playOut.complete).toBe(true);
          expect(new Set(words(mined))).toEqual(new Set(words(log)));
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });
});

/** No activity both begins and ends the body of a loop. The generator takes care of the rest. */
function isRediscoverable(tree: ProcessTree): boolean {
  return foldTree<boolean>(
    tree,
    () => true,
    (node, children) => {
      if (!children.every(Boolean)) return false;
      if (node.kind !== "loop") return true;
      const { startActivities, endActivities } = treeFootprints(node.children[0]!);
      return !startActivities.some((id) => endActivities.includes(id));
    },
  );
}

/** a or b; then c and then e race with d; then back to the choice, or f. */
function racingNet(): AcceptingPetriNet {
  const builder = new PetriNetBuilder();
  const [start, split, left, middle, right, leftDone, rightDone, sink] = Array.from({ length: 8 }, () =>
    builder.place(),
  ) as [number, number, number, number, number, number, number, number];
  builder.transition("a", { inputs: [start], outputs: [left, right] });
  builder.transition("b", { inputs: [start], outputs: [split] });
  builder.transition(null, { inputs: [split], outputs: [left, right] });
  builder.transition("c", { inputs: [left], outputs: [middle] });
  builder.transition("d", { inputs: [right], outputs: [rightDone] });
  builder.transition("e", { inputs: [middle], outputs: [leftDone] });
  builder.transition("f", { inputs: [leftDone, rightDone], outputs: [sink] });
  builder.transition(null, { inputs: [leftDone, rightDone], outputs: [start] });
  return builder.build({ initial: [start], final: [sink] });
}

/** a ends, b leads nowhere. */
function deadEnd(): AcceptingPetriNet {
  const builder = new PetriNetBuilder();
  const [start, sink, nowhere] = [builder.place(), builder.place(), builder.place()];
  builder.transition("a", { inputs: [start], outputs: [sink] });
  builder.transition("b", { inputs: [start], outputs: [nowhere] });
  return builder.build({ initial: [start], final: [sink] });
}

/** The trace of each case as text: activities of one letter. */
function words(log: EventLog): string[] {
  return Array.from(log.caseIds, (_, c) =>
    Array.from(
      log.activity.slice(log.caseOffsets[c]!, log.caseOffsets[c + 1]!),
      (id) => log.activities[id],
    ).join(""),
  );
}

/** Pearson's statistic of the traces of a log; what is expected fewer than five times, and all that is not listed, is one class. */
function chiSquare(language: StochasticLanguage, log: EventLog): { statistic: number; freedom: number } {
  const total = log.caseIds.length;
  const counts = new Map<string, number>();
  for (const word of words(log)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const traces = Array.from(language.probability, (_, trace) =>
    Array.from(
      language.sequence.slice(language.offsets[trace]!, language.offsets[trace + 1]!),
      (id) => language.activities[id],
    ).join(""),
  );
  // Where the language is whole, nothing else can be played.
  if (language.coverage > 1 - 1e-9) expect(traces).toEqual(expect.arrayContaining([...counts.keys()]));
  let [statistic, classes, expectedRest, observedRest] = [0, 0, total, total];
  for (const [trace, probability] of language.probability.entries()) {
    const expected = probability * total;
    if (expected < 5) continue;
    const observed = counts.get(traces[trace]!) ?? 0;
    statistic += (observed - expected) ** 2 / expected;
    classes++;
    expectedRest -= expected;
    observedRest -= observed;
  }
  if (expectedRest >= 5) {
    statistic += (observedRest - expectedRest) ** 2 / expectedRest;
    classes++;
  }
  return { statistic, freedom: classes - 1 };
}

/** What chi-square exceeds once in 100,000 times, by the approximation of Wilson and Hilferty (1931); 0.001 for no freedom. */
function chiSquareLimit(freedom: number): number {
  if (freedom === 0) return 0.001;
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 4.265 * Math.sqrt(spread)) ** 3;
}
