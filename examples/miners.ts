// One log, every miner: what each finds, whether the model is sound, and how well it and the log fit each other.
// Run with: npx tsx --conditions=gigamine-source examples/miners.ts
import { evaluate } from "@gigamine/conformance";
import {
  alphaMiner,
  alphaPlusMiner,
  declareMiner,
  dfgToPetriNet,
  heuristicsMiner,
  inductiveMiner,
  splitMiner,
} from "@gigamine/discovery";
import { directlyFollows, fromRows } from "@gigamine/event-log";
import {
  type CheckedPetriNet,
  heuristicsNetToPetriNet,
  printTree,
  treeToPetriNet,
  withoutImpliedRules,
  withSoundness,
} from "@gigamine/models";

/** How many lots took each way: coating and testing in any order, some are coated again, few are scrapped. */
const ways: [number, string][] = [
  [60, "mix coat test pack"],
  [50, "mix test coat pack"],
  [10, "mix coat test coat test pack"],
  [4, "mix test scrap"],
];
const rows = ways.flatMap(([lots, way], index) =>
  Array.from({ length: lots }, (_, lot) =>
    way.split(" ").map((activity) => ({ case: `${index}-${lot}`, activity })),
  ).flat(),
);
const log = fromRows(rows, { columns: { timestamp: null } });

const tree = inductiveMiner(log);
const nets: [string, CheckedPetriNet][] = [
  ["inductive", withSoundness(treeToPetriNet(tree))],
  ["inductive, noise 0.2", withSoundness(treeToPetriNet(inductiveMiner(log, { noiseThreshold: 0.2 })))],
  ["heuristics", heuristicsNetToPetriNet(heuristicsMiner(log))],
  ["split", splitMiner(log).net],
  ["alpha", alphaMiner(log)],
  ["alpha+", alphaPlusMiner(log)],
  ["directly-follows", withSoundness(dfgToPetriNet(directlyFollows(log)))],
];

console.log(`The inductive miner: ${printTree(tree)}\n`);
const figure = (value: number | null): string => (value === null ? "–" : value.toFixed(3)).padStart(9);
console.log(`${"miner".padEnd(22)}verdict     fitness precision simplicity`);
for (const [name, net] of nets) {
  // Replay works on any net; where a net is sound, alignments are exact and also fast.
  const { fitness, precision, simplicity } = evaluate(log, net, { basis: "replay" });
  const figures = [fitness.value, precision.value, simplicity.value].map(figure).join(" ");
  console.log(`${name.padEnd(22)}${net.soundness.verdict.padEnd(10)}${figures}`);
}
for (const [name, { soundness }] of nets) {
  const [first] = soundness.reasons;
  if (first !== undefined) console.log(`\n${name}: ${first.message}`);
}

// Rules say what a graph can't: what must not happen, and how sure that is.
const { rules } = withoutImpliedRules(
  declareMiner(log, {
    minConfidence: 1,
    minSupport: 0.03,
    templates: ["init", "response", "notCoExistence"],
  }),
);
console.log("\nRules that every lot keeps:");
for (const { template, activities, activatedCases } of rules) {
  console.log(`  ${template}(${activities.join(", ")}), asked in ${activatedCases} lots`);
}
