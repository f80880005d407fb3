import {
  activityDurations,
  arrivals,
  bottlenecks,
  caseDurations,
  caseOverlap,
  compareGroups,
  eventuallyFollowsDurations,
  handover,
  performanceDfg,
  queueLengths,
  rework,
  summarize,
  variantStatistics,
  workInProcess,
} from "@gigamine/stats";
import { BATTERY_LOGS } from "../logs/battery.js";
import { type Job, pm4py } from "./job.js";

export const statsJobs: readonly Job[] = [
  {
    name: "summary",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("summary"), // activities, ends, variants and durations, a call each
    prepare: (log) => () => summarize(log).variants,
  },
  {
    name: "case-durations",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("case-durations"),
    prepare: (log) => () => caseDurations(log).summary.count,
  },
  {
    name: "performance-dfg",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("performance-dfg"),
    prepare: (log) => () => performanceDfg(log).medianMs.length,
  },
  {
    // The peer counts pairs, which is less.
    name: "eventually-follows-durations",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("eventually-follows"),
    prepare: (log) => () => eventuallyFollowsDurations(log).medianMs.length,
  },
  {
    name: "arrivals",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("arrivals"),
    prepare: (log) => () => Math.round(arrivals(log).arrivals.gap.meanMs!),
  },
  {
    name: "case-overlap",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("case-overlap"),
    prepare: (log) => () => caseOverlap(log).overlaps.length,
  },
  {
    name: "activity-durations",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => activityDurations(log).length,
  },
  {
    name: "work-in-process",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => workInProcess(log).max,
  },
  {
    name: "bottlenecks",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => bottlenecks(log, { of: "arcs" }).length,
  },
  {
    name: "bottlenecks-bootstrap",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => bottlenecks(log, { bootstrap: { samples: 100 } }).length,
  },
  {
    name: "queue-lengths",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => queueLengths(log).queues.length,
  },
  {
    name: "variant-statistics",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => variantStatistics(log).variants.length,
  },
  {
    name: "compare-groups",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => compareGroups(log, { kind: "sample", share: 0.5, seed: 1 }).tests,
  },
  {
    name: "handover",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("handover"),
    prepare: (log) => () => handover(log).count.length,
  },
  {
    name: "rework",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("rework"),
    prepare: (log) => () =>
      rework(log).activities.filter(({ casesWithRepeats }) => casesWithRepeats > 0).length,
  },
];
