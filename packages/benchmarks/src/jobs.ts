import { tokenReplay } from "@gigamine/conformance";
import { inductiveMiner } from "@gigamine/discovery";
import { directlyFollows, type EventLog, type VariantLog, variants } from "@gigamine/event-log";
import { readLogFile } from "@gigamine/event-log/node";
import { treeToPetriNet } from "@gigamine/models";
import { generateBatteryLog } from "@gigamine/synthetic";

/** Another tool, or another way of the same tool, that does a job. */
export interface Peer {
  readonly label: string;
  readonly job: string;
}

const pm4py = (job: string): readonly Peer[] => [{ label: "PM4Py", job }];

/** One thing that is measured. `prepare` is not timed; `run` is, and what it returns is counted so that nothing is optimised away. */
export interface Job {
  readonly name: string;
  /** Which of the two files of a log it reads. */
  readonly file: "csv" | "xes";
  /** Who else does the same job on the same file: what the table calls them, and their job in `peers/`. */
  readonly peers: readonly Peer[];
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
    peers: [],
    prepare: async (_path, events) => () =>
      generateBatteryLog({ lots: Math.ceil(events / EVENTS_PER_LOT), seed: 42 }).activity.length,
  },
  {
    name: "read-csv",
    file: "csv",
    peers: [...pm4py("read-csv"), { label: "PM4Py, pyarrow", job: "read-csv-pyarrow" }],
    prepare: async (path) => async () => (await readLogFile(path)).activity.length,
  },
  {
    name: "read-xes",
    file: "xes",
    peers: [
      ...pm4py("read-xes"),
      { label: "PM4Py, line by line", job: "read-xes-lines" },
      { label: "rustxes", job: "read-xes-rust" },
    ],
    prepare: async (path) => async () => (await readLogFile(path)).activity.length,
  },
  {
    name: "directly-follows",
    file: "csv",
    peers: pm4py("directly-follows"),
    prepare: loaded((log) => directlyFollows(log).count.length),
  },
  {
    name: "variants",
    file: "csv",
    peers: pm4py("variants"),
    prepare: loaded((log) => variants(log).counts.length),
  },
  {
    name: "inductive",
    file: "csv",
    peers: pm4py("inductive"),
    prepare: loaded((log) => inductiveMiner(log, { noiseThreshold: 0.2 }).kind.length),
  },
  {
    name: "token-replay",
    file: "csv",
    peers: pm4py("token-replay"),
    prepare: async (path) => {
      const log = await readLogFile(path);
      const model = treeToPetriNet(inductiveMiner(log, { noiseThreshold: 0.2 }));
      return () => tokenReplay(log, model).variants.length;
    },
  },
  {
    name: "token-replay-variants",
    file: "csv",
    peers: [],
    prepare: async (path) => {
      const summary: VariantLog = variants(await readLogFile(path));
      const model = treeToPetriNet(inductiveMiner(summary, { noiseThreshold: 0.2 }));
      return () => tokenReplay(summary, model).variants.length;
    },
  },
];

/** Events a lot of the generated battery log has on average, so that logs of a given size can be asked for. */
export const EVENTS_PER_LOT = 11.3;
