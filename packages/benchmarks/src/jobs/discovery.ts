import {
  alphaMiner,
  alphaPlusMiner,
  footprints,
  heuristicsMiner,
  inductiveMiner,
  PM4PY_HEURISTICS,
  splitMiner,
} from "@gigamine/discovery";
import { variants } from "@gigamine/event-log";
import { treeActivities } from "@gigamine/models";
import { type Job, pm4py } from "./job.js";

const DISCOVERY_LOGS = [
  "receipt",
  "battery-100000",
  "bpic2013-like",
  "bpic2020-like",
  "bpic2012-like",
  "growing-1000000",
  "bpic2019-like",
];

export const discoveryJobs: readonly Job[] = [
  {
    name: "inductive-im",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("inductive-im"),
    prepare: (log) => () => treeActivities(inductiveMiner(log)).length,
  },
  {
    name: "inductive-imf",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("inductive-imf"),
    prepare: (log) => () => treeActivities(inductiveMiner(log, { noiseThreshold: 0.2 })).length,
  },
  {
    name: "inductive-imd",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("inductive-imd"),
    prepare: (log) => () => treeActivities(inductiveMiner(log, { variant: "IMd" })).length,
  },
  {
    name: "inductive-imf-variants",
    input: "log",
    logs: ["many-variants"],
    peers: [],
    prepare: (log) => {
      const summary = variants(log);
      return () => treeActivities(inductiveMiner(summary, { noiseThreshold: 0.2 })).length;
    },
  },
  {
    name: "heuristics",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("heuristics"),
    prepare: (log) => () => heuristicsMiner(log, PM4PY_HEURISTICS).arcs.length,
  },
  {
    // The same arcs, but splits and joins by replay of every variant, as our defaults do it.
    name: "heuristics-replay",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("heuristics"),
    prepare: (log) => () => heuristicsMiner(log, { ...PM4PY_HEURISTICS, bindings: "replay" }).arcs.length,
  },
  {
    name: "footprints",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("footprints"),
    prepare: (log) => () => footprints(log).causal.length,
  },
  {
    name: "alpha",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("alpha"),
    prepare: (log) => () => alphaMiner(log).net.places.length,
  },
  {
    name: "alpha-plus",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: pm4py("alpha-plus"),
    prepare: (log) => () => alphaPlusMiner(log).net.transitions.length,
  },
  {
    name: "split",
    input: "log",
    logs: DISCOVERY_LOGS,
    peers: [],
    prepare: (log) => () => splitMiner(log).bpmn.nodes.length,
  },
];
