import { type AlignmentsOptions, alignments, precision, tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { type VariantLog, variants } from "@gigamine/event-log";
import { treeToPetriNet } from "@gigamine/models";
import { BATTERY_LOGS } from "../logs/battery.js";
import { type Job, pm4py } from "./job.js";

/** Nets with many silent transitions, and many variants. */
const REAL_SHAPES = ["receipt", "bpic2013-like", "bpic2020-like", "bpic2012-like"];

export const conformanceJobs: readonly Job[] = [
  {
    name: "token-replay",
    input: "log",
    logs: [...BATTERY_LOGS, ...REAL_SHAPES],
    peers: pm4py("token-replay"),
    prepare: (log) => {
      const model = treeToPetriNet(inductiveMiner(log, { noiseThreshold: 0.2 }));
      return () => tokenReplay(log, model).variants.length;
    },
  },
  {
    name: "token-replay-variants",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => {
      const summary = variants(log);
      const model = treeToPetriNet(inductiveMiner(summary, { noiseThreshold: 0.2 }));
      return () => tokenReplay(summary, model).variants.length;
    },
  },
  {
    name: "etc-precision",
    input: "log",
    logs: ["battery-10000", ...REAL_SHAPES],
    peers: pm4py("etc-precision"),
    prepare: (log) => {
      const model = treeToPetriNet(inductiveMiner(log, { noiseThreshold: 0.2 }));
      return () => Math.round(precision(log, model).value * 1e4);
    },
  },
  alignmentJob("alignments", {}),
  // By the search that any net takes, on a net that would not need it.
  alignmentJob("alignments-dijkstra", { method: "dijkstra" }),
  alignmentJob("alignments-a-star", { method: "a-star" }),
];

/**
 * Optimal alignments of all variants with the net that the inductive miner finds for those that one case in a hundred or more
 * follows: without a threshold of noise, which tools apply differently, the net is the same. The outcome is the cost over all cases.
 */
function alignmentJob(name: string, options: AlignmentsOptions): Job {
  return {
    name,
    input: "log",
    logs: ["receipt", "battery-10000", "bpic2013-like"],
    peers: pm4py("alignments"),
    prepare: (log) => {
      const summary = variants(log);
      const model = treeToPetriNet(inductiveMiner(frequentVariants(summary, 0.01)));
      return () => alignments(summary, model, options).cost;
    },
  };
}

function frequentVariants(log: VariantLog, share: number): VariantLog {
  const cases = log.counts.reduce((sum, count) => sum + count, 0);
  const frequent = [...log.counts.keys()].filter((v) => log.counts[v]! >= share * cases);
  const traces = frequent.map((v) => log.sequence.slice(log.variantOffsets[v]!, log.variantOffsets[v + 1]!));
  const variantOffsets = [0];
  for (const trace of traces) variantOffsets.push(variantOffsets.at(-1)! + trace.length);
  return {
    activities: log.activities,
    variantOffsets,
    sequence: traces.flat(),
    counts: frequent.map((v) => log.counts[v]!),
  };
}
