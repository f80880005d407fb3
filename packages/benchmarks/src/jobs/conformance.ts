import { tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { variants } from "@gigamine/event-log";
import { treeToPetriNet } from "@gigamine/models";
import { BATTERY_LOGS } from "../logs/battery.js";
import { type Job, pm4py } from "./job.js";

export const conformanceJobs: readonly Job[] = [
  {
    name: "token-replay",
    input: "log",
    logs: BATTERY_LOGS,
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
];
