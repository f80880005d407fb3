import { tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { directlyFollows, type EventLog, type VariantLog, variants } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { treeToPetriNet } from "@gigamine/models";
import { generateBatteryLog } from "@gigamine/synthetic";

/** One thing that is measured. `prepare` is not timed; `run` is, and what it returns is counted so that nothing is optimised away. */
export interface Job {
  readonly name: string;
  /** Which of the two files of a log it reads. */
  readonly file: "csv" | "xes";
  /** Whether the peer can do the same job on the same file. */
  readonly peer: boolean;
  prepare(path: string, events: number): Promise<() => number | Promise<number>>;
}

const loaded =
  (run: (log: EventLog) => number): Job["prepare"] =>
  async (path) => {
    const log = await readLogFile(path);
    return () => run(log);
  };

/** The jobs in the order in which they are reported. Counts they return must agree with the peer's. */
export const jobs: readonly Job[] = [
  {
    name: "generate",
    file: "csv",
    peer: false,
    prepare: async (_path, events) => () =>
      generateBatteryLog({ lots: Math.ceil(events / EVENTS_PER_LOT), seed: 42 }).activity.length,
  },
  {
    name: "read-csv",
    file: "csv",
    peer: true,
    prepare: async (path) => async () => (await readLogFile(path)).activity.length,
  },
  {
    name: "read-xes",
    file: "xes",
    peer: true,
    prepare: async (path) => async () => (await readLogFile(path)).activity.length,
  },
  {
    name: "directly-follows",
    file: "csv",
    peer: true,
    prepare: loaded((log) => directlyFollows(log).count.length),
  },
  { name: "variants", file: "csv", peer: true, prepare: loaded((log) => variants(log).counts.length) },
  {
    name: "inductive",
    file: "csv",
    peer: true,
    prepare: loaded((log) => inductiveMiner(log, { noiseThreshold: 0.2 }).kind.length),
  },
  {
    name: "token-replay",
    file: "csv",
    peer: true,
    prepare: async (path) => {
      const log = await readLogFile(path);
      const model = treeToPetriNet(inductiveMiner(log, { noiseThreshold: 0.2 }));
      return () => tokenReplay(log, model).variants.length;
    },
  },
  {
    name: "token-replay-variants",
    file: "csv",
    peer: false,
    prepare: async (path) => {
      const summary: VariantLog = variants(await readLogFile(path));
      const model = treeToPetriNet(inductiveMiner(summary, { noiseThreshold: 0.2 }));
      return () => tokenReplay(summary, model).variants.length;
    },
  },
];

/** Events a lot of the generated battery log has on average, so that logs of a given size can be asked for. */
export const EVENTS_PER_LOT = 11.3;
