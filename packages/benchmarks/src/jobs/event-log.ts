import { directlyFollows, variants } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { generateBatteryLog } from "@gigamine/synthetic";
import { BATTERY_LOGS } from "../logs/battery.js";
import { type Job, pm4py } from "./job.js";

export const eventLogJobs: readonly Job[] = [
  {
    name: "generate",
    input: "log",
    logs: BATTERY_LOGS,
    peers: [],
    prepare: (log) => () => generateBatteryLog({ lots: log.caseIds.length, seed: 42 }).activity.length,
  },
  {
    name: "read-csv",
    input: "csv",
    logs: BATTERY_LOGS,
    peers: [...pm4py("read-csv"), { label: "PM4Py, pyarrow", job: "read-csv-pyarrow" }],
    prepare: (path) => async () => (await readLogFile(path)).activity.length,
  },
  {
    name: "read-xes",
    input: "xes",
    logs: BATTERY_LOGS,
    peers: [
      ...pm4py("read-xes"),
      { label: "PM4Py, line by line", job: "read-xes-lines" },
      { label: "rustxes", job: "read-xes-rust" },
    ],
    prepare: (path) => async () => (await readLogFile(path)).activity.length,
  },
  {
    name: "directly-follows",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("directly-follows"),
    prepare: (log) => () => directlyFollows(log).count.length,
  },
  {
    name: "variants",
    input: "log",
    logs: BATTERY_LOGS,
    peers: pm4py("variants"),
    prepare: (log) => () => variants(log).counts.length,
  },
];
