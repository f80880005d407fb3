import { alignments, tokenReplay } from "@gigamine/conformance";
import { heuristicsMiner, PM4PY_HEURISTICS } from "@gigamine/discovery";
import {
  activity,
  exclusive,
  heuristicsNetToPetriNet,
  type ProcessTree,
  parallel,
  sequence,
  traceLanguage,
  treeActivities,
} from "@gigamine/models";
import { generateBatteryLog } from "@gigamine/synthetic";
import { traces } from "@gigamine/testkit";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

/** Trees of sequences, choices and parallel parts over different activities; neither loops nor silent steps. */
const trees = fc
  .letrec<{ tree: ProcessTree }>((again) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 1, arbitrary: fc.constant(activity("")) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            fc.constantFrom(sequence, exclusive, parallel),
            fc.array(again("tree"), { minLength: 2, maxLength: 3 }),
          )
          .map(([operator, children]) => operator(...children)),
      },
    ),
  }))
  .tree.map(withNames);

function withNames(tree: ProcessTree): ProcessTree {
  let next = 0;
  const named = (node: ProcessTree): ProcessTree =>
    "children" in node ? { ...node, children: node.children.map(named) } : activity(`s${next++}`);
  return named(tree);
}

describe("the heuristics miner's Petri net", () => {
  it("can do every case of a log that a block-structured process without loops and skips played out completely", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        fc.pre(treeActivities(tree).length <= 7);
        const language = traceLanguage(tree, { maxLength: 7 });
        fc.pre(language.length <= 200);
        const log = traces(...language.map((trace) => `20x ${trace.join(" ")}`));
        const model = heuristicsNetToPetriNet(heuristicsMiner(log, { bindingThreshold: 0 }), {
          soundness: false,
        });
        for (const { fitness } of alignments(log, model).variants) expect(fitness).toBe(1);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("replays the main behaviour of a battery line, better with replayed than with measured splits and joins", () => {
    const log = generateBatteryLog({ lots: 300, seed: 7 });
    const fitness = (options: Parameters<typeof heuristicsMiner>[1]): number =>
      tokenReplay(log, heuristicsNetToPetriNet(heuristicsMiner(log, options))).logFitness!;
    expect(fitness({})).toBeGreaterThan(0.95);
    expect(fitness({})).toBeGreaterThan(fitness({ bindings: "and-measure" }));
    expect(fitness({ ...PM4PY_HEURISTICS, bindings: "replay" })).toBeGreaterThan(fitness(PM4PY_HEURISTICS));
  });
});
