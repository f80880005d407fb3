import { footprints, inductiveMiner } from "@gigamine/discovery";
import { treeActivities } from "@gigamine/models";
import { BATTERY_LOGS } from "../logs/battery.js";
import { type Job, pm4py } from "./job.js";

export const discoveryJobs: readonly Job[] = [
  {
    name: "inductive-im",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("inductive-im"),
    prepare: (log) => () => treeActivities(inductiveMiner(log)).length,
  },
  {
    name: "inductive-imf",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("inductive-imf"),
    prepare: (log) => () => treeActivities(inductiveMiner(log, { noiseThreshold: 0.2 })).length,
  },
  {
    name: "footprints",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("footprints"),
    prepare: (log) => () => footprints(log).causal.length,
  },
];
