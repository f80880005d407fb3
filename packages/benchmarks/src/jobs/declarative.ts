import {
  declareConformance,
  footprintConformance,
  logSkeletonConformance,
  temporalConformance,
} from "@gigamine/conformance";
import { declareMiner, inductiveMiner, logSkeleton, temporalProfile } from "@gigamine/discovery";
import { variants } from "@gigamine/event-log";
import { treeFootprints } from "@gigamine/models";
import { type Job, pm4py } from "./job.js";

const RULE_LOGS = ["receipt", "battery-100000", "bpic2013-like", "bpic2020-like", "bpic2012-like"];

export const declarativeJobs: readonly Job[] = [
  {
    name: "log-skeleton",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("log-skeleton"),
    prepare: (log) => () => logSkeleton(log).neverTogether.length * 2, // the peer lists each pair both ways
  },
  {
    // All sixteen pair templates; the peer knows eleven of them, and lists by thresholds of its own.
    name: "declare",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("declare"),
    prepare: (log) => () => declareMiner(log).rules.length,
  },
  {
    name: "declare-variants",
    input: "log",
    logs: ["many-variants"],
    peers: [],
    prepare: (log) => {
      const summary = variants(log);
      return () => declareMiner(summary).rules.length;
    },
  },
  {
    name: "log-skeleton-variants",
    input: "log",
    logs: ["many-variants"],
    peers: [],
    prepare: (log) => {
      const summary = variants(log);
      return () => logSkeleton(summary).directlyFollows.length;
    },
  },
  {
    name: "temporal-profile",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("temporal-profile"),
    prepare: (log) => () => temporalProfile(log).count.length,
  },
  {
    name: "log-skeleton-conformance",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("log-skeleton-conformance"),
    prepare: (log) => {
      const skeleton = logSkeleton(log);
      return () => logSkeletonConformance(log, skeleton).fittingCases;
    },
  },
  {
    name: "declare-conformance",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("declare-conformance"),
    prepare: (log) => {
      const model = declareMiner(log);
      return () => declareConformance(log, model).fittingCases;
    },
  },
  {
    name: "temporal-conformance",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("temporal-conformance"),
    prepare: (log) => {
      const profile = temporalProfile(log);
      return () => temporalConformance(log, profile, { zeta: 3 }).deviatingPairs;
    },
  },
  {
    name: "footprint-conformance",
    input: "log",
    logs: RULE_LOGS,
    peers: pm4py("footprint-conformance"),
    prepare: (log) => {
      const model = treeFootprints(inductiveMiner(log, { noiseThreshold: 0.2 }));
      return () => footprintConformance(log, model).comparison.sharedPairs;
    },
  },
];
